"""What a batch takes from the stores: booked when its first step begins, lot by lot."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from kurkum.base.models import User
from menus.choices import MoveKind
from menus.models import StockLot, StockMove
from menus.services.stock import use_ingredients
from menus.units import whole_grams
from staffing.models import Batch
from staffing.selectors.recipes import dish_recipes, quantities


def reference_of(batch: Batch) -> str:
    """How the stores name the batch that took something."""
    return f"{batch.plan.date} {batch.key}"[:80]


def gross_grams(batch: Batch) -> int:
    """What all its ingredients weigh as they come from the stores."""
    return sum(_ingredients(batch).values())


def _ingredients(batch: Batch) -> dict[int, int]:
    """Gross grams by ingredient id."""
    recipe = dish_recipes(batch.plan.date, [batch.dish])[batch.dish.key]
    return {
        one.ingredient.pk: whole_grams([one.gross_grams])
        for one in quantities(recipe, batch.reference_portions)
    }


@transaction.atomic
def take_from_store(*, batch: Batch, author: User, now: dt.datetime) -> dict[int, int]:
    """Takes the batch's ingredients, first use-by first, and ties their lots to it. Once only.

    Food for a later day is booked on its own day. Returns grams by ingredient id that the stores
    do not hold: they were cooked, but nobody booked their arrival.
    """
    reference = reference_of(batch)
    booked = StockMove.objects.filter(kind=MoveKind.USE, reference=reference)
    if booked.exists() or not batch.shares.exists():
        return {}
    grams = _ingredients(batch)
    wanted = {pk: amount for pk, amount in grams.items() if amount > 0}
    short = use_ingredients(
        date=batch.plan.date, grams=wanted, author=author, now=now, reference=reference
    )
    batch.lots.set(StockLot.objects.filter(moves__in=booked.all()).distinct())
    return short

"""Stock: received, used (first use-by first), counted, thrown away. Moves are only ever added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kurkum.base.models import DatedLimit, User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from menus.choices import MoveKind, Store
from menus.errors import StockRefused
from menus.models import (
    GoodsReceipt,
    Ingredient,
    StockCount,
    StockCountLine,
    StockLot,
    StockMove,
    Supplier,
)

RECEIPT_LIMIT = "cold_receipt_max_celsius"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One lot of a delivery note. ``agorot_per_kg`` None means its price is not known yet."""

    ingredient: Ingredient
    grams: int
    lot_code: str
    use_by: dt.date | None = None
    celsius: Decimal | None = None
    agorot_per_kg: int | None = None
    brand: str = ""


@transaction.atomic
def receive_goods(
    *,
    supplier: Supplier,
    number: str,
    arrivals: Sequence[Arrival],
    author: User | None,
    now: dt.datetime,
) -> GoodsReceipt:
    """Books a delivery of a supplier. Raises StockRefused for an empty, past or repeated one."""
    if GoodsReceipt.objects.filter(supplier=supplier, number=number).exists():
        raise StockRefused(
            _("Delivery note %(number)s of %(supplier)s is booked already.")
            % {"number": number, "supplier": supplier}
        )
    day = dates.day_of(now)
    faults = [*_arrival_faults(arrivals, day), *_too_warm(arrivals, day)]
    if faults:
        raise StockRefused(*faults)
    receipt = GoodsReceipt.objects.create(
        supplier=supplier, number=number, received_at=now, received_by=author
    )
    lots = StockLot.objects.bulk_create(
        StockLot(
            ingredient=arrival.ingredient,
            receipt=receipt,
            lot_code=arrival.lot_code,
            brand=arrival.brand,
            use_by=arrival.use_by,
            celsius=arrival.celsius,
            agorot_per_kg=arrival.agorot_per_kg,
            created_on=day,
        )
        for arrival in arrivals
    )
    grams = [arrival.grams for arrival in arrivals]
    _move(zip(lots, grams, strict=True), MoveKind.RECEIPT, day, now, author, number)
    record_change(
        subject="GoodsReceipt",
        subject_key=f"{supplier.key}/{number}",
        action="received",
        author=author,
        now=now,
        after={arrival.ingredient.key: arrival.grams for arrival in arrivals},
    )
    return receipt


def _arrival_faults(arrivals: Sequence[Arrival], day: dt.date) -> Iterable[str]:
    if not arrivals:
        yield _("A delivery needs at least one ingredient.")
    for arrival in arrivals:
        if arrival.grams <= 0:
            yield _("%(ingredient)s: write the weight that arrived.") % {
                "ingredient": arrival.ingredient.name
            }
        if arrival.use_by is not None and arrival.use_by < day:
            yield _("%(ingredient)s is past its use-by date: send it back.") % {
                "ingredient": arrival.ingredient.name
            }


def _too_warm(arrivals: Sequence[Arrival], day: dt.date) -> Iterable[str]:
    """Chilled food above the dated limit goes back with the driver."""
    limit = DatedLimit.objects.on(day).get(RECEIPT_LIMIT)
    for arrival in arrivals if limit else ():
        chilled = arrival.ingredient.store == Store.CHILLED
        if limit and chilled and arrival.celsius is not None and arrival.celsius > limit.value:
            yield _("%(ingredient)s is %(celsius)s °C, at most %(limit)s °C: send it back.") % {
                "ingredient": arrival.ingredient.name,
                "celsius": arrival.celsius,
                "limit": f"{limit.value.normalize():f}",
            }


@transaction.atomic
def use_ingredients(
    *,
    date: dt.date,
    grams: Mapping[int, int],
    author: User | None,
    now: dt.datetime,
    reference: str = "",
) -> dict[int, int]:
    """Takes grams (by ingredient id) from the lots, first use-by first.

    Returns by ingredient id what the stock did not hold: it was cooked, but nobody booked its
    arrival. The caller must show it.
    """
    lots = _lots_left(date, grams)
    taken: list[tuple[StockLot, int]] = []
    short: dict[int, int] = {}
    for ingredient, wanted in grams.items():
        left = wanted
        for lot, there in lots.get(ingredient, ()):
            part = min(left, there)
            if part > 0:
                taken.append((lot, -part))
                left -= part
        if left > 0:
            short[ingredient] = left
    _move(taken, MoveKind.USE, date, now, author, reference)
    return short


def _lots_left(date: dt.date, wanted: Iterable[int]) -> dict[int, list[tuple[StockLot, int]]]:
    rows = (
        StockLot.objects.select_for_update()
        .filter(ingredient_id__in=list(wanted), created_on__lte=date)
        .usable_on(date)
    )
    locked = {lot.pk: lot for lot in rows}
    sums = StockLot.objects.filter(pk__in=locked).with_grams()
    lots: dict[int, list[tuple[StockLot, int]]] = {}
    for lot in sums.order_by(F("use_by").asc(nulls_last=True), "created_on", "pk"):
        lots.setdefault(lot.ingredient_id, []).append((lot, _left(lot)))
    return lots


@transaction.atomic
def discard_lot(
    *, lot: StockLot, grams: int, reason: str, author: User | None, now: dt.datetime
) -> None:
    """Throws grams of a lot away. Raises StockRefused where the lot holds less."""
    there = _left(StockLot.objects.with_grams().get(pk=lot.pk))
    if not 0 < grams <= there:
        raise StockRefused(_("This lot holds %(grams)d g.") % {"grams": there})
    _move([(lot, -grams)], MoveKind.DISCARD, dates.day_of(now), now, author, reason)


@transaction.atomic
def book_count(
    *, counted_on: dt.date, grams: Mapping[int, int], author: User | None, now: dt.datetime
) -> StockCount:
    """Books a count (grams by lot id): what differs becomes a move, so the sum agrees."""
    lots = {
        lot.pk: lot for lot in StockLot.objects.filter(pk__in=grams).with_grams().order_by("pk")
    }
    if unknown := sorted(set(grams) - set(lots)):
        raise StockRefused(_("Unknown lot: %(lots)s") % {"lots": unknown})
    count = StockCount.objects.create(counted_on=counted_on, counted_by=author, booked_at=now)
    StockCountLine.objects.bulk_create(
        StockCountLine(count=count, lot=lots[pk], grams=counted) for pk, counted in grams.items()
    )
    differences = [(lots[pk], counted - _left(lots[pk])) for pk, counted in grams.items()]
    changed = [(lot, difference) for lot, difference in differences if difference]
    _move(changed, MoveKind.COUNT, counted_on, now, author, f"count {count.pk}")
    return count


def _left(lot: Any) -> int:
    """Grams of a lot read with ``with_grams``; none without any move."""
    return lot.grams_left or 0


def _move(
    moves: Iterable[tuple[StockLot, int]],
    kind: str,
    date: dt.date,
    now: dt.datetime,
    author: User | None,
    reference: str,
) -> None:
    StockMove.objects.bulk_create(
        StockMove(
            lot=lot, kind=kind, grams=grams, date=date, at=now, by=author, reference=reference[:80]
        )
        for lot, grams in moves
    )

"""What to buy: net of stock, day after day."""

from __future__ import annotations

import pytest

from menus.models import Ingredient, StockLot, StockMove
from staffing.models import ProductionPlan
from staffing.selectors.purchasing import Purchase, needed_on, purchase_list
from tests.staffing.planned_kitchen import DAY, NEXT, planned

__all__ = ["planned"]
pytestmark = pytest.mark.django_db


def of(purchases: tuple[Purchase, ...], key: str) -> list[Purchase]:
    return [one for one in purchases if one.ingredient.key == key]


def some_need() -> tuple[Ingredient, int]:
    """An ingredient of the day that is bought, and its grams."""
    wanted = needed_on(DAY)
    bought = purchase_list(DAY, DAY)[0].ingredient
    return bought, wanted[bought]


def empty_stock(ingredient: Ingredient) -> None:
    StockMove.objects.filter(lot__ingredient=ingredient).delete()


def test_without_stock_all_of_it_is_bought_in_whole_packs(planned: ProductionPlan) -> None:
    ingredient, grams = some_need()
    empty_stock(ingredient)
    one = of(purchase_list(DAY, DAY), ingredient.key)[0]
    assert one.offer is not None
    assert one.missing_grams == grams
    assert one.packs * one.offer.pack_grams >= grams
    assert one.order_by < DAY


def test_stock_that_covers_the_day_leaves_nothing_to_buy(planned: ProductionPlan) -> None:
    ingredient, grams = some_need()
    stock(ingredient, grams)
    assert of(purchase_list(DAY, DAY), ingredient.key) == []


def test_what_the_first_day_uses_is_not_there_for_the_second(planned: ProductionPlan) -> None:
    ingredient, grams = some_need()
    empty_stock(ingredient)
    stock(ingredient, grams)
    later = needed_on(NEXT).get(ingredient, 0)
    bought = of(purchase_list(DAY, NEXT), ingredient.key)
    assert sum(one.missing_grams for one in bought) == later


def test_a_lot_past_its_date_is_not_counted(planned: ProductionPlan) -> None:
    ingredient, grams = some_need()
    empty_stock(ingredient)
    lot = stock(ingredient, grams)
    StockLot.objects.filter(pk=lot.pk).update(use_by="2026-11-01")
    assert of(purchase_list(DAY, DAY), ingredient.key)[0].missing_grams == grams


def stock(ingredient: Ingredient, grams: int) -> StockLot:
    lot = StockLot.objects.create(ingredient=ingredient, lot_code="T-1", created_on=DAY)
    StockMove.objects.create(
        lot=lot, kind="receipt", grams=grams, date=DAY, at="2026-11-24T08:00:00Z"
    )
    return lot

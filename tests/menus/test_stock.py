"""Stock: moves are only ever added, and what is left is their sum."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db.models import Sum

from menus.errors import StockRefused
from menus.models import Ingredient, StockLot, StockMove, Supplier
from menus.services.stock import (
    Arrival,
    book_count,
    discard_lot,
    receive_goods,
    use_ingredients,
)
from tests.factories import menus
from tests.factories.base import TODAY, TOMORROW, at, manager

NOW = at(TODAY, 7)


def arrive(number: str, *arrivals: Arrival) -> None:
    supplier, _made = Supplier.objects.get_or_create(key="mill")
    receive_goods(supplier=supplier, number=number, arrivals=arrivals, author=manager(), now=NOW)


def lentils(grams: int, lot: str, use_by: dt.date | None = None) -> Arrival:
    return Arrival(menus.ingredient("lentils"), grams, lot, use_by, Decimal(18), 1200)


def use(grams: int, date: dt.date = TODAY) -> dict[int, int]:
    wanted = {Ingredient.objects.get().pk: grams}
    return use_ingredients(date=date, grams=wanted, author=manager(), now=NOW)


def left() -> dict[str, int]:
    sums = StockMove.objects.values("lot__lot_code").annotate(total=Sum("grams"))
    return {row["lot__lot_code"]: row["total"] for row in sums}


@pytest.fixture
def two_lots(db: None) -> None:
    arrive("1", lentils(5000, "late", dt.date(2027, 5, 1)), lentils(3000, "soon", TOMORROW))


def test_what_must_be_used_first_is_used_first(two_lots: None) -> None:
    use(4000)
    assert left() == {"soon": 0, "late": 4000}


def test_what_is_past_its_date_is_not_used(two_lots: None) -> None:
    use(4000, TOMORROW + dt.timedelta(days=1))
    assert left() == {"soon": 3000, "late": 1000}


def test_what_nobody_booked_in_is_told_and_no_lot_goes_below_zero(two_lots: None) -> None:
    assert use(9000) == {Ingredient.objects.get().pk: 1000}
    assert left() == {"soon": 0, "late": 0}


def test_a_delivery_note_is_booked_once(two_lots: None) -> None:
    with pytest.raises(StockRefused, match="booked already"):
        arrive("1", lentils(1, "again"))


def test_goods_past_their_date_are_sent_back(db: None) -> None:
    with pytest.raises(StockRefused, match="send it back"):
        arrive("2", lentils(500, "old", TODAY - dt.timedelta(days=1)))
    assert not StockLot.objects.exists()


def test_an_empty_delivery_and_a_lot_without_weight_are_refused(db: None) -> None:
    for arrivals in ([], [lentils(0, "empty")]):
        with pytest.raises(StockRefused):
            arrive("3", *arrivals)
    assert not StockMove.objects.exists()


def test_more_than_a_lot_holds_is_not_thrown_away(two_lots: None) -> None:
    lot = StockLot.objects.get(lot_code="soon")
    with pytest.raises(StockRefused, match="holds 3000 g"):
        discard_lot(lot=lot, grams=3001, reason="mouse", author=manager(), now=NOW)
    discard_lot(lot=lot, grams=3000, reason="mouse", author=manager(), now=NOW)
    assert left()["soon"] == 0


def test_a_count_adds_the_difference_and_erases_nothing(two_lots: None) -> None:
    lot = StockLot.objects.get(lot_code="late")
    book_count(counted_on=TODAY, grams={lot.pk: 4200}, author=manager(), now=NOW)
    assert left()["late"] == 4200
    assert list(lot.moves.values_list("grams", flat=True)) == [5000, -800]

"""Suppliers' invoices and offers; chilled goods that came too warm; what a label says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kurkum.base.choices import Mark
from kurkum.base.errors import BadInput
from kurkum.base.models import DatedLimit
from menus.choices import Store
from menus.errors import StockRefused
from menus.models import (
    GoodsReceipt,
    Ingredient,
    PurchaseInvoice,
    StockLot,
    Supplier,
    SupplierItem,
)
from menus.selectors.stock import label_changes, lots_in_stock
from menus.services.purchasing import Charge, read_label, record_invoice, save_offer
from menus.services.stock import Arrival, receive_goods
from tests.factories import menus
from tests.factories.base import TODAY, at, manager

NOW = at(TODAY, 7)
pytestmark = pytest.mark.django_db


def mill() -> Supplier:
    return Supplier.objects.get_or_create(key="mill", defaults={"name_en": "Mill"})[0]


def arrive(what: Ingredient, lot: str = "L1", celsius: str | None = None) -> GoodsReceipt:
    warm = None if celsius is None else Decimal(celsius)
    arrival = Arrival(what, 5000, lot, None, warm, 900, brand="Brand")
    return receive_goods(
        supplier=mill(), number=f"note-{lot}", arrivals=[arrival], author=manager(), now=NOW
    )


def keep(number: str = "77", *receipts: GoodsReceipt) -> None:
    charge = Charge(mill(), number, TODAY, 45_000, 8_100)
    record_invoice(charge=charge, receipts=receipts, author=manager(), now=NOW)


def test_an_invoice_is_kept_once_with_its_deliveries() -> None:
    receipt = arrive(menus.ingredient("lentils"))
    keep("77", receipt)
    assert receipt.invoices.get().net_agorot == 45_000
    with pytest.raises(StockRefused, match="77"):
        keep("77")


def test_an_invoice_charges_deliveries_of_its_own_supplier_only() -> None:
    other = Supplier.objects.create(key="dairy")
    receipt = arrive(menus.ingredient("lentils"))
    with pytest.raises(StockRefused):
        record_invoice(
            charge=Charge(other, "1", TODAY, 1, 0), receipts=[receipt], author=manager(), now=NOW
        )


@pytest.mark.parametrize(
    ("net", "vat", "days", "kept"),
    [
        (45_000, 8_100, 0, True),
        (-45_000, -8_100, 0, True),  # a credit note
        (45_000, 0, 0, True),
        (45_000, 45_000, 0, True),
        (45_000, 45_001, 0, False),
        (45_000, -1, 0, False),
        (-45_000, 8_100, 0, False),
        (0, 0, 0, False),
        (45_000, 8_100, 1, False),
    ],
)
def test_an_invoice_that_contradicts_itself_is_refused(
    net: int, vat: int, days: int, kept: bool
) -> None:
    charge = Charge(mill(), "9", TODAY + dt.timedelta(days=days), net, vat)
    if kept:
        assert record_invoice(charge=charge, receipts=(), author=manager(), now=NOW).pk
    else:
        with pytest.raises(BadInput):
            record_invoice(charge=charge, receipts=(), author=manager(), now=NOW)
        assert not PurchaseInvoice.objects.exists()


@pytest.mark.parametrize(("celsius", "comes"), [("8.0", True), ("8.1", False), (None, True)])
def test_chilled_goods_above_the_dated_limit_go_back(celsius: str | None, comes: bool) -> None:
    DatedLimit.objects.create(
        key="cold_receipt_max_celsius", value=8, unit="celsius", mark=Mark.ASSUMED,
        valid_from=dt.date(2026, 1, 1),
    )  # fmt: skip
    milk = menus.ingredient("milk")
    Ingredient.objects.filter(pk=milk.pk).update(store=Store.CHILLED)
    milk.refresh_from_db()
    if comes:
        arrive(milk, celsius=celsius)
        assert StockLot.objects.filter(ingredient=milk).exists()
    else:
        with pytest.raises(StockRefused, match=r"8\.1"):
            arrive(milk, celsius=celsius)
        assert not StockLot.objects.exists()


def offer(pack: int, preferred: bool, supplier: Supplier | None = None) -> SupplierItem:
    row = SupplierItem(
        supplier=supplier or mill(), ingredient=menus.ingredient("lentils"), pack_name="sack",
        pack_grams=pack, agorot_per_pack=9000, is_preferred=preferred,
    )  # fmt: skip
    return save_offer(offer=row, author=manager(), now=NOW)


def test_a_newly_preferred_offer_takes_the_place_of_the_old_one() -> None:
    old = offer(25_000, preferred=True)
    new = offer(10_000, preferred=True, supplier=Supplier.objects.create(key="other"))
    old.refresh_from_db()
    assert (old.is_preferred, new.is_preferred) == (False, True)


def test_the_same_pack_is_offered_once() -> None:
    offer(25_000, preferred=False)
    with pytest.raises(StockRefused):
        offer(25_000, preferred=False)


def test_a_label_that_says_more_than_the_food_type_is_a_change() -> None:
    menus.allergen("milk")
    tahini = menus.ingredient("tahini", "parve", "sesame")
    lot = arrive(tahini).lots.get()
    say(lot, sesame="contains")
    assert label_changes([lot]) == []
    say(lot, sesame="contains", milk="may_contain")
    (change,) = label_changes([lot])
    assert (change.allergen.key, change.was, change.now) == ("milk", "none", "may_contain")


def say(lot: StockLot, **presences: str) -> None:
    read_label(lot=lot, presences=presences, author=manager(), now=NOW)


def test_a_label_names_known_allergens_and_words_only() -> None:
    lot = arrive(menus.ingredient("tahini", "parve", "sesame")).lots.get()
    for wrong in ({"moon": "contains"}, {"sesame": "perhaps"}):
        with pytest.raises(StockRefused):
            read_label(lot=lot, presences=wrong, author=manager(), now=NOW)


@pytest.mark.parametrize(("search", "found"), [("L1", 1), ("brand", 1), ("lentil", 1), ("x", 0)])
def test_stock_is_searched_by_name_lot_or_brand(search: str, found: int) -> None:
    arrive(menus.ingredient("lentils"))
    Ingredient.objects.update(name_en="Lentils")
    assert len(lots_in_stock(search)) == found


def test_what_is_used_up_is_not_in_stock() -> None:
    lot = arrive(menus.ingredient("lentils")).lots.get()
    assert [one.pk for one in lots_in_stock()] == [lot.pk]
    lot.moves.all().delete()
    assert list(lots_in_stock()) == []

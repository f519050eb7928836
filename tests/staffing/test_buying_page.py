"""What to buy, on the page and on paper."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.utils import translation
from pypdf import PdfReader

from menus.models import Supplier, SupplierItem
from staffing.pdf.buying import PurchaseSheet, purchase_sheet
from staffing.selectors.purchasing import Purchase, supplier_orders
from tests.factories import menus

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def purchase(key: str, order_by: dt.date, supplier: Supplier | None) -> Purchase:
    ingredient = menus.ingredient(key)
    offer = None
    if supplier is not None:
        offer = SupplierItem.objects.create(
            supplier=supplier, ingredient=ingredient, pack_name="sack 25 kg", pack_grams=25_000,
            agorot_per_pack=9_950,
        )  # fmt: skip
    return Purchase(ingredient, offer, order_by, order_by, 51_496, 1_500, 49_996, 2)


def printed(*rows: Purchase) -> str:
    with translation.override("en"):
        doc = PurchaseSheet("en", "25.11–01.12.2026", (), supplier_orders(rows), TODAY)
        pages = PdfReader(BytesIO(purchase_sheet(doc))).pages
        return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_each_supplier_has_packs_and_what_they_cost() -> None:
    mill = Supplier.objects.create(key="mill", name_en="Nahf mill", phone="04-000-3102")
    text = printed(purchase("rice", TODAY, mill), purchase("lentils", TODAY, mill))
    for words in ("Nahf mill", "04-000-3102", "398.00", "2 sack 25 kg", "51.5 kg", "1.5 kg"):
        assert words in text


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_what_should_have_been_ordered_before_today_is_late(days: int, late: bool) -> None:
    mill = Supplier.objects.create(key="mill", name_en="Nahf mill")
    text = printed(purchase("rice", TODAY + dt.timedelta(days=days), mill))
    assert ("late" in text) is late


def test_what_nobody_sells_stands_on_the_list_too() -> None:
    text = printed(purchase("rice", TODAY, None))
    assert "Nobody sells this yet" in text
    assert "51.5 kg" in text


def test_a_full_store_needs_nothing() -> None:
    assert "Stock covers" in printed()

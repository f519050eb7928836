"""The stores' pages, and the alarm of a brand with another allergen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kurkum.base.choices import Role
from menus.models import LotAllergen, PurchaseInvoice, StockLot, StockMove, Supplier, SupplierItem
from menus.services.stock import Arrival, receive_goods
from staffing.selectors.brand_alarms import BrandAlarm, brand_alarms
from tests.factories import menus, orders
from tests.factories.base import NOW, TODAY, TOMORROW, manager, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def tahini_lot() -> StockLot:
    """Tahini of a brand, in a salad that is on tomorrow's menu."""
    orders.kitchen()
    tahini = menus.ingredient("tahini", "parve", "sesame")
    menus.allergen("milk")
    day = menus.menu_day(menus.dish("salad", tahini), date=TOMORROW)
    orders.site()
    menus.diet("milk_free", "milk")
    assert day.line == menus.line()
    supplier = Supplier.objects.create(key="mill", name_en="Mill")
    SupplierItem.objects.create(
        supplier=supplier, ingredient=tahini, pack_name="tub", pack_grams=1000, agorot_per_pack=2000
    )
    arrival = Arrival(tahini, 4000, "T7", None, None, 2000, brand="White")
    receipt = receive_goods(
        supplier=supplier, number="n1", arrivals=[arrival], author=manager(), now=NOW
    )
    return receipt.lots.get()


def alarms() -> list[BrandAlarm]:
    return brand_alarms(TODAY)


def test_an_allergen_more_on_the_label_names_dishes_sites_and_diets(tahini_lot: StockLot) -> None:
    assert alarms() == []
    LotAllergen.objects.create(lot=tahini_lot, allergen=menus.allergen("milk"), presence="contains")
    (alarm,) = alarms()
    assert [dish.key for dish in alarm.dishes] == ["salad"]
    assert [(date, dish.key) for date, dish, _line in alarm.served] == [(TOMORROW, "salad")]
    assert [site.key for site in alarm.sites] == ["nahf-a"]
    assert [diet.key for diet in alarm.diets] == ["milk_free"]


def test_an_empty_lot_alarms_nobody(tahini_lot: StockLot) -> None:
    LotAllergen.objects.create(lot=tahini_lot, allergen=menus.allergen("milk"), presence="contains")
    StockMove.objects.all().delete()
    assert alarms() == []


def client(role: str = Role.MANAGER) -> Client:
    person = user(f"one {role}", role)
    person.language = "en"
    person.save(update_fields=["language"])
    found = Client()
    found.force_login(person)
    return found


def page(name: str, *words: object) -> str:
    return reverse(f"staffing:{name}", args=words)


def test_a_delivery_is_booked_from_what_the_supplier_offers(tahini_lot: StockLot) -> None:
    offer = SupplierItem.objects.get()
    prefix = f"{offer.pk}-"
    posted = {
        "number": "n2", f"{prefix}packs": "3", f"{prefix}lot_code": "T8",
        f"{prefix}use_by": "2027-03-01", f"{prefix}celsius": "6.5", f"{prefix}brand": "Gold",
    }  # fmt: skip
    answer = client().post(page("receive_from", offer.supplier_id), posted)
    lot = StockLot.objects.get(lot_code="T8")
    assert answer.status_code == 302
    assert (lot.moves.get().grams, lot.brand, lot.celsius) == (3000, "Gold", Decimal("6.5"))


def test_a_pack_without_its_lot_is_not_booked(tahini_lot: StockLot) -> None:
    offer = SupplierItem.objects.get()
    posted = {"number": "n2", f"{offer.pk}-packs": "3"}
    answer = client().post(page("receive_from", offer.supplier_id), posted)
    assert b"Write the lot" in answer.content
    assert StockLot.objects.count() == 1


def test_reading_a_label_shows_the_alarm_at_once(tahini_lot: StockLot) -> None:
    posted = {"sesame": "contains", "milk": "contains"}
    answer = client().post(page("lot", tahini_lot.pk), posted, follow=True)
    assert "this brand contains Milk" in answer.content.decode()
    assert "this brand contains Milk" in client().get(page("lots")).content.decode()


def test_a_count_books_the_difference(tahini_lot: StockLot) -> None:
    client().post(page("stock_count"), {f"lot-{tahini_lot.pk}": "3.25"})
    assert sum(tahini_lot.moves.values_list("grams", flat=True)) == 3250


def test_the_bookkeeper_keeps_an_invoice_but_books_no_goods(tahini_lot: StockLot) -> None:
    supplier, books = Supplier.objects.get(), client(Role.BOOKKEEPER)
    posted = {
        "supplier": supplier.pk, "number": "8", "issued_on": "2026-11-23", "net": "80.10",
        "vat": "14.42", "receipts": [tahini_lot.receipt_id],
    }  # fmt: skip
    assert books.post(page("purchase_invoice", supplier.pk), posted).status_code == 302
    assert PurchaseInvoice.objects.get().net_agorot == 8010
    assert books.get(page("receive")).status_code == 403


def test_the_stock_list_leaves_as_a_file(tahini_lot: StockLot) -> None:
    text = client().get(page("lots"), {"export": "csv"}).content.decode("utf-8-sig")
    assert "T7" in text
    assert "4.0" in text

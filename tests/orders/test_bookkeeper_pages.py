"""The bookkeeper's pages, the payer's statement and what a spreadsheet gets to read."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from kurkum.base.choices import Role
from kurkum.base.models import User
from orders.models import (
    CustomerAccess,
    FileImport,
    Invoice,
    LedgerTransaction,
    Payment,
    Price,
    Site,
    SiteAccess,
)
from orders.services.payments import record_payment
from tests.factories import base, orders
from tests.orders.books_kitchen import MONTH, NOW, closed, open_books

pytestmark = pytest.mark.django_db
EVIL = '=HYPERLINK("http://x","y")'
OCTOBER = dt.date(2026, 10, 1)


@pytest.fixture
def site(db: None) -> Site:
    found = open_books()
    closed(found)
    return found


def enter(client: Client, role: str, language: str = "en") -> User:
    person = base.user(f"a-{role}", role)
    User.objects.filter(pk=person.pk).update(language=language)
    client.force_login(User.objects.get(pk=person.pk))
    return person


def text_of(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"orders:{name}", args=args))
    assert answer.status_code == 200, name
    return str(answer.content.decode())


PAGES: list[tuple[str, tuple[object, ...], str]] = [
    ("books", (), "8,000.00"),
    ("invoices", (), "2026-00001"),
    ("prices", (), "16.50"),
    ("customers", (), "9,440.00"),
    ("statement", ("nahf-council",), "9,440.00"),
    ("reminder", ("nahf-council",), "Nahf Council"),
    ("payments", (), "payer"),
    ("costs", (OCTOBER,), "ingredients"),
    ("margins", (OCTOBER, "site"), "17.23"),
    ("margins", (OCTOBER, "dish"), "Mujaddara"),
    ("margins", (OCTOBER, "day"), "12.10.2026"),
    ("months", (), "8,000.00"),
    ("bookings", (OCTOBER,), "Hours"),
    ("cash", (), "ILS"),
    ("lunch", (OCTOBER, "all"), "20.00"),
]


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_every_page_opens_in_every_language_and_shows_its_figure(
    client: Client, site: Site, language: str
) -> None:
    orders.price(1650)
    enter(client, Role.BOOKKEEPER, language)
    for name, args, shown in PAGES:
        text = text_of(client, name, *args)
        if language == "en" or shown[0].isdigit():
            assert shown in text, name


@pytest.mark.parametrize("language", ["ar", "he", "en"])
@pytest.mark.parametrize("paper", ["invoice_pdf", "statement_pdf", "lunch_pdf"])
def test_the_papers_print_in_three_languages_and_twice_the_same(
    client: Client, site: Site, paper: str, language: str
) -> None:
    enter(client, Role.BOOKKEEPER)
    args: dict[str, list[object]] = {
        "invoice_pdf": [Invoice.objects.get().pk],
        "statement_pdf": ["nahf-council"],
        "lunch_pdf": [OCTOBER, "nahf-council"],
    }
    address = reverse(f"orders:{paper}", args=args[paper]) + f"?language={language}"
    first, second = client.get(address), client.get(address)
    assert first.content.startswith(b"%PDF")
    assert first.content == second.content


def test_a_payer_sees_her_own_customer_and_no_other(client: Client, site: Site) -> None:
    payer = enter(client, Role.PAYER)
    invoice = Invoice.objects.get()
    closed_doors = [("statement", "nahf-council"), ("invoice_pdf", invoice.pk)]
    for name, argument in closed_doors:
        assert client.get(reverse(f"orders:{name}", args=[argument])).status_code == 404
    CustomerAccess.objects.create(user=payer, customer=site.customer)
    for name, argument in closed_doors:
        assert client.get(reverse(f"orders:{name}", args=[argument])).status_code == 200
    assert client.get(reverse("orders:my_accounts")).status_code == 302
    assert "Enter a payment" not in text_of(client, "statement", "nahf-council")


def test_a_school_reads_where_its_own_lunch_money_went(client: Client, site: Site) -> None:
    school = enter(client, Role.SCHOOL)
    address = reverse("orders:lunch", args=[OCTOBER, "nahf-council"])
    assert client.get(address).status_code == 404
    SiteAccess.objects.create(user=school, site=site)
    assert client.get(address).status_code == 200


def test_terms_hold_for_the_next_invoice_and_not_for_the_last(client: Client, site: Site) -> None:
    enter(client, Role.BOOKKEEPER)
    data = {"billing": "delivery", "payment_days": 30, "language": "ar", "address": "Main road"}
    client.post(reverse("orders:terms", args=["nahf-council"]), data)
    site.customer.refresh_from_db()
    assert (site.customer.billing, site.customer.payment_days) == ("delivery", 30)
    assert Invoice.objects.get().customer_address == ""
    client.post(reverse("orders:terms", args=["nahf-council"]), {**data, "payment_days": -1})
    site.customer.refresh_from_db()
    assert site.customer.payment_days == 30


def test_a_price_is_added_on_the_page_and_a_fault_stands_beside_its_form(
    client: Client, site: Site
) -> None:
    enter(client, Role.MANAGER)
    group = site.groups.get().diner_group
    data = {
        "form": "price", "price-diner_group": group.pk, "price-packaging": "bulk",
        "price-price": "17.20", "price-valid_from": "2026-12-01", "price-mark": "sourced",
    }  # fmt: skip
    assert client.post(reverse("orders:prices"), data).status_code == 302
    assert Price.objects.get().agorot == 1720
    again = client.post(reverse("orders:prices"), data)
    assert "begins on 01.12.2026 already" in again.content.decode()


def test_a_bank_file_is_previewed_then_booked_then_taken_back(client: Client, site: Site) -> None:
    enter(client, Role.BOOKKEEPER)
    text = b"date;amount;reference\n2026-11-10;9440.00;invoice 2026-00001\n"
    upload = SimpleUploadedFile("bank.csv", text)
    preview = client.post(reverse("orders:bank_file"), {"file": upload}).content.decode()
    assert "Nothing is booked yet" in preview
    assert '<option value="nahf-council" selected>' in preview
    assert not Payment.objects.exists()
    data = {
        "name": "bank.csv",
        "text": "date,amount,reference,payer\r\n2026-11-10,9440.00,invoice 2026-00001,\r\n",
        "customer:2": "nahf-council",
    }
    assert client.post(reverse("orders:bank_file_book"), data).status_code == 302
    assert Payment.objects.standing().count() == 1
    client.post(reverse("orders:bank_file_undo", args=[FileImport.objects.get().pk]))
    assert not Payment.objects.standing().exists()


def test_a_faulty_file_shows_its_rows_and_writes_nothing(client: Client, site: Site) -> None:
    enter(client, Role.BOOKKEEPER)
    upload = SimpleUploadedFile("c.csv", b"date,account,amount,description,grade\nx,y,z,,\n")
    answer = client.post(reverse("orders:cost_file"), {"file": upload})
    assert answer.status_code == 422
    assert "c.csv:2" in answer.content.decode()
    assert not FileImport.objects.exists()


def test_a_correction_of_a_closed_month_is_booked_today(client: Client, site: Site) -> None:
    enter(client, Role.BOOKKEEPER)
    booking = LedgerTransaction.objects.get(source="labour")
    address = reverse("orders:booking_correct", args=[booking.pk])
    client.post(address, {"reason": ""})
    assert not booking.corrections.exists()
    client.post(address, {"reason": "counted twice"})
    assert booking.corrections.get().date > dt.date(2026, 10, 31)


def test_the_bookkeepers_file_holds_every_entry_and_balances(client: Client, site: Site) -> None:
    enter(client, Role.BOOKKEEPER)
    Invoice.objects.update(allocation_number="123456789")
    answer = client.get(reverse("orders:ledger_export", args=[OCTOBER, "csv"]))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    debit = sum(round(float(row["debit"] or 0) * 100) for row in rows)
    credit = sum(round(float(row["credit"] or 0) * 100) for row in rows)
    assert debit == credit > 0
    assert {row["allocation_number"] for row in rows if row["source"] == "invoice"} == {"123456789"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("page", ["payments", "bookings", "ledger_export"])
def test_no_text_in_a_file_can_become_a_formula(
    client: Client, site: Site, page: str, kind: str
) -> None:
    record_payment(
        customer=site.customer, received_on=NOW.date(), agorot=100, reference=EVIL, author=None,
        now=NOW,
    )  # fmt: skip
    enter(client, Role.BOOKKEEPER)
    november = dt.date(2026, 11, 1)
    args: Any = {"payments": [], "bookings": [november], "ledger_export": [november, kind]}[page]
    query = "" if page == "ledger_export" else f"?export={kind}"
    content = client.get(reverse(f"orders:{page}", args=args) + query).content
    if kind == "csv":
        cells = [
            cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row
        ]
        assert f"'{EVIL}" in cells
        assert EVIL not in cells
    else:
        sheet = load_workbook(io.BytesIO(content)).active
        assert sheet is not None
        found = [cell for row in sheet.iter_rows() for cell in row if cell.value == EVIL]
        assert [cell.data_type for cell in found] == ["s"] * len(found)
        assert found


def test_no_page_of_the_books_asks_the_database_once_per_row(
    client: Client, site: Site, django_assert_max_num_queries: object
) -> None:
    enter(client, Role.BOOKKEEPER)
    assert MONTH == OCTOBER
    with django_assert_max_num_queries(30):  # type: ignore[operator]
        for name, args in (("invoices", ()), ("payments", ())):
            client.get(reverse(f"orders:{name}", args=args))

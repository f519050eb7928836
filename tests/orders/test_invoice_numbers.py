"""Numbers without a gap, also when several people issue at once or an issue fails half-way."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from kurkum.base.errors import CannotBeDone
from orders.models import Customer, Invoice, LedgerEntry, LedgerTransaction, Site
from orders.services.crediting import issue_credit_note
from orders.services.invoicing import issue_invoice
from tests.factories import orders
from tests.orders.books_kitchen import MONTH, NOW, open_books, served

CUSTOMERS = 6


def customers() -> list[Customer]:
    """Each with one school and one delivery."""
    first = open_books()
    found = [first.customer]
    served(first, dt.date(2026, 10, 5), 10, 2000)
    for number in range(1, CUSTOMERS):
        site = orders.site(f"school-{number}")
        customer = Customer.objects.create(key=f"c{number}", name_en=f"C{number}", kind="other")
        Site.objects.filter(pk=site.pk).update(customer=customer)
        served(site, dt.date(2026, 10, 5), 10, 2000)
        found.append(customer)
    return found


@contextmanager
def on_file(path: Path) -> Iterator[None]:
    """This thread's own connection, as several processes would have it.

    SQLite's test database lives in memory and cannot be shared: there it is the copy at ``path``.
    """
    mine = connections["default"]
    if mine.vendor == "sqlite":
        mine.settings_dict = {**mine.settings_dict, "NAME": str(path)}
    try:
        yield
    finally:
        mine.close()


def issue(customer: Customer, path: Path) -> None:
    """Issues until nothing is left; somebody else may have been quicker."""
    with on_file(path):
        for _try in range(2):
            try:
                issue_invoice(customer=customer, month=MONTH, author=None, now=NOW)
            except CannotBeDone:
                return


def books_of(path: Path) -> tuple[list[int], int, list[int], int]:
    with on_file(path):
        return (
            sorted(Invoice.objects.values_list("sequence", flat=True)),
            sum(Invoice.objects.values_list("net_agorot", flat=True)),
            sorted(LedgerTransaction.objects.values_list("number", flat=True)),
            sum(LedgerEntry.objects.values_list("amount_agorot", flat=True)),
        )


@pytest.mark.django_db(transaction=True)
def test_many_hands_at_once_leave_no_gap_and_charge_nothing_twice(tmp_path: Path) -> None:
    found, path = customers(), tmp_path / "books.sqlite3"
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(path)) as file:
            connection.connection.backup(file)
    with ThreadPoolExecutor(2 * CUSTOMERS) as hands:
        list(hands.map(issue, [*found, *found], [path] * 2 * CUSTOMERS))
    with ThreadPoolExecutor(1) as reader:
        numbers, net, bookings, balance = reader.submit(books_of, path).result()
    assert numbers == bookings == list(range(1, CUSTOMERS + 1))
    assert net == CUSTOMERS * 20_000
    assert balance == 0


@pytest.mark.django_db
def test_an_issue_that_fails_gives_its_number_back() -> None:
    first, second, *_rest = customers()
    with transaction.atomic():
        issue_invoice(customer=first, month=MONTH, author=None, now=NOW)
        transaction.set_rollback(True)
    assert issue_invoice(customer=second, month=MONTH, author=None, now=NOW).sequence == 1


@pytest.mark.django_db
def test_invoices_and_credit_notes_share_the_numbers_of_a_year() -> None:
    first, *_rest = customers()
    invoice = issue_invoice(customer=first, month=MONTH, author=None, now=NOW)
    note = issue_credit_note(invoice=invoice, author=None, now=NOW, reason="cold")
    next_year = issue_invoice(
        customer=first, month=MONTH, author=None, now=NOW + dt.timedelta(days=60)
    )
    assert [invoice.number, note.number, next_year.number] == [
        "2026-00001", "2026-00002", "2027-00001",
    ]  # fmt: skip

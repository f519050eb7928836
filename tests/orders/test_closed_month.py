"""A month that is closed does not move: every way to write into it is tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db.models import Sum

from kurkum.base.errors import BadInput, CannotBeDone
from menus.choices import MoveKind
from menus.models import StockLot, StockMove, Supplier
from menus.services.purchasing import Charge
from orders.models import (
    Account,
    Delivery,
    DeliveryLine,
    Invoice,
    LedgerEntry,
    LedgerTransaction,
    Payment,
    Site,
)
from orders.selectors.ledger import month_sums
from orders.services import dispatching, ledger, pricelist
from orders.services.closing import close_month
from orders.services.cost_entry import Cost, add_cost_item, enter_cost
from orders.services.cost_files import import_cost_file, undo_cost_file
from orders.services.crediting import issue_credit_note
from orders.services.history import record_delivered_day
from orders.services.invoicing import issue_month
from orders.services.ledger import Entry
from orders.services.locking import lock_day, reopen_day
from orders.services.payments import cancel_payment, record_payment
from orders.services.purchases import enter_purchase_invoice
from tests.factories import base, menus
from tests.orders.books_kitchen import MONTH, NOW, closed, costs, open_books, served

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 12)
LATER = base.at(dt.date(2026, 12, 10), 9)


@pytest.fixture
def site(db: None) -> Site:
    found = open_books()
    closed(found)
    return found


def books() -> object:
    """Everything the month holds: its sums, and its bookings with their entries."""
    entries = LedgerEntry.objects.filter(transaction__date__range=(MONTH, dt.date(2026, 10, 31)))
    return month_sums(MONTH), list(entries.order_by("pk").values_list("pk", "amount_agorot"))


def energy() -> Account:
    return Account.objects.get(key="energy")


def a_cost() -> Cost:
    return Cost(DAY, energy(), 500, "late bill", "counted")


REFUSED: dict[str, Callable[[], object]] = {
    "a booking": lambda: ledger.post(
        date=DAY, description="x", source="x", now=NOW, author=None,
        entries=[Entry("bank", 1), Entry("payables", -1)],
    ),
    "a correction dated in it": lambda: ledger.correct(
        booking=LedgerTransaction.objects.get(source="labour"), date=DAY, reason="x",
        author=None, now=NOW,
    ),
    "a cost": lambda: enter_cost(cost=a_cost(), author=None, now=NOW),
    "a file of costs": lambda: import_cost_file(
        name="c.csv", author=None, now=NOW,
        content=b"date,account,amount,description,grade\n2026-10-12,energy,5,late,counted\n",
    ),
    "a recurring cost": lambda: add_cost_item(
        name="Rent", account=energy(), rhythm="month", agorot=1, valid_from=MONTH,
        grade="assumed", author=None, now=NOW,
    ),
    "a price": lambda: pricelist.add_price(
        scope=pricelist.Scope(menus.diner_group(), "bulk"), valid_from=DAY, agorot=1,
        mark="assumed", author=None, now=NOW,
    ),
    "indexation": lambda: pricelist.index_prices(
        percent=Decimal(2), valid_from=DAY, customer=None, author=None, now=NOW
    ),
    "a delivery that leaves": lambda: dispatching.dispatch(
        delivery_id=Delivery.objects.get(date=DAY).pk, readings=[], counts={}, author=None, now=NOW
    ),
    "a receipt": lambda: dispatching.receive(
        delivery_id=Delivery.objects.get(date=DAY).pk, readings=[], counts={}, author=None, now=NOW
    ),
    "leftovers": lambda: dispatching.note_leftovers(
        delivery_id=Delivery.objects.get(date=DAY).pk, counts={}, author=None, now=NOW
    ),
    "a past day": lambda: record_delivered_day(date=DAY, outcomes={}, author=None, now=NOW),
    "a lock": lambda: lock_day(date=DAY, author=None, now=NOW),
    "a reopened day": lambda: reopen_day(date=DAY, reason="x", author=None, now=NOW),
    "a second closing": lambda: close_month(month=MONTH, author=None, now=NOW),
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_a_closed_month_refuses(site: Site, what: str) -> None:
    before = books()
    with pytest.raises((CannotBeDone, BadInput), match="closed"):
        REFUSED[what]()
    assert books() == before


def _late_count(site: Site) -> None:
    """The school signs for fewer after the closing: what was charged is credited."""
    DeliveryLine.objects.filter(delivery__date=DAY).update(received=390)
    (note,) = issue_month(month=MONTH, author=None, now=LATER)
    assert note.net_agorot == -10 * 2000


def _payment(site: Site) -> None:
    payment = record_payment(
        customer=site.customer, received_on=DAY, agorot=100, reference="old", author=None, now=NOW
    )
    cancel_payment(payment=payment, reason="wrong", author=None, now=LATER)
    assert Payment.objects.get().received_on == DAY


def _late_food(site: Site) -> None:
    """Another kilogram of October is noted in November, and found when November is closed."""
    lot = StockLot.objects.get()
    StockMove.objects.create(lot=lot, kind=MoveKind.USE, grams=-2000, date=DAY, at=LATER)
    served(site, dt.date(2026, 11, 9), 100, 2000)
    costs_of_november()
    issue_month(month=dt.date(2026, 11, 1), author=None, now=LATER)
    close_month(month=dt.date(2026, 11, 1), author=None, now=LATER)
    late = LedgerTransaction.objects.get(source="late_food")
    assert late.date == dt.date(2026, 11, 30)
    assert late.entries.get(account__key="ingredients").amount_agorot == 2000


def costs_of_november() -> None:
    StockLot.objects.update(lot_code="old")
    costs(dt.date(2026, 11, 9), labour=1000)


def _purchase(site: Site) -> None:
    supplier = Supplier.objects.create(key="mill", name_en="Mill")
    charge = Charge(supplier, "77", DAY, 10_000, 1_800)
    enter_purchase_invoice(charge=charge, author=None, now=NOW)


def _cost_file(site: Site) -> None:
    text = b"date,account,amount,description,grade\n2026-11-02,energy,5,gas,counted\n"
    file = import_cost_file(name="c.csv", content=text, author=None, now=NOW)
    undo_cost_file(file=file, author=None, now=NOW)
    total = LedgerEntry.objects.filter(transaction__source="cost_file", account__key="energy")
    assert total.aggregate(sum=Sum("amount_agorot"))["sum"] == 0


def _correction(site: Site) -> None:
    booking = LedgerTransaction.objects.get(source="labour")
    day = ledger.date_in_open_month(booking.date, dt.date(2026, 11, 12))
    twin = ledger.correct_by_hand(
        booking=booking, date=day, reason="counted twice", author=None, now=NOW
    )
    assert (twin.corrects, twin.date) == (booking, dt.date(2026, 11, 12))
    with pytest.raises(CannotBeDone, match="already"):
        ledger.correct(booking=booking, date=day, reason="again", author=None, now=NOW)


def _credit(site: Site) -> None:
    issue_credit_note(invoice=Invoice.objects.get(), author=None, now=NOW, reason="late")


MOVED_ON: dict[str, Callable[[Site], None]] = {
    "a credit note": _credit,
    "fewer meals than were charged": _late_count,
    "a payment of that month": _payment,
    "food that was noted late": _late_food,
    "a supplier's invoice of that month": _purchase,
    "a file of costs that is taken back": _cost_file,
    "a correction": _correction,
}


@pytest.mark.parametrize("what", sorted(MOVED_ON))
def test_what_comes_to_light_later_is_booked_in_the_open_month(site: Site, what: str) -> None:
    before = books()
    MOVED_ON[what](site)
    assert books() == before

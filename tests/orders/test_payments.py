"""Payments and files from the bank: settled, suggested, all or nothing, taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from kurkum.base.errors import BadInput, CannotBeDone
from orders.models import Account, FileImport, Invoice, LedgerEntry, Payment, Site
from orders.selectors.ledger import balance
from orders.selectors.owed import ageing, open_invoices, statement
from orders.services.bank_files import import_bank_file, read_bank_file, undo_bank_file
from orders.services.crediting import issue_credit_note
from orders.services.invoicing import issue_month
from orders.services.payments import cancel_payment, record_payment
from orders.services.payouts import pay_out
from orders.services.reminding import note_reminder
from tests.factories import base
from tests.orders.books_kitchen import MONTH, NOW, open_books, served

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 12)
LATE = base.at(dt.date(2027, 2, 20), 9)


@pytest.fixture
def invoice(db: None) -> Invoice:
    """100 meals at ₪20 and VAT: ₪2,360."""
    site = open_books()
    served(site, dt.date(2026, 10, 5), 100, 2000)
    return issue_month(month=MONTH, author=None, now=NOW)[0]


def second(of: Invoice) -> Invoice:
    served(Site.objects.get(), dt.date(2026, 10, 6), 50, 2000)
    return issue_month(month=MONTH, author=None, now=NOW)[0]


def pay(invoice: Invoice, agorot: int, reference: str = "bank 1") -> Payment:
    return record_payment(
        customer=invoice.customer, received_on=TODAY, agorot=agorot, reference=reference,
        author=None, now=NOW,
    )  # fmt: skip


def bank(text: str, customers: dict[int, str] | None = None) -> FileImport:
    return import_bank_file(
        name="bank.csv", content=text.encode(), customers=customers or {}, author=None, now=NOW
    )


def owed() -> int:
    return balance("receivables", until=dt.date(2027, 12, 31))


def test_a_payment_settles_the_oldest_invoices_and_the_rest_stays_on_the_account(
    invoice: Invoice,
) -> None:
    later = second(invoice)
    pay(invoice, 236_000 + 118_000 + 500)
    assert open_invoices() == []
    (row,) = ageing(TODAY)
    assert (row.on_account, row.total, owed()) == (500, -500, -500)
    assert {match.invoice for match in Payment.objects.get().matches.all()} == {invoice, later}


def test_what_customers_owe_is_what_the_books_say(invoice: Invoice) -> None:
    second(invoice)
    pay(invoice, 100_000)
    assert sum(row.total for row in ageing(TODAY)) == owed() == 254_000
    assert statement(invoice.customer, MONTH, TODAY).after == owed()


def test_ageing_counts_days_after_the_due_date(invoice: Invoice) -> None:
    due = invoice.due_on
    assert ageing(due)[0].late == (0, 0, 0, 0)
    assert ageing(due + dt.timedelta(days=1))[0].late == (236_000, 0, 0, 0)
    assert ageing(due + dt.timedelta(days=31))[0].late == (0, 236_000, 0, 0)
    assert ageing(due + dt.timedelta(days=91))[0].late == (0, 0, 0, 236_000)


def test_an_invoice_credited_after_it_was_paid_leaves_money_on_the_account(
    invoice: Invoice,
) -> None:
    pay(invoice, 236_000)
    issue_credit_note(invoice=invoice, author=None, now=NOW, reason="cold")
    assert ageing(TODAY)[0].on_account == 236_000


def test_a_payment_taken_back_opens_its_invoice_and_the_books_keep_both(invoice: Invoice) -> None:
    payment = pay(invoice, 236_000)
    cancel_payment(payment=payment, reason="wrong customer", author=None, now=NOW)
    assert [row.open_agorot for row in open_invoices()] == [236_000]
    assert LedgerEntry.objects.filter(account__key="bank").count() == 2
    assert owed() == 236_000
    with pytest.raises(CannotBeDone, match="already"):
        cancel_payment(payment=payment, reason="again", author=None, now=NOW)
    assert pay(invoice, 236_000).pk != payment.pk


@pytest.mark.parametrize(
    ("agorot", "reference", "problem"), [(0, "x", "above zero"), (100, " ", "reference")]
)
def test_a_payment_that_makes_no_sense_is_refused(
    invoice: Invoice, agorot: int, reference: str, problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        pay(invoice, agorot, reference)


def test_the_same_payment_is_recorded_once(invoice: Invoice) -> None:
    pay(invoice, 100)
    with pytest.raises(BadInput, match="already"):
        pay(invoice, 100)


def test_a_bank_row_is_matched_by_number_then_name_then_amount(invoice: Invoice) -> None:
    text = (
        "date,amount,reference,payer\n"
        f"2026-11-10,10.00,payment for {invoice.number},?\n"
        "2026-11-11,2360.00,transfer 2,Nahf Council\n"
        "2026-11-12,2360.00,transfer 3,somebody\n"
        "2026-11-12,7.00,transfer 4,nobody\n"
        "2026-11-12,-50.00,fee,bank\n"
    )
    rows = read_bank_file(name="bank.csv", content=text.encode(), today=TODAY)
    assert [row.customer and row.customer.key for row in rows] == ["nahf-council"] * 3 + [None]
    assert [row.because.split()[1] for row in rows[:3]] == ["invoice's", "payer's", "one"]


def test_a_bank_file_is_booked_whole_or_not_at_all(invoice: Invoice) -> None:
    text = "date,amount,reference\n2026-11-10,10.00,a\n2026-11-10,20.00,b\n"
    with pytest.raises(BadInput, match=r"bank.csv:3: choose the customer"):
        bank(text, {2: "nahf-council"})
    assert not Payment.objects.exists()
    assert not FileImport.objects.exists()
    bank(text, {2: "nahf-council", 3: "nahf-council"})
    assert owed() == 236_000 - 3_000


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("date,amount\n", "bank.csv:1: the first line must name"),
        ("date,amount,reference\n2026-11-10,x,a\n", "bank.csv:2: amount is 'x'"),
        ("date,amount,reference\n2027-01-01,5,a\n", "bank.csv:2: This day has not come"),
        ("date,amount,reference\n2026-11-1,5,a\n\n2026-11-10,1.234,b\n", "bank.csv:4: amount"),
        ("date,amount,reference\n2026-11-10,5,a\n2026-11-10,6,a\n", "bank.csv:3: another line"),
        ("date,amount,reference\n2026-11-10,-5,a\n", "no incoming payment"),
        ("PK\x03\x04 no workbook", "not a workbook"),
        ("", "empty"),
    ],
)  # fmt: skip
def test_a_faulty_bank_file_is_refused_by_its_rows(
    invoice: Invoice, text: str, problem: str
) -> None:
    with pytest.raises(BadInput, match=problem):
        read_bank_file(name="bank.csv", content=text.encode(), today=TODAY)


def test_a_bank_file_is_read_in_once_and_taken_back_whole(invoice: Invoice) -> None:
    text = f"date,amount,reference\n2026-11-10,2360.00,{invoice.number}\n"
    file = bank(text, {2: "nahf-council"})
    with pytest.raises(CannotBeDone, match="already"):
        bank(text, {2: "nahf-council"})
    undo_bank_file(file=file, author=None, now=NOW)
    assert owed() == 236_000
    assert [row.open_agorot for row in open_invoices()] == [236_000]
    bank(text, {2: "nahf-council"})
    assert owed() == 0


def test_a_reminder_is_noted_only_where_something_is_overdue(invoice: Invoice) -> None:
    with pytest.raises(CannotBeDone, match="overdue"):
        note_reminder(customer=invoice.customer, author=None, now=NOW)
    noted = note_reminder(customer=invoice.customer, author=None, now=LATE)
    assert noted.after == {"invoices": [invoice.number], "sum": "2360.00"}


def test_what_is_owed_is_paid_out_and_never_more(invoice: Invoice) -> None:
    """The VAT of the invoice, ₪360, is owed to the tax office."""
    assert invoice.vat_agorot == 36_000
    vat = Account.objects.get(key="vat")

    def pay_vat(agorot: int) -> None:
        pay_out(
            account=vat, paid_on=TODAY, agorot=agorot, reference="tax office", author=None, now=NOW
        )

    with pytest.raises(BadInput, match=r"Only 360.00 ILS"):
        pay_vat(36_001)
    pay_vat(36_000)
    assert balance("vat", until=TODAY) == 0
    assert balance("bank", until=TODAY) == -36_000

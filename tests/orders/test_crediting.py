"""Credit notes: whole, by lines, and by themselves where fewer meals arrived than were charged."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import Kitchen
from orders import checks
from orders.choices import Billing
from orders.models import Delivery, DeliveryLine, Invoice, InvoiceLine, LedgerEntry, Site
from orders.services.crediting import credit_lines, issue_credit_note
from orders.services.invoicing import issue_month, note_allocation_number
from tests.factories import base, orders
from tests.orders.books_kitchen import MONTH, NOW, open_books, served

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 5)


@pytest.fixture
def site(db: None) -> Site:
    return open_books()


def billed(site: Site, portions: int = 100, agorot: int = 1999) -> Invoice:
    served(site, DAY, portions, agorot)
    (invoice,) = issue_month(month=MONTH, author=None, now=NOW)
    return invoice


def take(invoice: Invoice, portions: int) -> Invoice:
    line = invoice.lines.get()
    return credit_lines(
        invoice=invoice, portions={line.pk: portions}, author=None, now=NOW, reason="cold"
    )


@settings(max_examples=8, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    st.lists(
        st.tuples(st.integers(1, 300), st.integers(1, 4000), st.integers(0, 300)),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_invoices_and_credits_are_what_was_received_at_its_price(
    site: Site, days: list[tuple[int, int, int]]
) -> None:
    """Charged as sent while nobody signed; later the school signs for fewer. To the agora."""
    with transaction.atomic():
        expected = 0
        for number, (sent, agorot, _missing) in enumerate(days, start=1):
            served(site, dt.date(2026, 10, number), sent, agorot, received=None)
        issue_month(month=MONTH, author=None, now=NOW)
        for (sent, agorot, missing), line in zip(
            days, DeliveryLine.objects.order_by("pk"), strict=True
        ):
            line.received = max(0, sent - missing)
            line.save(update_fields=["received"])
            Delivery.objects.filter(pk=line.delivery_id).update(
                state="received", is_confirmed=True, received_at=NOW
            )
            expected += line.received * agorot
        issue_month(month=MONTH, author=None, now=NOW)
        assert InvoiceLine.objects.aggregate(sum=Sum("amount_agorot"))["sum"] == expected
        assert Invoice.objects.aggregate(sum=Sum("net_agorot"))["sum"] == expected
        meals = LedgerEntry.objects.filter(account__key="meals")
        assert -meals.aggregate(sum=Sum("amount_agorot"))["sum"] == expected
        assert LedgerEntry.objects.aggregate(sum=Sum("amount_agorot"))["sum"] == 0
        assert issue_month(month=MONTH, author=None, now=NOW) == []
        assert [breach.invariant for breach in checks.integrity() if "invoice" in breach.invariant
                or "credit" in breach.invariant] == []  # fmt: skip
        transaction.set_rollback(True)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=6))
@settings(max_examples=8, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_the_vat_of_many_credits_adds_up_to_what_the_invoice_charged(
    site: Site, parts: list[int]
) -> None:
    with transaction.atomic():
        invoice = billed(site, portions=sum(parts), agorot=333)
        for part in parts:
            take(invoice, part)
        assert sum(Invoice.objects.values_list("vat_agorot", flat=True)) == 0
        assert sum(Invoice.objects.values_list("gross_agorot", flat=True)) == 0
        transaction.set_rollback(True)


def test_a_credit_note_names_its_invoice_and_is_its_negative_twin(site: Site) -> None:
    invoice = billed(site)
    note = issue_credit_note(invoice=invoice, author=None, now=NOW, reason="wrong school")
    assert note.credits == invoice
    assert (note.net_agorot, note.vat_agorot) == (-invoice.net_agorot, -invoice.vat_agorot)
    with pytest.raises(CannotBeDone, match="credited already"):
        issue_credit_note(invoice=invoice, author=None, now=NOW, reason="again")
    with pytest.raises(CannotBeDone, match="credit note cannot"):
        issue_credit_note(invoice=note, author=None, now=NOW, reason="again")


def test_the_rest_of_a_partly_credited_invoice_is_taken_back_whole(site: Site) -> None:
    invoice = billed(site)
    take(invoice, 30)
    rest = issue_credit_note(invoice=invoice, author=None, now=NOW, reason="all")
    assert rest.lines.get().portions == -70


@pytest.mark.parametrize("portions", [-1, 101])
def test_more_meals_than_were_charged_are_never_taken_back(site: Site, portions: int) -> None:
    with pytest.raises(BadInput, match="can be taken back"):
        take(billed(site), portions)
    assert Invoice.objects.count() == 1


def test_taking_back_needs_a_reason(site: Site) -> None:
    invoice = billed(site)
    with pytest.raises(BadInput, match="why"):
        credit_lines(
            invoice=invoice, portions={invoice.lines.get().pk: 1}, author=None, now=NOW, reason=" "
        )


def test_a_customer_billed_by_the_delivery_gets_an_invoice_for_each(site: Site) -> None:
    site.customer.billing = Billing.DELIVERY
    site.customer.save(update_fields=["billing"])
    served(site, DAY, 10, 2000)
    served(site, dt.date(2026, 10, 6), 20, 2000)
    issued = issue_month(month=MONTH, author=None, now=base.at(dt.date(2026, 10, 20), 9))
    assert [(row.period_from, row.period_to) for row in issued] == [
        (DAY, DAY), (dt.date(2026, 10, 6),) * 2
    ]  # fmt: skip


def test_a_month_that_runs_is_not_billed_to_a_monthly_customer(site: Site) -> None:
    served(site, DAY, 10, 2000)
    assert issue_month(month=MONTH, author=None, now=base.at(dt.date(2026, 10, 20), 9)) == []


def test_an_invoice_keeps_the_address_and_what_was_ordered_as_they_were(site: Site) -> None:
    kitchen = base_kitchen()
    invoice = billed(site)
    kitchen.name_he, kitchen.company_number = "אחר", "1"
    kitchen.save(update_fields=["name_he", "company_number"])
    site.customer.name_he = "אחר"
    site.customer.save(update_fields=["name_he"])
    invoice.refresh_from_db()
    assert (invoice.seller_name, invoice.seller_number) == ("כורכום", "515123456")
    assert invoice.customer_name == "Nahf Council"
    assert invoice.lines.get().ordered == 100


def base_kitchen() -> Kitchen:
    kitchen = orders.kitchen()
    kitchen.name_he, kitchen.company_number = "כורכום", "515123456"
    kitchen.save(update_fields=["name_he", "company_number"])
    return kitchen


def test_the_tax_authoritys_number_is_noted_once_and_nothing_else_moves(site: Site) -> None:
    invoice = billed(site)
    before = (invoice.gross_agorot, invoice.issued_on)
    note_allocation_number(invoice=invoice, number=" 123456789 ", author=None, now=NOW)
    invoice.refresh_from_db()
    assert invoice.allocation_number == "123456789"
    assert (invoice.gross_agorot, invoice.issued_on) == before
    with pytest.raises(BadInput, match="digits"):
        note_allocation_number(invoice=invoice, number="12-34", author=None, now=NOW)


def test_a_credit_note_says_what_is_taken_back_and_not_what_was_ordered(site: Site) -> None:
    note = take(billed(site), 3)
    line = note.lines.get()
    assert (line.portions, line.ordered, line.unit_agorot) == (-3, None, 1999)

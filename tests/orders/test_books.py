"""A month of random deliveries: billed to the agora, closed for good, given away once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurkum.base.errors import BadInput, CannotBeDone
from orders.models import (
    Initiative,
    Invoice,
    InvoiceLine,
    LedgerEntry,
    MonthClose,
    Resolution,
    Site,
    Vote,
)
from orders.services import ledger
from orders.services.allocating import cast_vote, decide, draft_motion, note_outcome, pay_allocation
from orders.services.closing import close_month
from orders.services.crediting import issue_credit_note
from orders.services.invoicing import issue_invoice, issue_month
from orders.services.ledger import Entry
from orders.services.reinvestment import issue_report
from tests.factories import base
from tests.orders.books_kitchen import MONTH, NOW, closed, open_books, served
from tests.orders.contract_reinvestment import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db: None) -> Site:
    return open_books()


def motion(row: MonthClose, agorot: int) -> Resolution:
    Initiative.objects.get_or_create(key="starter", defaults={"name_en": "Starter"})
    return draft_motion(
        month=row.month, text="Give", amounts={"starter": agorot}, quorum=1, author=None, now=NOW
    )


def passed(proposal: Resolution) -> Resolution:
    cast_vote(motion=proposal, member=base.user("nadia"), choice=Vote.Choice.FOR, now=NOW)
    return decide(
        motion=proposal, minutes="", decided_on=dt.date(2026, 11, 12), author=None, now=NOW
    )


def balance_of_everything() -> int:
    return sum(LedgerEntry.objects.values_list("amount_agorot", flat=True))


@settings(max_examples=15, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(st.tuples(st.integers(1, 400), st.integers(1, 4000)), min_size=1, max_size=8),
       st.booleans())  # fmt: skip
def test_invoices_and_credits_are_received_times_prices(
    site: Site, days: list[tuple[int, int]], with_credit: bool
) -> None:
    with transaction.atomic():
        for number, (portions, agorot) in enumerate(days, start=1):
            served(site, dt.date(2026, 10, number), portions, agorot)
        (invoice,) = issue_month(month=MONTH, author=None, now=NOW)
        expected = sum(portions * agorot for portions, agorot in days)
        assert invoice.net_agorot == expected
        if with_credit:
            issue_credit_note(invoice=invoice, author=None, now=NOW, reason="wrong")
            issue_invoice(customer=site.customer, month=MONTH, author=None, now=NOW)
        assert sum(InvoiceLine.objects.values_list("amount_agorot", flat=True)) == expected
        assert sum(Invoice.objects.values_list("net_agorot", flat=True)) == expected
        assert balance_of_everything() == 0
        sequences = sorted(Invoice.objects.values_list("sequence", flat=True))
        assert sequences == list(range(1, len(sequences) + 1))
        transaction.set_rollback(True)


def test_meals_received_beyond_an_invoice_are_billed_by_a_second_one(site: Site) -> None:
    served(site, dt.date(2026, 10, 5), 100, 2000)
    issue_month(month=MONTH, author=None, now=NOW)
    served(site, dt.date(2026, 10, 6), 50, 2000)
    (second,) = issue_month(month=MONTH, author=None, now=NOW)
    assert second.net_agorot == 100_000
    assert issue_month(month=MONTH, author=None, now=NOW) == []


@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6), st.booleans())
def test_the_books_take_what_balances_and_nothing_else(
    site: Site, amounts: list[int], balanced: bool
) -> None:
    keys = ["bank", "payables", "stock", "energy", "vat", "reserve", "meals"]
    entries = [Entry(key, amount) for key, amount in zip(keys, amounts, strict=False)]
    if balanced:
        entries.append(Entry(keys[len(amounts)], -sum(amounts)))
    sound = sum(entry.amount for entry in entries) == 0 and any(entry.amount for entry in entries)
    with transaction.atomic():
        try:
            ledger.post(date=MONTH, description="", source="test", author=None, now=NOW,
                        entries=entries)  # fmt: skip
        except BadInput:
            assert not sound
        else:
            assert sound
        assert balance_of_everything() == 0
        transaction.set_rollback(True)


def test_entries_that_do_not_balance_are_refused(site: Site) -> None:
    with pytest.raises(BadInput, match="do not balance"):
        ledger.post(
            date=MONTH, description="", source="test", author=None, now=NOW,
            entries=[Entry("bank", 100), Entry("capital", -99)],
        )  # fmt: skip


def test_a_month_with_a_surplus_fills_the_funds_and_the_pot(site: Site) -> None:
    row = closed(site)
    assert (row.income_agorot, row.cost_agorot) == (800_000, 111_000)
    assert (row.reserve_added_agorot, row.equipment_added_agorot) == (206_700, 103_350)
    assert row.allocable_agorot == 689_000 - 206_700 - 103_350
    assert balance_of_everything() == 0


def test_a_loss_is_stored_as_a_loss_and_gives_nothing(site: Site) -> None:
    row = closed(site, meals=10)
    assert row.surplus_agorot == 20_000 - 111_000
    assert (row.allocable_agorot, row.reserve_added_agorot) == (0, 0)
    assert faults(issue_report(month=MONTH, author=None, now=NOW).data) == []


def test_nothing_is_booked_in_a_closed_month(site: Site) -> None:
    closed(site)
    with pytest.raises(CannotBeDone, match="closed"):
        ledger.post(
            date=dt.date(2026, 10, 20), description="", source="test", author=None, now=NOW,
            entries=[Entry("bank", 100), Entry("payables", -100)],
        )  # fmt: skip


def test_a_month_that_lacks_the_cooks_hours_cannot_be_closed(site: Site) -> None:
    served(site, dt.date(2026, 10, 12), 10, 2000)
    issue_month(month=MONTH, author=None, now=NOW)
    with pytest.raises(CannotBeDone, match="hours"):
        close_month(month=MONTH, author=None, now=NOW)
    assert not MonthClose.objects.exists()


def test_a_credit_of_a_closed_month_falls_into_the_month_of_issue(site: Site) -> None:
    row = closed(site)
    issue_credit_note(invoice=Invoice.objects.get(), author=None, now=NOW, reason="late")
    entry = LedgerEntry.objects.filter(account__key="meals").latest("pk")
    assert entry.transaction.date == dt.date(2026, 11, 12)
    row.refresh_from_db()
    assert row.income_agorot == 800_000


def test_two_motions_drafted_together_never_give_more_than_the_pot(site: Site) -> None:
    row = closed(site)
    first, second = motion(row, row.allocable_agorot), motion(row, 1)
    passed(first)
    with pytest.raises(CannotBeDone, match="can still be given"):
        passed(second)


def test_without_a_quorum_nothing_is_decided(site: Site) -> None:
    proposal = motion(closed(site), 1000)
    with pytest.raises(CannotBeDone, match="voted"):
        decide(motion=proposal, minutes="", decided_on=MONTH, author=None, now=NOW)


def test_an_initiative_is_never_paid_more_than_it_was_given(site: Site) -> None:
    gift = passed(motion(closed(site), 1000)).allocations.get()
    with pytest.raises(BadInput):
        pay_allocation(
            allocation=gift, amount=1001, paid_on=dt.date(2026, 11, 12), receipt="R1",
            author=None, now=NOW,
        )  # fmt: skip


def test_an_issued_report_stays_as_it_was_and_a_later_payment_makes_a_new_one(site: Site) -> None:
    gift = passed(motion(closed(site), 1000)).allocations.get()
    first = issue_report(month=MONTH, author=None, now=NOW)
    before = first.data
    assert issue_report(month=MONTH, author=None, now=NOW).pk == first.pk
    pay_allocation(
        allocation=gift, amount=400, paid_on=dt.date(2026, 11, 12), receipt="R1",
        author=None, now=NOW,
    )  # fmt: skip
    note_outcome(allocation=gift, outcome="Ten shops", on=MONTH, author=None, now=NOW)
    second = issue_report(month=MONTH, author=None, now=NOW)
    first.refresh_from_db()
    assert (first.data, second.number) == (before, 2)
    assert second.data["allocations"][0]["paid"] == "4.00"
    assert [faults(first.data), faults(second.data)] == [[], []]


def test_the_checker_sees_a_report_that_is_an_agora_off(site: Site) -> None:
    closed(site)
    data = issue_report(month=MONTH, author=None, now=NOW).data
    assert faults({**data, "surplus": "6890.01"})


def test_the_command_writes_all_three_papers(site: Site, tmp_path) -> None:  # type: ignore[no-untyped-def]
    closed(site)
    names = {kind: str(tmp_path / f"report.{kind}") for kind in ("json", "xlsx", "pdf")}
    call_command("reinvestment_report", "2026-10", **names, language="he")
    assert all((tmp_path / f"report.{kind}").stat().st_size > 1000 for kind in names)

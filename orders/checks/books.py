"""Invariants of invoices, payments, the ledger and the divided surplus. Amounts in agorot."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from kurkum.base.ports import Breach
from orders.choices import AccountKind, InvoiceKind, MonthState, ResolutionState
from orders.models import (
    Allocation,
    Invoice,
    LedgerTransaction,
    MonthClose,
    Payment,
)
from orders.selectors.ledger import month_sums


def booking_sums_to_zero() -> Iterator[Breach]:
    rows = LedgerTransaction.objects.annotate(total=Sum("entries__amount_agorot"))
    for row in rows.exclude(total=0).order_by("number"):
        yield Breach(
            "booking_sums_to_zero",
            f"{row.number}",
            _("debit and credit differ by %(total)s agorot") % {"total": row.total},
        )


def invoice_is_the_sum_of_its_lines() -> Iterator[Breach]:
    rows = Invoice.objects.annotate(total=Sum("lines__amount_agorot"))
    for row in rows.exclude(total=F("net_agorot")).order_by("pk"):
        yield Breach(
            "invoice_is_the_sum_of_its_lines",
            row.number,
            _("net %(net)s agorot, its lines sum to %(total)s")
            % {"net": row.net_agorot, "total": row.total},
        )


def credit_note_is_the_negative_twin() -> Iterator[Breach]:
    rows = Invoice.objects.filter(kind=InvoiceKind.CREDIT).select_related("credits")
    for row in rows.order_by("pk"):
        twin = row.credits
        if twin is None or (row.net_agorot, row.vat_agorot) != (-twin.net_agorot, -twin.vat_agorot):
            yield Breach(
                "credit_note_is_the_negative_twin",
                row.number,
                _("it does not take back exactly what %(twin)s charged") % {"twin": twin},
            )


def payment_is_matched_at_most_once() -> Iterator[Breach]:
    rows = Payment.objects.annotate(matched=Sum("matches__amount_agorot"))
    for row in rows.filter(matched__gt=F("amount_agorot")).order_by("pk"):
        yield Breach(
            "payment_is_matched_at_most_once",
            f"{row}",
            _("%(matched)s agorot matched, %(amount)s received")
            % {"matched": row.matched, "amount": row.amount_agorot},
        )


def closed_month_agrees_with_the_ledger() -> Iterator[Breach]:
    for row in MonthClose.objects.filter(state=MonthState.CLOSED).order_by("month"):
        sums = month_sums(row.month)
        income = sum(one.agorot for one in sums if one.kind == AccountKind.INCOME)
        costs = sum(one.agorot for one in sums if one.kind == AccountKind.EXPENSE)
        if (income, costs) != (row.income_agorot, row.cost_agorot):
            yield Breach(
                "closed_month_agrees_with_the_ledger",
                f"{row}",
                _("closed with %(income)s and %(costs)s, the ledger has %(now_in)s and %(now_out)s")
                % {
                    "income": row.income_agorot,
                    "costs": row.cost_agorot,
                    "now_in": income,
                    "now_out": costs,
                },
            )


def allocations_stay_within_the_surplus() -> Iterator[Breach]:
    passed = Allocation.objects.filter(resolution__state=ResolutionState.PASSED)
    rows = passed.values("resolution__month").annotate(total=Sum("amount_agorot"))
    given = {row["resolution__month"]: row["total"] for row in rows}
    for month in MonthClose.objects.filter(pk__in=given).order_by("month"):
        if given[month.pk] > month.allocable_agorot:
            yield Breach(
                "allocations_stay_within_the_surplus",
                f"{month}",
                _("%(given)s agorot allocated, %(there)s are allocable")
                % {"given": given[month.pk], "there": month.allocable_agorot},
            )


def initiative_is_paid_what_it_was_given() -> Iterator[Breach]:
    rows = Allocation.objects.annotate(paid=Sum("payments__amount_agorot"))
    for row in rows.filter(paid__gt=F("amount_agorot")).select_related("initiative", "resolution"):
        yield Breach(
            "initiative_is_paid_what_it_was_given",
            f"{row.resolution} {row.initiative.key}",
            _("%(paid)s agorot paid, %(given)s were given")
            % {"paid": row.paid, "given": row.amount_agorot},
        )


CHECKS = (
    booking_sums_to_zero,
    invoice_is_the_sum_of_its_lines,
    credit_note_is_the_negative_twin,
    payment_is_matched_at_most_once,
    closed_month_agrees_with_the_ledger,
    allocations_stay_within_the_surplus,
    initiative_is_paid_what_it_was_given,
)

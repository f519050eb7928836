"""Invariants of invoices, payments, the ledger and the divided surplus. Amounts in agorot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.db.models import Count, F, Max, Q, Sum
from django.utils.translation import gettext as _

from kurkum.base.ports import Breach
from orders.choices import AccountKind, MonthState, ResolutionState
from orders.models import (
    Account,
    Allocation,
    Invoice,
    InvoiceLine,
    LedgerEntry,
    LedgerTransaction,
    MonthClose,
    Payment,
)
from orders.selectors.ledger import month_sums
from orders.selectors.owed import ageing


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
    """Credit notes take back lines of their invoice, never more; taken back whole, to the agora."""
    rows = Invoice.objects.filter(credit_notes__isnull=False).distinct()
    for row in rows.order_by("pk"):
        left = _lines_left(row)
        over = [key for key, (portions, amount) in left.items() if portions < 0 or amount < 0]
        gross = row.gross_agorot + sum(credit.gross_agorot for credit in row.credit_notes.all())
        is_whole = not any(portions for portions, _amount in left.values())
        if over or gross < 0 or (is_whole and gross):
            yield Breach(
                "credit_note_is_the_negative_twin",
                row.number,
                _("its credit notes do not take back exactly what it charged"),
            )


def _lines_left(invoice: Invoice) -> dict[tuple[int, int, int], tuple[int, int]]:
    """Portions and agorot that stand after all credit notes, by delivery, diner group and diet."""
    rows = (
        InvoiceLine.objects.filter(Q(invoice=invoice) | Q(invoice__credits=invoice))
        .values_list("delivery_id", "diner_group_id", "diet_id")
        .annotate(portions=Sum("portions"), amount=Sum("amount_agorot"))
        .order_by("delivery_id")
    )
    return {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows}


def invoice_numbers_have_no_gap() -> Iterator[Breach]:
    rows = Invoice.objects.values("year").annotate(many=Count("pk"), last=Max("sequence"))
    for row in rows.exclude(many=F("last")).order_by("year"):
        yield Breach(
            "invoice_numbers_have_no_gap",
            f"{row['year']}",
            _("%(many)d papers, but the last number is %(last)d")
            % {"many": row["many"], "last": row["last"]},
        )


def payment_is_matched_at_most_once() -> Iterator[Breach]:
    rows = Payment.objects.annotate(matched=Sum("matches__amount_agorot"))
    over = rows.filter(matched__gt=F("amount_agorot"), cancelled_at__isnull=True)
    for row in cast("Iterable[Any]", over.order_by("pk")):
        yield Breach(
            "payment_is_matched_at_most_once",
            f"{row}",
            _("%(matched)s agorot matched, %(amount)s received")
            % {"matched": row.matched, "amount": row.amount_agorot},
        )


def receivables_are_what_customers_owe() -> Iterator[Breach]:
    """By customer: the account of the books against invoices, credit notes and payments."""
    if not Account.objects.filter(key="receivables").exists():
        return  # no books are kept yet
    booked = dict(
        LedgerEntry.objects.filter(account__key="receivables", customer__isnull=False)
        .values_list("customer__key")
        .annotate(total=Sum("amount_agorot"))
        .order_by("customer__key")
    )
    owed = {row.customer.key: row.total for row in ageing(dt.date.max)}
    for key in sorted(booked.keys() | owed.keys()):
        if booked.get(key, 0) != owed.get(key, 0):
            yield Breach(
                "receivables_are_what_customers_owe",
                key,
                _("%(owed)s agorot are owed, the books say %(booked)s")
                % {"owed": owed.get(key, 0), "booked": booked.get(key, 0)},
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
    invoice_numbers_have_no_gap,
    payment_is_matched_at_most_once,
    receivables_are_what_customers_owe,
    closed_month_agrees_with_the_ledger,
    allocations_stay_within_the_surplus,
    initiative_is_paid_what_it_was_given,
)

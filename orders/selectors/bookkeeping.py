"""The month for the bookkeeper's software: one row an entry, with columns that are explained."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kurkum.lib import money
from orders.models import Invoice, LedgerEntry
from orders.selectors.cost_lines import month_days

COLUMNS = (
    "booking",
    "date",
    "account_code",
    "account",
    "debit",
    "credit",
    "description",
    "source",
    "document",
    "allocation_number",
    "customer",
    "customer_number",
    "site",
    "grade",
    "corrects",
)
MEANINGS = (
    _("running number of the booking; its rows balance"),
    _("day the income or cost belongs to, year first"),
    _("your own code of the account"),
    _("key of the account"),
    _("amount in ILS where it is a debit"),
    _("amount in ILS where it is a credit"),
    _("what it was for"),
    _("where it comes from: invoice, payment, food, labour, cost …"),
    _("number of the invoice or other paper"),
    _("the tax authority's number of the invoice"),
    _("key of the customer"),
    _("registration number of the customer"),
    _("key of the site"),
    _("how well the figure is known"),
    _("number of the booking that it corrects"),
)


def export_rows(month: dt.date) -> list[list[object]]:
    """Rows in the order of ``COLUMNS``; amounts are positive numbers in shekels."""
    entries = LedgerEntry.objects.filter(transaction__date__range=month_days(month)).select_related(
        "transaction__corrects", "account", "customer", "site"
    )
    found = list(entries.order_by("transaction__number", "pk"))
    numbers = {
        row.number: row.allocation_number
        for row in Invoice.objects.filter(
            year__in={entry.transaction.posted_at.year for entry in found}
        ).exclude(allocation_number="")
    }
    return [_row(entry, numbers) for entry in found]


def _row(entry: LedgerEntry, numbers: dict[str, str]) -> list[object]:
    booking, customer = entry.transaction, entry.customer
    return [
        booking.number,
        booking.date.isoformat(),
        entry.account.code,
        entry.account.key,
        _amount(max(0, entry.amount_agorot)),
        _amount(max(0, -entry.amount_agorot)),
        booking.description,
        booking.source,
        booking.source_key,
        numbers.get(booking.source_key, "") if booking.source == "invoice" else "",
        customer.key if customer else "",
        customer.company_number if customer else "",
        entry.site.key if entry.site else "",
        entry.grade,
        booking.corrects.number if booking.corrects else "",
    ]


def _amount(agorot: int) -> object:
    """A number that spreadsheets add up; an empty cell rather than a zero."""
    shekels: Decimal = money.to_decimal(agorot)
    return float(shekels) if agorot else ""

"""Meals and money of all months at a glance, however many lines lie beneath. Agorot before VAT.

The database sums; only one row a month and customer comes back, so ten years of ten kitchens
need no more memory than one month of one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Max, Min, Sum
from django.db.models.functions import Cast, Substr

from kurkum.lib import dates
from orders.choices import AccountKind
from orders.models import InvoiceLine, LedgerEntry


@dataclass(frozen=True, slots=True)
class CustomerMonth:
    """Invoiced meals of a customer by service month, credit notes taken off."""

    month: dt.date
    customer_id: int
    meals: int
    agorot: int


@dataclass(frozen=True, slots=True)
class MonthGlance:
    """A month: invoiced meals, and income and costs by the books."""

    month: dt.date
    meals: int
    income: int
    costs: int

    @property
    def result(self) -> int:
        return self.income - self.costs


def meals_by_month(first: dt.date, last: dt.date) -> list[CustomerMonth]:
    """One row a month and customer, oldest first. One indexed aggregate a month.

    One aggregate over all months would have the database sort every line at once.
    """
    found = InvoiceLine.objects.filter(date__range=(first, last)).aggregate(
        first=Min("date"), last=Max("date")
    )
    if found["first"] is None:
        return []
    rows, month = [], dates.month_of(found["first"])
    while month.first_day <= found["last"]:
        days = (max(first, month.first_day), min(last, month.last_day))
        rows += _meals(month.first_day, days)
        month = month.plus(1)
    return rows


def _meals(month: dt.date, days: tuple[dt.date, dt.date]) -> list[CustomerMonth]:
    rows = (
        InvoiceLine.objects.filter(date__range=days)
        .values_list("invoice__customer_id")
        .annotate(meals=Sum("portions"), agorot=Sum("amount_agorot"))
        .order_by("invoice__customer_id")
    )
    return [CustomerMonth(month, customer, meals, agorot) for customer, meals, agorot in rows]


def months_at_a_glance(first: dt.date, last: dt.date) -> list[MonthGlance]:
    """Every month with meals or bookings, newest first."""
    meals: defaultdict[dt.date, int] = defaultdict(int)
    for row in meals_by_month(first, last):
        meals[row.month] += row.meals
    sums: defaultdict[tuple[dt.date, str], int] = defaultdict(int)
    for month, kind, total in _booked(first, last):
        sums[_first_day(month), kind] += total
    months = {*meals, *(month for month, _kind in sums)}
    return [
        MonthGlance(
            month,
            meals[month],
            -sums[month, AccountKind.INCOME],
            sums[month, AccountKind.EXPENSE],
        )
        for month in sorted(months, reverse=True)
    ]


def _booked(first: dt.date, last: dt.date) -> Iterable[tuple[str, str, int]]:
    return (
        LedgerEntry.objects.filter(
            transaction__date__range=(first, last),
            account__kind__in=[AccountKind.INCOME, AccountKind.EXPENSE],
        )
        .values_list(_month_of("transaction__date"), "account__kind")
        .annotate(total=Sum("amount_agorot"))
        .order_by()
    )


def _month_of(column: str) -> Substr:
    """``2026-10`` of a date, cut by the database itself."""
    return Substr(Cast(column, CharField(max_length=10)), 1, 7)


def _first_day(month: str) -> dt.date:
    return dt.date.fromisoformat(f"{month}-01")

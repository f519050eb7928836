"""The business year so far: closed months added up, and figures that may be added.

The year of a public-benefit company is the calendar year. A share is added up from what it was
counted of what; a figure without that is not added, because a mean of shares would be wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from kurkum.base.choices import Grade
from kurkum.base.models import Indicator
from kurkum.lib import money
from orders.choices import AccountKind, MonthState, ResolutionState
from orders.models import Allocation, AllocationPayment, MonthClose
from orders.selectors.ledger import month_sums

# These grow month by month; everything else without a whole is a state, not a sum.
ADDED = frozenset(
    {
        "meals_delivered",
        "school_meals_delivered",
        "hours_worked",
        "overtime_hours",
        "leftover_kg",
        "kitchen_waste_kg",
        "roster_changes_after_publishing",
        "training_steps",
    }
)
WORST_LAST = (Grade.MEASURED, Grade.COUNTED, Grade.ESTIMATED, Grade.ASSUMED)


def year_to_date(month: dt.date) -> dict[str, Any]:
    """January to ``month``, of the months that are closed."""
    closed = list(
        MonthClose.objects.filter(
            month__year=month.year, month__lte=month, state=MonthState.CLOSED
        ).order_by("month")
    )
    given = _given(closed)
    return {
        "year": month.year,
        "months": [_month(row, given.get(row.pk, 0)) for row in closed],
        **_sides([row.month for row in closed]),
        "surplus": money.to_text(sum(row.surplus_agorot for row in closed)),
        "reserve_added": money.to_text(sum(row.reserve_added_agorot for row in closed)),
        "equipment_added": money.to_text(sum(row.equipment_added_agorot for row in closed)),
        "given": money.to_text(sum(given.values())),
        "paid": money.to_text(_paid(closed)),
        "impact": _impact([row.month for row in closed]),
    }


def _month(row: MonthClose, given: int) -> dict[str, str]:
    return {
        "month": f"{row.month:%Y-%m}",
        "income": money.to_text(row.income_agorot),
        "costs": money.to_text(row.cost_agorot),
        "surplus": money.to_text(row.surplus_agorot),
        "kept": money.to_text(row.reserve_added_agorot + row.equipment_added_agorot),
        "given": money.to_text(given),
    }


def _given(closed: Iterable[MonthClose]) -> dict[int, int]:
    rows = (
        Allocation.objects.filter(
            resolution__month__in=list(closed), resolution__state=ResolutionState.PASSED
        )
        .values("resolution__month")
        .annotate(total=Sum("amount_agorot"))
    )
    return {row["resolution__month"]: row["total"] for row in rows}


def _paid(closed: Iterable[MonthClose]) -> int:
    """Of what these months gave, what was paid out by now."""
    rows = AllocationPayment.objects.filter(allocation__resolution__month__in=list(closed))
    return rows.aggregate(total=Sum("amount_agorot"))["total"] or 0


def _sides(months: Iterable[dt.date]) -> dict[str, Any]:
    """Income and costs by kind; a cost over several months has its weakest grade."""
    income: dict[str, int] = {}
    costs: dict[str, int] = {}
    grades: dict[str, str] = {}
    for month in months:
        for row in month_sums(month):
            side = income if row.kind == AccountKind.INCOME else costs
            side[row.account] = side.get(row.account, 0) + row.agorot
            grades[row.account] = weaker(grades.get(row.account, Grade.MEASURED), row.grade)
    return {
        "income": [{"kind": key, "amount": money.to_text(sum_)} for key, sum_ in income.items()],
        "costs": [
            {"kind": key, "amount": money.to_text(sum_), "grade": grades[key]}
            for key, sum_ in costs.items()
        ],
    }


def weaker(one: str, other: str) -> str:
    order: list[str] = list(WORST_LAST)
    return max(one, other, key=order.index)


def _impact(months: Iterable[dt.date]) -> list[dict[str, Any]]:
    """Figures of the whole year: sums, and shares of all that was counted."""
    found: dict[str, list[Indicator]] = {}
    rows = Indicator.objects.filter(month__in=list(months)).order_by("metric", "month")
    for row in rows.defer("rows"):
        found.setdefault(row.metric, []).append(row)
    return [figure for rows_ in found.values() if (figure := _added_up(rows_)) is not None]


def _added_up(rows: list[Indicator]) -> dict[str, Any] | None:
    """One figure of several months; a month in which it is not known makes it unknown."""
    newest = rows[-1]
    value = part = whole = None
    if newest.metric in ADDED:
        if all(row.value is not None for row in rows):
            value = sum((row.value or Decimal(0) for row in rows), Decimal(0))
    elif newest.unit == "%" and any(row.whole for row in rows):
        part = sum((row.part or Decimal(0) for row in rows), Decimal(0))
        whole = sum((row.whole or Decimal(0) for row in rows), Decimal(0))
        value = (100 * part / whole).quantize(Decimal("0.1"))
    else:
        return None
    grade = WORST_LAST[0].value
    for row in rows:
        grade = weaker(grade, row.grade)
    return {
        "metric": newest.metric,
        "code": newest.code,
        "value": plain(value),
        "part": plain(part),
        "whole": plain(whole),
        "unit": newest.unit,
        "grade": grade,
        "definition": newest.definition,
    }


def plain(value: Decimal | None) -> str | None:
    """Without an exponent and without needless zeros."""
    return None if value is None else f"{value.normalize():f}"

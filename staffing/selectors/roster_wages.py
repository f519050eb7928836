"""What a roster costs against the budget of its days, the employer's share included."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from kurkum.base.models import DatedLimit
from kurkum.lib.dates import days_from, month_of
from kurkum.lib.money import multiply, round_half_away, to_agorot
from orders.models import BudgetLine
from staffing.models import Roster

LABOUR_ACCOUNT = "kitchen_labour"


@dataclass(frozen=True, slots=True)
class RosterWages:
    """Agorot. ``budget`` is None where a month of the roster has no budget for labour."""

    gross: int
    cost: int
    budget: int | None

    @property
    def above(self) -> int:
        """How far the cost exceeds the budget; 0 where it does not, or where there is none."""
        return 0 if self.budget is None else max(0, self.cost - self.budget)


def roster_wages(roster: Roster) -> RosterWages | None:
    """None for a roster that was stored before its wages were kept."""
    text = roster.document.get("wages")
    if text is None:
        return None
    gross = to_agorot(text)
    factor = Fraction(DatedLimit.objects.value_on("employer_cost_factor", roster.start))
    return RosterWages(gross, multiply(gross, factor), _budget(roster.start, roster.end))


def _budget(first: dt.date, last: dt.date) -> int | None:
    """Each month's budget for labour by the share of its days that the roster holds."""
    days = Counter(day.replace(day=1) for day in days_from(first, last))
    lines = BudgetLine.objects.filter(month__in=days, account__key=LABOUR_ACCOUNT)
    planned = dict(lines.values_list("month", "agorot"))
    if len(planned) < len(days):
        return None
    total = Fraction(0)
    for month, count in days.items():
        length = month_of(month).last_day.day
        total += Fraction(planned[month] * count, length)
    return round_half_away(total)

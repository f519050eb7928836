"""Hours worked against the plan, split by rate, and what they cost; a month at a time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from kurkum.base.choices import Grade
from kurkum.base.models import DatedLimit
from kurkum.lib.dates import days_from, month_of, week_start, weekday_number
from kurkum.lib.money import multiply, round_half_away
from staffing.models import Assignment, Contract, Cook, WorkedHours
from staffing.selectors.rosters import published_assignments
from staffing.selectors.working_law import law_on

if TYPE_CHECKING:
    from staffing.planning.overtime import PayLaw, Split


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of one cook. ``worked`` None: nobody clocked, so it is not known."""

    date: dt.date
    planned: int | None
    worked: int | None
    came: dt.datetime | None
    went: dt.datetime | None
    normal: int
    first: int
    more: int
    rest: int

    @property
    def counted(self) -> int:
        """Paid minutes: worked where that is known, else as planned."""
        return self.normal + self.first + self.more + self.rest

    @property
    def difference(self) -> int | None:
        if self.planned is None or self.worked is None:
            return None
        return self.worked - self.planned


@dataclass(frozen=True, slots=True)
class CookMonth:
    """A cook's month: her days, minutes by rate, gross wage and its cost to the employer."""

    cook: Cook
    month: dt.date
    days: tuple[DayHours, ...]
    hourly_agorot: int
    gross_agorot: int
    cost_agorot: int
    grade: str

    @property
    def minutes(self) -> int:
        return sum(day.counted for day in self.days)

    def until(self, day: dt.date) -> int:
        """Paid minutes up to and with ``day``."""
        return sum(one.counted for one in self.days if one.date <= day)

    @property
    def worked_minutes(self) -> int | None:
        """Clocked minutes; None where nobody clocked on any day."""
        known = [day.worked for day in self.days if day.worked is not None]
        return sum(known) if known else None

    @property
    def planned_minutes(self) -> int:
        return sum(day.planned or 0 for day in self.days)

    @property
    def normal(self) -> int:
        return sum(day.normal for day in self.days)

    @property
    def first(self) -> int:
        return sum(day.first for day in self.days)

    @property
    def more(self) -> int:
        return sum(day.more for day in self.days)

    @property
    def rest(self) -> int:
        return sum(day.rest for day in self.days)


def month_hours(month: dt.date, cook: Cook | None = None) -> list[CookMonth]:
    """Every cook's month by key; the weeks that reach into it are counted whole for overtime."""
    last = month_of(month).last_day
    first = week_start(month)
    worked, planned = _worked(first, last), _planned(first, last)
    contracts = _contracts()
    factor = Fraction(DatedLimit.objects.value_on("employer_cost_factor", month))
    keys = sorted({key for key, _date in worked.keys() | planned.keys()})
    cooks = {row.pk: row for row in Cook.objects.filter(pk__in=keys).order_by("key")}
    laws = {sunday: pay_law(max(sunday, month)) for sunday in _sundays(first, last)}
    known = Known(worked, planned, laws, factor)
    found = [
        _cook_month(cooks[key], month, known, contracts.get(key, []))
        for key in cooks
        if cook is None or key == cook.pk
    ]
    return [one for one in found if one.days]


def _worked(first: dt.date, last: dt.date) -> dict[tuple[int, dt.date], list[WorkedHours]]:
    found: dict[tuple[int, dt.date], list[WorkedHours]] = defaultdict(list)
    rows = WorkedHours.objects.filter(date__gte=first, date__lte=last, clock_out__isnull=False)
    for row in rows.order_by("clock_in"):
        found[row.cook_id, row.date].append(row)
    return found


def _planned(first: dt.date, last: dt.date) -> dict[tuple[int, dt.date], Assignment]:
    return {(row.cook_id, row.date): row for row in published_assignments(first, last)}


def _contracts() -> dict[int, list[Contract]]:
    found: dict[int, list[Contract]] = defaultdict(list)
    for row in Contract.objects.order_by("valid_from"):
        found[row.cook_id].append(row)
    return found


def minutes_of(rows: Iterable[WorkedHours]) -> int:
    """Paid minutes: from coming to going, less the break."""
    total = 0
    for row in rows:
        if row.clock_out is not None:
            span = int((row.clock_out - row.clock_in).total_seconds() // 60)
            total += max(0, span - row.break_minutes)
    return total


@dataclass(frozen=True, slots=True)
class Known:
    """Clocked and planned shifts by cook and date; the law of each week by its Sunday."""

    worked: dict[tuple[int, dt.date], list[WorkedHours]]
    planned: dict[tuple[int, dt.date], Assignment]
    laws: dict[dt.date, PayLaw]
    employer_factor: Fraction


def _cook_month(cook: Cook, month: dt.date, known: Known, contracts: list[Contract]) -> CookMonth:
    from staffing.planning.overtime import wage

    days, total = [], Fraction(0)
    for sunday, law in known.laws.items():
        for date, split in _split(cook, sunday, known, law):
            if date in month_of(month) and _has_hours(cook, date, known):
                days.append(_day(cook, date, known, split))
                total += wage([(split, law)], _hourly(contracts, date))
    gross = round_half_away(total)
    cost = multiply(gross, known.employer_factor)
    grade = Grade.MEASURED if all(day.worked is not None for day in days) else Grade.ESTIMATED
    hourly = _hourly(contracts, month_of(month).last_day)
    return CookMonth(cook, month, tuple(days), hourly, gross, cost, grade)


def _day(cook: Cook, date: dt.date, known: Known, split: Split) -> DayHours:
    rows, plan = known.worked.get((cook.pk, date), []), known.planned.get((cook.pk, date))
    return DayHours(
        date,
        plan.paid_minutes if plan else None,
        minutes_of(rows) if rows else None,
        rows[0].clock_in if rows else None,
        rows[-1].clock_out if rows else None,
        split.normal,
        split.first,
        split.more,
        split.rest,
    )


def _sundays(first: dt.date, last: dt.date) -> list[dt.date]:
    return [day for day in days_from(first, last) if weekday_number(day) == 0]


def _has_hours(cook: Cook, date: dt.date, known: Known) -> bool:
    return (cook.pk, date) in known.worked or (cook.pk, date) in known.planned


def _split(
    cook: Cook, sunday: dt.date, known: Known, law: PayLaw
) -> Iterable[tuple[dt.date, Split]]:
    """The seven dates of a week with their minutes by rate."""
    from staffing.planning.overtime import DayWorked, split_week

    week = [sunday + dt.timedelta(days=number) for number in range(7)]
    days = []
    for date in week:
        rows, plan = known.worked.get((cook.pk, date)), known.planned.get((cook.pk, date))
        minutes = minutes_of(rows) if rows else plan.paid_minutes if plan else 0
        days.append(DayWorked(weekday_number(date), minutes))
    return zip(week, split_week(days, rest_day=cook.rest_day, law=law), strict=True)


def _hourly(contracts: list[Contract], day: dt.date) -> int:
    valid = [
        row
        for row in contracts
        if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)
    ]
    return valid[-1].hourly_agorot if valid else 0


def pay_law(day: dt.date) -> PayLaw:
    """The figures of pay in force on ``day``. Raises CannotBeDone where one is not known."""
    from staffing.planning.overtime import PayLaw

    law = law_on(day)
    return PayLaw(
        normal_day_minutes=law["normal_day_minutes_five_day_week"],
        eve_of_rest_minutes=law["night_day_max_minutes"],
        normal_week_minutes=law["normal_week_minutes"],
        first_minutes=law["overtime_first_minutes"],
        first_percent=law["overtime_first_rate_pct"],
        more_percent=law["overtime_second_rate_pct"],
        rest_day_percent=law["weekly_rest_work_rate_pct"],
    )

"""The roster's figures for the board's report: notice, changes, fairness, hours, wages."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from statistics import median

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

from kurkum.base.choices import Grade, Weekday
from kurkum.base.models import DatedLimit
from kurkum.base.ports import FigureRow, GradedFigure
from kurkum.lib.dates import day_of, month_of, weekday_number
from staffing.choices import RosterState, SkillLevel
from staffing.models import Assignment, Contract, Cook, CookSkill, Roster, RosterChange
from staffing.selectors.hours import CookMonth, month_hours
from staffing.selectors.roster_warnings import skills_ladder
from staffing.selectors.rosters import published_assignments

HOUR = Decimal(60)


def roster_figures(month: dt.date) -> Iterator[GradedFigure]:
    """Every figure of the month; one that is not known has the value None, never zero."""
    last = month_of(month).last_day
    shifts = list(published_assignments(month, last))
    hours = month_hours(month)
    yield _notice(month, last)
    yield _changes(month, last)
    yield from _hours(hours)
    yield from _burdens(shifts, month)
    yield _fairness(shifts)
    yield from _people(month, last)
    yield from _ladder(last)


def _figure(
    metric: str, value: Decimal | int | None, unit: str, grade: str, definition: str
) -> GradedFigure:
    exact = None if value is None else round(Decimal(value), 2)
    return GradedFigure(metric, exact, unit, grade, definition)


def _share_of(figure: GradedFigure, part: Decimal, whole: Decimal) -> GradedFigure:
    """The share with what it is a share of, so that a year can add months up."""
    return replace(figure, part=round(part, 2), whole=round(whole, 2))


def _notice(month: dt.date, last: dt.date) -> GradedFigure:
    """The shortest notice of the rosters that touch the month."""
    rosters = Roster.objects.filter(
        state=RosterState.PUBLISHED, start__lte=last, end__gte=month, published_at__isnull=False
    )
    days = [(one.start - day_of(one.published_at)).days for one in rosters if one.published_at]
    return _figure(
        "roster_notice_days", min(days, default=None), "days", Grade.COUNTED,
        _("Days between publishing a roster and its first day; the shortest of the month."),
    )  # fmt: skip


def _changes(month: dt.date, last: dt.date) -> GradedFigure:
    published = Roster.objects.filter(
        state=RosterState.PUBLISHED, start__lte=last, end__gte=month
    ).exists()
    count = RosterChange.objects.filter(date__gte=month, date__lte=last).count()
    return _figure(
        "roster_changes_after_publishing", count if published else None, "days", Grade.COUNTED,
        _("Days of a cook that were changed after her roster was published."),
    )  # fmt: skip


def _hours(hours: list[CookMonth]) -> Iterator[GradedFigure]:
    measured = all(one.grade == Grade.MEASURED for one in hours)
    grade = Grade.MEASURED if measured else Grade.ESTIMATED
    worked = sum(one.minutes for one in hours)
    overtime = sum(one.first + one.more + one.rest for one in hours)
    planned = sum(one.planned_minutes for one in hours)
    total = _figure(
        "hours_worked", Decimal(worked) / HOUR if hours else None, "hours", grade,
        _("Paid hours of all cooks, from the clock; planned hours where nobody clocked."),
    )  # fmt: skip
    yield replace(total, rows=tuple(_week_rows(hours)))
    against = _figure(
        "hours_against_plan_percent", Decimal(100 * worked) / planned if planned else None, "%",
        grade, _("Hours worked as a share of the hours of the published rosters."),
    )  # fmt: skip
    yield _share_of(against, Decimal(worked) / HOUR, Decimal(planned) / HOUR)
    yield _figure(
        "overtime_hours", Decimal(overtime) / HOUR if hours else None, "hours", grade,
        _("Hours paid at more than the normal rate."),
    )  # fmt: skip
    yield _contract_hours(hours)


def _week_rows(hours: list[CookMonth]) -> Iterator[FigureRow]:
    """Paid hours of each week that touches the month; nobody's own hours are shown here."""
    weeks: dict[dt.date, int] = {}
    for one in hours:
        for day in one.days:
            sunday = day.date - dt.timedelta(days=weekday_number(day.date))
            weeks[sunday] = weeks.get(sunday, 0) + day.counted
    for sunday, minutes in sorted(weeks.items()):
        saturday = sunday + dt.timedelta(days=6)
        yield FigureRow(f"{sunday:%d.%m}–{saturday:%d.%m}", f"{Decimal(minutes) / HOUR:,.1f}")


def _contract_hours(hours: list[CookMonth]) -> GradedFigure:
    """Of the cooks with a promise, the share who got at least what was promised for the month."""
    kept = known = 0
    for one in hours:
        promise = _promised(one)
        if promise:
            known += 1
            kept += one.minutes >= promise
    figure = _figure(
        "cooks_with_promised_hours_percent", Decimal(100 * kept) / known if known else None, "%",
        Grade.COUNTED,
        _("Cooks who got at least the hours of their contract, for the days of the roster."),
    )  # fmt: skip
    return _share_of(figure, Decimal(kept), Decimal(known))


def _promised(one: CookMonth) -> int:
    """Minutes promised for the weeks in which she was on a roster: a seventh a day."""
    contract = (
        Contract.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=one.month),
            cook=one.cook,
            valid_from__lte=month_of(one.month).last_day,
        )
        .order_by("-valid_from")
        .first()
    )
    weeks = len({day.date - dt.timedelta(days=weekday_number(day.date)) for day in one.days})
    return contract.min_week_minutes * weeks if contract else 0


def _burdens(shifts: list[Assignment], month: dt.date) -> Iterator[GradedFigure]:
    limits = DatedLimit.objects.on(month)
    early, late = (
        limits.get("early_shift_starts_before_minute"),
        limits.get("late_shift_ends_after_minute"),
    )
    counts = {
        "early_starts": None
        if early is None
        else sum(row.start_minute < early.value for row in shifts),
        "late_ends": None if late is None else sum(row.end_minute > late.value for row in shifts),
        "friday_shifts": sum(weekday_number(row.date) == Weekday.FRIDAY for row in shifts),
    }
    texts = {
        "early_starts": _("Published shifts that start before the house's early hour."),
        "late_ends": _("Published shifts that end after the house's late hour."),
        "friday_shifts": _("Published shifts on Fridays."),
    }
    for metric, value in counts.items():
        yield _figure(metric, value if shifts else None, _("shifts"), Grade.COUNTED, texts[metric])


def _fairness(shifts: list[Assignment]) -> GradedFigure:
    """Between who starts early most and who does least, of those who start early at all."""
    per_cook: dict[int, int] = {}
    for row in shifts:
        per_cook.setdefault(row.cook_id, 0)
        per_cook[row.cook_id] += row.start_minute == min(one.start_minute for one in shifts)
    carrying = [count for count in per_cook.values() if count]
    return _figure(
        "early_starts_spread", max(carrying) - min(carrying) if carrying else None, _("shifts"),
        Grade.COUNTED,
        _("Difference between the most and the fewest of the earliest shifts among the cooks "
          "who work them."),
    )  # fmt: skip


def _people(month: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    employed = Cook.objects.filter(hired_on__lte=last).exclude(left_on__lt=month)
    homes = Counter(cook.locality for cook in employed.select_related("locality"))
    rows = tuple(
        FigureRow({"ar": home.name_ar, "he": home.name_he, "en": home.name_en}, f"{count}")
        for home, count in sorted(homes.items(), key=lambda pair: (-pair[1], pair[0].key))
    )
    women = _figure(
        "women_employed", homes.total(), _("women"), Grade.COUNTED,
        _("Cooks and drivers with a contract in the month."),
    )  # fmt: skip
    yield replace(women, rows=rows)
    places = _figure(
        "localities_of_women", len(homes), "localities", Grade.COUNTED,
        _("Towns and villages in which the women live."),
    )  # fmt: skip
    yield replace(places, rows=rows)
    yield from _wages(employed, month, last)
    steps = CookSkill.objects.filter(
        cook__in=employed, level=SkillLevel.CERTIFIED, since__range=(month, last)
    )
    yield _figure(
        "training_steps", steps.count(), "steps", Grade.COUNTED,
        _("Skills in which a cook was certified within the month."),
    )  # fmt: skip


def _wages(employed: QuerySet[Cook], month: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    """Lowest and middle hourly wage beside the sector's minimum; wages without names."""
    floor = DatedLimit.objects.on(last).get("sector_minimum_hourly_nis")
    wages = sorted(
        contract.hourly_agorot
        for cook in employed.prefetch_related("contracts")
        for contract in cook.contracts.all()
        if contract.valid_from <= last and (contract.valid_to is None or contract.valid_to >= month)
    )
    least = Decimal(wages[0]) / floor.value if floor and wages else None
    middle = Decimal(median(wages)) / floor.value if floor and wages else None
    counts = Counter(wages)
    rows = tuple(
        FigureRow(f"{Decimal(agorot) / 100:.2f} ₪", f"{counts[agorot]}")
        for agorot in sorted(counts)
    )
    lowest = _figure(
        "lowest_wage_against_sector_minimum_percent", least, "%", Grade.COUNTED,
        _("The lowest hourly wage as a share of the minimum of institutional catering."),
    )  # fmt: skip
    yield replace(lowest, rows=rows)
    typical = _figure(
        "median_wage_against_sector_minimum_percent", middle, "%", Grade.COUNTED,
        _("The middle hourly wage as a share of the minimum of institutional catering."),
    )  # fmt: skip
    yield replace(typical, rows=rows)


def _ladder(last: dt.date) -> Iterator[GradedFigure]:
    ladder = skills_ladder(last)
    certified = sum(certified for certified, _learning in ladder.values())
    learning = sum(learning for _certified, learning in ladder.values())
    yield _figure(
        "skills_certified", certified, _("skills"), Grade.COUNTED,
        _("Certified skills of all cooks together."),
    )  # fmt: skip
    yield _figure(
        "skills_in_learning", learning, _("skills"), Grade.COUNTED,
        _("Skills that cooks are learning."),
    )  # fmt: skip

"""What the page of a standing order shows: the week in force, what is to come, who decided it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from kurkum.base.choices import Weekday
from kurkum.lib import dates
from menus.models import Diet, DinerGroup
from orders.models import (
    AttendanceProfile,
    Closure,
    ServiceDayOverride,
    Site,
    StandingOrder,
    StandingPause,
)
from orders.selectors.calendar import applies, closures_between

# How far ahead the community's calendar is shown.
DAYS_AHEAD = 120


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of the week: its field, its weekday in words, and what stands in it."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    group: DinerGroup
    diet: Diet
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class StandingPage:
    orders: tuple[StandingOrder, ...]
    newest: int
    weekdays: tuple[str, ...]
    rows: tuple[WeekRow, ...]
    pauses: tuple[StandingPause, ...]
    decided: tuple[ServiceDayOverride, ...]
    closures: tuple[Closure, ...]
    profiles: tuple[AttendanceProfile, ...]


def standing_page(
    site: Site, today: dt.date, typed: Mapping[str, str] | None = None
) -> StandingPage:
    """``typed``: what a refused form held, so that nobody types a week twice."""
    orders = list(
        StandingOrder.objects.filter(site=site).exclude(valid_to__lt=today).order_by("valid_from")
    )
    newest = orders[-1] if orders else None
    last = today + dt.timedelta(days=DAYS_AHEAD)
    return StandingPage(
        orders=tuple(orders),
        newest=newest.pk if newest else 0,
        weekdays=tuple(label for _number, label in _weekdays(site)),
        rows=tuple(_rows(site, newest, typed or {})),
        pauses=tuple(
            StandingPause.objects.filter(site=site, date_to__gte=today).select_related("decided_by")
        ),
        decided=tuple(
            site.overrides.filter(date__gte=today).select_related("profile", "decided_by")
        ),
        closures=tuple(
            row for row in closures_between(today, last) if _concerns(row, site, today, last)
        ),
        profiles=tuple(AttendanceProfile.objects.all()),
    )


def _concerns(row: Closure, site: Site, first: dt.date, last: dt.date) -> bool:
    days = dates.days_from(max(first, row.date_from), min(last, row.date_to))
    return any(applies(row, site, day) and dates.in_mask(day, site.weekday_mask) for day in days)


def _weekdays(site: Site) -> list[tuple[int, str]]:
    return [(number, str(Weekday(number).label)) for number in dates.from_mask(site.weekday_mask)]


def _rows(site: Site, order: StandingOrder | None, typed: Mapping[str, str]) -> list[WeekRow]:
    """A row per diner group and diet that stands there, that a code asks for, or the regular."""
    lines = list(order.lines.select_related("diner_group", "diet")) if order else []
    counts = {(row.weekday, row.diner_group.key, row.diet.key): row.portions for row in lines}
    coded = Q(is_regular=True) | Q(pk__in=site.special_meals.values("diet"))
    diets = {row.diet for row in lines} | set(Diet.objects.filter(coded))
    rows = []
    for group in site.groups.select_related("diner_group"):
        for diet in sorted(diets, key=lambda diet: diet.position):
            key = (group.diner_group.key, diet.key)
            cells = []
            for number, label in _weekdays(site):
                name = f"count:{number}:{key[0]}:{key[1]}"
                value = typed.get(name, str(counts.get((number, *key), 0)))
                cells.append(Cell(name, label, value))
            rows.append(WeekRow(group.diner_group, diet, tuple(cells)))
    return rows

"""Who works on a date, from when to when; which equipment can be used, and when.

Times are minutes from local midnight of the date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Prefetch, Q, QuerySet

from kurkum.lib.dates import elapsed_minutes, in_mask, weekday_number
from staffing.choices import AvailabilityLevel, RosterState, SkillLevel
from staffing.models import (
    Assignment,
    Availability,
    Contract,
    Cook,
    CookSkill,
    Equipment,
    EquipmentOutage,
    Roster,
    RouteAssignment,
    ShiftPattern,
)

DAY_MINUTES = 24 * 60
BREAK_GRID = 5
Source = Literal["published", "draft", "contracts", "nobody"]
Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class CookOnDuty:
    """A cook at work; ``learning`` skills count only beside a cook who has them."""

    key: str
    skills: tuple[str, ...]
    learning: tuple[str, ...]
    start: int
    end: int
    breaks: Spans = ()


@dataclass(frozen=True, slots=True)
class Crew:
    """The cooks of a date, and where their hours come from."""

    source: Source
    cooks: tuple[CookOnDuty, ...]


@dataclass(frozen=True, slots=True)
class UsableEquipment:
    """A vessel or machine and when it can be used that day (empty: the whole day)."""

    key: str
    kind: str
    unit: str
    capacity: int
    is_shared: bool
    windows: Spans


def crew_on(day: dt.date) -> Crew:
    """The published roster's cooks; else the newest draft's; else as the contracts allow."""
    for state, source in ((RosterState.PUBLISHED, "published"), (RosterState.DRAFT, "draft")):
        assignments = _assignments(day, state)
        if assignments:
            cooks = _without_absent(day, assignments)
            return Crew(source, tuple(cooks))  # type: ignore[arg-type]  # the two words above
    cooks = _by_contract(day)
    return Crew("contracts" if cooks else "nobody", tuple(cooks))


def _assignments(day: dt.date, state: str) -> list[Assignment]:
    rosters = Roster.objects.filter(state=state, start__lte=day, end__gte=day)
    newest = rosters.order_by("-start", "-version").first()
    rows = (
        Assignment.objects.filter(roster=newest, date=day) if newest else Assignment.objects.none()
    )
    return list(
        rows.select_related("shift", "cook").prefetch_related(_skills()).order_by("cook__key")
    )


def _skills() -> Prefetch[str, QuerySet[CookSkill], str]:
    rows = CookSkill.objects.select_related("skill").order_by("skill__key")
    return Prefetch("cook__cook_skills", queryset=rows)


def _without_absent(day: dt.date, assignments: Iterable[Assignment]) -> list[CookOnDuty]:
    away, trips = _dated_absences(day), _trips(day)
    cooks = []
    for row in assignments:
        breaks = shift_break(row.shift, row.start_minute, row.end_minute)
        busy = [*breaks, *away.get(row.cook_id, ()), *trips.get(row.cook_id, ())]
        duty = _on_duty(row.cook, row.start_minute, row.end_minute, busy)
        if duty is not None:
            cooks.append(duty)
    return cooks


def shift_break(shift: ShiftPattern, start: int, end: int) -> Spans:
    """The break of a shift: where the pattern says, else in the middle of the shift."""
    if not shift.break_minutes or end - start <= shift.break_minutes:
        return ()
    begin = shift.break_from
    if begin is None or not start <= begin <= end - shift.break_minutes:
        begin = (start + end - shift.break_minutes) // 2 // BREAK_GRID * BREAK_GRID
    return ((begin, begin + shift.break_minutes),)


def _dated_absences(day: dt.date) -> dict[int, list[tuple[int, int]]]:
    """What was recorded for this very date wins over the roster: somebody is ill."""
    rows = Availability.objects.filter(
        Q(date_to__gte=day) | Q(date_to__isnull=True, date_from=day),
        level=AvailabilityLevel.UNAVAILABLE, date_from__lte=day, weekday__isnull=True,
    )  # fmt: skip
    away: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        away.setdefault(row.cook_id, []).append((row.from_minute, row.to_minute))
    return away


def _trips(day: dt.date) -> dict[int, list[tuple[int, int]]]:
    """A driver is on the road between leaving and return."""
    rows = RouteAssignment.objects.filter(trip__route__plan__date=day).select_related("trip")
    newest = max(
        (row.trip.route.plan.version for row in rows.select_related("trip__route__plan")), default=0
    )
    busy: dict[int, list[tuple[int, int]]] = {}
    for row in rows.filter(trip__route__plan__version=newest):
        span = (row.trip.depart_minute, row.trip.return_minute)
        if span[0] < span[1]:
            busy.setdefault(row.cook_id, []).append(span)
    return busy


def _on_duty(
    cook: Cook, start: int, end: int, busy: Sequence[tuple[int, int]]
) -> CookOnDuty | None:
    """Her shift, shortened where she is away at its edges; None if nothing is left."""
    inside = merged((max(start, begin), min(end, finish)) for begin, finish in busy)
    if inside and inside[0][0] == start:
        start, inside = inside[0][1], inside[1:]
    if inside and inside[-1][1] == end:
        end, inside = inside[-1][0], inside[:-1]
    if start >= end:
        return None
    by_level: dict[str, list[str]] = {level: [] for level in SkillLevel.values}
    for row in cook.cook_skills.all():
        by_level[row.level].append(row.skill.key)
    return CookOnDuty(
        cook.key, tuple(sorted(by_level[SkillLevel.CERTIFIED])),
        tuple(sorted(by_level[SkillLevel.LEARNER])), start, end, tuple(inside),
    )  # fmt: skip


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch joined, empty ones left out."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


# -- without a roster ---------------------------------------------------------------------------


def _by_contract(day: dt.date) -> list[CookOnDuty]:
    """Each cook under contract takes, in turn, the shift pattern that her hours allow."""
    patterns = [
        row for row in ShiftPattern.objects.filter(is_active=True) if in_mask(day, row.weekday_mask)
    ]
    under_contract = Contract.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day
    ).values("cook")
    rows = Cook.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gte=day), pk__in=under_contract, hired_on__lte=day
    ).exclude(rest_day=weekday_number(day))
    cooks = []
    for number, cook in enumerate(rows.prefetch_related("availabilities", "cook_skills__skill")):
        away = _away(cook, day)
        fitting = [row for row in patterns if not _meets(away, row.start_minute, row.end_minute)]
        if fitting:
            shift = fitting[number % len(fitting)]
            breaks = shift_break(shift, shift.start_minute, shift.end_minute)
            duty = _on_duty(cook, shift.start_minute, shift.end_minute, breaks)
            cooks += [duty] if duty else []
    return cooks


def _away(cook: Cook, day: dt.date) -> list[tuple[int, int]]:
    spans = []
    for row in cook.availabilities.all():
        weekly = row.weekday is None or row.weekday == weekday_number(day)
        begun = row.date_from is None or row.date_from <= day
        lasting = row.date_to is None or day <= row.date_to
        only = row.date_to is not None or row.weekday is not None or row.date_from == day
        if row.level == AvailabilityLevel.UNAVAILABLE and weekly and begun and lasting and only:
            spans.append((row.from_minute, row.to_minute))
    return merged(spans)


def _meets(spans: Iterable[tuple[int, int]], start: int, end: int) -> bool:
    return any(begin < end and start < finish for begin, finish in spans)


# -- equipment ----------------------------------------------------------------------------------


def usable_equipment(day: dt.date) -> tuple[UsableEquipment, ...]:
    """Equipment in use: its hours of that weekday less its outages; broken all day, left out."""
    rows = Equipment.objects.filter(is_active=True).select_related("kind")
    found = []
    for row in rows.prefetch_related("windows", "outages"):
        windows = [
            (window.from_minute, window.to_minute)
            for window in row.windows.all()
            if window.weekday == weekday_number(day)
        ]
        if row.windows.all() and not windows:
            continue
        outages = merged(outage_span(day, outage) for outage in row.outages.all())
        usable = (
            less(merged(windows) or [(0, 2 * DAY_MINUTES)], outages) if outages else merged(windows)
        )
        if usable or not outages:
            found.append(UsableEquipment(
                row.key, row.kind.key, row.kind.unit, row.capacity, row.is_shared, tuple(usable)
            ))  # fmt: skip
    return tuple(found)


def outage_span(day: dt.date, outage: EquipmentOutage) -> tuple[int, int]:
    """The outage in minutes of that day; open-ended ones last to the end of the next."""
    begin = max(0, elapsed_minutes(day, outage.from_at))
    end = 2 * DAY_MINUTES if outage.to_at is None else elapsed_minutes(day, outage.to_at)
    return (begin, min(end, 2 * DAY_MINUTES))


def less(
    windows: Iterable[tuple[int, int]], taken: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """What is left of the windows outside ``taken``."""
    left = list(windows)
    for begin, end in taken:
        pieces = [
            piece
            for start, finish in left
            for piece in ((start, min(finish, begin)), (max(start, end), finish))
        ]
        left = [piece for piece in pieces if piece[0] < piece[1]]
    return left

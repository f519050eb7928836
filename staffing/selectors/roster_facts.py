"""Everything about people, shifts and cover that a roster is planned from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kurkum.lib.dates import ZONE, days_from, weekday_number
from staffing.choices import AvailabilityLevel, FlagRule, SkillLevel
from staffing.models import (
    Availability,
    Contract,
    Cook,
    CoverRequirement,
    ShiftPattern,
    Skill,
    WorkedHours,
)
from staffing.selectors.rosters import published_assignments

MINUTES_IN_DAY = 1440


@dataclass(frozen=True, slots=True)
class TimeOff:
    """A stretch of one date, in minutes of its day, and how she feels about working in it."""

    date: dt.date
    from_minute: int
    to_minute: int
    level: str


@dataclass(frozen=True, slots=True)
class CookFacts:
    """One cook as the planner sees her; of flags only the rules, never their causes."""

    cook: Cook
    certified: frozenset[str]
    learning: frozenset[str]
    contract: Contract
    flags: frozenset[str]
    times: tuple[TimeOff, ...]


@dataclass(frozen=True, slots=True)
class LivedShift:
    """A shift before the horizon: as worked where that is known, else as planned."""

    cook: str
    date: dt.date
    shift: str
    start: int
    end: int
    paid_minutes: int


def shift_patterns() -> list[ShiftPattern]:
    return list(ShiftPattern.objects.filter(is_active=True))


def cover_of(first: dt.date, last: dt.date) -> QuerySet[CoverRequirement]:
    return (
        CoverRequirement.objects.filter(date__gte=first, date__lte=last)
        .select_related("shift", "skill")
        .order_by("date", "shift__start_minute", "shift__key", "skill__key")
    )


def cooks_between(first: dt.date, last: dt.date) -> list[CookFacts]:
    """Cooks with a contract in the period, by key."""
    cooks = (
        Cook.objects.filter(hired_on__lte=last)
        .exclude(left_on__lt=first)
        .select_related("locality")
        .prefetch_related("cook_skills__skill", "contracts", "flags", "availabilities")
        .order_by("key")
    )
    found = (_facts(cook, first, last) for cook in cooks)
    return [facts for facts in found if facts is not None]


def _facts(cook: Cook, first: dt.date, last: dt.date) -> CookFacts | None:
    contract = _contract(cook, first, last)
    if contract is None:
        return None
    flags = frozenset(
        flag.rule
        for flag in cook.flags.all()
        if flag.valid_from <= last and (flag.valid_to is None or flag.valid_to >= first)
    )
    held = [
        one
        for one in cook.cook_skills.all()
        if not (one.skill.is_heavy and FlagRule.NO_HEAVY in flags)
    ]
    return CookFacts(
        cook=cook,
        certified=frozenset(o.skill.key for o in held if o.level == SkillLevel.CERTIFIED),
        learning=frozenset(o.skill.key for o in held if o.level == SkillLevel.LEARNER),
        contract=contract,
        flags=flags,
        times=(*_times(cook, first, last), *_not_employed(cook, first, last)),
    )


def _contract(cook: Cook, first: dt.date, last: dt.date) -> Contract | None:
    """The contract in force on the first day she is employed in the period."""
    rows = [
        one
        for one in cook.contracts.all()
        if one.valid_from <= last and (one.valid_to is None or one.valid_to >= first)
    ]
    return min(rows, key=lambda one: one.valid_from, default=None)


def _not_employed(cook: Cook, first: dt.date, last: dt.date) -> list[TimeOff]:
    return [
        TimeOff(day, 0, MINUTES_IN_DAY, AvailabilityLevel.UNAVAILABLE)
        for day in days_from(first, last)
        if day < cook.hired_on or (cook.left_on is not None and day > cook.left_on)
    ]


def _times(cook: Cook, first: dt.date, last: dt.date) -> list[TimeOff]:
    """Her availability day by day.

    What she says about one date outranks the weekly rule; that she can come after all outranks
    what she said about the date before.
    """
    rows = list(cook.availabilities.all())
    found = []
    for day in days_from(first, last):
        dated = [row for row in rows if row.weekday is None and _holds(row, day)]
        weekly = [row for row in rows if row.weekday == weekday_number(day) and _holds(row, day)]
        freed = [row for row in dated if row.level == AvailabilityLevel.AVAILABLE]
        for row in [*dated, *weekly]:
            overruled = any(
                _overlap(row, free) and (row in weekly or _said_later(free, row)) for free in freed
            )
            if row.level != AvailabilityLevel.AVAILABLE and not overruled:
                found.append(TimeOff(day, row.from_minute, row.to_minute, row.level))
    return sorted(found, key=lambda time: (time.date, time.from_minute, time.level))


def _holds(row: Availability, day: dt.date) -> bool:
    begins = row.date_from is None or row.date_from <= day
    last = row.date_to
    if row.weekday is None and last is None:
        last = row.date_from
    return begins and (last is None or day <= last)


def _said_later(one: Availability, other: Availability) -> bool:
    if one.recorded_at is None:
        return False
    return other.recorded_at is None or other.recorded_at < one.recorded_at


def _overlap(one: Availability, other: Availability) -> bool:
    return one.from_minute < other.to_minute and other.from_minute < one.to_minute


def lived_shifts(first: dt.date, last: dt.date) -> list[LivedShift]:
    """What was worked between two days, by date and cook; planned times where nobody clocked."""
    worked = {
        (row.cook.key, row.date): row
        for row in WorkedHours.objects.filter(
            Q(clock_out__isnull=False), date__gte=first, date__lte=last
        ).select_related("cook")
    }
    planned = {(row.cook.key, row.date): row for row in published_assignments(first, last)}
    found = []
    for key in sorted(worked.keys() | planned.keys(), key=lambda key: (key[1], key[0])):
        plan, row = planned.get(key), worked.get(key)
        if row is not None and row.clock_out is not None:
            start, end = _clock_minutes(row.clock_in, key[1]), _clock_minutes(row.clock_out, key[1])
            shift = plan.shift.key if plan else ""
            paid = max(0, end - start - row.break_minutes)
            found.append(LivedShift(key[0], key[1], shift, start, max(end, start + 1), paid))
        elif plan is not None:
            found.append(
                LivedShift(key[0], key[1], plan.shift.key, plan.start_minute, plan.end_minute,
                           plan.paid_minutes)
            )  # fmt: skip
    return found


def _clock_minutes(moment: dt.datetime, day: dt.date) -> int:
    """Minutes on the clock of the wall since the midnight that begins ``day``."""
    local = moment.astimezone(ZONE)
    return (local.date() - day).days * MINUTES_IN_DAY + local.hour * 60 + local.minute


def skills_by_key() -> dict[str, Skill]:
    return {skill.key: skill for skill in Skill.objects.all()}

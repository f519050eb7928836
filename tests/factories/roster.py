"""A small kitchen to roster: four cooks, two shifts, one week of work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from kurkum.base.choices import Role
from kurkum.base.models import User
from kurkum.lib.dates import at_minute
from staffing.choices import AvailabilityLevel, RosterState, SkillLevel
from staffing.models import (
    Assignment,
    Availability,
    Contract,
    Cook,
    CookSkill,
    CoverRequirement,
    Roster,
    RosterFlag,
    ShiftPattern,
    Skill,
    WorkedHours,
)
from tests.factories import base

SUNDAY = dt.date(2026, 12, 6)
FRIDAY = 5
LIMITS = {
    "break_after_minutes": 360,
    "break_total_minutes": 45,
    "max_day_minutes": 720,
    "max_overtime_week_minutes": 960,
    "min_rest_minutes": 480,
    "night_counts_from_minutes": 120,
    "night_day_max_minutes": 420,
    "night_from_minute": 1320,
    "night_until_minute": 360,
    "night_weeks_max_share_pct": 33,
    "normal_day_minutes_five_day_week": 516,
    "normal_week_minutes": 2520,
    "overtime_first_minutes": 120,
    "overtime_first_rate_pct": 125,
    "overtime_second_rate_pct": 150,
    "weekly_rest_minutes": 2160,
    "weekly_rest_work_rate_pct": 150,
    "early_shift_starts_before_minute": 360,
    "late_shift_ends_after_minute": 950,
    "cover_productive_pct": 90,
    "cover_worth_pct": 55,
    "cover_receiving_minutes": 60,
    "cover_receiving_from_minute": 390,
    "cover_receiving_to_minute": 540,
    "cover_cleaning_minutes": 240,
    "cover_cleaning_from_minute": 780,
}


@dataclass
class Kitchen:
    """The rows that tests name."""

    cooks: dict[str, Cook]
    skills: dict[str, Skill]
    early: ShiftPattern
    day: ShiftPattern
    manager: User


def kitchen() -> Kitchen:
    """Amal, Huda and Rania cook; Rania and Suha drive. Friday is everybody's rest day."""
    for key, value in LIMITS.items():
        base.limit(key, str(value))
    base.limit("employer_cost_factor", "1.3", "factor")
    skills = {
        key: Skill.objects.create(key=key, name_en=key, position=place, is_heavy=key == "cooking")
        for place, key in enumerate(("cooking", "driving"), start=1)
    }
    cooks = {
        "amal": cook("amal", [skills["cooking"]]),
        "huda": cook("huda", [skills["cooking"]]),
        "rania": cook("rania", [skills["cooking"], skills["driving"]]),
        "suha": cook("suha", [skills["driving"]]),
    }
    early = pattern("early", 255, 705)
    day = pattern("day", 450, 930)
    return Kitchen(cooks, skills, early, day, base.user("manar", Role.MANAGER))


def pattern(key: str, start: int, end: int) -> ShiftPattern:
    return ShiftPattern.objects.create(
        key=key, name_en=key, start_minute=start, end_minute=end, break_minutes=45,
        break_from=(start + end) // 2, paid_minutes=end - start - 45,
    )  # fmt: skip


def cook(key: str, skills: list[Skill], *, hourly_agorot: int = 4500) -> Cook:
    person = Cook.objects.create(
        key=key, name_en=key.title(), name_ar=key, name_he=key, locality=base.locality(),
        rest_day=FRIDAY, hired_on=dt.date(2025, 1, 1),
    )  # fmt: skip
    for skill in skills:
        CookSkill.objects.create(cook=person, skill=skill, level=SkillLevel.CERTIFIED)
    Contract.objects.create(
        cook=person, valid_from=dt.date(2025, 1, 1), min_week_minutes=800, max_week_minutes=2520,
        hourly_agorot=hourly_agorot,
    )  # fmt: skip
    return person


def wanted(
    shift: ShiftPattern, skill: Skill, cooks: int = 1, *, days: int = 5, start: dt.date = SUNDAY
) -> None:
    """Cover by the manager's word, so that no menu is needed."""
    for number in range(days):
        CoverRequirement.objects.create(
            date=start + dt.timedelta(days=number), shift=shift, skill=skill, derived=0,
            adjustment=cooks, reason="by hand",
        )  # fmt: skip


def usual_week(found: Kitchen) -> None:
    """Every day one cook early, one in the day, one driver."""
    wanted(found.early, found.skills["cooking"])
    wanted(found.day, found.skills["cooking"])
    wanted(found.day, found.skills["driving"])


def away(person: Cook, date: dt.date) -> Availability:
    return Availability.objects.create(
        cook=person, level=AvailabilityLevel.UNAVAILABLE, date_from=date, date_to=date,
        note="private",
    )  # fmt: skip


def flag(person: Cook, rule: str) -> RosterFlag:
    return RosterFlag.objects.create(
        cook=person, rule=rule, valid_from=dt.date(2026, 1, 1), cause="a private matter"
    )


def published(*assigned: tuple[Cook, dt.date, ShiftPattern, Skill]) -> Roster:
    """A published week from the Sunday with just these shifts."""
    roster = Roster.objects.create(
        start=SUNDAY, end=SUNDAY + dt.timedelta(days=6), state=RosterState.PUBLISHED,
        version=Roster.objects.count() + 1, status="optimal", seconds=Decimal(1), seed=1,
        created_at=base.at(SUNDAY, 8),
        published_at=base.at(SUNDAY - dt.timedelta(days=8), 8),
    )  # fmt: skip
    for person, date, shift, skill in assigned:
        Assignment.objects.create(
            roster=roster, cook=person, date=date, shift=shift, skill=skill,
            start_minute=shift.start_minute, end_minute=shift.end_minute,
            paid_minutes=shift.paid_minutes,
        )  # fmt: skip
    return roster


def worked(person: Cook, date: dt.date, start: int, end: int, *, pause: int = 0) -> WorkedHours:
    return WorkedHours.objects.create(
        cook=person, date=date, clock_in=at_minute(date, start), clock_out=at_minute(date, end),
        break_minutes=pause,
    )  # fmt: skip

"""What the manager should know days ahead: empty shifts, and skills that hang on one woman."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from staffing.choices import AvailabilityLevel, RosterState, SkillLevel
from staffing.models import Assignment, Cook, CookSkill, CoverGap, Skill, SwapRequest
from staffing.selectors.roster_facts import cooks_between
from staffing.selectors.rosters import published_assignments

DAYS_AHEAD = 14


@dataclass(frozen=True, slots=True)
class LoneSkill:
    """A skill that the kitchen uses and only so few cooks are certified in."""

    skill: Skill
    cooks: tuple[Cook, ...]
    learners: tuple[Cook, ...]


@dataclass(frozen=True, slots=True)
class Warnings:
    """Everything that may become a trouble in the next days.

    ``absent`` are published shifts of cooks who said since that they cannot come.
    """

    absent: tuple[Assignment, ...]
    gaps: tuple[CoverGap, ...]
    lone_skills: tuple[LoneSkill, ...]
    swaps: tuple[SwapRequest, ...]

    @property
    def any(self) -> bool:
        return bool(self.absent or self.gaps or self.lone_skills or self.swaps)


def warnings_on(today: dt.date) -> Warnings:
    """Of the next two weeks: shifts without their cook, empty places; lone skills; swaps."""
    gaps = CoverGap.objects.filter(
        roster__state=RosterState.PUBLISHED,
        date__gte=today,
        date__lte=today + dt.timedelta(days=DAYS_AHEAD),
    ).select_related("shift", "skill")
    swaps = SwapRequest.objects.filter(
        state=SwapRequest.State.AGREED, assignment__date__gte=today
    ).select_related("assignment__cook", "assignment__shift", "taker")
    absent = tuple(without_their_cook(today, today + dt.timedelta(days=DAYS_AHEAD)))
    return Warnings(absent, tuple(gaps), tuple(lone_skills(today)), tuple(swaps))


def without_their_cook(first: dt.date, last: dt.date, cook: Cook | None = None) -> list[Assignment]:
    """Published shifts whose cook cannot come, as she says now; nobody stands in for her yet.

    With ``cook`` hers alone.
    """
    away = {
        (facts.cook.pk, time.date): time
        for facts in cooks_between(first, last)
        for time in facts.times
        if time.level == AvailabilityLevel.UNAVAILABLE
    }
    return [
        row
        for row in published_assignments(first, last)
        if cook in (None, row.cook)
        and (time := away.get((row.cook_id, row.date))) is not None
        and time.from_minute < row.end_minute
        and row.start_minute < time.to_minute
    ]


def lone_skills(today: dt.date) -> list[LoneSkill]:
    """Skills that dishes or cover ask for, and at most one cook is certified in."""
    held: dict[int, list[Cook]] = defaultdict(list)
    learning: dict[int, list[Cook]] = defaultdict(list)
    rows = CookSkill.objects.filter(
        Q(cook__left_on__isnull=True) | Q(cook__left_on__gte=today), cook__hired_on__lte=today
    )
    for row in rows.select_related("cook").order_by("cook__key"):
        kept = held if row.level == SkillLevel.CERTIFIED else learning
        kept[row.skill_id].append(row.cook)
    used = Skill.objects.filter(Q(steps__isnull=False) | Q(cover__date__gte=today)).distinct()
    return [
        LoneSkill(skill, tuple(held[skill.pk]), tuple(learning[skill.pk]))
        for skill in used.order_by("position", "key")
        if len(held[skill.pk]) <= 1
    ]


def skills_ladder(today: dt.date) -> dict[str, tuple[int, int]]:
    """By skill key: how many are certified, how many are learning it."""
    found: dict[str, tuple[int, int]] = {}
    for skill in Skill.objects.prefetch_related("cook_skills"):
        levels = [row.level for row in skill.cook_skills.all()]
        found[skill.key] = (levels.count(SkillLevel.CERTIFIED), levels.count(SkillLevel.LEARNER))
    return found

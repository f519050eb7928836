"""An empty place: which rules stand in its way, what it would take, and trials of that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib.dates import day_of
from staffing.choices import AvailabilityLevel
from staffing.models import Availability, Cook, CoverGap, Roster
from staffing.selectors.rosters import assignments_of
from staffing.services.roster_editing import Edit, apply_edits, edits_between
from staffing.services.roster_judging import cover_sentences, instance_sentences
from staffing.services.roster_question import RosterQuestion, ask_about, to_core
from staffing.services.roster_why import Option, options_for

if TYPE_CHECKING:
    from staffing.planning import roster as core

CONFLICT_SECONDS = 2.0
TRIAL_SECONDS = 3.0
CONSENT = "unavailable"


@dataclass(frozen=True, slots=True)
class Release:
    """A rule instance that a person could give up. ``text`` is it in words; ``key`` names it."""

    key: str
    text: str

    @property
    def is_consent(self) -> bool:
        """Whether her own word is enough to keep it."""
        return self.key.startswith(f"{CONSENT}|")


@dataclass(frozen=True, slots=True)
class GapStory:
    """Why a place is empty.

    ``covers`` and ``rules`` cannot all hold together (empty: they can, a change is enough);
    ``minimal``: none of them can be left out. ``give`` would be enough together, ``single`` are
    worth a trial each. ``in_time`` False: the search for the reasons ended early.
    """

    gap: CoverGap
    covers: list[str]
    rules: list[str]
    minimal: bool
    give: list[Release]
    single: list[Release]
    options: list[Option]
    in_time: bool = True


@dataclass(frozen=True, slots=True)
class GapTrial:
    """What a trial found: the changes that fill the place, and whose word it takes."""

    fills: bool
    edits: list[Edit]
    releases: list[Release]

    @property
    def keepable(self) -> bool:
        return self.fills and all(one.is_consent for one in self.releases)


def explain_gap(gap: CoverGap) -> GapStory:
    """The smallest set of rules in conflict around the place, and what would have to give."""
    from staffing.planning.roster import Solution, explain_gap_conflict

    question = ask_about(gap.roster)
    standing = Solution(to_core(assignments_of(gap.roster), gap.roster.start))
    options = options_for(question, standing, (gap.date, gap.shift, gap.skill))
    try:
        conflict = explain_gap_conflict(
            question.problem,
            day=question.day(gap.date),
            shift=gap.shift.key,
            skill=gap.skill.key,
            seconds=CONFLICT_SECONDS,
        )
    except TimeoutError:
        return GapStory(gap, [], [], False, [], [], options, in_time=False)
    if conflict is None:
        return GapStory(gap, [], [], True, [], [], options)
    return _story(gap, question, conflict, options)


def _story(
    gap: CoverGap, question: RosterQuestion, conflict: core.Conflict, options: list[Option]
) -> GapStory:
    from staffing.planning.roster import LAW_RULES

    movable = [one for one in conflict.rules if one.rule not in LAW_RULES]
    return GapStory(
        gap,
        covers=cover_sentences(question, conflict.covers),
        rules=instance_sentences(question, conflict.rules),
        minimal=conflict.minimal,
        give=[_release(question, one) for one in conflict.give or ()],
        single=[_release(question, one) for one in movable],
        options=options,
    )


def _release(question: RosterQuestion, one: core.Instance) -> Release:
    text = instance_sentences(question, [one])[0]
    return Release(f"{one.rule}|{one.cook}|{question.date(one.day).isoformat()}", text)


def try_gap(gap: CoverGap, *, keys: Sequence[str], now: dt.datetime, seed: int = 1) -> GapTrial:
    """The fewest changes that fill the place once the rules named by ``keys`` are given up.

    Keys that name no rule of this roster, or a law, are left out.
    """
    from kurkum.lib.solving import Limits
    from staffing.planning.roster import Gap, Solution, fill, gaps, released

    question = ask_about(gap.roster)
    instances = [one for key in keys if (one := _instance(question, key)) is not None]
    problem = released(question.problem, instances)
    standing = Solution(to_core(assignments_of(gap.roster), gap.roster.start))
    place = Gap(question.day(gap.date), gap.shift.key, gap.skill.key, gap.missing)
    result = fill(
        problem,
        standing,
        place,
        limits=Limits(seconds=TRIAL_SECONDS, deterministic=True),
        seed=seed,
        frozen_until=max(0, question.day(day_of(now))),
    )
    after = result.solution or standing
    still = next(
        (one.missing for one in gaps(problem, after)
         if (one.day, one.shift, one.skill) == (place.day, place.shift, place.skill)), 0,
    )  # fmt: skip
    edits = edits_between(question, standing, after)
    releases = [_release(question, one) for one in instances]
    return GapTrial(still < gap.missing, edits, releases)


def _instance(question: RosterQuestion, key: str) -> core.Instance | None:
    from staffing.planning.roster import LAW_RULES, Instance

    parts = key.split("|")
    if len(parts) != 3 or parts[0] in LAW_RULES or parts[1] not in question.problem.cook:
        return None
    try:
        date = dt.date.fromisoformat(parts[2])
    except ValueError:
        return None
    return Instance(parts[0], parts[1], question.day(date))


@transaction.atomic
def keep_gap_trial(
    *, roster: Roster, edits: list[Edit], keys: Sequence[str], author: User | None, now: dt.datetime
) -> None:
    """Notes whose word was given, and keeps the changes; the rules judge them once more."""
    for key in keys:
        rule, _sign, rest = key.partition("|")
        cook_key, _sign, day = rest.partition("|")
        cook = Cook.objects.filter(key=cook_key).first()
        if rule == CONSENT and cook is not None:
            note_consent(cook=cook, date=dt.date.fromisoformat(day), author=author, now=now)
    apply_edits(
        roster=roster, edits=edits, reason=_("an empty place filled"), author=author, now=now
    )


def note_consent(
    *, cook: Cook, date: dt.date, author: User | None, now: dt.datetime
) -> Availability:
    """She said that she can come after all: outranks what was said about the date before."""
    record_change(
        subject="Cook", subject_key=cook.key, action="agreed to come", author=author, now=now,
        after={"date": date.isoformat()},
    )  # fmt: skip
    return Availability.objects.create(
        cook=cook, level=AvailabilityLevel.AVAILABLE, date_from=date, date_to=date, recorded_at=now
    )

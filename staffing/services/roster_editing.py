"""Edits by hand: judged by the same rules as the planner's, at once and before anything is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from staffing.choices import RosterState
from staffing.models import Assignment, Cook, Roster, ShiftPattern, Skill
from staffing.selectors.roster_facts import skills_by_key
from staffing.selectors.rosters import assignments_of
from staffing.services.publishing import ShiftChange, write_changes
from staffing.services.roster_judging import Objection, new_objections
from staffing.services.roster_question import RosterQuestion, ask_about, to_core
from staffing.services.rostering import refresh_roster

if TYPE_CHECKING:
    from staffing.planning import roster as core


@dataclass(frozen=True, slots=True)
class Edit:
    """A cook's day as it should be: a shift counted for a skill, or free (both None)."""

    cook: Cook
    date: dt.date
    shift: ShiftPattern | None = None
    skill: Skill | None = None

    def __str__(self) -> str:
        """As a page carries it between a trial and the yes: ``cook|date|shift|skill``."""
        shift, skill = (self.shift.key, self.skill.key) if self.shift and self.skill else ("", "")
        return f"{self.cook.key}|{self.date.isoformat()}|{shift}|{skill}"


@dataclass(frozen=True, slots=True)
class EditJudgement:
    """What an edit would do: rules it breaks, and how each goal's value moves (less is better)."""

    objections: list[Objection]
    missing: int
    missing_before: int
    goals: dict[str, int] = field(default_factory=dict)

    @property
    def is_lawful(self) -> bool:
        return not self.objections


def judge_edits(roster: Roster, edits: list[Edit]) -> EditJudgement:
    """The planner's verdict on the roster with the edits; nothing is kept."""
    return _judge(ask_about(roster), roster, edits)


def _judge(question: RosterQuestion, roster: Roster, edits: list[Edit]) -> EditJudgement:
    from staffing.planning.roster import Solution, gaps, measure

    before = Solution(to_core(assignments_of(roster), roster.start))
    question = offering(question, edits)
    after = edited(question, before, edits)
    was, now = measure(question.problem, before), measure(question.problem, after)
    return EditJudgement(
        objections=new_objections(question, before, after),
        missing=sum(gap.missing for gap in gaps(question.problem, after)),
        missing_before=sum(gap.missing for gap in gaps(question.problem, before)),
        goals={name: now[name] - was[name] for name in now if now[name] != was[name]},
    )


def offering(question: RosterQuestion, edits: list[Edit]) -> RosterQuestion:
    """A person may add a shift that no cover asks for."""
    from staffing.planning.roster import Cover

    offered = {(one.day, one.shift, one.skill) for one in question.problem.cover}
    wanted = {
        (question.day(edit.date), edit.shift.key, edit.skill.key)
        for edit in edits
        if edit.shift is not None and edit.skill is not None
    }
    extra = tuple(Cover(day, shift, 0, skill) for day, shift, skill in sorted(wanted - offered))
    problem = replace(question.problem, cover=(*question.problem.cover, *extra))
    return replace(question, problem=problem)


def edited(question: RosterQuestion, before: core.Solution, edits: list[Edit]) -> core.Solution:
    """The planner's roster after the edits, in their order."""
    from staffing.planning.roster import Assignment as CoreAssignment
    from staffing.planning.roster import with_shift, without_day

    after = before
    for edit in edits:
        day = question.day(edit.date)
        if edit.shift is None or edit.skill is None:
            after = without_day(after, edit.cook.key, day)
        else:
            new = CoreAssignment(day, edit.shift.key, edit.cook.key, edit.skill.key)
            after = with_shift(after, new)
    return after


def edits_between(
    question: RosterQuestion, before: core.Solution, after: core.Solution
) -> list[Edit]:
    """Every cook's day on which the two rosters differ, in shift or in what she does there."""
    cooks = {facts.cook.key: facts.cook for facts in question.cooks}
    patterns, skills = {one.key: one for one in question.patterns}, skills_by_key()
    was = {(one.day, one.cook): one for one in before.assignments}
    now = {(one.day, one.cook): one for one in after.assignments}
    edits = []
    for key in sorted(was.keys() | now.keys()):
        one = now.get(key)
        if one == was.get(key):
            continue
        cook, date = cooks[key[1]], question.date(key[0])
        shift, skill = (patterns[one.shift], skills[one.skill or ""]) if one else (None, None)
        edits.append(Edit(cook, date, shift, skill))
    return edits


@transaction.atomic
def apply_edits(
    *, roster: Roster, edits: list[Edit], reason: str, author: User | None, now: dt.datetime
) -> EditJudgement:
    """Keeps the edits if they break no rule; on a published roster each is a written change.

    Raises CannotBeDone with the rules in words, and keeps nothing.
    """
    roster = Roster.objects.select_for_update().get(pk=roster.pk)
    _refuse_wrong_edits(roster, edits)
    judgement = _judge(ask_about(roster), roster, edits)
    if not judgement.is_lawful:
        raise CannotBeDone(*(one.text for one in judgement.objections))
    changes = [_keep(roster, edit) for edit in edits]
    changes = [change for change in changes if change.was != change.now]
    if roster.state == RosterState.PUBLISHED:
        write_changes(roster=roster, changes=changes, reason=reason, author=author, now=now)
    record_change(
        subject="Roster",
        subject_key=f"{roster.start}/{roster.version}",
        action="edited",
        author=author,
        now=now,
        before=[f"{one.date} {one.cook.key} {one.was}" for one in changes],
        after=[f"{one.date} {one.cook.key} {one.now}" for one in changes],
        reason=reason,
    )
    refresh_roster(roster)
    return judgement


def _refuse_wrong_edits(roster: Roster, edits: list[Edit]) -> None:
    if roster.state == RosterState.SUPERSEDED:
        raise CannotBeDone(_("A newer roster has taken this one's place."))
    for edit in edits:
        if not roster.start <= edit.date <= roster.end:
            raise CannotBeDone(_("The date lies outside this roster."))
        if (edit.shift is None) != (edit.skill is None):
            raise CannotBeDone(_("Choose both a shift and what she does in it."))


def _keep(roster: Roster, edit: Edit) -> ShiftChange:
    old = roster.assignments.filter(cook=edit.cook, date=edit.date).select_related("shift").first()
    if old is not None:
        old.delete()
    if edit.shift is not None and edit.skill is not None:
        Assignment.objects.create(
            roster=roster,
            cook=edit.cook,
            date=edit.date,
            shift=edit.shift,
            skill=edit.skill,
            start_minute=edit.shift.start_minute,
            end_minute=edit.shift.end_minute,
            paid_minutes=edit.shift.paid_minutes,
        )
    was, now = old.shift.key if old else "", edit.shift.key if edit.shift else ""
    return ShiftChange(edit.cook, edit.date, was, now)

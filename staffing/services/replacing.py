"""She cannot come: who could, at what price, and the roster that changes least."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib.money import to_decimal
from staffing.choices import AvailabilityLevel
from staffing.models import Availability, Cook, Roster, ShiftPattern, Skill
from staffing.selectors.rosters import assignments_of, published_roster
from staffing.services.roster_editing import Edit, apply_edits, edits_between
from staffing.services.roster_judging import reason_text
from staffing.services.roster_question import RosterQuestion, ask_about, to_core

if TYPE_CHECKING:
    from staffing.planning import roster as core

REPAIR_SECONDS = 5.0
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """One cook for the lost shift, with what stands against her and what she costs more."""

    cook: Cook
    rank: int
    allowed: bool
    because: list[str]
    extra_agorot: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The lost shift, every other cook ranked for it, and the least-change repair."""

    roster: Roster
    cook: Cook
    date: dt.date
    shift: ShiftPattern
    skill: Skill
    candidates: list[Candidate]
    repair: list[Edit]
    status: str
    document: dict[str, Any]

    @property
    def fills(self) -> bool:
        """Whether the repair finds somebody for the shift itself."""
        return any(edit.shift == self.shift and edit.date == self.date for edit in self.repair)


def propose_replacements(*, cook: Cook, date: dt.date, seed: int = 1) -> Proposal:
    """Ranks everybody for her shift of the day, and finds the repair; writes nothing.

    Raises CannotBeDone where no published roster holds the day or she has no shift on it.
    """
    roster = published_roster(date)
    if roster is None:
        raise CannotBeDone(
            _("No published roster holds %(date)s: publish one first.") % {"date": _day(date)}
        )
    standing = list(assignments_of(roster))
    lost = next((row for row in standing if row.cook_id == cook.pk and row.date == date), None)
    if lost is None:
        raise CannotBeDone(
            _("%(cook)s has no shift on %(date)s.") % {"cook": cook.name, "date": _day(date)}
        )
    question = ask_about(roster)
    _refuse_unknown(question, cook)
    found, edits, status = _search(question, to_core(standing, roster.start), cook, date, seed)
    candidates = [_candidate(question, one) for one in found.candidates]
    return Proposal(
        roster, cook, date, lost.shift, lost.skill, candidates, edits, status,
        _document(question, cook, date, found, candidates, edits),
    )  # fmt: skip


def _day(day: dt.date) -> str:
    return date_format(day, "d.m.Y")


def _refuse_unknown(question: RosterQuestion, cook: Cook) -> None:
    if cook.key not in question.problem.cook:
        raise CannotBeDone(_("%(cook)s has no contract in this period.") % {"cook": cook.name})


def _search(
    question: RosterQuestion,
    standing: tuple[core.Assignment, ...],
    cook: Cook,
    date: dt.date,
    seed: int,
) -> tuple[core.Replacements, list[Edit], str]:
    from kurkum.lib.solving import Limits
    from staffing.planning import roster as core

    published, day = core.Solution(standing), question.day(date)
    found = core.replacements(question.problem, published, cook=cook.key, day=day)
    result = core.least_repair(
        question.problem,
        published,
        lost=[(cook.key, day)],
        limits=Limits(seconds=REPAIR_SECONDS, deterministic=True, workers=1),
        seed=seed,
        frozen_until=day,
    )
    after = result.solution or core.without_day(published, cook.key, day)
    return found, edits_between(question, published, after), result.status.value


def _candidate(question: RosterQuestion, one: core.Candidate) -> Candidate:
    facts = next(facts for facts in question.cooks if facts.cook.key == one.cook)
    because = list(dict.fromkeys(reason_text(reason, question) for reason in one.reasons))
    return Candidate(
        cook=facts.cook,
        rank=one.rank,
        allowed=one.allowed,
        because=because[:MOST_REASONS],
        extra_agorot=one.cost.get("cost", 0),
        minutes=sum(
            question.problem.shift[row.shift].paid_minutes
            for row in question.problem.published
            if row.cook == one.cook
        ),
    )


def _document(
    question: RosterQuestion,
    cook: Cook,
    date: dt.date,
    found: core.Replacements,
    candidates: list[Candidate],
    edits: list[Edit],
) -> dict[str, Any]:
    return {
        "kind": "replacements",
        "version": 1,
        "cook": cook.key,
        "date": date.isoformat(),
        "shifts": [
            {
                "shift": found.lost.shift,
                "skill": found.lost.skill,
                "candidates": [
                    {
                        "cook": one.cook.key,
                        "rank": one.rank,
                        "allowed": one.allowed,
                        "because": one.because,
                        "cost": f"{to_decimal(one.extra_agorot):.2f}",
                        "changes": [_change(question, change) for change in raw.changes],
                    }
                    for one, raw in zip(candidates, found.candidates, strict=True)
                ],
            }
        ],
        "repair": [
            _change(question, change)
            for change in _as_changes(question, edits)
            if change.was != change.now
        ],
    }


def _change(question: RosterQuestion, change: core.Change) -> dict[str, str]:
    return {
        "cook": change.cook,
        "date": question.date(change.day).isoformat(),
        "was": change.was or "",
        "now": change.now or "",
    }


def _as_changes(question: RosterQuestion, edits: list[Edit]) -> list[core.Change]:
    from staffing.planning.roster import Change

    was = {(one.cook, one.day): one.shift for one in question.problem.published}
    return [
        Change(
            edit.cook.key,
            question.day(edit.date),
            was.get((edit.cook.key, question.day(edit.date))),
            edit.shift.key if edit.shift else None,
        )
        for edit in edits
    ]


@transaction.atomic
def apply_repair(*, proposal: Proposal, author: User | None, now: dt.datetime) -> None:
    """Writes the least-change repair, each change with its time."""
    mark_absent(cook=proposal.cook, date=proposal.date, author=author, now=now)
    apply_edits(
        roster=proposal.roster,
        edits=proposal.repair,
        reason=_("%(cook)s cannot come") % {"cook": proposal.cook.name},
        author=author,
        now=now,
    )


@transaction.atomic
def apply_candidate(
    *, proposal: Proposal, candidate: Candidate, author: User | None, now: dt.datetime
) -> None:
    """The manager's own choice instead of the repair; the same rules judge it."""
    mark_absent(cook=proposal.cook, date=proposal.date, author=author, now=now)
    apply_edits(
        roster=proposal.roster,
        edits=[
            Edit(proposal.cook, proposal.date),
            Edit(candidate.cook, proposal.date, proposal.shift, proposal.skill),
        ],
        reason=_("%(cook)s cannot come") % {"cook": proposal.cook.name},
        author=author,
        now=now,
    )


@transaction.atomic
def mark_absent(
    *, cook: Cook, date: dt.date, author: User | None, now: dt.datetime, note: str = ""
) -> Availability:
    """She cannot come: the day is taken out of her availability; the cause is nobody's business."""
    Availability.objects.filter(
        cook=cook, level=AvailabilityLevel.AVAILABLE, weekday=None, date_from=date, date_to=date
    ).delete()
    row, created = Availability.objects.get_or_create(
        cook=cook,
        level=AvailabilityLevel.UNAVAILABLE,
        weekday=None,
        date_from=date,
        date_to=date,
        defaults={"note": note, "recorded_at": now},
    )
    if created:
        record_change(
            subject="Cook",
            subject_key=cook.key,
            action="cannot come",
            author=author,
            now=now,
            after={"date": date.isoformat()},
        )
    return row

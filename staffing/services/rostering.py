"""Plans rosters: cover, question, solve, verify, store. A plan with gaps is stored as a draft."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import SolverRun, User
from kurkum.base.services.changes import record_change
from kurkum.lib.dates import DAYS_IN_WEEK
from kurkum.lib.money import to_decimal
from staffing.choices import RosterState
from staffing.models import Assignment, CoverGap, Roster, Skill
from staffing.selectors.roster_facts import skills_by_key
from staffing.selectors.rosters import assignments_of, next_version
from staffing.services.cover import derive_cover
from staffing.services.roster_document import answer_part, question_part
from staffing.services.roster_judging import gaps_with_reasons, instance_sentences, objections
from staffing.services.roster_question import RosterQuestion, ask, ask_about, to_core

if TYPE_CHECKING:
    from kurkum.lib.solving import Limits, Result
    from staffing.planning import roster as core

OnProgress = Callable[[str, int | None, int | None], None]
ShouldStop = Callable[[], bool]

MOST_WEEKS = 8
REASONS_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class SolveOrder:
    """How to solve. ``repeatable``: the same order gives the same roster, at some cost of speed."""

    seconds: float = 20.0
    seed: int = 1
    repeatable: bool = True
    on_progress: OnProgress | None = None
    should_stop: ShouldStop | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the planner found, with the words it is stored under."""

    status: str
    layers: list[dict[str, Any]]
    bound: int | None
    assignments: tuple[core.Assignment, ...]


def plan_roster(
    *,
    start: dt.date,
    weeks: int,
    order: SolveOrder,
    author: User | None,
    now: dt.datetime,
    run: SolverRun | None = None,
) -> Roster:
    """Solves ``weeks`` weeks from ``start`` and stores the draft, with its gaps and their reasons.

    Raises CannotBeDone, and stores nothing, where there is no plan or the data are not enough.
    """
    days = weeks * DAYS_IN_WEEK
    last = start + dt.timedelta(days=days - 1)
    derive_cover(first=start, last=last, now=now, on_forecast=True)
    question = ask(start, days)
    answer = solve_question(question, order)
    return store_roster(
        question=question, answer=answer, order=order, author=author, now=now, run=run
    )


def solve_question(
    question: RosterQuestion, order: SolveOrder, hint: core.Solution | None = None
) -> Answer:
    """Solves and verifies. Raises CannotBeDone where no roster was found or none can be."""
    from staffing.planning.roster import solve

    result = solve(
        question.problem,
        limits=_limits(order),
        seed=order.seed,
        hint=hint,
        on_progress=_progress(order.on_progress),
        should_stop=order.should_stop,
    )
    if result.solution is None:
        raise CannotBeDone(*_why_no_plan(question, result))
    _refuse_unsound(question, result.solution)
    return _answer(question, result)


def _limits(order: SolveOrder) -> Limits:
    from kurkum.lib.solving import Limits

    return Limits(seconds=order.seconds, deterministic=order.repeatable)


def _progress(report: OnProgress | None) -> Any:
    if report is None:
        return None
    return lambda progress: report(progress.layer, progress.value, progress.bound)


def _answer(question: RosterQuestion, result: Result[core.Solution]) -> Answer:
    """Values as the roster itself shows them: a search that ended early may have counted worse."""
    from staffing.planning.roster import Solution, measure

    solution = result.solution or Solution()
    measured = measure(question.problem, solution)
    layers: list[dict[str, Any]] = [
        {"name": one.name, "value": min(one.value, measured[one.name]), "bound": one.bound}
        for one in result.layers
    ]
    unproven = [one for one in layers if one["value"] != one["bound"]]
    bound = next((one["bound"] for one in unproven or layers), None)
    status = result.status.value if unproven else "optimal"
    return Answer(status, layers, bound, solution.assignments)


def _refuse_unsound(question: RosterQuestion, solution: core.Solution) -> None:
    """The second opinion: nothing that breaks a rule is ever stored."""
    from staffing.planning.roster import verify

    violations = verify(question.problem, solution)
    if violations:
        raise CannotBeDone(
            _("The roster that was found breaks rules, so it was not stored:"),
            *(one.text for one in objections(question, violations[:20])),
        )


def _why_no_plan(question: RosterQuestion, result: Result[core.Solution]) -> list[str]:
    from kurkum.lib.solving import Status
    from staffing.planning.roster import Solution, verify

    if result.status is not Status.INFEASIBLE:
        return [_("No roster was found in the time given; allow more seconds.")]
    broken = verify(question.problem, Solution(question.problem.fixed))
    reasons = [one.text for one in objections(question, broken)]
    return [_("No roster keeps all the rules."), *(reasons or _clashing_rules(question))]


def _clashing_rules(question: RosterQuestion) -> list[str]:
    """The fewest rules that cannot all hold, and what it would take; nothing if time ran out."""
    from staffing.planning.roster import explain_conflict

    try:
        conflict = explain_conflict(question.problem, seconds=REASONS_SECONDS)
    except TimeoutError:
        return []
    if conflict is None:
        return []
    give = instance_sentences(question, conflict.give or ())
    return [
        *instance_sentences(question, conflict.rules),
        *([_("It would be possible without this:"), *give] if give else []),
    ]


@transaction.atomic
def store_roster(
    *,
    question: RosterQuestion,
    answer: Answer,
    order: SolveOrder,
    author: User | None,
    now: dt.datetime,
    run: SolverRun | None = None,
) -> Roster:
    """Stores the draft as a new version; earlier drafts of the same start are superseded."""
    Roster.objects.filter(start=question.start, state=RosterState.DRAFT).update(
        state=RosterState.SUPERSEDED
    )
    roster = Roster.objects.create(
        start=question.start,
        end=question.end,
        version=next_version(question.start),
        status=answer.status,
        layers=answer.layers,
        bound=answer.bound,
        seconds=round(order.seconds, 2),
        seed=order.seed,
        run=run,
        created_at=now,
        created_by=author,
    )
    pinned = set(question.problem.fixed)
    skills = skills_by_key()
    Assignment.objects.bulk_create(
        row(roster, question, one, skills, is_fixed=one in pinned) for one in answer.assignments
    )
    _write_answer(roster, question, answer.assignments)
    record_change(
        subject="Roster",
        subject_key=f"{roster.start}/{roster.version}",
        action="planned",
        author=author,
        now=now,
        channel=Channel.WEB if author else Channel.COMMAND,
        after={"status": roster.status, "gaps": roster.gaps.count()},
    )
    return roster


def row(
    roster: Roster,
    question: RosterQuestion,
    one: core.Assignment,
    skills: dict[str, Skill],
    *,
    is_fixed: bool,
) -> Assignment:
    """The planner's assignment as a row with the times of the pattern as they stand today."""
    pattern = next(pattern for pattern in question.patterns if pattern.key == one.shift)
    cook = next(facts.cook for facts in question.cooks if facts.cook.key == one.cook)
    return Assignment(
        roster=roster,
        cook=cook,
        date=question.date(one.day),
        shift=pattern,
        skill=skills[one.skill or ""],
        start_minute=pattern.start_minute,
        end_minute=pattern.end_minute,
        paid_minutes=pattern.paid_minutes,
        is_fixed=is_fixed,
    )


def refresh_roster(roster: Roster, question: RosterQuestion | None = None) -> None:
    """After an edit: gaps and document say again what the assignments say."""
    question = question or ask_about(roster)
    standing = to_core(assignments_of(roster), roster.start)
    _write_answer(roster, question, standing)


def _write_answer(
    roster: Roster, question: RosterQuestion, assignments: Sequence[core.Assignment]
) -> None:
    from staffing.planning.roster import Solution

    found = gaps_with_reasons(question, Solution(tuple(assignments)))
    patterns = {one.key: one for one in question.patterns}
    skills = skills_by_key()
    roster.gaps.all().delete()
    CoverGap.objects.bulk_create(
        CoverGap(
            roster=roster,
            date=question.date(gap.day),
            shift=patterns[gap.shift],
            skill=skills[gap.skill or ""],
            missing=gap.missing,
            because=because,
        )
        for gap, because in found
    )
    roster.document = _document(roster, question, found) | {
        "wages": f"{to_decimal(_wages(question, assignments)):.2f}"
    }
    roster.save(update_fields=["document"])


def _wages(question: RosterQuestion, assignments: Sequence[core.Assignment]) -> int:
    """Gross wages in agorot as the planner counts them: by day, then by week."""
    from staffing.planning.roster import Solution, measure_aims

    problem = replace(question.problem, budget_agorot=None)
    return measure_aims(problem, Solution(tuple(assignments)))["wages"]


def _document(roster: Roster, question: RosterQuestion, found: Any) -> dict[str, Any]:
    heavy = frozenset(Skill.objects.filter(is_heavy=True).values_list("key", flat=True))
    gaps = [
        {
            "date": question.date(gap.day).isoformat(),
            "shift": gap.shift,
            "skill": gap.skill,
            "missing": gap.missing,
            "because": because,
        }
        for gap, because in found
    ]
    return (
        question_part(question)
        | {
            "status": roster.status,
            "layers": roster.layers,
            "seconds": float(roster.seconds),
            "seed": roster.seed,
        }
        | answer_part(question, list(assignments_of(roster)), gaps, heavy)
    )


def gap_sentences(roster: Roster) -> list[str]:
    """The gaps of a stored roster, one a line, in words."""
    return [
        _("%(date)s, %(shift)s, %(skill)s: %(missing)s missing. %(because)s")
        % {
            "date": gap.date,
            "shift": gap.shift.name,
            "skill": gap.skill.name,
            "missing": gap.missing,
            "because": "; ".join(gap.because),
        }
        for gap in roster.gaps.select_related("shift", "skill")
    ]

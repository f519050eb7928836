"""The kitchen's answer to a late change: does it fit the plan in force, and if not, why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from kurkum.base.errors import KurkumError
from kurkum.base.ports import AmendmentQuestion, Judgement
from staffing.models import ProductionPlan
from staffing.production_words import name_book, sentence
from staffing.selectors.day_facts import DayFacts, day_facts
from staffing.selectors.plans import current_plan
from staffing.services.production import SolveRequest
from staffing.services.replanning import Revision, revise, with_more
from staffing.services.stored_plan import stored_solution

if TYPE_CHECKING:
    from staffing.planning.production import Solution

QUICK = SolveRequest(seconds=1.0, any_plan=True)
SMALLER = (2, 4)
Causes = tuple[tuple[str, dict[str, object]], ...]
Effect = dict[str, int]


def judge_amendment(question: AmendmentQuestion) -> Judgement:
    """All of it, else half or a quarter of it, else none; fewer portions always fit.

    Without a plan in force nothing stands against it. The causes carry a sentence in the
    language switched on.
    """
    plan = current_plan(question.date)
    if plan is None or question.delta <= 0:
        return Judgement(fits=question.delta)
    facts = day_facts(question.date)
    causes, effect = _obstacles(plan, facts, question, question.delta)
    if not causes:
        return Judgement(fits=question.delta, effect=effect)
    parts = [question.delta // smaller for smaller in SMALLER if question.delta >= smaller]
    fitting = (part for part in parts if not _obstacles(plan, facts, question, part)[0])
    return Judgement(fits=next(fitting, 0), causes=causes, effect=effect)


def _obstacles(
    plan: ProductionPlan, facts: DayFacts, question: AmendmentQuestion, delta: int
) -> tuple[Causes, Effect | None]:
    """Why so many more do not fit (empty if they do), and what they do to the plan."""
    key = (question.site, question.diner_group, question.diet)
    changed = with_more(facts, key, delta)
    if changed is None:
        # Nobody there eats this yet: a new plate is the manager's decision, not a rule's.
        return (_cause("not_ordered_there", {}),), None
    try:
        revision = revise(plan=plan, facts=changed, now=question.now, request=QUICK)
    except KurkumError as error:
        return (("no_plan", {"reason": str(error)}),), None
    solution = revision.result.solution
    gaps = solution.gaps if solution else ()
    reasons = [reason for gap in gaps for reason in gap.because]
    if gaps and not reasons:
        return (_cause("not_found", {}),), None
    return tuple(_cause(reason.code, reason.facts) for reason in reasons), _effect(revision)


def _effect(revision: Revision) -> Effect | None:
    """Batches and cooks' minutes more (or fewer) than the plan in force has."""
    after = revision.result.solution
    if after is None:
        return None
    before = stored_solution(revision.plan)
    return {
        "batches": _batches(after) - _batches(before),
        "minutes": _minutes(after) - _minutes(before),
    }


def _batches(solution: Solution) -> int:
    return len({task.batch for task in solution.tasks if task.batch})


def _minutes(solution: Solution) -> int:
    return sum(
        (span.end - span.start) * len(span.cooks)
        for task in solution.tasks
        for span in task.attended
    )


def _cause(code: str, facts: dict[str, str | int]) -> tuple[str, dict[str, object]]:
    """The cause with its sentence in the language switched on, and in every language."""
    reasons = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            reasons[language] = sentence({"code": code, "facts": facts}, name_book())
    spoken = reasons.get(translation.get_language() or "", reasons["en"])
    return code, {**facts, "reason": spoken, "reasons": reasons}

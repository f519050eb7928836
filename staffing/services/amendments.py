"""The kitchen's answer to a late change: does it fit the plan in force, and if not, why not."""

from __future__ import annotations

from kurkum.base.errors import KurkumError
from kurkum.base.ports import AmendmentQuestion, Judgement
from staffing.models import ProductionPlan
from staffing.production_words import name_book, sentence
from staffing.selectors.day_facts import DayFacts, day_facts
from staffing.selectors.plans import current_plan
from staffing.services.production import SolveRequest
from staffing.services.replanning import revise, with_more

QUICK = SolveRequest(seconds=1.0)
SMALLER = (2, 4)
Causes = tuple[tuple[str, dict[str, object]], ...]


def judge_amendment(question: AmendmentQuestion) -> Judgement:
    """All of it, else half or a quarter of it, else none; fewer portions always fit.

    Without a plan in force nothing stands against it. The causes carry a sentence in the
    language switched on.
    """
    plan = current_plan(question.date)
    if plan is None or question.delta <= 0:
        return Judgement(fits=question.delta)
    facts = day_facts(question.date)
    causes = _obstacles(plan, facts, question, question.delta)
    if not causes:
        return Judgement(fits=question.delta)
    parts = [question.delta // smaller for smaller in SMALLER if question.delta >= smaller]
    fitting = (part for part in parts if not _obstacles(plan, facts, question, part))
    return Judgement(fits=next(fitting, 0), causes=causes)


def _obstacles(
    plan: ProductionPlan, facts: DayFacts, question: AmendmentQuestion, delta: int
) -> Causes:
    """Why so many more do not fit; empty if they do."""
    key = (question.site, question.diner_group, question.diet)
    changed = with_more(facts, key, delta)
    if changed is None:
        # Nobody there eats this yet: a new plate is the manager's decision, not a rule's.
        return (("not_ordered_there", {"reason": _sentence("not_ordered_there", {})}),)
    try:
        revision = revise(plan=plan, facts=changed, now=question.now, request=QUICK)
    except KurkumError as error:
        return (("no_plan", {"reason": str(error)}),)
    solution = revision.result.solution
    gaps = solution.gaps if solution else ()
    reasons = [reason for gap in gaps for reason in gap.because]
    if gaps and not reasons:
        return (("not_found", {"reason": _sentence("not_found", {})}),)
    return tuple(
        (reason.code, {**reason.facts, "reason": _sentence(reason.code, reason.facts)})
        for reason in reasons
    )


def _sentence(code: str, facts: dict[str, str | int]) -> str:
    return sentence({"code": code, "facts": facts}, name_book())

"""Why a day does not fit, and the least that would have to give.

Reasons come from ``reasons`` (evident in one batch), ``bottlenecks`` (proven by counting) and, as
``tight`` (kind or skill), from the trials below: more of it would help. The codes and facts are
listed in those modules, so that the caller can put them in words.

Remedies are found by trial: each is a small change of the problem, and is offered only if the
whole day then fits. ``remedy.problem`` is the changed problem, ready to be solved.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kurkum.lib.solving import Limits, Status, run
from staffing.planning.production.bottlenecks import bottlenecks
from staffing.planning.production.layers import Budget, Call, solve_layers
from staffing.planning.production.model import TimetableModel
from staffing.planning.production.problem import Cook, Equipment, Problem
from staffing.planning.production.reasons import reasons_for
from staffing.planning.production.solution import Gap, Reason
from staffing.planning.production.values import is_made

TRIAL_SECONDS = 0.3
LATER = (15, 30, 45)
HOUR = 60
ONE_SHIFT = 8 * HOUR


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that makes the day fit. Codes and facts:

    * ``more_cooks`` skill, start – one more cook with the skill, from that minute on;
    * ``later_departure`` ready_by, minutes – the wave leaves (and eats) so much later;
    * ``start_earlier`` minutes – the whole kitchen begins so much earlier;
    * ``more_equipment`` kind – one more of it;
    * ``swap_dish`` dish – this dish is not cooked; another takes its place.
    """

    code: str
    facts: dict[str, str | int]
    problem: Problem = field(repr=False)


@dataclass(frozen=True, slots=True)
class Explanation:
    """``fits``: proven that all can be made (None: not decided in the time given)."""

    fits: bool | None
    gaps: tuple[Gap, ...] = ()
    reasons: tuple[Reason, ...] = ()
    remedies: tuple[Remedy, ...] = ()


def explain(problem: Problem, *, seconds: float = 2.0, seed: int = 1, most: int = 4) -> Explanation:
    """Reasons and at most ``most`` remedies, least costly first, within ``seconds``."""
    deadline = time.monotonic() + seconds
    known = [reason for batch in problem.batches for reason in reasons_for(problem, batch.key)]
    known += bottlenecks(problem)
    fits = Status.INFEASIBLE if known else fits_whole(problem, seed, seconds / 4)
    if fits.has_plan:
        return Explanation(True)
    gaps = _gaps(problem, seed, seconds * 0.4)
    remedies: list[Remedy] = []
    for remedy in _candidates(problem, known, gaps):
        left = deadline - time.monotonic()
        if left <= 0 or len(remedies) >= most:
            break
        if fits_whole(remedy.problem, seed, min(left, TRIAL_SECONDS)).has_plan:
            remedies.append(remedy)
    return Explanation(
        False if fits is Status.INFEASIBLE else None,
        gaps,
        tuple(known or _tight(remedies)),
        tuple(remedies),
    )


def remedy_of(problem: Problem, code: str, facts: Mapping[str, str | int]) -> Remedy | None:
    """The change that a code and its facts name, untried; None for a code that is none.

    So a remedy that was offered before can be tried again without looking for it once more.
    """
    if code == "more_cooks":
        return _one_more_cook(problem, str(facts["skill"]), int(facts["start"]))
    if code == "more_equipment":
        return _more_equipment(problem, str(facts["kind"]))
    if code == "later_departure":
        return _later(problem, int(facts["ready_by"]), int(facts["minutes"]))
    if code == "start_earlier":
        return _start_earlier(problem, int(facts["minutes"]))
    return _without(problem, str(facts["dish"])) if code == "swap_dish" else None


def fits_whole(problem: Problem, seed: int, seconds: float) -> Status:
    """Whether everything can be made (a plan, a proof that not, or unknown)."""
    model = TimetableModel(problem, optional=False)
    return run(model.model, limits=Limits(seconds), seed=seed).status


def _gaps(problem: Problem, seed: int, seconds: float) -> tuple[Gap, ...]:
    """The batches that a plan with the least shortfall leaves out."""
    model = TimetableModel(problem, optional=True)
    for batch in problem.batches:
        made = model.variables.made(batch.key)
        if not isinstance(made, bool):
            model.model.add_hint(made, True)
    timing = solve_layers(model, ("shortfall",), Budget(Limits(seconds)), Call(seed))
    return tuple(
        Gap(batch.dish, batch.key, batch.portions, reasons_for(problem, batch.key))
        for batch in problem.batches
        if timing.plan and not is_made(problem, timing.plan, batch.key)
    )


def _tight(remedies: Sequence[Remedy]) -> list[Reason]:
    """What was short, to judge by what helps."""
    return [
        Reason("tight", remedy.facts)
        for remedy in remedies
        if remedy.code in ("more_cooks", "more_equipment")
    ]


def _candidates(problem: Problem, known: Sequence[Reason], gaps: Sequence[Gap]) -> Iterator[Remedy]:
    """Changes worth a trial: what is known to be short first, then by what they cost."""
    skills = [str(r.facts["skill"]) for r in known if "skill" in r.facts]
    kinds = [str(r.facts["kind"]) for r in known if "kind" in r.facts]
    for skill in dict.fromkeys(skills):
        yield from _more_cooks(problem, skill)
    for kind in dict.fromkeys(kinds):
        yield _more_equipment(problem, kind)
    for minutes in LATER:
        yield from _later_departures(problem, gaps, minutes)
    for skill in _skills(problem):
        if skill not in skills:
            yield from _more_cooks(problem, skill)
    yield _start_earlier(problem, HOUR)
    for dish in dict.fromkeys(gap.dish for gap in gaps):
        yield _without(problem, dish)
    for kind in problem.equipment_by_kind:
        if kind not in kinds:
            yield _more_equipment(problem, kind)


def _skills(problem: Problem) -> list[str]:
    parts = [part for task in problem.tasks for mode in task.modes for part in mode.attended]
    return list(dict.fromkeys(part.skill for part in parts))


def _more_cooks(problem: Problem, skill: str) -> Iterator[Remedy]:
    """One more cook, as late in the morning as may do; earlier only if late does not fit."""
    now = problem.start if problem.now is None else problem.now
    for hour in (7, 6, 5):
        yield _one_more_cook(problem, skill, max(now, hour * HOUR))


def _one_more_cook(problem: Problem, skill: str, start: int) -> Remedy:
    extra = Cook(f"one more {skill}", (skill,), start, start + ONE_SHIFT)
    changed = replace(problem, cooks=(*problem.cooks, extra))
    return Remedy("more_cooks", {"skill": skill, "start": start}, changed)


def _more_equipment(problem: Problem, kind: str) -> Remedy:
    have = problem.equipment_by_kind.get(kind, ())
    need = [u.load for t in problem.tasks for m in t.modes for u in m.uses if u.kind == kind]
    capacity = max([item.capacity for item in have] + need)
    exclusive = all(item.exclusive for item in have)
    extra = Equipment(f"one more {kind}", kind, capacity, exclusive)
    changed = replace(problem, equipment=(*problem.equipment, extra))
    return Remedy("more_equipment", {"kind": kind}, changed)


def _later_departures(problem: Problem, gaps: Sequence[Gap], minutes: int) -> Iterator[Remedy]:
    missing = {gap.batch for gap in gaps}
    waves = {hold.ready_by for hold in problem.holds if hold.batch in missing}
    for wave in sorted(waves):
        yield _later(problem, wave, minutes)


def _later(problem: Problem, wave: int, minutes: int) -> Remedy:
    holds = tuple(
        replace(hold, ready_by=hold.ready_by + minutes, eat_at=hold.eat_at + minutes)
        if hold.ready_by == wave
        else hold
        for hold in problem.holds
    )
    facts: dict[str, str | int] = {"ready_by": wave, "minutes": minutes}
    return Remedy("later_departure", facts, replace(problem, holds=holds))


def _start_earlier(problem: Problem, minutes: int) -> Remedy:
    cooks = tuple(replace(cook, start=cook.start - minutes) for cook in problem.cooks)
    changed = replace(problem, start=problem.start - minutes, cooks=cooks)
    return Remedy("start_earlier", {"minutes": minutes}, changed)


def _without(problem: Problem, dish: str) -> Remedy:
    gone = {batch.key for batch in problem.batches if batch.dish == dish}
    dropped = {task.key for task in problem.tasks if task.batch in gone}
    changed = replace(
        problem,
        tasks=tuple(task for task in problem.tasks if task.key not in dropped),
        lags=tuple(lag for lag in problem.lags if not {lag.before, lag.after} & dropped),
        batches=tuple(batch for batch in problem.batches if batch.key not in gone),
        holds=tuple(hold for hold in problem.holds if hold.batch not in gone),
        demand=tuple(line for line in problem.demand if line.dish != dish),
        fixed=tuple(planned for planned in problem.fixed if planned.key not in dropped),
    )
    return Remedy("swap_dish", {"dish": dish}, changed)

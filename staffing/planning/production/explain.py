"""Why a day does not fit, and the least that would have to give.

Reasons come from ``reasons`` (evident in one batch), ``bottlenecks`` (proven by counting) and, as
``tight`` (kind or skill), from the trials below: more of it would help. Where neither says
anything, each gap tells between which hours all that must be made does not fit together. The codes
and facts are listed in those modules, so that the caller can put them in words.

Remedies (``remedies``) are found by trial: each is a small change of the problem, and is offered
only if the whole day then fits.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kurkum.lib.solving import Limits, Status, run
from staffing.planning.production.bottlenecks import bottlenecks
from staffing.planning.production.greedy import Draft, construct
from staffing.planning.production.hints import relabelled
from staffing.planning.production.model import TimetableModel, unit_of
from staffing.planning.production.problem import Problem
from staffing.planning.production.reasons import reasons_for, reasons_of_gap
from staffing.planning.production.remedies import Remedy, candidates, remedy_of
from staffing.planning.production.solution import Gap, PlannedTask, Reason
from staffing.planning.production.values import is_made

__all__ = ["Explanation", "Remedy", "explain", "fits_whole", "remedy_of"]

TRIAL_SECONDS = 0.3
TRIAL_ROUNDS = 20
Plan = Mapping[str, PlannedTask]


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
    draft = _draft(problem, seed, seconds / 5, {})
    fits = Status.INFEASIBLE if known else fits_whole(problem, seed, seconds / 5, draft)
    if fits.has_plan:
        return Explanation(True)
    plan = draft.plan if draft is not None else {}
    gaps = _gaps(problem, plan, proven=fits is Status.INFEASIBLE)
    trials = Trials(seed, deadline, plan, sum(gap.missing for gap in gaps))
    remedies: list[Remedy] = []
    for group in candidates(problem, known, gaps):
        if len(remedies) >= most or trials.left <= 0:
            break
        mildest = trials.mildest(group)
        remedies += [mildest] if mildest is not None else []
    decided = False if fits is Status.INFEASIBLE else None
    return Explanation(
        decided, gaps, tuple(known or _tight(remedies) or _of_gaps(gaps)), tuple(remedies)
    )


def fits_whole(problem: Problem, seed: int, seconds: float, draft: Draft | None = None) -> Status:
    """Whether everything can be made (a plan, a proof that not, or unknown)."""
    if draft is not None and not draft.missing:
        return Status.FEASIBLE
    model = TimetableModel(problem, optional=False)
    if draft is not None:
        model.hint(relabelled(model.variables, draft.plan))
    return run(model.model, limits=Limits(max(0.01, seconds)), seed=seed).status


@dataclass(frozen=True, slots=True)
class Trials:
    """Tries changes until ``deadline``, each near ``plan``, which leaves out ``missing``."""

    seed: int
    deadline: float
    plan: Plan
    missing: int

    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()

    def mildest(self, group: Sequence[Remedy]) -> Remedy | None:
        """The first of the group that helps; none is looked for where the last does not."""
        if not group or not self.helps(group[-1].problem):
            return None
        return next((one for one in group[:-1] if self.helps(one.problem)), group[-1])

    def helps(self, problem: Problem) -> bool:
        """Whether the day fits with the change. The solver is asked only if a draft gets closer."""
        if self.left <= 0 or any(reasons_for(problem, batch.key) for batch in problem.batches):
            return False
        kept = {key: one for key, one in self.plan.items() if key in problem.task_by_key}
        draft = _draft(problem, self.seed, min(self.left, TRIAL_SECONDS), kept)
        if draft is not None and draft.missing >= self.missing > 0:
            return False
        return fits_whole(problem, self.seed, min(self.left, TRIAL_SECONDS), draft).has_plan


def _draft(problem: Problem, seed: int, seconds: float, wishes: Plan) -> Draft | None:
    end = time.monotonic() + seconds

    def is_late() -> bool:
        return time.monotonic() > end

    return construct(
        problem, unit=unit_of(problem), seed=seed, wishes=wishes, rounds=TRIAL_ROUNDS, stop=is_late
    )


def _gaps(problem: Problem, plan: Plan, *, proven: bool) -> tuple[Gap, ...]:
    return tuple(
        Gap(
            batch.dish, batch.key, batch.portions, reasons_of_gap(problem, batch.key, proven=proven)
        )
        for batch in problem.batches
        if not is_made(problem, plan, batch.key)
    )


def _of_gaps(gaps: Sequence[Gap]) -> list[Reason]:
    """What the gaps say, each thing once."""
    found: list[Reason] = []
    for gap in gaps:
        found += [reason for reason in gap.because if reason not in found]
    return found


def _tight(remedies: Sequence[Remedy]) -> list[Reason]:
    """What was short, to judge by what helps."""
    return [
        Reason("tight", remedy.facts)
        for remedy in remedies
        if remedy.code in ("more_cooks", "more_equipment")
    ]

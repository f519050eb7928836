"""Plans a day: reads its facts, solves, checks the answer, stores it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import SolverRun, User
from staffing.models import ProductionPlan
from staffing.selectors.day_facts import DayFacts, day_facts
from staffing.selectors.plans import current_plan, has_begun
from staffing.services.problem_building import BuiltDay, build_day
from staffing.services.storing import PlanOrigin, store_plan

if TYPE_CHECKING:
    from kurkum.lib.solving import Progress, Result
    from staffing.planning.production import Solution

DEFAULT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class SolveRequest:
    """How long and how: ``repeatable`` gives the same plan for the same input and seed.

    ``any_plan``: whether it fits is all that is asked; the plan need be no good one.
    """

    seconds: float = DEFAULT_SECONDS
    seed: int = 1
    repeatable: bool = True
    any_plan: bool = False
    on_progress: Callable[[Progress], None] | None = None
    should_stop: Callable[[], bool] | None = None


class PlanNotFound(CannotBeDone):
    """The time was too short, or the day is proven impossible. Nothing was stored."""


class DayBegun(CannotBeDone):
    """Work of the day has begun: a plan from nothing would forget it. Adapt the plan instead."""


class PlanRejected(CannotBeDone):
    """The plan broke one of the rules when it was checked: a defect. Nothing was stored."""


def plan_day(
    *,
    day: dt.date,
    now: dt.datetime,
    author: User | None,
    request: SolveRequest | None = None,
    channel: str = Channel.WEB,
    run: SolverRun | None = None,
) -> ProductionPlan:
    """The date's plan, solved, checked and stored; with gaps it is stored as a draft.

    Raises OrdersStillOpen, NothingOrdered, DayBegun, PlanNotFound.
    """
    ensure_not_begun(day)
    asked = request or SolveRequest()
    built = build_day(day_facts(day))
    result = solved(built, asked)
    if result.solution is None:
        raise PlanNotFound(*_why_not(built.facts, result))
    check_plan(built, result)
    origin = PlanOrigin(now, author, channel, asked.seconds, asked.seed, run)
    return store_plan(built=built, result=result, origin=origin)


def ensure_not_begun(day: dt.date) -> None:
    """Raises DayBegun where the plan in force has tasks that were begun or done."""
    plan = current_plan(day)
    if plan is not None and has_begun(plan):
        raise DayBegun(
            _("Work of this day has begun. Adapt the rest of the day instead of planning anew.")
        )


def solved(built: BuiltDay, asked: SolveRequest) -> Result[Solution]:
    """Runs the core within the limits asked for."""
    from kurkum.lib.solving import Limits
    from staffing.planning.production.solve import solve

    limits = Limits(seconds=asked.seconds, deterministic=asked.repeatable)
    return solve(
        built.problem, limits=limits, seed=asked.seed,
        on_progress=asked.on_progress, should_stop=asked.should_stop,
    )  # fmt: skip


def check_plan(built: BuiltDay, result: Result[Solution]) -> None:
    """Raises PlanRejected where the plan breaks a rule; the check shares no code with the model."""
    from staffing.planning.production.verify import verify

    if result.solution is None:
        return
    broken = verify(built.problem, result.solution)
    if broken:
        raise PlanRejected(
            _("The plan was not stored, because it broke rules when it was checked:"),
            *(str(one) for one in broken),
        )


def _why_not(facts: DayFacts, result: Result[Solution]) -> list[str]:
    from kurkum.lib.solving import Status

    if not facts.crew.cooks:
        return [_("No cook is at work on this day: make a roster, or enter contracts.")]
    if result.status is Status.INFEASIBLE:
        return [_("This day cannot be planned at all: what is already fixed contradicts itself.")]
    return [
        _("No plan was found in the time given; allow more seconds and try again."),
    ]

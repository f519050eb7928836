"""A plan meets the day: what has begun stays, as little as possible of the rest moves."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import SolverRun, User
from kurkum.lib.dates import elapsed_minutes
from staffing.choices import TaskState
from staffing.models import (
    Batch,
    BatchReading,
    BatchTask,
    Discard,
    ProductionPlan,
    RetainedSample,
)
from staffing.selectors.day_facts import DayFacts, day_facts
from staffing.selectors.plans import current_plan
from staffing.services.problem_building import (
    BuiltDay,
    ahead_in_the_afternoon,
    kitchen_day,
    line_words,
)
from staffing.services.production import PlanNotFound, SolveRequest, check_plan
from staffing.services.stored_plan import stored_batches, stored_solution
from staffing.services.storing import PlanOrigin, store_plan
from staffing.services.temperatures import hold_batch

if TYPE_CHECKING:
    from kurkum.lib.solving import Result
    from staffing.planning.production import Batch as PlannedBatch
    from staffing.planning.production import Solution

# Planned in the background, where it can be stopped with the best so far. A demonstration day of
# 206 tasks has a plan without a gap after 2 to 4 s; the rest goes into changing less of it.
SECONDS = 20.0


class NothingToRevise(CannotBeDone):
    """No plan is in force for the day."""


@dataclass(frozen=True, slots=True)
class Revision:
    """The day as it stands now, and the plan that differs least from the one in force."""

    plan: ProductionPlan
    built: BuiltDay
    result: Result[Solution]


def plan_in_force(day: dt.date) -> ProductionPlan:
    plan = current_plan(day)
    if plan is None:
        raise NothingToRevise(_("No plan is in force for this day: plan it first."))
    return plan


def revise(
    *, plan: ProductionPlan, facts: DayFacts, now: dt.datetime, request: SolveRequest
) -> Revision:
    """Solves the day anew from ``now`` on, writing nothing. Raises PlanNotFound."""
    from kurkum.lib.solving import Limits
    from staffing.planning.production.amending import amended
    from staffing.planning.production.batching import lay_out
    from staffing.planning.production.fitting import fitted
    from staffing.planning.production.replan import replan, revised

    words = line_words(facts)
    day = kitchen_day(facts, words)
    previous, minute = stored_solution(plan), elapsed_minutes(plan.date, now)
    begun = _begun(plan, minute)
    laid_out = lay_out(day, stored_batches(plan, words))
    problem = ahead_in_the_afternoon(amended(day, laid_out, begun))
    limits = Limits(request.seconds, deterministic=request.repeatable)
    if request.any_plan:
        result = fitted(problem, previous, now=minute, limits=limits, seed=request.seed)
    else:
        result = replan(
            problem, previous, now=minute, limits=limits, seed=request.seed,
            on_progress=request.on_progress, should_stop=request.should_stop,
        )  # fmt: skip
    if result.solution is None:
        raise PlanNotFound(_("No plan was found for the rest of the day; the old one stays."))
    lines = {word: key for key, word in words.items()}
    built = BuiltDay(facts, day, revised(problem, previous, now=minute), lines)
    check_plan(built, result)
    return Revision(plan, built, result)


def _begun(plan: ProductionPlan, minute: int) -> set[str]:
    """Batches of which something was done, or should have been by now."""
    rows = plan.tasks.filter(batch__isnull=False)
    begun = rows.exclude(state=TaskState.WAITING) | rows.filter(start_minute__lt=minute)
    return set(begun.values_list("batch__key", flat=True))


def replan_day(
    *,
    day: dt.date,
    now: dt.datetime,
    author: User | None,
    request: SolveRequest | None = None,
    run: SolverRun | None = None,
) -> ProductionPlan:
    """The least changed plan for the rest of the day, stored; the work done so far goes with it.

    Where nothing has to change the plan in force stays, and with it the sheets in the kitchen.
    Raises NothingToRevise, PlanNotFound, NothingOrdered.
    """
    asked = request or SolveRequest(SECONDS, repeatable=False)
    old = plan_in_force(day)
    revision = revise(plan=old, facts=day_facts(day), now=now, request=asked)
    if _stays(revision):
        return old
    origin = PlanOrigin(now, author, Channel.WEB, asked.seconds, asked.seed, run)
    with transaction.atomic():
        plan = store_plan(built=revision.built, result=revision.result, origin=origin)
        if plan.pk != old.pk:
            _carry_over(old, plan)
            _hold_on(plan, author, now)
    return plan


def _stays(revision: Revision) -> bool:
    """Whether the same orders, batches, tasks and names came out again."""
    from staffing.planning.production.replan import difference

    old, built, solution = revision.plan, revision.built, revision.result.solution
    if solution is None or old.orders_checksum != built.facts.checksum:
        return False
    words = {key: word for word, key in built.line_of_word.items()}
    made = {task.batch for task in solution.tasks}
    batches = [batch for batch in built.problem.batches if batch.shares and batch.key in made]
    same_food = _portions(stored_batches(old, words)) == _portions(batches)
    return same_food and not difference(stored_solution(old), solution)


def _portions(batches: Iterable[PlannedBatch]) -> dict[str, Counter[tuple[str, ...]]]:
    """Portions by demand in each batch; in how many rows they were written makes no difference."""
    found: dict[str, Counter[tuple[str, ...]]] = {}
    for batch in batches:
        eaten = found.setdefault(batch.key, Counter())
        for share in batch.shares:
            eaten[share.demand.key] += share.portions
    return found


def _carry_over(old: ProductionPlan, new: ProductionPlan) -> None:
    """What was begun, measured and kept belongs to the batch of the same key in the new plan."""
    states = {task.key: task for task in old.tasks.exclude(state=TaskState.WAITING)}
    tasks = [task for task in new.tasks.all() if task.key in states]
    for task in tasks:
        before = states[task.key]
        task.state, task.started_at = before.state, before.started_at
        task.done_at, task.done_by = before.done_at, before.done_by
    BatchTask.objects.bulk_update(tasks, ["state", "started_at", "done_at", "done_by"])
    _carry_records(old, {batch.key: batch for batch in new.batches.all()})


def _hold_on(plan: ProductionPlan, author: User | None, now: dt.datetime) -> None:
    """Food that is held back stays so for the sites that the new plan gives it to as well."""
    waiting = BatchReading.objects.filter(batch__plan=plan, is_ok=False, corrective_action="")
    for reading in waiting.select_related("batch__plan", "batch__dish"):
        hold_batch(reading=reading, author=author, now=now)


def _carry_records(old: ProductionPlan, new: Mapping[str, Batch]) -> None:
    for batch in old.batches.all():
        target = new.get(batch.key)
        if target is None:
            continue
        for model in (BatchReading, RetainedSample, Discard):
            model._default_manager.filter(batch=batch).update(batch=target)
        target.lots.set(batch.lots.all())
        if batch.prepared_portions is not None:
            Batch.objects.filter(pk=target.pk).update(prepared_portions=batch.prepared_portions)


# -- a late change --------------------------------------------------------------------------------


def with_more(facts: DayFacts, key: tuple[str, str, str], delta: int) -> DayFacts | None:
    """The facts with ``delta`` portions more at (site, diner group, diet); None if unknown there.

    Each dish of that plate grows alike; a line that falls to nothing is gone.
    """
    site, group, diet = key
    lines, found = [], False
    for line in facts.lines:
        if (line.site.key, line.diner_group, line.diet) != (site, group, diet):
            lines.append(line)
            continue
        found = True
        portions = max(0, line.portions + delta)
        if portions:
            lines.append(replace(
                line, portions=portions,
                reference_portions=line.reference_portions * portions // line.portions,
                grams=line.grams * portions // line.portions,
            ))  # fmt: skip
    return replace(facts, lines=tuple(lines)) if found else None

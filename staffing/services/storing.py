"""Writes a checked plan: one transaction, one current version of a date, one row of history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from kurkum.base.models import SolverRun, User
from kurkum.base.services.changes import record_change
from menus.models import KitchenLine
from orders.models import DemandLine, OrderDay
from orders.services.dispatching import tell_planned
from staffing.choices import ExtraKind, PlanState, StepKind
from staffing.models import (
    Batch,
    BatchExtra,
    BatchShare,
    BatchTask,
    Cook,
    Equipment,
    PlanGap,
    ProcessStep,
    ProductionPlan,
    Skill,
    TaskWork,
)
from staffing.services.problem_building import BuiltDay
from staffing.services.production_document import gap_rows, plan_document

if TYPE_CHECKING:
    from kurkum.lib.solving import Result
    from staffing.planning.production import Batch as PlannedBatch
    from staffing.planning.production import PlannedTask, Solution


@dataclass(frozen=True, slots=True)
class PlanOrigin:
    """Who asked for the plan, when, through which door, and within which limits."""

    now: dt.datetime
    author: User | None
    channel: str
    seconds: float
    seed: int
    run: SolverRun | None = None


@transaction.atomic
def store_plan(*, built: BuiltDay, result: Result[Solution], origin: PlanOrigin) -> ProductionPlan:
    """The plan with its rows; the same plan as the newest of its date is not stored twice."""
    solution = result.solution
    if solution is None:
        raise ValueError("a plan without a solution cannot be stored")
    day = built.facts.date
    order_day = OrderDay.objects.select_for_update().get(date=day)
    document = plan_document(built, result, origin.seconds)
    newest = ProductionPlan.objects.filter(date=day).order_by("-version").first()
    if newest is not None and newest.document == document and newest.state != PlanState.SUPERSEDED:
        return newest
    plan = _store_head(built, result, origin, document)
    _store_rows(plan, built, solution)
    if plan.state == PlanState.CURRENT and not order_day.is_planned:
        order_day.is_planned = True
        order_day.save(update_fields=["is_planned"])
    if plan.state == PlanState.CURRENT:
        _tell_deliveries(plan)
    _record(plan, newest, origin)
    return plan


def _tell_deliveries(plan: ProductionPlan) -> None:
    """What the plan makes for each demand line; deliveries that are not made yet hear it later."""
    portions: dict[int, int] = {}
    shares = BatchShare.objects.filter(batch__plan=plan)
    for line, count in shares.values_list("demand_line_id", "portions"):
        portions[line] = portions.get(line, 0) + count
    tell_planned(date=plan.date, portions=portions)


def _store_head(
    built: BuiltDay, result: Result[Solution], origin: PlanOrigin, document: dict[str, Any]
) -> ProductionPlan:
    day = built.facts.date
    has_gaps = bool(result.solution and result.solution.gaps)
    # A draft with gaps replaces older drafts, never the plan in force.
    replaced = [PlanState.DRAFT] if has_gaps else [PlanState.DRAFT, PlanState.CURRENT]
    ProductionPlan.objects.filter(date=day, state__in=replaced).update(state=PlanState.SUPERSEDED)
    last = ProductionPlan.objects.filter(date=day).aggregate(last=Max("version"))["last"] or 0
    return ProductionPlan.objects.create(
        date=day, version=last + 1, state=PlanState.DRAFT if has_gaps else PlanState.CURRENT,
        status=result.status, layers=[asdict(layer) for layer in result.layers],
        seconds=round(origin.seconds, 2), seed=origin.seed, document=document,
        orders_checksum=built.facts.checksum, run=origin.run, created_at=origin.now,
        created_by=origin.author,
    )  # fmt: skip


def _record(plan: ProductionPlan, before: ProductionPlan | None, origin: PlanOrigin) -> None:
    record_change(
        subject="ProductionPlan", subject_key=str(plan.date), action="planned",
        author=origin.author, now=origin.now, channel=origin.channel,
        before={"version": before.version, "state": before.state} if before else None,
        after={"version": plan.version, "state": plan.state, "status": plan.status},
    )  # fmt: skip


# -- rows -----------------------------------------------------------------------------------------


def _store_rows(plan: ProductionPlan, built: BuiltDay, solution: Solution) -> None:
    made = {task.batch for task in solution.tasks if task.batch}
    batches = _store_batches(plan, built, made)
    _store_shares(built, batches)
    tasks = _store_tasks(plan, built, solution, batches)
    _store_work(solution, tasks)
    PlanGap.objects.bulk_create(
        PlanGap(plan=plan, what=row.what, missing=row.missing, because=row.reasons)
        for row in gap_rows(built, solution)
    )


def _store_batches(plan: ProductionPlan, built: BuiltDay, made: set[str]) -> dict[str, Batch]:
    lines = {line.key: line for line in KitchenLine.objects.all()}
    rows = {
        batch.key: _batch_row(plan, built, batch, lines)
        for batch in built.problem.batches
        if batch.key in made
    }
    Batch.objects.bulk_create(rows.values())
    return rows


def _batch_row(
    plan: ProductionPlan, built: BuiltDay, batch: PlannedBatch, lines: Mapping[str, KitchenLine]
) -> Batch:
    recipe = built.facts.recipes[batch.dish]
    if recipe.recipe is None:
        raise ValueError(f"{batch.dish} has no recipe in force on {plan.date}")
    return Batch(
        plan=plan, key=batch.key, dish=recipe.dish, recipe=recipe.recipe,
        line=lines[built.line_of_word[batch.line]], portions=batch.portions,
        reference_portions=batch.reference_portions, grams=batch.grams,
    )  # fmt: skip


def _store_shares(built: BuiltDay, batches: Mapping[str, Batch]) -> None:
    """Shares point at the frozen demand lines: an order's own rows first, then its amendments."""
    left = {
        row.pk: row.portions
        for line in built.facts.lines
        for row in _capped(line.rows, line.portions)
    }
    rows = {line.key: line.rows for line in built.facts.lines}
    shares: list[BatchShare] = []
    extras: list[BatchExtra] = []
    for batch in built.problem.batches:
        if batch.key not in batches:
            continue
        stored = batches[batch.key]
        extras += _extras(stored, batch)
        wanted: dict[int, int] = {}
        for share in batch.shares:
            dish, word, site, group, diet = share.demand.key
            key = (dish, built.line_of_word[word], site, group, diet)
            for pk, portions in _taken(rows[key], left, share.portions):
                wanted[pk] = wanted.get(pk, 0) + portions
        shares += [
            BatchShare(batch=stored, demand_line_id=pk, portions=portions)
            for pk, portions in wanted.items()
        ]
    BatchShare.objects.bulk_create(shares)
    BatchExtra.objects.bulk_create(extras)


def _extras(stored: Batch, batch: PlannedBatch) -> list[BatchExtra]:
    """What nobody eats that day; food for a later day is spare as far as this day goes."""
    if not batch.shares:
        return [BatchExtra(batch=stored, kind=ExtraKind.SPARE, portions=batch.portions)]
    joined: dict[str, int] = {}
    for extra in batch.extras:
        joined[extra.kind] = joined.get(extra.kind, 0) + extra.portions
    return [BatchExtra(batch=stored, kind=kind, portions=n) for kind, n in joined.items()]


@dataclass(frozen=True, slots=True)
class _Room:
    pk: int
    portions: int


def _capped(rows: Iterable[DemandLine], portions: int) -> list[_Room]:
    """Positive rows, cut so that together they are what is left after the negative ones."""
    room = []
    for row in rows:
        take = max(0, min(row.portions, portions))
        portions -= take
        room.append(_Room(row.pk, take))
    return room


def _taken(
    rows: Iterable[DemandLine], left: dict[int, int], portions: int
) -> Iterable[tuple[int, int]]:
    for row in rows:
        take = min(left[row.pk], portions)
        if take > 0:
            left[row.pk] -= take
            portions -= take
            yield row.pk, take


def _store_tasks(
    plan: ProductionPlan, built: BuiltDay, solution: Solution, batches: Mapping[str, Batch]
) -> dict[str, BatchTask]:
    steps = {(step.dish.key, step.position): step for step in built.facts.steps}
    equipment = {row.key: row for row in Equipment.objects.all()}
    skills = {row.key: row for row in Skill.objects.all()}
    rows = {}
    for task in solution.tasks:
        batch = batches.get(task.batch or "")
        step = _step_of(built, task, steps)
        skill = built.problem.task_by_key[task.key].skill if batch else None
        rows[task.key] = BatchTask(
            plan=plan, batch=batch, key=task.key, step=step,
            kind=task.kind if batch else StepKind.CLEAN, skill=skills.get(skill or ""),
            equipment=equipment[task.equipment[0]] if task.equipment else None,
            load=load_of(built, task), start_minute=task.start, end_minute=task.end,
        )  # fmt: skip
    BatchTask.objects.bulk_create(rows.values())
    return rows


def _step_of(
    built: BuiltDay, task: PlannedTask, steps: Mapping[tuple[str, int], ProcessStep]
) -> ProcessStep | None:
    if task.batch is None:
        return None
    dish = built.problem.batch_by_key[task.batch].dish
    return steps[dish, int(built.problem.task_by_key[task.key].step)]


def load_of(built: BuiltDay, task: PlannedTask) -> int:
    """How full the task makes its vessel, in the vessel's unit; one use counts as 1."""
    if task.batch is None or not task.equipment:
        return 0
    uses = built.problem.task_by_key[task.key].modes[task.mode].uses
    return max(1, uses[0].load)


def _store_work(solution: Solution, tasks: Mapping[str, BatchTask]) -> None:
    cooks = {row.key: row for row in Cook.objects.all()}
    TaskWork.objects.bulk_create(
        TaskWork(task=tasks[task.key], cook=cooks[cook], from_minute=span.start, to_minute=span.end)
        for task in solution.tasks
        for span in task.attended
        for cook in span.cooks
    )

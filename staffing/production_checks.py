"""What must always hold of production plans; each broken invariant names its row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from django.db.models import Q, QuerySet

from kurkum.base.ports import Breach
from orders.models import Delivery, DeliveryLine, OrderDay
from staffing.choices import PlanState, TaskState
from staffing.models import (
    Batch,
    BatchReading,
    BatchTask,
    ProductionPlan,
    RetainedSample,
    TaskWork,
)


def production_breaches() -> Iterator[Breach]:
    """Every broken invariant of plans, batches, tasks and readings."""
    yield from _batches_do_not_add_up()
    yield from _current_with_gaps()
    yield from _day_not_told()
    yield from _cooks_in_two_places()
    yield from _equipment_used_twice()
    yield from _batch_of_another_day()
    yield from _readings_without_action()
    yield from _samples_thrown_away_early()
    yield from _document_disagrees()


def _current() -> Q:
    return Q(plan__state=PlanState.CURRENT)


def _batches_do_not_add_up() -> Iterator[Breach]:
    for batch in Batch.objects.filter(_current()).prefetch_related("shares", "extras"):
        shared = sum(share.portions for share in batch.shares.all())
        total = shared + sum(extra.portions for extra in batch.extras.all())
        if total != batch.portions:
            message = f"{batch.portions} portions, but {total} are shared out"
            yield Breach("batch_adds_up", f"{batch.plan} {batch.key}", message)


def _current_with_gaps() -> Iterator[Breach]:
    for plan in ProductionPlan.objects.filter(state=PlanState.CURRENT, gaps__isnull=False):
        yield Breach("plan_in_force_has_no_gap", str(plan), "is in force, but has a gap")


def _day_not_told() -> Iterator[Breach]:
    planned = ProductionPlan.objects.filter(state=PlanState.CURRENT).values("date")
    for day in OrderDay.objects.filter(date__in=planned, is_planned=False):
        yield Breach("planned_day_is_marked", str(day.date), "has a plan, but may be reopened")


def _cooks_in_two_places() -> Iterator[Breach]:
    rows = TaskWork.objects.filter(task__plan__state=PlanState.CURRENT)
    rows = rows.select_related("task__plan", "cook")
    ordered = rows.order_by("task__plan_id", "cook_id", "from_minute")
    for before, after in pairwise(ordered):
        same = (before.task.plan_id, before.cook_id) == (after.task.plan_id, after.cook_id)
        if same and after.from_minute < before.to_minute:
            where = f"{after.task.plan} {after.cook.key}"
            message = f"is at {before.task.key} and {after.task.key} at once"
            yield Breach("cook_is_in_one_place", where, message)


def _equipment_used_twice() -> Iterator[Breach]:
    rows = BatchTask.objects.filter(_current(), equipment__is_shared=False)
    rows = rows.select_related("plan", "equipment")
    ordered = rows.order_by("plan_id", "equipment_id", "start_minute")
    for before, after in pairwise(ordered):
        same = (before.plan_id, before.equipment_id) == (after.plan_id, after.equipment_id)
        if same and after.start_minute < before.end_minute:
            where = f"{after.plan} {after.equipment}"
            message = f"holds {before.key} and {after.key} at once"
            yield Breach("equipment_holds_one_batch", where, message)


def _batch_of_another_day() -> Iterator[Breach]:
    plans = ProductionPlan.objects.filter(state=PlanState.CURRENT)
    for plan in plans.prefetch_related("batches__shares__demand_line"):
        for batch in plan.batches.all():
            days = {share.demand_line.date for share in batch.shares.all()}
            if days - {plan.date}:
                yield Breach("batch_feeds_its_day", f"{plan} {batch.key}", "feeds another day")


def _readings_without_action() -> Iterator[Breach]:
    """A batch that waits for its action is held back, as it should be; food that went is not."""
    waiting = BatchReading.objects.filter(is_ok=False, corrective_action="")
    for row in waiting.select_related("batch__plan").prefetch_related("batch__shares__demand_line"):
        for delivery in _gone_after(row):
            message = f"is outside the limit; nothing was done, and {delivery} had it"
            yield Breach("bad_reading_has_an_action", str(row), message)


def _gone_after(reading: BatchReading) -> QuerySet[Delivery]:
    """Deliveries that left, or were handed over, with the batch's dish after the reading."""
    batch = reading.batch
    sites = {share.demand_line.site_id for share in batch.shares.all()}
    later = Q(dispatched_at__gte=reading.taken_at) | Q(received_at__gte=reading.taken_at)
    carrying = DeliveryLine.objects.filter(dish=batch.dish_id, dispatched__gt=0)
    found = Delivery.objects.filter(later, date=batch.plan.date, site__in=sites)
    return found.filter(lines__in=carrying).distinct()


def _samples_thrown_away_early() -> Iterator[Breach]:
    rows = RetainedSample.objects.filter(discarded_at__isnull=False)
    for row in rows.select_related("batch"):
        if row.discarded_at is not None and row.discarded_at < row.keep_until:
            yield Breach("sample_is_kept", str(row), "was thrown away too early")


def _document_disagrees() -> Iterator[Breach]:
    for plan in ProductionPlan.objects.filter(state=PlanState.CURRENT):
        written = {row["id"] for row in plan.document.get("batches", [])}
        stored = set(plan.batches.values_list("key", flat=True))
        begun = plan.tasks.exclude(state=TaskState.WAITING).filter(started_at__isnull=True)
        if written != stored:
            message = f"{len(written)} batches written, {len(stored)} stored"
            yield Breach("plan_document_agrees", str(plan), message)
        for task in begun:
            yield Breach("begun_task_has_a_time", f"{plan} {task.key}", "begun, nobody knows when")

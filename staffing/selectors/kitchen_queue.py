"""The kitchen's queue of tasks, and one batch with its temperatures and who eats from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import get_language

from kurkum.base.models import DatedLimit
from kurkum.lib.dates import elapsed_minutes
from staffing.choices import DiscardStage, TaskState
from staffing.models import (
    Batch,
    BatchReading,
    BatchTask,
    Cook,
    ProductionPlan,
    RetainedSample,
    TaskWork,
)
from staffing.production_words import DAY, clock
from staffing.reading_limits import limit_for, points_of
from staffing.selectors.plans import current_plan, is_superseded_on_paper
from staffing.selectors.recipes import Quantity, dish_recipes, quantities
from staffing.selectors.tracing import SiteShare, sites_of_batch


@dataclass(frozen=True, slots=True)
class QueuedTask:
    """A task as the tablet shows it; ``late`` minutes behind the plan, 0 if it is not.

    ``number`` of ``of`` batches of its dish, as the printed sheet counts them.
    """

    row: BatchTask
    cooks: tuple[str, ...]
    late: int
    asks_portions: bool
    number: int = 1
    of: int = 1

    @property
    def begins(self) -> str:
        return clock(self.row.start_minute)

    @property
    def does(self) -> str:
        """What is done, in the words of the step."""
        note = self.row.step.note_in((get_language() or "en")[:2]) if self.row.step else ""
        return note or str(self.row.get_kind_display())


@dataclass(frozen=True, slots=True)
class Queue:
    """What is under way, what comes next, and what is done. ``plan`` None: nothing is planned."""

    plan: ProductionPlan | None
    begun: tuple[QueuedTask, ...]
    waiting: tuple[QueuedTask, ...]
    done: tuple[QueuedTask, ...]
    cooks: tuple[Cook, ...]
    cook: str
    clock: str = ""
    old_paper: bool = False

    @property
    def all(self) -> int:
        return len(self.begun) + len(self.waiting) + len(self.done)

    @property
    def behind(self) -> int:
        """Minutes that the task furthest behind is late, 0 if none is."""
        return max((one.late for one in (*self.begun, *self.waiting)), default=0)


def kitchen_queue(day: dt.date, *, now: dt.datetime, cook: str = "") -> Queue:
    """Five queries. ``cook``: only what she attends."""
    plan = current_plan(day)
    if plan is None:
        return Queue(None, (), (), (), (), cook)
    work = TaskWork.objects.select_related("cook").order_by("from_minute", "cook__key")
    rows = plan.tasks.select_related("batch__dish", "equipment", "step")
    tasks = list(rows.prefetch_related(Prefetch("work", work)).order_by("start_minute", "key"))
    last = {task.batch_id: task.pk for task in sorted(tasks, key=lambda task: task.end_minute)}
    minute = elapsed_minutes(day, now)
    which = numbered((task.start_minute, task.batch) for task in tasks if task.batch)
    queued = [_queued(task, minute, last, which) for task in tasks if _is_hers(task, cook)]
    cooks = {part.cook.key: part.cook for task in tasks for part in task.work.all()}
    return Queue(
        plan,
        _in_state(queued, TaskState.STARTED), _in_state(queued, TaskState.WAITING),
        _in_state(queued, TaskState.DONE), tuple(cooks[key] for key in sorted(cooks)), cook,
        clock(minute) if 0 <= minute < DAY else "", is_superseded_on_paper(plan),
    )  # fmt: skip


def _is_hers(task: BatchTask, cook: str) -> bool:
    return not cook or any(part.cook.key == cook for part in task.work.all())


def numbered(begins: Iterable[tuple[int, Batch]]) -> dict[int | None, tuple[int, int]]:
    """Which of how many batches of its dish, by batch id: in the order of their beginning."""
    first: dict[int, tuple[int, str, int]] = {}
    for minute, batch in begins:
        place = (minute, batch.key, batch.dish_id)
        first[batch.pk] = min(first.get(batch.pk, place), place)
    own: dict[int, list[int]] = {}
    for pk, (_minute, _key, dish) in sorted(first.items(), key=lambda item: item[1]):
        own.setdefault(dish, []).append(pk)
    return {pk: (place, len(row)) for row in own.values() for place, pk in enumerate(row, 1)}


def _queued(
    task: BatchTask,
    minute: int,
    last: dict[int | None, int],
    which: dict[int | None, tuple[int, int]],
) -> QueuedTask:
    names = tuple(dict.fromkeys(part.cook.name for part in task.work.all()))
    due = task.end_minute if task.state == TaskState.STARTED else task.start_minute
    is_today = 0 <= minute < DAY
    late = max(0, minute - due) if task.state != TaskState.DONE and is_today else 0
    asks = task.batch_id is not None and last[task.batch_id] == task.pk
    return QueuedTask(task, names, late, asks, *which.get(task.batch_id, (1, 1)))


def _in_state(queued: Sequence[QueuedTask], state: str) -> tuple[QueuedTask, ...]:
    return tuple(one for one in queued if one.row.state == state)


# -- one batch ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LimitRow:
    """Where a temperature is taken, and the limit: way "at_least" or "at_most"."""

    label: str
    way: str
    celsius: Decimal


@dataclass(frozen=True, slots=True)
class Thrown:
    """Food thrown away at one stage, in grams."""

    label: str
    grams: int


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch on the tablet. ``blocked``: readings beyond their limit that nobody answered yet."""

    row: Batch
    limits: tuple[LimitRow, ...]
    readings: tuple[BatchReading, ...]
    samples: tuple[RetainedSample, ...]
    thrown: tuple[Thrown, ...]
    sites: tuple[SiteShare, ...]
    quantities: tuple[Quantity, ...]
    number: int
    of: int

    @property
    def blocked(self) -> tuple[BatchReading, ...]:
        return tuple(one for one in self.readings if not one.is_ok and not one.corrective_action)

    @property
    def missing(self) -> int:
        """Portions that were planned and not made; 0 while nothing was said."""
        made = self.row.prepared_portions
        return 0 if made is None else max(0, self.row.portions - made)


def batch_view(row: Batch) -> BatchView:
    readings = tuple(row.readings.select_related("taken_by"))
    samples = tuple(row.samples.order_by("taken_at"))
    recipe = dish_recipes(row.plan.date, [row.dish])[row.dish.key]
    tasks = row.plan.tasks.filter(batch__dish=row.dish).select_related("batch")
    which = numbered((task.start_minute, task.batch) for task in tasks if task.batch)
    return BatchView(
        row, _limits(row, gently=recipe.cooks_gently), readings, samples, _thrown(row),
        sites_of_batch(row), quantities(recipe, row.reference_portions),
        *which.get(row.pk, (1, 1)),
    )  # fmt: skip


def _limits(row: Batch, *, gently: bool) -> tuple[LimitRow, ...]:
    dated = DatedLimit.objects.on(row.plan.date)
    points = [(point, limit_for(row, point, dated, gently=gently)) for point in points_of(row)]
    return tuple(LimitRow(str(point.label), *found) for point, found in points if found)


def _thrown(row: Batch) -> tuple[Thrown, ...]:
    total: dict[str, int] = {}
    for stage, grams in row.discards.values_list("stage", "grams"):
        total[stage] = total.get(stage, 0) + grams
    return tuple(Thrown(str(one.label), total[one]) for one in DiscardStage if one in total)


def kept_samples() -> tuple[RetainedSample, ...]:
    """Samples in the freezer, oldest first; those past their time are to be thrown away."""
    rows = RetainedSample.objects.filter(discarded_at__isnull=True)
    return tuple(rows.select_related("batch__dish", "batch__plan").order_by("keep_until", "pk"))

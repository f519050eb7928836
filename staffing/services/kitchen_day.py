"""The living day: tasks begun and done, portions made, temperatures, samples, food thrown away."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import DatedLimit, User
from kurkum.base.services.changes import record_change
from staffing.choices import DiscardStage, PlanState, TaskState
from staffing.models import Batch, BatchReading, BatchTask, Discard, RetainedSample
from staffing.reading_limits import limit_for, within

COLDEST, HOTTEST = Decimal(-40), Decimal(150)


class TaskMovedOn(CannotBeDone):
    """Somebody else began or finished the task meanwhile."""


class PlanIsOld(CannotBeDone):
    """The task belongs to a plan that the kitchen no longer works by."""


def _locked_task(task: BatchTask) -> BatchTask:
    found = BatchTask.objects.select_for_update().select_related("plan").get(pk=task.pk)
    if found.plan.state != PlanState.CURRENT:
        raise PlanIsOld(_("This plan was replaced by a newer one; reload the page."))
    return found


@transaction.atomic
def start_task(*, task: BatchTask, author: User, now: dt.datetime) -> BatchTask:
    """Raises TaskMovedOn if it is not waiting any more."""
    found = _locked_task(task)
    if found.state != TaskState.WAITING:
        raise TaskMovedOn(_("This was begun already."))
    found.state, found.started_at = TaskState.STARTED, now
    found.save(update_fields=["state", "started_at"])
    _record("BatchTask", found.key, "started", author, now)
    return found


@transaction.atomic
def finish_task(
    *, task: BatchTask, author: User, now: dt.datetime, portions: int | None = None
) -> BatchTask:
    """Done; ``portions`` is what the batch really made. Raises TaskMovedOn if it is done."""
    found = _locked_task(task)
    if found.state == TaskState.DONE:
        raise TaskMovedOn(_("This was finished already."))
    found.state, found.done_at, found.done_by = TaskState.DONE, now, author
    found.started_at = found.started_at or now
    found.save(update_fields=["state", "started_at", "done_at", "done_by"])
    if portions is not None and found.batch_id is not None:
        Batch.objects.filter(pk=found.batch_id).update(prepared_portions=portions)
    _record("BatchTask", found.key, "done", author, now, portions)
    return found


@transaction.atomic
def record_reading(
    *,
    batch: Batch,
    point: str,
    celsius: Decimal,
    author: User,
    now: dt.datetime,
    corrective_action: str = "",
) -> BatchReading:
    """A temperature, judged. Raises BadInput for one that no food has, or without what was done.

    A reading outside its limit is kept only together with a corrective action.
    """  # fmt: skip
    if not COLDEST <= celsius <= HOTTEST:
        raise BadInput(
            _("%(celsius)s °C cannot be; read the thermometer again.") % {"celsius": celsius}
        )
    is_ok = within(limit_for(batch, point, DatedLimit.objects.on(batch.plan.date)), celsius)
    if not is_ok and not corrective_action.strip():
        raise BadInput(
            _("%(celsius)s °C is outside the limit: say what was done.") % {"celsius": celsius}
        )
    reading = BatchReading.objects.create(
        batch=batch, point=point, celsius=celsius, taken_at=now, taken_by=author, is_ok=is_ok,
        corrective_action=corrective_action.strip(),
    )  # fmt: skip
    _record("BatchReading", batch.key, str(point), author, now, str(celsius))
    return reading


@transaction.atomic
def take_sample(*, batch: Batch, author: User, now: dt.datetime) -> RetainedSample:
    """A retained sample of the dated weight, kept for the dated hours. Raises CannotBeDone."""
    limits = DatedLimit.objects.on(batch.plan.date)
    if "sample_grams" not in limits or "sample_keep_hours" not in limits:
        raise CannotBeDone(_("No limits for samples are in force on this day: add them."))
    hours = dt.timedelta(hours=int(limits["sample_keep_hours"].value))
    sample = RetainedSample.objects.create(
        batch=batch, grams=int(limits["sample_grams"].value), taken_at=now, keep_until=now + hours
    )
    _record("RetainedSample", batch.key, "taken", author, now)
    return sample


@transaction.atomic
def discard(*, batch: Batch, stage: str, grams: int, author: User, now: dt.datetime) -> Discard:
    """Food thrown away at a stage. Raises BadInput for no weight or an unknown stage."""
    if grams <= 0 or stage not in DiscardStage.values:
        raise BadInput(_("Say how many grams were thrown away, and when."))
    row = Discard.objects.create(batch=batch, stage=stage, grams=grams, at=now, by=author)
    _record("Discard", batch.key, stage, author, now, grams)
    return row


def _record(
    subject: str, key: str, action: str, author: User, now: dt.datetime, after: object = None
) -> None:
    record_change(
        subject=subject, subject_key=key, action=action, author=author, now=now, after=after
    )

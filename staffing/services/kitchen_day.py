"""The living day: tasks begun and done, portions made, samples, food thrown away."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import DatedLimit, User
from kurkum.base.services.changes import record_change
from orders.services.dispatching import tell_prepared
from staffing.choices import DiscardStage, PlanState, TaskState
from staffing.models import Batch, BatchShare, BatchTask, Discard, RetainedSample
from staffing.services.batch_stock import gross_grams, take_from_store

MOST_TIMES = 2  # a batch may make more than planned, but not more than so many times as much


class TaskMovedOn(CannotBeDone):
    """Somebody else began or finished the task meanwhile."""


class PlanIsOld(CannotBeDone):
    """The task belongs to a plan that the kitchen no longer works by."""


def _locked_task(task: BatchTask) -> BatchTask:
    rows = BatchTask.objects.select_for_update(of=("self",))
    found = rows.select_related("plan", "batch__plan", "batch__dish").get(pk=task.pk)
    if found.plan.state != PlanState.CURRENT:
        raise PlanIsOld(_("This plan was replaced by a newer one; reload the page."))
    return found


@transaction.atomic
def start_task(*, task: BatchTask, author: User, now: dt.datetime) -> BatchTask:
    """Begun; the first task of a batch takes its ingredients from the stores.

    Raises TaskMovedOn if it is not waiting any more.
    """
    found = _locked_task(task)
    if found.state != TaskState.WAITING:
        raise TaskMovedOn(_("This was begun already."))
    found.state, found.started_at = TaskState.STARTED, now
    found.save(update_fields=["state", "started_at"])
    _record("BatchTask", found.key, "started", author, now)
    if found.batch is not None:
        take_from_store(batch=found.batch, author=author, now=now)
    return found


@transaction.atomic
def finish_task(
    *, task: BatchTask, author: User, now: dt.datetime, portions: int | None = None
) -> BatchTask:
    """Done; ``portions`` is what the batch really made.

    Raises TaskMovedOn if it is done, BadInput for portions that no such batch makes.

    When the last batch of a dish is done, the deliveries are told what was prepared.
    """
    found = _locked_task(task)
    if found.state == TaskState.DONE:
        raise TaskMovedOn(_("This was finished already."))
    if found.batch is not None and portions is not None:
        _check_made(found.batch, portions)
    found.state, found.done_at, found.done_by = TaskState.DONE, now, author
    found.started_at = found.started_at or now
    found.save(update_fields=["state", "started_at", "done_at", "done_by"])
    _record("BatchTask", found.key, "done", author, now, portions)
    if found.batch is not None:
        take_from_store(batch=found.batch, author=author, now=now)
        if portions is not None:
            Batch.objects.filter(pk=found.batch.pk).update(prepared_portions=portions)
        _tell_when_all_is_cooked(found.batch)
    return found


def _check_made(batch: Batch, portions: int) -> None:
    """A slip of the finger: ten times too many would hide every shortage."""
    most = MOST_TIMES * batch.portions
    if not 0 <= portions <= most:
        raise BadInput(
            _("%(portions)s portions cannot be; write a number from 0 to %(most)s.")
            % {"portions": portions, "most": most}
        )


def _tell_when_all_is_cooked(batch: Batch) -> None:
    """What is missing stays with everybody until the manager shares the shortage out."""
    plan = batch.plan
    own = plan.tasks.filter(batch__dish=batch.dish, batch__shares__isnull=False)
    if own.exclude(state=TaskState.DONE).exists():
        return
    shares = BatchShare.objects.filter(batch__plan=plan, batch__dish=batch.dish)
    portions: dict[int, int] = {}
    for line, count in shares.values_list("demand_line_id", "portions"):
        portions[line] = portions.get(line, 0) + count
    if portions:
        tell_prepared(date=plan.date, portions=portions, dish=batch.dish)


@transaction.atomic
def take_sample(*, batch: Batch, author: User, now: dt.datetime) -> RetainedSample:
    """A retained sample of the dated weight, kept for the dated hours.

    Raises CannotBeDone without limits, or while a sample of the batch is kept already.
    """
    Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.samples.filter(discarded_at__isnull=True).exists():
        raise CannotBeDone(_("A sample of this batch is kept already."))
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
def discard_sample(*, sample: RetainedSample, author: User, now: dt.datetime) -> RetainedSample:
    """Thrown away after its time. Raises CannotBeDone before it, or where it is gone already."""
    found = RetainedSample.objects.select_for_update(of=("self",)).get(pk=sample.pk)
    if found.discarded_at is not None:
        raise CannotBeDone(_("This sample was thrown away already."))
    if now < found.keep_until:
        raise CannotBeDone(_("This sample must be kept longer: see “keep until”."))
    found.discarded_at = now
    found.save(update_fields=["discarded_at"])
    _record("RetainedSample", str(found.pk), "thrown away", author, now)
    return found


@transaction.atomic
def discard(*, batch: Batch, stage: str, grams: int, author: User, now: dt.datetime) -> Discard:
    """Food thrown away at a stage.

    Raises BadInput for no weight, an unknown stage, or more than went into the batch.
    """
    if grams <= 0 or stage not in DiscardStage.values:
        raise BadInput(_("Say how many grams were thrown away, and when."))
    gone = sum(batch.discards.values_list("grams", flat=True))
    most = max(batch.grams, gross_grams(batch))
    if most and gone + grams > most:
        raise BadInput(
            _("That is more than went into the batch (%(most)s kg); write kilograms.")
            % {"most": number_format(Decimal(most) / 1000, 1)}
        )
    row = Discard.objects.create(batch=batch, stage=stage, grams=grams, at=now, by=author)
    _record("Discard", batch.key, stage, author, now, grams)
    return row


def _record(
    subject: str, key: str, action: str, author: User, now: dt.datetime, after: object = None
) -> None:
    record_change(
        subject=subject, subject_key=key, action=action, author=author, now=now, after=after
    )

"""Production plans: batches, their tasks in time, who eats from them, and what was measured."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.models import SolverRun
from menus.models import Dish, KitchenLine, Recipe, StockLot
from orders.models import DemandLine
from staffing.choices import (
    BatchReadingPoint,
    DiscardStage,
    ExtraKind,
    PlanState,
    StepKind,
    TaskState,
)
from staffing.models.equipment import Equipment
from staffing.models.people import Cook, Skill
from staffing.models.process import ProcessStep


class ProductionPlan(models.Model):
    """The day's batches in time. Only one version of a date is current."""

    date = models.DateField(_("date"), db_index=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT
    )
    status = models.CharField(_("status"), max_length=12)
    layers = models.JSONField(_("layers"), default=list)
    seconds = models.DecimalField(_("limit in seconds"), max_digits=8, decimal_places=2)
    seed = models.PositiveIntegerField(_("seed"))
    orders_checksum = models.CharField(_("checksum of the orders"), max_length=64)
    document = models.JSONField(_("as handed out"), default=dict)
    run = models.ForeignKey(
        SolverRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    printed_at = models.DateTimeField(_("printed"), null=True, blank=True)

    class Meta:
        verbose_name = _("production plan")
        verbose_name_plural = _("production plans")
        ordering = ["-date", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["date", "version"], name="production_plan_version"),
            models.UniqueConstraint(
                fields=["date"],
                condition=models.Q(state=PlanState.CURRENT),
                name="production_plan_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} v{self.version}"


class Batch(models.Model):
    """One cooking of a dish in one vessel, for one kitchen line."""

    plan = models.ForeignKey(ProductionPlan, on_delete=models.CASCADE, related_name="batches")
    key = models.CharField(_("batch"), max_length=80)
    dish = models.ForeignKey(Dish, on_delete=models.PROTECT, related_name="batches")
    recipe = models.ForeignKey(Recipe, on_delete=models.PROTECT, related_name="batches")
    line = models.ForeignKey(KitchenLine, on_delete=models.PROTECT, related_name="+")
    portions = models.PositiveIntegerField(_("portions"))
    reference_portions = models.PositiveIntegerField(_("reference portions in hundredths"))
    grams = models.PositiveIntegerField(_("grams as served"))
    prepared_portions = models.PositiveIntegerField(_("prepared"), null=True, blank=True)
    lots = models.ManyToManyField(StockLot, blank=True, related_name="batches")

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["plan", "key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="batch_key_once"),
            models.CheckConstraint(condition=models.Q(portions__gt=0), name="batch_has_portions"),
        ]

    def __str__(self) -> str:
        return self.key


class BatchShare(models.Model):
    """Portions of a batch for one demand line: which sites eat from it, and the way back."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="shares")
    demand_line = models.ForeignKey(
        DemandLine, on_delete=models.PROTECT, related_name="batch_shares"
    )
    portions = models.PositiveIntegerField(_("portions"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "demand_line"], name="batch_share_once"),
            models.CheckConstraint(condition=models.Q(portions__gt=0), name="batch_share_feeds"),
        ]

    def __str__(self) -> str:
        return f"{self.batch} → {self.demand_line}"


class BatchExtra(models.Model):
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="extras")
    kind = models.CharField(_("kind"), max_length=6, choices=ExtraKind.choices)
    portions = models.PositiveSmallIntegerField(_("portions"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "kind"], name="batch_extra_once"),
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.portions} {self.kind}"


class BatchTask(models.Model):
    """A process step on its date, or a cleaning. Minutes from the plan's local midnight."""

    plan = models.ForeignKey(ProductionPlan, on_delete=models.CASCADE, related_name="tasks")
    batch = models.ForeignKey(
        Batch, on_delete=models.CASCADE, null=True, blank=True, related_name="tasks"
    )
    key = models.CharField(_("task"), max_length=100)
    step = models.ForeignKey(
        ProcessStep, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=StepKind.choices)
    skill = models.ForeignKey(
        Skill, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    equipment = models.ForeignKey(
        Equipment, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    load = models.PositiveIntegerField(_("load"), default=0)
    start_minute = models.IntegerField(_("starts"))
    end_minute = models.IntegerField(_("ends"))
    state = models.CharField(
        _("state"), max_length=8, choices=TaskState.choices, default=TaskState.WAITING
    )
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("batch task")
        verbose_name_plural = _("batch tasks")
        ordering = ["plan", "start_minute", "key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="batch_task_key_once"),
            models.CheckConstraint(
                condition=models.Q(end_minute__gte=models.F("start_minute")),
                name="batch_task_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=TaskState.DONE) | models.Q(done_at__isnull=False),
                name="batch_task_done_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(batch__isnull=False) | models.Q(kind=StepKind.CLEAN),
                name="batch_task_without_batch_is_cleaning",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class TaskWork(models.Model):
    """An attended part of a task, by one cook."""

    task = models.ForeignKey(BatchTask, on_delete=models.CASCADE, related_name="work")
    cook = models.ForeignKey(Cook, on_delete=models.PROTECT, related_name="work")
    from_minute = models.IntegerField(_("from"))
    to_minute = models.IntegerField(_("until"))

    class Meta:
        ordering = ["from_minute"]
        constraints = [
            models.UniqueConstraint(fields=["task", "cook", "from_minute"], name="task_work_once"),
            models.CheckConstraint(
                condition=models.Q(to_minute__gt=models.F("from_minute")),
                name="task_work_takes_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.cook}"


class PlanGap(models.Model):
    """What does not fit, and why, in a manager's words."""

    plan = models.ForeignKey(ProductionPlan, on_delete=models.CASCADE, related_name="gaps")
    what = models.CharField(_("what"), max_length=80)
    missing = models.PositiveIntegerField(_("missing portions"))
    because = models.JSONField(_("because"), default=list)

    class Meta:
        verbose_name = _("gap of a plan")
        verbose_name_plural = _("gaps of plans")

    def __str__(self) -> str:
        return f"{self.plan}: {self.what} −{self.missing}"


class BatchReading(models.Model):
    """A temperature of a batch, judged by the limits of its day."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="readings")
    point = models.CharField(_("where"), max_length=8, choices=BatchReadingPoint.choices)
    celsius = models.DecimalField(_("°C"), max_digits=4, decimal_places=1)
    taken_at = models.DateTimeField(_("time"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_ok = models.BooleanField(_("within the limit"))
    corrective_action = models.CharField(_("what was done"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("temperature of a batch")
        verbose_name_plural = _("temperatures of batches")
        ordering = ["taken_at"]

    def __str__(self) -> str:
        return f"{self.batch}: {self.celsius} °C"


class RetainedSample(models.Model):
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="samples")
    grams = models.PositiveSmallIntegerField(_("grams"))
    taken_at = models.DateTimeField(_("taken"))
    keep_until = models.DateTimeField(_("keep until"))
    discarded_at = models.DateTimeField(_("discarded"), null=True, blank=True)

    class Meta:
        verbose_name = _("retained sample")
        verbose_name_plural = _("retained samples")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(keep_until__gt=models.F("taken_at")),
                name="sample_is_kept_a_while",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch}: {self.grams} g"


class Discard(models.Model):
    """Food thrown away, by stage."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="discards")
    stage = models.CharField(_("stage"), max_length=11, choices=DiscardStage.choices)
    grams = models.PositiveIntegerField(_("grams"))
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("food thrown away")
        verbose_name_plural = _("food thrown away")

    def __str__(self) -> str:
        return f"{self.batch}: {self.grams} g"

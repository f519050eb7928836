"""Solver runs: what was asked, how far it is, what came of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SolverRun(models.Model):
    """One request to a planning core, queued, watched and cancelled through this row."""

    class Kind(models.TextChoices):
        PRODUCTION = "production", _("production plan")
        ROSTER = "roster", _("roster")
        ROUTES = "routes", _("routes")
        MENU = "menu", _("menu")
        SCENARIO = "scenario", _("what if")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("finished")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    OPEN = (State.QUEUED, State.RUNNING)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    subject = models.CharField(_("for"), max_length=40, help_text=_("the date that is planned"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    requested_at = models.DateTimeField(_("requested"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    request = models.JSONField(_("request"), default=dict, blank=True)
    seconds = models.DecimalField(_("time limit in seconds"), max_digits=8, decimal_places=2)
    seed = models.PositiveIntegerField(_("seed"), default=1)
    cancel_requested = models.BooleanField(_("asked to stop"), default=False)
    step = models.CharField(_("step"), max_length=60, blank=True)
    value = models.BigIntegerField(_("objective"), null=True, blank=True)
    bound = models.BigIntegerField(_("bound"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, blank=True)
    layers = models.JSONField(_("layers"), default=list, blank=True)
    log = models.TextField(_("log"), blank=True)
    versions = models.JSONField(_("versions"), default=dict, blank=True)

    class Meta:
        verbose_name = _("solver run")
        verbose_name_plural = _("solver runs")
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(seconds__gt=0), name="run_limit_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def percent_of_time(self, now: dt.datetime) -> int | None:
        """How much of its time is used up, never all of it while it runs; None before it began."""
        if self.started_at is None:
            return None
        used = (now - self.started_at).total_seconds() / float(self.seconds)
        return max(0, min(99, int(used * 100)))

    @classmethod
    def latest_for(cls, kind: str, subject: str) -> SolverRun | None:
        return cls.objects.filter(kind=kind, subject=subject).first()

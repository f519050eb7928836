"""Shift patterns, cover, rosters and assignments, hours worked, swaps, who drives which trip."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.models import Named, SolverRun
from orders.models import Trip
from staffing.choices import HoursSource, RosterState
from staffing.models.people import Cook, Skill


class ShiftPattern(Named):
    """A template of a shift, in minutes from local midnight; the break is unpaid."""

    start_minute = models.PositiveSmallIntegerField(_("starts"))
    end_minute = models.PositiveSmallIntegerField(_("ends"))
    break_minutes = models.PositiveSmallIntegerField(_("break"), default=0)
    break_from = models.PositiveSmallIntegerField(_("break from"), null=True, blank=True)
    paid_minutes = models.PositiveSmallIntegerField(_("paid"))
    weekday_mask = models.PositiveSmallIntegerField(_("weekdays"), default=127)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("shift pattern")
        verbose_name_plural = _("shift patterns")
        ordering = ["start_minute", "key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_minute__gt=models.F("start_minute"), end_minute__lte=1440),
                name="shift_pattern_within_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    paid_minutes=models.F("end_minute")
                    - models.F("start_minute")
                    - models.F("break_minutes")
                ),
                name="shift_pattern_paid_is_length_less_break",
            ),
        ]


class CoverRequirement(models.Model):
    """Cooks of a skill needed on a shift: derived from the work, plus the manager's adjustment."""

    date = models.DateField(_("date"), db_index=True)
    shift = models.ForeignKey(ShiftPattern, on_delete=models.PROTECT, related_name="cover")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="cover")
    derived = models.PositiveSmallIntegerField(_("from the work"))
    adjustment = models.SmallIntegerField(_("manager's adjustment"), default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cover requirement")
        verbose_name_plural = _("cover requirements")
        ordering = ["date", "shift", "skill"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "shift", "skill"], name="cover_requirement_once"
            ),
            models.CheckConstraint(
                condition=models.Q(derived__gte=-models.F("adjustment")),
                name="cover_requirement_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.shift} {self.skill}: {self.required}"

    @property
    def required(self) -> int:
        return self.derived + self.adjustment


class Roster(models.Model):
    """One solved set of assignments; published ones are pinned, drafts invisible to cooks."""

    start = models.DateField(_("from"))
    end = models.DateField(_("until"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(
        _("state"), max_length=10, choices=RosterState.choices, default=RosterState.DRAFT
    )
    status = models.CharField(_("status"), max_length=12)
    layers = models.JSONField(_("layers"), default=list)
    bound = models.BigIntegerField(_("bound"), null=True, blank=True)
    seconds = models.DecimalField(_("limit in seconds"), max_digits=8, decimal_places=2)
    seed = models.PositiveIntegerField(_("seed"))
    document = models.JSONField(_("as handed out"), default=dict)
    run = models.ForeignKey(
        SolverRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")
        ordering = ["-start", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["start", "version"], name="roster_version"),
            models.UniqueConstraint(
                fields=["start"],
                condition=models.Q(state=RosterState.PUBLISHED),
                name="roster_one_published_per_start",
            ),
            models.CheckConstraint(
                condition=models.Q(end__gte=models.F("start")), name="roster_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RosterState.PUBLISHED)
                | models.Q(published_at__isnull=False),
                name="roster_published_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.end} v{self.version}"


class Assignment(models.Model):
    """One cook on one shift of a roster, counted for one skill. Times as they were planned."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="assignments")
    cook = models.ForeignKey(Cook, on_delete=models.PROTECT, related_name="assignments")
    date = models.DateField(_("date"), db_index=True)
    shift = models.ForeignKey(ShiftPattern, on_delete=models.PROTECT, related_name="assignments")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="assignments")
    start_minute = models.PositiveSmallIntegerField(_("starts"))
    end_minute = models.PositiveSmallIntegerField(_("ends"))
    paid_minutes = models.PositiveSmallIntegerField(_("paid"))
    is_fixed = models.BooleanField(_("fixed"), default=False)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["date", "start_minute", "cook"]
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "cook", "date"], name="assignment_one_shift_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(end_minute__gt=models.F("start_minute")),
                name="assignment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cook} {self.date} {self.shift}"


class CoverGap(models.Model):
    """A shift that stays empty, with its reasons, rather than a broken rule."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="gaps")
    date = models.DateField(_("date"))
    shift = models.ForeignKey(ShiftPattern, on_delete=models.PROTECT, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    missing = models.PositiveSmallIntegerField(_("missing"))
    because = models.JSONField(_("because"), default=list)

    class Meta:
        verbose_name = _("cover gap")
        verbose_name_plural = _("cover gaps")
        ordering = ["date", "shift"]
        constraints = [
            models.CheckConstraint(condition=models.Q(missing__gt=0), name="cover_gap_is_a_gap"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.shift} {self.skill}: −{self.missing}"


class RosterChange(models.Model):
    """A change of a published roster, with the notice that was given."""

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="changes")
    cook = models.ForeignKey(Cook, on_delete=models.PROTECT, related_name="+")
    date = models.DateField(_("date"))
    was = models.CharField(_("was"), max_length=80, blank=True)
    now = models.CharField(_("now"), max_length=80, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("change of a roster")
        verbose_name_plural = _("changes of rosters")
        ordering = ["changed_at"]

    def __str__(self) -> str:
        return f"{self.cook} {self.date}: {self.was} → {self.now}"


class SwapRequest(models.Model):
    """A cook asks another to take a shift; the manager says yes or no."""

    class State(models.TextChoices):
        ASKED = "asked", _("asked")
        AGREED = "agreed", _("agreed by the other cook")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="swaps")
    taker = models.ForeignKey(
        Cook, on_delete=models.PROTECT, null=True, blank=True, related_name="swaps_to_take"
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("swap")
        verbose_name_plural = _("swaps")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.assignment} → {self.taker or '?'}"


class WorkedHours(models.Model):
    """When a cook came and went, against the plan; breaks are unpaid."""

    cook = models.ForeignKey(Cook, on_delete=models.PROTECT, related_name="worked")
    date = models.DateField(_("date"), db_index=True)
    clock_in = models.DateTimeField(_("came"))
    clock_out = models.DateTimeField(_("went"), null=True, blank=True)
    break_minutes = models.PositiveSmallIntegerField(_("break"), default=0)
    source = models.CharField(
        _("recorded by"), max_length=8, choices=HoursSource.choices, default=HoursSource.CLOCK
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("hours worked")
        verbose_name_plural = _("hours worked")
        ordering = ["date", "cook"]
        constraints = [
            models.UniqueConstraint(fields=["cook", "clock_in"], name="worked_hours_once"),
            models.UniqueConstraint(
                fields=["cook"],
                condition=models.Q(clock_out__isnull=True),
                name="worked_hours_one_open_clock",
            ),
            models.CheckConstraint(
                condition=models.Q(clock_out__isnull=True)
                | models.Q(clock_out__gt=models.F("clock_in")),
                name="worked_hours_end_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cook} {self.date}"


class RouteAssignment(models.Model):
    """Who drives a trip."""

    trip = models.OneToOneField(Trip, on_delete=models.CASCADE, related_name="route_assignment")
    cook = models.ForeignKey(Cook, on_delete=models.PROTECT, related_name="route_assignments")

    class Meta:
        verbose_name = _("driver of a trip")
        verbose_name_plural = _("drivers of trips")

    def __str__(self) -> str:
        return f"{self.trip}: {self.cook}"

"""How a dish is made: its process steps, and the cleaning between kinds of food."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Mark
from menus.models import Dish
from staffing.choices import StepKind
from staffing.models.equipment import EquipmentKind
from staffing.models.people import Skill


class ProcessStep(models.Model):
    """One step of one batch, after the step before it.

    Elapsed minutes = fixed_minutes + minutes_per_100 × reference portions / 100; attended minutes
    the same way from the attended figures, from the start of the step, by ``hands`` cooks.
    Steps of earlier days (``day_offset`` < 0) are sized on the forecast and appear on that day's
    sheet.
    """

    dish = models.ForeignKey(Dish, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=StepKind.choices)
    skill = models.ForeignKey(
        Skill, on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    equipment_kind = models.ForeignKey(
        EquipmentKind, on_delete=models.PROTECT, null=True, blank=True, related_name="steps"
    )
    fixed_minutes = models.PositiveSmallIntegerField(_("fixed minutes"))
    minutes_per_100 = models.DecimalField(
        _("minutes per 100 portions"), max_digits=6, decimal_places=2, default=0
    )
    attended_minutes = models.PositiveSmallIntegerField(_("attended minutes, fixed"), default=0)
    attended_minutes_per_100 = models.DecimalField(
        _("attended minutes per 100 portions"), max_digits=6, decimal_places=2, default=0
    )
    hands = models.PositiveSmallIntegerField(_("cooks at once"), default=1)
    batch_max = models.PositiveIntegerField(_("most reference portions"), null=True, blank=True)
    day_offset = models.SmallIntegerField(_("days before"), default=0)
    min_lag = models.PositiveSmallIntegerField(_("least wait before it"), default=0)
    max_lag = models.PositiveSmallIntegerField(_("longest wait before it"), null=True, blank=True)
    ends_cooking = models.BooleanField(_("the hold clock starts at its end"), default=False)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices, default=Mark.ASSUMED)
    note_ar = models.CharField(_("note in Arabic"), max_length=200, blank=True)
    note_he = models.CharField(_("note in Hebrew"), max_length=200, blank=True)
    note_en = models.CharField(_("note in English"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("process step")
        verbose_name_plural = _("process steps")
        ordering = ["dish", "position"]
        constraints = [
            models.UniqueConstraint(fields=["dish", "position"], name="process_step_position"),
            models.UniqueConstraint(
                fields=["dish"],
                condition=models.Q(ends_cooking=True),
                name="process_one_step_ends_cooking",
            ),
            models.CheckConstraint(
                condition=models.Q(day_offset__lte=0), name="process_step_not_after_the_day"
            ),
            models.CheckConstraint(
                condition=models.Q(fixed_minutes__gt=0) | models.Q(minutes_per_100__gt=0),
                name="process_step_takes_time",
            ),
            models.CheckConstraint(
                condition=models.Q(attended_minutes=0, attended_minutes_per_100=0)
                | models.Q(skill__isnull=False),
                name="process_step_attended_needs_a_skill",
            ),
            models.CheckConstraint(
                condition=models.Q(max_lag__isnull=True)
                | models.Q(max_lag__gte=models.F("min_lag")),
                name="process_step_lags_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=StepKind.values), name="process_step_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dish} {self.position}: {self.get_kind_display()}"

    @property
    def days_before(self) -> int:
        """How many days before the meal it is done."""
        return -self.day_offset

    def note_in(self, language: str) -> str:
        notes = {"ar": self.note_ar, "he": self.note_he, "en": self.note_en}
        return notes.get(language, "") or self.note_en


class Setup(models.Model):
    """Cleaning minutes when one kind of food follows another in the same equipment.

    Classes are diet classes or allergen keys ("dairy", "meat", "sesame", "gluten", "any").
    """

    equipment_kind = models.ForeignKey(
        EquipmentKind, on_delete=models.CASCADE, related_name="setups"
    )
    from_class = models.CharField(_("after"), max_length=30)
    to_class = models.CharField(_("before"), max_length=30)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        verbose_name = _("cleaning between foods")
        verbose_name_plural = _("cleaning between foods")
        constraints = [
            models.UniqueConstraint(
                fields=["equipment_kind", "from_class", "to_class"], name="setup_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.equipment_kind}: {self.from_class} → {self.to_class}"

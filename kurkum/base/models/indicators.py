"""Graded figures of a month, kept when the month is closed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Grade


class Indicator(models.Model):
    """One figure of one month, with the grade that says how far to trust it."""

    month = models.DateField(_("month"), help_text=_("first day of the month"))
    metric = models.CharField(_("metric"), max_length=80)
    code = models.CharField(_("standard code"), max_length=40, blank=True)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=30)
    grade = models.CharField(_("grade"), max_length=10, choices=Grade.choices)
    definition = models.TextField(_("definition"))
    part = models.DecimalField(
        _("counted"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("of a share: what was counted"),
    )
    whole = models.DecimalField(
        _("of"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("of a share: all that could be counted"),
    )
    rows = models.JSONField(
        _("rows"), default=list, blank=True, help_text=_("what the figure was counted from")
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["month", "metric"]
        constraints = [
            models.UniqueConstraint(fields=["month", "metric"], name="indicator_once_a_month"),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="indicator_month_is_a_first"
            ),
            models.CheckConstraint(
                condition=models.Q(grade__in=Grade.values), name="indicator_grade_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.month:%Y-%m}"

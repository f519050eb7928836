"""Figures of the law, of food safety and of house rules: dated, with their source."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Mark


class DatedLimitQuerySet(models.QuerySet["DatedLimit"]):
    def on(self, day: dt.date) -> dict[str, DatedLimit]:
        """Every limit in force on ``day``, by key."""
        rows = self.filter(valid_from__lte=day).exclude(valid_to__lt=day).order_by("valid_from")
        return {row.key: row for row in rows}

    def value_on(self, key: str, day: dt.date) -> Decimal:
        """One figure in force on ``day``. Raises ObjectDoesNotExist naming the key and the day."""
        row = (
            self.filter(key=key, valid_from__lte=day)
            .exclude(valid_to__lt=day)
            .order_by("-valid_from")
            .first()
        )
        if row is None:
            raise ObjectDoesNotExist(f"no limit {key!r} is in force on {day}: add it to the limits")
        return row.value


class DatedLimit(models.Model):
    """One figure from one day on, until ``valid_to`` or for ever."""

    key = models.CharField(_("key"), max_length=80)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=30)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices)
    source = models.CharField(_("source"), max_length=400, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = DatedLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("dated limit")
        verbose_name_plural = _("dated limits")
        ordering = ["key", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="limit_has_one_start"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="limit_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(mark__in=Mark.values), name="limit_mark_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(mark=Mark.SOURCED) | ~models.Q(source=""),
                name="limit_sourced_names_its_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value.normalize():f} {self.unit}"

    @property
    def is_indicative(self) -> bool:
        return self.mark in (Mark.ASSUMED, Mark.MEMORY)

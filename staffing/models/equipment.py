"""Equipment and when it can be used; the kitchen is shared with a factory."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Weekday
from kurkum.base.models import Named
from staffing.choices import CapacityUnit


class EquipmentKind(Named):
    unit = models.CharField(_("capacity in"), max_length=8, choices=CapacityUnit.choices)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("kind of equipment")
        verbose_name_plural = _("kinds of equipment")
        ordering = ["position", "key"]


class Equipment(Named):
    """One vessel or machine; capacity in the unit of its kind. Shared ones take several batches."""

    kind = models.ForeignKey(EquipmentKind, on_delete=models.PROTECT, related_name="equipment")
    capacity = models.PositiveIntegerField(_("capacity"))
    is_shared = models.BooleanField(_("several batches at once"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        ordering = ["kind", "key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capacity__gt=0), name="equipment_capacity_is_positive"
            ),
        ]


class EquipmentWindow(models.Model):
    """Hours of one weekday; equipment without windows can be used all day."""

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    from_minute = models.PositiveSmallIntegerField(_("from minute"))
    to_minute = models.PositiveSmallIntegerField(_("to minute"))

    class Meta:
        verbose_name = _("hours of equipment")
        verbose_name_plural = _("hours of equipment")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_minute__gt=models.F("from_minute"), to_minute__lte=1440),
                name="equipment_window_in_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.equipment} {self.weekday}"


class EquipmentOutage(models.Model):
    """Broken or in service from–until; open-ended while nobody knows."""

    equipment = models.ForeignKey(Equipment, on_delete=models.CASCADE, related_name="outages")
    from_at = models.DateTimeField(_("from"))
    to_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("outage")
        verbose_name_plural = _("outages")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at__isnull=True) | models.Q(to_at__gt=models.F("from_at")),
                name="outage_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.equipment} {self.from_at:%Y-%m-%d}"

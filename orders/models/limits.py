"""What the manager sets for ordering: how much of a dish, and which days teach no forecast."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from menus.models import Dish
from orders.models.customers import Site


class DishLimit(models.Model):
    """Portions of a dish on one day: under the least it is not worth a pot, over the most none fit.

    Empty means that there is no such limit.
    """

    dish = models.OneToOneField(Dish, on_delete=models.CASCADE, related_name="limit")
    least_portions = models.PositiveIntegerField(_("least portions"), null=True, blank=True)
    most_portions = models.PositiveIntegerField(_("most portions"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("limit of a dish")
        verbose_name_plural = _("limits of dishes")
        ordering = ["dish"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(least_portions__isnull=True)
                | models.Q(most_portions__isnull=True)
                | models.Q(most_portions__gte=models.F("least_portions")),
                name="dish_limit_most_is_not_under_least",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dish}: {self.least_portions}–{self.most_portions}"


class LeftOutDay(models.Model):
    """A day that no forecast learns from: of one site, or of all (no site)."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, null=True, blank=True, related_name="left_out_days"
    )
    date = models.DateField(_("date"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("day left out of the forecast")
        verbose_name_plural = _("days left out of the forecast")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["site", "date"], name="left_out_day_once_per_site"),
            models.UniqueConstraint(
                fields=["date"],
                condition=models.Q(site__isnull=True),
                name="left_out_day_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.site or ''}".strip()

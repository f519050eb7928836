"""Food that may not leave: a temperature of its batch was beyond the limit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from menus.models import Dish
from orders.models.customers import Site


class DispatchHold(models.Model):
    """Keeps a dish of one batch back from one site until somebody names what was done about it."""

    date = models.DateField(_("date"), db_index=True)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="holds")
    dish = models.ForeignKey(Dish, on_delete=models.PROTECT, related_name="+")
    batch = models.CharField(_("batch"), max_length=80)
    celsius = models.DecimalField(_("°C"), max_digits=4, decimal_places=1)
    raised_at = models.DateTimeField(_("held back"))
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(_("let go"), null=True, blank=True)
    corrective_action = models.CharField(_("what was done"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("food held back")
        verbose_name_plural = _("food held back")
        ordering = ["date", "site", "batch"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "site", "batch"],
                condition=models.Q(lifted_at__isnull=True),
                name="dispatch_hold_once_a_batch",
            ),
            models.CheckConstraint(
                condition=models.Q(lifted_at__isnull=True) | ~models.Q(corrective_action=""),
                name="dispatch_hold_lifted_names_what_was_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.site}: {self.batch} {self.celsius} °C"

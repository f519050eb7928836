"""Localities and the estimated drive between them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Mark
from kurkum.base.models.names import Named


class Locality(Named):
    """A town, village or industrial zone of the valley."""

    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    council_he = models.CharField(_("council"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("locality")
        verbose_name_plural = _("localities")
        ordering = ["key"]


class Distance(models.Model):
    """Road from one locality to another, one way."""

    origin = models.ForeignKey(Locality, on_delete=models.CASCADE, related_name="distances_from")
    destination = models.ForeignKey(Locality, on_delete=models.CASCADE, related_name="distances_to")
    metres = models.PositiveIntegerField(_("metres"))
    minutes = models.DecimalField(_("minutes"), max_digits=6, decimal_places=1)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices, default=Mark.DERIVED)

    class Meta:
        verbose_name = _("distance")
        verbose_name_plural = _("distances")
        constraints = [
            models.UniqueConstraint(fields=["origin", "destination"], name="distance_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.destination}"

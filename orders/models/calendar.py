"""When a site eats: closures, single days, attendance profiles, and the cutoff rule."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Mark
from kurkum.base.models import Locality, Named
from orders.choices import ClosureKind, Community
from orders.models.customers import Site


class Closure(Named):
    """Days without meals for a community, a locality or a site; provisional if the moon decides."""

    kind = models.CharField(_("kind"), max_length=10, choices=ClosureKind.choices)
    date_from = models.DateField(_("from"))
    date_to = models.DateField(_("until"))
    community = models.CharField(
        _("calendar of"), max_length=16, choices=Community.choices, blank=True
    )
    locality = models.ForeignKey(
        Locality, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, null=True, blank=True, related_name="closures"
    )
    is_provisional = models.BooleanField(_("provisional"), default=False)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices, default=Mark.ASSUMED)
    source = models.CharField(_("source"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["date_from", "key"]
        indexes = [models.Index(fields=["date_from", "date_to"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(date_to__gte=models.F("date_from")),
                name="closure_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(community="")
                | models.Q(locality__isnull=False)
                | models.Q(site__isnull=False),
                name="closure_says_whom",
            ),
        ]


class AttendanceProfile(Named):
    """A kind of day with fewer diners: trip, exam day, Ramadan, a day that ends by 13:30."""

    attendance_percent = models.PositiveSmallIntegerField(_("expected attendance %"))
    gives_entitlement = models.BooleanField(_("a meal is due"), default=True)

    class Meta:
        verbose_name = _("attendance profile")
        verbose_name_plural = _("attendance profiles")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(attendance_percent__lte=100), name="attendance_is_a_share"
            ),
        ]


class ServiceDayOverride(models.Model):
    """What one site decided about one date, against calendar and weekday."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="overrides")
    date = models.DateField(_("date"))
    is_open = models.BooleanField(_("eats"))
    profile = models.ForeignKey(
        AttendanceProfile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("decision about a day")
        verbose_name_plural = _("decisions about days")
        ordering = ["date", "site"]
        constraints = [
            models.UniqueConstraint(fields=["site", "date"], name="service_day_decided_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.date}"


class CutoffRule(models.Model):
    """Last moment to change a day, for the whole kitchen, from one service date on."""

    valid_from = models.DateField(_("valid from"), unique=True)
    working_days_before = models.PositiveSmallIntegerField(_("working days before"))
    at = models.TimeField(_("at"))
    amendments_until = models.TimeField(_("amendments until, on the day"))

    class Meta:
        verbose_name = _("cutoff rule")
        verbose_name_plural = _("cutoff rules")
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return f"{self.valid_from}: −{self.working_days_before} {self.at:%H:%M}"

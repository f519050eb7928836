"""Who pays, where it is delivered, who eats there, and who may order for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Language
from kurkum.base.models import Locality, Named
from menus.models import DinerGroup, KitchenLine
from orders.choices import Billing, Community, CustomerKind, Packaging, SiteKind


class Customer(Named):
    """Who pays the invoice."""

    kind = models.CharField(_("kind"), max_length=10, choices=CustomerKind.choices)
    company_number = models.CharField(_("registration number"), max_length=20, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.HE
    )
    payment_days = models.PositiveSmallIntegerField(_("days to pay"), default=45)
    billing = models.CharField(
        _("invoiced"), max_length=8, choices=Billing.choices, default=Billing.MONTH
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        ordering = ["key"]


class Site(Named):
    """Where meals are delivered. A school and a daycare in one building are two sites."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="sites")
    kind = models.CharField(_("kind"), max_length=12, choices=SiteKind.choices)
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="sites")
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.AR
    )
    community = models.CharField(_("calendar of"), max_length=16, choices=Community.choices)
    weekday_mask = models.PositiveSmallIntegerField(
        _("weekdays"), help_text=_("bits of the week, 1 = Sunday, 2 = Monday, 4 = Tuesday …")
    )
    line = models.ForeignKey(KitchenLine, on_delete=models.PROTECT, related_name="sites")
    packaging = models.CharField(
        _("packaging"), max_length=6, choices=Packaging.choices, default=Packaging.BULK
    )
    window_from = models.TimeField(_("receives from"))
    window_to = models.TimeField(_("receives until"))
    service_minutes = models.PositiveSmallIntegerField(_("minutes at the stop"), default=6)
    detour_minutes = models.PositiveSmallIntegerField(
        _("extra minutes from the axis"), default=0, help_text=_("hill villages")
    )
    in_summer = models.BooleanField(_("eats in the summer too"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday_mask__gte=1, weekday_mask__lte=127),
                name="site_eats_on_some_weekday",
            ),
            models.CheckConstraint(
                condition=models.Q(window_to__gt=models.F("window_from")),
                name="site_window_ends_after_start",
            ),
        ]


class SiteGroup(models.Model):
    """A diner group of a site: how many are enrolled and when they eat."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="groups")
    diner_group = models.ForeignKey(DinerGroup, on_delete=models.PROTECT, related_name="+")
    eat_at = models.TimeField(_("eats at"))
    enrolled = models.PositiveIntegerField(_("enrolled"))

    class Meta:
        verbose_name = _("diner group of a site")
        verbose_name_plural = _("diner groups of sites")
        ordering = ["site", "diner_group__position"]
        constraints = [
            models.UniqueConstraint(fields=["site", "diner_group"], name="site_group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.diner_group}"


class SiteAccess(models.Model):
    """A person who may order for a site."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="site_accesses"
    )
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="accesses")

    class Meta:
        verbose_name = _("access to a site")
        verbose_name_plural = _("access to sites")
        constraints = [models.UniqueConstraint(fields=["user", "site"], name="site_access_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.site}"


class CustomerAccess(models.Model):
    """A person who may read the sites and statements of a customer."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="customer_accesses"
    )
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="accesses")

    class Meta:
        verbose_name = _("access to a customer")
        verbose_name_plural = _("access to customers")
        constraints = [
            models.UniqueConstraint(fields=["user", "customer"], name="customer_access_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.customer}"

"""Vans, routes with their trips and stops, deliveries and temperature readings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.models import Named, SolverRun
from menus.models import Diet, DinerGroup, Dish
from orders.choices import DeliveryState, ReadingPoint
from orders.models.customers import Site


class Vehicle(Named):
    """A van; capacity in insulated boxes, hours of one day."""

    boxes = models.PositiveSmallIntegerField(_("boxes"))
    from_time = models.TimeField(_("from"))
    to_time = models.TimeField(_("until"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("van")
        verbose_name_plural = _("vans")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_time__gt=models.F("from_time"), boxes__gt=0),
                name="vehicle_is_usable",
            ),
        ]


class RoutePlan(models.Model):
    """The rounds of one date as they were solved. The newest version counts."""

    date = models.DateField(_("date"), db_index=True)
    version = models.PositiveSmallIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=12)
    layers = models.JSONField(_("layers"), default=list)
    seconds = models.DecimalField(_("limit in seconds"), max_digits=8, decimal_places=2)
    seed = models.PositiveIntegerField(_("seed"))
    gaps = models.JSONField(_("gaps"), default=list, blank=True)
    document = models.JSONField(_("as handed out"), default=dict)
    run = models.ForeignKey(
        SolverRun, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("route plan")
        verbose_name_plural = _("route plans")
        ordering = ["-date", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["date", "version"], name="route_plan_version"),
        ]

    def __str__(self) -> str:
        return f"{self.date} v{self.version}"


class Route(models.Model):
    """The day's round of one van."""

    plan = models.ForeignKey(RoutePlan, on_delete=models.CASCADE, related_name="routes")
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="routes")

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        ordering = ["plan", "vehicle"]
        constraints = [models.UniqueConstraint(fields=["plan", "vehicle"], name="route_once")]

    def __str__(self) -> str:
        return f"{self.plan.date} {self.vehicle}"


class Trip(models.Model):
    """One leaving of a van, in a wave. Times in minutes from local midnight."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="trips")
    key = models.CharField(_("trip"), max_length=40)
    wave = models.PositiveSmallIntegerField(_("wave"))
    depart_minute = models.PositiveSmallIntegerField(_("leaves"))
    return_minute = models.PositiveSmallIntegerField(_("returns"))
    boxes = models.PositiveSmallIntegerField(_("boxes"))

    class Meta:
        verbose_name = _("trip")
        verbose_name_plural = _("trips")
        ordering = ["route", "depart_minute"]
        constraints = [
            models.UniqueConstraint(fields=["route", "key"], name="trip_key_once"),
            models.CheckConstraint(
                condition=models.Q(return_minute__gte=models.F("depart_minute")),
                name="trip_returns_after_leaving",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route}: {self.key}"


class Stop(models.Model):
    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="stops")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"))
    arrive_minute = models.PositiveSmallIntegerField(_("arrives"))
    window_from = models.PositiveSmallIntegerField(_("window from"))
    window_to = models.PositiveSmallIntegerField(_("window until"))
    boxes = models.PositiveSmallIntegerField(_("boxes"))

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["trip", "position"]
        constraints = [
            models.UniqueConstraint(fields=["trip", "position"], name="stop_position"),
        ]

    def __str__(self) -> str:
        return f"{self.trip}: {self.site}"


class Delivery(models.Model):
    """Goods for one site and day, with the number of its delivery note."""

    number = models.PositiveIntegerField(_("delivery note"), unique=True)
    date = models.DateField(_("date"), db_index=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="deliveries")
    stop = models.ForeignKey(
        Stop, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.PLANNED
    )
    planned_arrival = models.DateTimeField(_("expected"), null=True, blank=True)
    window_to = models.DateTimeField(_("at the latest"), null=True, blank=True)
    boxes = models.PositiveSmallIntegerField(_("boxes"), default=0)
    dispatched_at = models.DateTimeField(_("left the kitchen"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_confirmed = models.BooleanField(
        _("receipt confirmed by the site"),
        default=False,
        help_text=_("without it the dispatched count is billed after two working days"),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["date", "number"]
        constraints = [
            models.UniqueConstraint(fields=["date", "site"], name="delivery_once_per_site_and_day"),
            models.CheckConstraint(
                condition=models.Q(state__in=[DeliveryState.PLANNED, DeliveryState.CANCELLED])
                | models.Q(dispatched_at__isnull=False),
                name="delivery_dispatched_has_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=DeliveryState.RECEIVED)
                | models.Q(received_at__isnull=False),
                name="delivery_received_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.site} {self.date}"


class DeliveryLine(models.Model):
    """Portions of one dish for one diner group and diet at each hand-over. None = not yet known."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="lines")
    dish = models.ForeignKey(Dish, on_delete=models.PROTECT, related_name="+")
    diner_group = models.ForeignKey(DinerGroup, on_delete=models.PROTECT, related_name="+")
    diet = models.ForeignKey(Diet, on_delete=models.PROTECT, related_name="+")
    ordered = models.PositiveIntegerField(_("ordered"))
    planned = models.PositiveIntegerField(_("planned"), null=True, blank=True)
    prepared = models.PositiveIntegerField(_("prepared"), null=True, blank=True)
    dispatched = models.PositiveIntegerField(_("dispatched"), null=True, blank=True)
    received = models.PositiveIntegerField(_("received"), null=True, blank=True)
    leftover = models.PositiveIntegerField(_("left over"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery line")
        verbose_name_plural = _("delivery lines")
        ordering = ["delivery", "dish", "diner_group", "diet"]
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "dish", "diner_group", "diet"], name="delivery_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delivery}: {self.dish}"


class Reading(models.Model):
    """A temperature at dispatch or receipt, judged by the limits of its day."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="readings")
    dish = models.ForeignKey(Dish, on_delete=models.PROTECT, related_name="+")
    point = models.CharField(_("where"), max_length=8, choices=ReadingPoint.choices)
    celsius = models.DecimalField(_("°C"), max_digits=4, decimal_places=1)
    taken_at = models.DateTimeField(_("time"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_ok = models.BooleanField(_("within the limit"))
    corrective_action = models.CharField(_("what was done"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("temperature reading")
        verbose_name_plural = _("temperature readings")
        ordering = ["taken_at"]

    def __str__(self) -> str:
        return f"{self.delivery} {self.dish}: {self.celsius} °C"


class ShortageShare(models.Model):
    """Portions of a dish that one site went without, so that the next shortage spares it."""

    date = models.DateField(_("date"), db_index=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="shortages")
    dish = models.ForeignKey(Dish, on_delete=models.PROTECT, related_name="+")
    diner_group = models.ForeignKey(DinerGroup, on_delete=models.PROTECT, related_name="+")
    diet = models.ForeignKey(Diet, on_delete=models.PROTECT, related_name="+")
    portions = models.PositiveIntegerField(_("missing portions"))
    reason = models.CharField(_("reason"), max_length=200)
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("share of a shortage")
        verbose_name_plural = _("shares of shortages")
        ordering = ["date", "site", "dish"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "site", "dish", "diner_group", "diet"], name="shortage_shared_once"
            ),
            models.CheckConstraint(
                condition=models.Q(portions__gt=0), name="shortage_share_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.site}: −{self.portions} × {self.dish}"

"""Standing orders, orders, their lock, amendments and the frozen demand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Channel, Weekday
from menus.models import Diet, DinerGroup, Dish, KitchenLine
from orders.choices import (
    DECIDED,
    AmendmentState,
    OrderSource,
    OrderState,
)
from orders.models.customers import Site

MAX_PORTIONS = 5000


class SpecialMeal(models.Model):
    """A child's adapted meal: a code, never a name, with the date its medical paper ends."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="special_meals")
    label_code = models.CharField(_("label code"), max_length=12)
    diner_group = models.ForeignKey(DinerGroup, on_delete=models.PROTECT, related_name="+")
    diet = models.ForeignKey(Diet, on_delete=models.PROTECT, related_name="+")
    paper_valid_until = models.DateField(_("medical paper valid until"), null=True, blank=True)
    active_from = models.DateField(_("from"))
    active_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("special meal")
        verbose_name_plural = _("special meals")
        ordering = ["site", "label_code"]
        constraints = [
            models.UniqueConstraint(fields=["site", "label_code"], name="special_meal_code_once"),
            models.CheckConstraint(
                condition=models.Q(active_to__isnull=True)
                | models.Q(active_to__gte=models.F("active_from")),
                name="special_meal_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.label_code}"


class StandingOrder(models.Model):
    """The weekly default of a site from one date on; a change starts a new one."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="standing_orders")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("standing order")
        verbose_name_plural = _("standing orders")
        ordering = ["site", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "valid_from"], name="standing_order_has_one_start"
            ),
            models.UniqueConstraint(
                fields=["site"],
                condition=models.Q(valid_to__isnull=True),
                name="standing_order_one_open_end",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="standing_order_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.valid_from}"


class StandingLine(models.Model):
    standing_order = models.ForeignKey(
        StandingOrder, on_delete=models.CASCADE, related_name="lines"
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    diner_group = models.ForeignKey(DinerGroup, on_delete=models.PROTECT, related_name="+")
    diet = models.ForeignKey(Diet, on_delete=models.PROTECT, related_name="+")
    portions = models.PositiveIntegerField(_("portions"))

    class Meta:
        ordering = ["standing_order", "weekday", "diner_group", "diet"]
        constraints = [
            models.UniqueConstraint(
                fields=["standing_order", "weekday", "diner_group", "diet"],
                name="standing_line_once",
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6), name="standing_line_weekday"
            ),
            models.CheckConstraint(
                condition=models.Q(portions__lte=MAX_PORTIONS), name="standing_line_is_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standing_order} {self.weekday} {self.diner_group} {self.diet}"


class StandingPause(models.Model):
    """No meals from–until; the standing order resumes by itself."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="pauses")
    date_from = models.DateField(_("from"))
    date_to = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"))

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["site", "date_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(date_to__gte=models.F("date_from")),
                name="pause_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.date_from}–{self.date_to}"


class OrderDay(models.Model):
    """One service date of the whole kitchen: open until its cutoff, then locked."""

    date = models.DateField(_("date"), unique=True)
    state = models.CharField(
        _("state"), max_length=6, choices=OrderState.choices, default=OrderState.OPEN
    )
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True)
    reopened_reason = models.CharField(_("reopened because"), max_length=200, blank=True)
    is_planned = models.BooleanField(
        _("a production plan is stored"),
        default=False,
        help_text=_("told by the kitchen; from then on amendments only"),
    )

    class Meta:
        verbose_name = _("order day")
        verbose_name_plural = _("order days")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=OrderState.LOCKED) | models.Q(locked_at__isnull=False),
                name="order_day_lock_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(is_planned=False) | models.Q(state=OrderState.LOCKED),
                name="order_day_planned_is_locked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.get_state_display()}"


class Order(models.Model):
    """What one site eats on one date. The last saved version is the order."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="orders")
    date = models.DateField(_("date"), db_index=True)
    state = models.CharField(
        _("state"), max_length=6, choices=OrderState.choices, default=OrderState.OPEN
    )
    source = models.CharField(
        _("source"), max_length=8, choices=OrderSource.choices, default=OrderSource.SAVED
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.WEB
    )
    saved_at = models.DateTimeField(_("saved"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["date", "site"]
        constraints = [
            models.UniqueConstraint(fields=["site", "date"], name="order_once_per_site_and_day"),
            models.CheckConstraint(
                condition=~models.Q(state=OrderState.LOCKED) | models.Q(locked_at__isnull=False),
                name="order_lock_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.date}"


class OrderLine(models.Model):
    """Portions of one diner group and diet; the price is frozen by the lock (before VAT)."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    diner_group = models.ForeignKey(DinerGroup, on_delete=models.PROTECT, related_name="+")
    diet = models.ForeignKey(Diet, on_delete=models.PROTECT, related_name="+")
    portions = models.PositiveIntegerField(_("portions"))
    unit_agorot = models.PositiveIntegerField(_("price in agorot"), null=True, blank=True)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["order", "diner_group__position", "diet__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "diner_group", "diet"], name="order_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(portions__lte=MAX_PORTIONS), name="order_line_is_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}: {self.portions} × {self.diner_group}"


class Amendment(models.Model):
    """A signed request to change a locked day, and its decision with the cause."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="amendments")
    diner_group = models.ForeignKey(DinerGroup, on_delete=models.PROTECT, related_name="+")
    diet = models.ForeignKey(Diet, on_delete=models.PROTECT, related_name="+")
    delta = models.IntegerField(_("change in portions"))
    granted = models.IntegerField(_("granted"), default=0)
    state = models.CharField(
        _("state"), max_length=8, choices=AmendmentState.choices, default=AmendmentState.PENDING
    )
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.WEB
    )
    requested_at = models.DateTimeField(_("requested"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by_rule = models.BooleanField(_("decided by rule"), default=False)
    causes = models.JSONField(_("causes"), default=list, blank=True)
    alternative = models.JSONField(_("nearest alternative"), null=True, blank=True)
    effect = models.JSONField(_("effect on the plan"), null=True, blank=True)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        ordering = ["requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(delta=0), name="amendment_changes_something"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=DECIDED) | models.Q(decided_at__isnull=False),
                name="amendment_decision_has_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state=AmendmentState.ACCEPTED, granted=models.F("delta"))
                | models.Q(state=AmendmentState.PARTLY)
                | models.Q(state__in=[AmendmentState.PENDING, AmendmentState.REFUSED], granted=0),
                name="amendment_grant_fits_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}: {self.delta:+d} {self.diner_group}"


class DemandLine(models.Model):
    """Frozen demand: what the lock made of an order line, per dish. Amendments add signed lines."""

    order_line = models.ForeignKey(
        OrderLine, on_delete=models.PROTECT, null=True, blank=True, related_name="demand_lines"
    )
    amendment = models.ForeignKey(
        Amendment, on_delete=models.PROTECT, null=True, blank=True, related_name="demand_lines"
    )
    date = models.DateField(_("date"), db_index=True)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="demand_lines")
    line = models.ForeignKey(KitchenLine, on_delete=models.PROTECT, related_name="+")
    dish = models.ForeignKey(Dish, on_delete=models.PROTECT, related_name="demand_lines")
    diner_group = models.ForeignKey(DinerGroup, on_delete=models.PROTECT, related_name="+")
    diet = models.ForeignKey(Diet, on_delete=models.PROTECT, related_name="+")
    portions = models.IntegerField(_("portions"))
    reference_portions = models.IntegerField(_("reference portions in hundredths"))
    grams = models.IntegerField(_("grams as served"))
    eat_at = models.DateTimeField(_("eaten at"))

    class Meta:
        verbose_name = _("demand line")
        verbose_name_plural = _("demand lines")
        ordering = ["date", "site", "dish"]
        constraints = [
            models.UniqueConstraint(
                fields=["order_line", "dish"],
                condition=models.Q(amendment__isnull=True),
                name="demand_line_once_per_dish",
            ),
            models.UniqueConstraint(
                fields=["amendment", "dish"], name="demand_line_once_per_amendment_and_dish"
            ),
            models.CheckConstraint(
                condition=models.Q(amendment__isnull=False) | models.Q(portions__gt=0),
                name="demand_line_of_an_order_is_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(order_line__isnull=False) | models.Q(amendment__isnull=False),
                name="demand_line_has_an_origin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.site}: {self.portions} × {self.dish}"

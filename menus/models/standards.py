"""Rules of nutrition that a meal or a week is held against; dated, with their source."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Mark
from kurkum.base.models import Named
from menus.models.cycles import DinerGroup
from menus.models.dishes import FoodTag
from menus.models.ingredients import Nutrient


class StandardRule(Named):
    """One rule: an amount, a share of energy, or how many days a kind of food is served."""

    class Measure(models.TextChoices):
        AMOUNT = "amount", _("amount per meal")
        ENERGY_PERCENT = "energy_percent", _("share of energy")
        DAYS = "days", _("days with such a dish")
        DISHES = "dishes", _("dishes of that kind")

    class Scope(models.TextChoices):
        MEAL = "meal", _("each meal")
        WEEK = "week", _("mean or count over the week")

    measure = models.CharField(_("measure"), max_length=14, choices=Measure.choices)
    scope = models.CharField(_("scope"), max_length=4, choices=Scope.choices)
    diner_group = models.ForeignKey(
        DinerGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="rules"
    )
    nutrient = models.ForeignKey(
        Nutrient, on_delete=models.CASCADE, null=True, blank=True, related_name="rules"
    )
    tag = models.ForeignKey(
        FoodTag, on_delete=models.CASCADE, null=True, blank=True, related_name="rules"
    )
    aim_min = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    aim_max = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    hard_min = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    hard_max = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices)
    source = models.CharField(_("source"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("nutrition rule")
        verbose_name_plural = _("nutrition rules")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(measure__in=["amount", "energy_percent"], nutrient__isnull=False)
                | models.Q(measure__in=["days", "dishes"], tag__isnull=False),
                name="standard_rule_names_what_it_measures",
            ),
        ]

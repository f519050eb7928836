"""Dishes and their recipes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Mark
from kurkum.base.models import Named
from menus.choices import Acceptance, Course, HoldClass
from menus.models.ingredients import CookingYield, Ingredient


class FoodTag(Named):
    """What menu rules count: poultry, beef, legume main, raw vegetable, whole grain …"""

    class Meta:
        verbose_name = _("food tag")
        verbose_name_plural = _("food tags")
        ordering = ["key"]


class Dish(Named):
    """What is served. Loads are per 100 reference portions (a grades 1–6 child)."""

    course = models.CharField(_("course"), max_length=14, choices=Course.choices)
    hold_class = models.CharField(_("hold class"), max_length=4, choices=HoldClass.choices)
    litres_per_100 = models.DecimalField(
        _("litres per 100 portions"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    trays_per_100 = models.DecimalField(
        _("GN trays per 100 portions"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    acceptance = models.CharField(
        _("children's acceptance"), max_length=6, choices=Acceptance.choices, blank=True
    )
    tags = models.ManyToManyField(FoodTag, blank=True, related_name="dishes")
    note = models.TextField(_("note"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("dish")
        verbose_name_plural = _("dishes")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(course__in=Course.values), name="dish_course_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(hold_class__in=HoldClass.values), name="dish_hold_class_is_known"
            ),
        ]


class Recipe(models.Model):
    """One version of how much of what goes into a dish; a batch names the version it used."""

    dish = models.ForeignKey(Dish, on_delete=models.PROTECT, related_name="recipes")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    valid_from = models.DateField(_("valid from"))
    yield_portions = models.PositiveIntegerField(
        _("yield in reference portions"), default=100, help_text=_("grades 1–6 portions")
    )
    yield_grams = models.PositiveIntegerField(_("yield in grams as served"))
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices, default=Mark.ASSUMED)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("recipe")
        verbose_name_plural = _("recipes")
        ordering = ["dish", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["dish", "version"], name="recipe_version_is_unique"),
            models.UniqueConstraint(fields=["dish", "valid_from"], name="recipe_has_one_start"),
            models.CheckConstraint(
                condition=models.Q(yield_portions__gt=0, yield_grams__gt=0),
                name="recipe_yield_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dish} v{self.version}"

    @property
    def served_grams(self) -> float:
        """Grams as served of one reference portion."""
        return self.yield_grams / self.yield_portions


class RecipeLine(models.Model):
    """One ingredient, or another dish used as a part, for the whole yield of the recipe."""

    recipe = models.ForeignKey(Recipe, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"))
    ingredient = models.ForeignKey(
        Ingredient, on_delete=models.PROTECT, null=True, blank=True, related_name="recipe_lines"
    )
    part = models.ForeignKey(
        Dish,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="used_in",
        verbose_name=_("part made by another recipe"),
    )
    gross_grams = models.DecimalField(_("gross grams"), max_digits=10, decimal_places=2)
    cooking_yield = models.ForeignKey(
        CookingYield, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("recipe line")
        verbose_name_plural = _("recipe lines")
        ordering = ["recipe", "position"]
        constraints = [
            models.UniqueConstraint(fields=["recipe", "position"], name="recipe_line_position"),
            models.CheckConstraint(
                condition=models.Q(ingredient__isnull=False, part__isnull=True)
                | models.Q(ingredient__isnull=True, part__isnull=False),
                name="recipe_line_is_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(gross_grams__gt=0), name="recipe_line_weighs_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipe}: {self.ingredient or self.part}"

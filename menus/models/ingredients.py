"""Ingredients: nutrients, allergens, diet class, refuse, price; cooking yields and retention."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Mark
from kurkum.base.models import Keyed, Named
from menus.choices import DietClass, Presence, Store


class Allergen(Named):
    """An allergen of the European list, or an extra flag that Israeli school forms ask for."""

    is_regulated = models.BooleanField(_("on the regulated list"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("allergen")
        verbose_name_plural = _("allergens")
        ordering = ["position", "key"]

    @property
    def short_name(self) -> str:
        """The name without what stands in brackets to explain it."""
        return self.name.split(" (")[0]


class Nutrient(Named):
    unit = models.CharField(_("unit"), max_length=10)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("nutrient")
        verbose_name_plural = _("nutrients")
        ordering = ["position", "key"]


class CookingYield(Keyed):
    """What cooking a kind of food in one way does to its weight and its nutrients."""

    food_group = models.CharField(_("food group"), max_length=80)
    method = models.CharField(_("method"), max_length=120)
    weight_yield_percent = models.DecimalField(
        _("weight yield %"), max_digits=6, decimal_places=1, null=True, blank=True
    )
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices)
    source = models.CharField(_("source"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("cooking yield")
        verbose_name_plural = _("cooking yields")
        ordering = ["food_group", "method"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight_yield_percent__isnull=True)
                | models.Q(weight_yield_percent__gt=0),
                name="cooking_yield_is_positive",
            ),
        ]


class Retention(models.Model):
    """Share of one nutrient that is still in the cooked dish."""

    cooking_yield = models.ForeignKey(
        CookingYield, on_delete=models.CASCADE, related_name="retentions"
    )
    nutrient = models.ForeignKey(Nutrient, on_delete=models.CASCADE, related_name="+")
    percent = models.DecimalField(_("retained %"), max_digits=5, decimal_places=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cooking_yield", "nutrient"], name="retention_given_once"
            ),
            models.CheckConstraint(
                condition=models.Q(percent__gte=0, percent__lte=100), name="retention_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cooking_yield}: {self.nutrient} {self.percent}"


class Ingredient(Named):
    """Food as it is bought. Weights in grams; gross = as bought, net = gross without refuse."""

    category = models.CharField(_("category"), max_length=40)
    diet_class = models.CharField(_("diet class"), max_length=6, choices=DietClass.choices)
    refuse_percent = models.DecimalField(
        _("refuse %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    halal_ok = models.BooleanField(_("halal"), null=True, blank=True)
    kosher_line_ok = models.BooleanField(_("allowed on line K"), null=True, blank=True)
    purchase_unit = models.CharField(_("bought as"), max_length=60, blank=True)
    purchase_grams = models.PositiveIntegerField(_("grams per pack"), null=True, blank=True)
    store = models.CharField(_("store"), max_length=12, choices=Store.choices, default=Store.DRY)
    shelf = models.CharField(_("shelf"), max_length=20, blank=True)
    kitchen_unit = models.CharField(_("kitchen unit"), max_length=20, default="kg")
    kitchen_step_grams = models.PositiveIntegerField(_("kitchen step in grams"), default=10)
    scale_exponent = models.DecimalField(
        _("scaling exponent"),
        max_digits=4,
        decimal_places=3,
        default=1,
        help_text=_("1 grows with the portions; below 1 grows more slowly (salt, spice)"),
    )
    source = models.CharField(_("source"), max_length=80, blank=True)
    source_id = models.CharField(_("number in the source"), max_length=20, blank=True)
    source_description = models.CharField(_("name in the source"), max_length=200, blank=True)
    is_proxy = models.BooleanField(_("figures of a similar food"), default=False)
    note = models.TextField(_("note"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("ingredient")
        verbose_name_plural = _("ingredients")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(diet_class__in=DietClass.values),
                name="ingredient_diet_class_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(refuse_percent__isnull=True)
                | models.Q(refuse_percent__gte=0, refuse_percent__lt=100),
                name="ingredient_refuse_is_a_share",
            ),
            models.CheckConstraint(
                condition=models.Q(kitchen_step_grams__gt=0), name="ingredient_step_is_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(scale_exponent__gt=0, scale_exponent__lte=1),
                name="ingredient_scaling_is_sane",
            ),
        ]


class IngredientNutrient(models.Model):
    """Amount per 100 g edible portion. No row means not known, never zero."""

    ingredient = models.ForeignKey(Ingredient, on_delete=models.CASCADE, related_name="nutrients")
    nutrient = models.ForeignKey(Nutrient, on_delete=models.PROTECT, related_name="+")
    per_100g = models.DecimalField(_("per 100 g"), max_digits=10, decimal_places=3)

    class Meta:
        verbose_name = _("nutrient of an ingredient")
        verbose_name_plural = _("nutrients of ingredients")
        constraints = [
            models.UniqueConstraint(
                fields=["ingredient", "nutrient"], name="ingredient_nutrient_given_once"
            ),
            models.CheckConstraint(
                condition=models.Q(per_100g__gte=0), name="ingredient_nutrient_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ingredient}: {self.nutrient}"


class IngredientAllergen(models.Model):
    """An allergen of a food type; the label of a brand always wins (see LotAllergen)."""

    ingredient = models.ForeignKey(Ingredient, on_delete=models.CASCADE, related_name="allergens")
    allergen = models.ForeignKey(Allergen, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(_("presence"), max_length=12, choices=Presence.choices)

    class Meta:
        verbose_name = _("allergen of an ingredient")
        verbose_name_plural = _("allergens of ingredients")
        constraints = [
            models.UniqueConstraint(
                fields=["ingredient", "allergen"], name="ingredient_allergen_given_once"
            ),
            models.CheckConstraint(
                condition=models.Q(presence__in=Presence.values),
                name="ingredient_allergen_presence_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ingredient}: {self.allergen} {self.presence}"


class IngredientPrice(models.Model):
    """Price before VAT of one kilogram as bought, from one day on."""

    ingredient = models.ForeignKey(Ingredient, on_delete=models.CASCADE, related_name="prices")
    valid_from = models.DateField(_("valid from"))
    agorot_per_kg = models.PositiveIntegerField(_("agorot per kg"))
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices)

    class Meta:
        verbose_name = _("price of an ingredient")
        verbose_name_plural = _("prices of ingredients")
        ordering = ["ingredient", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["ingredient", "valid_from"], name="ingredient_price_has_one_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ingredient} {self.valid_from}"

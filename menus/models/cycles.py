"""Kitchen lines, diner groups, diets, the menu cycle and the dated menu."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Weekday
from kurkum.base.models import Named
from menus.choices import DietClass
from menus.models.dishes import Dish
from menus.models.ingredients import Allergen


class KitchenLine(Named):
    """A production line with its own rules. K may feed H where the halal marks allow."""

    allows_dairy = models.BooleanField(_("dairy allowed"), default=True)
    requires_kosher_ingredients = models.BooleanField(_("kosher ingredients only"), default=False)
    requires_halal = models.BooleanField(_("halal ingredients only"), default=True)
    may_feed = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="fed_by")

    class Meta:
        verbose_name = _("kitchen line")
        verbose_name_plural = _("kitchen lines")
        ordering = ["key"]


class Certificate(models.Model):
    """Without a valid certificate the word "kosher" may not be printed."""

    class Kind(models.TextChoices):
        KOSHER = "kosher", _("kosher")
        HALAL = "halal", _("halal")

    line = models.ForeignKey(KitchenLine, on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    number = models.CharField(_("number"), max_length=60)
    issuer = models.CharField(_("issued by"), max_length=160)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")),
                name="certificate_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class DinerGroup(Named):
    """Who eats: an age band with its share of the reference portion."""

    portion_factor_percent = models.PositiveSmallIntegerField(
        _("portion factor %"), help_text=_("100 = a grades 1–6 child")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("diner group")
        verbose_name_plural = _("diner groups")
        ordering = ["position", "key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(portion_factor_percent__gt=0),
                name="diner_group_factor_is_positive",
            ),
        ]


class Diet(Named):
    """A stable key and what it leaves out. The diet ``regular`` leaves out nothing."""

    excludes_meat = models.BooleanField(_("no meat"), default=False)
    excludes_fish = models.BooleanField(_("no fish"), default=False)
    excludes_dairy = models.BooleanField(_("no dairy"), default=False)
    excludes_egg = models.BooleanField(_("no egg"), default=False)
    soft_texture = models.BooleanField(_("soft texture"), default=False)
    allergens = models.ManyToManyField(
        Allergen, through="DietAllergen", blank=True, related_name="excluded_by"
    )
    needs_paper = models.BooleanField(_("needs a medical paper"), default=False)
    is_regular = models.BooleanField(_("the regular meal"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("diet")
        verbose_name_plural = _("diets")
        ordering = ["position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_regular"], condition=models.Q(is_regular=True), name="one_regular_diet"
            ),
        ]


class DietAllergen(models.Model):
    diet = models.ForeignKey(Diet, on_delete=models.CASCADE, related_name="exclusions")
    allergen = models.ForeignKey(Allergen, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["diet", "allergen"], name="diet_excludes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.diet}: {self.allergen}"


class DishTwin(models.Model):
    """What a diet gets instead of a dish; no twin means the dish is left out for it."""

    dish = models.ForeignKey(Dish, on_delete=models.CASCADE, related_name="twins")
    diet = models.ForeignKey(Diet, on_delete=models.CASCADE, related_name="+")
    twin = models.ForeignKey(
        Dish, on_delete=models.PROTECT, null=True, blank=True, related_name="twin_of"
    )

    class Meta:
        verbose_name = _("twin of a dish")
        verbose_name_plural = _("twins of dishes")
        constraints = [
            models.UniqueConstraint(fields=["dish", "diet"], name="dish_has_one_twin_per_diet"),
        ]

    def __str__(self) -> str:
        return f"{self.dish} / {self.diet}: {self.twin or '–'}"


class MenuCycle(Named):
    """A plan that repeats every ``weeks`` weeks from the Sunday ``starts_on``."""

    line = models.ForeignKey(KitchenLine, on_delete=models.PROTECT, related_name="cycles")
    weeks = models.PositiveSmallIntegerField(_("weeks"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta:
        verbose_name = _("menu cycle")
        verbose_name_plural = _("menu cycles")
        ordering = ["line", "starts_on"]
        constraints = [
            models.CheckConstraint(condition=models.Q(weeks__gt=0), name="cycle_has_weeks"),
            models.CheckConstraint(
                condition=models.Q(starts_on__week_day=1), name="cycle_starts_on_a_sunday"
            ),
        ]


class MenuCycleItem(models.Model):
    cycle = models.ForeignKey(MenuCycle, on_delete=models.CASCADE, related_name="items")
    week = models.PositiveSmallIntegerField(_("week"), help_text=_("1 is the first"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    position = models.PositiveSmallIntegerField(_("position"))
    dish = models.ForeignKey(Dish, on_delete=models.PROTECT, related_name="+")
    portion_percent = models.PositiveSmallIntegerField(_("share of a portion %"), default=100)

    class Meta:
        verbose_name = _("item of a menu cycle")
        verbose_name_plural = _("items of menu cycles")
        ordering = ["cycle", "week", "weekday", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "week", "weekday", "position"], name="cycle_item_position"
            ),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="cycle_item_weekday"),
            models.CheckConstraint(condition=models.Q(week__gte=1), name="cycle_item_week"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.week}/{self.weekday}: {self.dish}"


class MenuDay(models.Model):
    """What one line cooks on one date; schools see it once it is published."""

    line = models.ForeignKey(KitchenLine, on_delete=models.PROTECT, related_name="menu_days")
    date = models.DateField(_("date"), db_index=True)
    diet_class = models.CharField(
        _("diet class"),
        max_length=6,
        choices=DietClass.choices,
        default=DietClass.PARVE,
        help_text=_("meat or dairy, as its dishes make it"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("menu day")
        verbose_name_plural = _("menu days")
        ordering = ["date", "line"]
        constraints = [
            models.UniqueConstraint(fields=["line", "date"], name="menu_day_once_per_line"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.line}"


class MenuItem(models.Model):
    menu_day = models.ForeignKey(MenuDay, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    dish = models.ForeignKey(Dish, on_delete=models.PROTECT, related_name="menu_items")
    portion_percent = models.PositiveSmallIntegerField(_("share of a portion %"), default=100)

    class Meta:
        verbose_name = _("menu item")
        verbose_name_plural = _("menu items")
        ordering = ["menu_day", "position"]
        constraints = [
            models.UniqueConstraint(fields=["menu_day", "position"], name="menu_item_position"),
            models.UniqueConstraint(fields=["menu_day", "dish"], name="menu_item_dish_once"),
            models.CheckConstraint(
                condition=models.Q(portion_percent__gt=0), name="menu_item_portion_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.menu_day}: {self.dish}"


class Substitution(models.Model):
    """What a diet gets on that day instead of the item; no twin means it is left out."""

    menu_item = models.ForeignKey(MenuItem, on_delete=models.CASCADE, related_name="substitutions")
    diet = models.ForeignKey(Diet, on_delete=models.PROTECT, related_name="+")
    twin = models.ForeignKey(
        Dish, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        constraints = [
            models.UniqueConstraint(
                fields=["menu_item", "diet"], name="substitution_once_per_diet"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.menu_item} / {self.diet}: {self.twin or '–'}"

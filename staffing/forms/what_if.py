"""The what-if form: one field a supposition, each may stay empty."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurkum.base.models import Locality
from menus.models import Ingredient
from orders.models import Site
from staffing.models import EquipmentKind
from staffing.what_if import (
    MOST_COOKS,
    MOST_ITEMS,
    MOST_MEALS,
    PERCENT_LEAST,
    PERCENT_MOST,
    Supposition,
)

PAIRS = (
    ("school_like", "school_meals"),
    ("site", "site_percent"),
    ("food", "food_percent"),
    ("equipment", "equipment_items"),
)
GROUPS = (
    (gettext_lazy("Another school or daycare"), ("school_like", "school_meals", "school_locality")),
    (gettext_lazy("More or fewer meals at a site"), ("site", "site_percent")),
    (gettext_lazy("Prices"), ("food", "food_percent", "all_food_percent", "price_percent")),
    (gettext_lazy("Wages and women"), ("wage_percent", "cooks")),
    (gettext_lazy("Vessels and machines"), ("equipment", "equipment_items")),
)


def _percent(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=PERCENT_LEAST, max_value=PERCENT_MOST,
        help_text=help_text,
    )  # fmt: skip


def _whole(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=most)


class WhatIfForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the question"), max_length=80,
        help_text=gettext_lazy("As it shall stand in the business plan."),
    )  # fmt: skip
    week = forms.ChoiceField(label=gettext_lazy("Reference week"))
    effort = forms.ChoiceField(
        label=gettext_lazy("How thoroughly"),
        choices=[
            ("quick", gettext_lazy("quick: the week's roster and its fullest day")),
            ("thorough", gettext_lazy("thorough: every day of the week, some minutes")),
        ],
    )
    school_like = forms.ChoiceField(label=gettext_lazy("Like"), required=False)
    school_meals = _whole(gettext_lazy("Meals a day"), MOST_MEALS)
    school_locality = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    site = forms.ChoiceField(label=gettext_lazy("Site"), required=False)
    site_percent = _percent(
        gettext_lazy("Change in %"), gettext_lazy("100 doubles the meals, −50 halves them.")
    )
    food = forms.ChoiceField(label=gettext_lazy("Ingredient"), required=False)
    food_percent = _percent(gettext_lazy("Its price, change in %"))
    all_food_percent = _percent(gettext_lazy("All food, change in %"))
    price_percent = _percent(gettext_lazy("Price of a meal, change in %"))
    wage_percent = _percent(gettext_lazy("Wages, change in %"))
    cooks = _whole(gettext_lazy("More cooks"), MOST_COOKS)
    equipment = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    equipment_items = _whole(gettext_lazy("How many more"), MOST_ITEMS)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, weeks: list[dt.date], **options: Any) -> None:
        super().__init__(*args, **options)
        self._offer("week", [(f"{one}", f"{one:%d.%m.%Y}") for one in weeks])
        sites = [(row.key, row.name) for row in Site.objects.filter(is_active=True)]
        for name in ("school_like", "site"):
            self._offer(name, [("", "—"), *sorted(sites, key=lambda pair: pair[1])])
        self._offer("school_locality", [("", _("the same place")), *_named(Locality)])
        self._offer("food", [("", "—"), *_named(Ingredient)])
        self._offer("equipment", [("", "—"), *_named(EquipmentKind)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key, figure in PAIRS:
            if bool(cleaned.get(key)) != bool(cleaned.get(figure)):
                empty = figure if cleaned.get(key) else key
                if empty not in self.errors:
                    self.add_error(empty, _("Fill in both, or leave both empty."))
        return cleaned

    @property
    def supposition(self) -> Supposition:
        names = [name for _label, group in GROUPS for name in group]
        return Supposition(
            **{name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
        )

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The suppositions under their headings, for the page."""
        return [(label, [self[name] for name in names]) for label, names in GROUPS]


def _named(model: Any) -> list[tuple[str, str]]:
    return sorted(((row.key, row.name) for row in model.objects.all()), key=lambda pair: pair[1])

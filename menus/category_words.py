"""Kinds of food in the language switched on; a kind that a kitchen added stays as it wrote it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

CATEGORIES: Mapping[str, Promise | str] = {
    "bread": pgettext_lazy("kind of food", "bread"),
    "condiments": pgettext_lazy("kind of food", "condiments"),
    "dairy": pgettext_lazy("kind of food", "dairy"),
    "dried_fruit": pgettext_lazy("kind of food", "dried fruit"),
    "eggs": pgettext_lazy("kind of food", "eggs"),
    "fats_oils": pgettext_lazy("kind of food", "fats and oils"),
    "fish": pgettext_lazy("kind of food", "fish"),
    "fruit": pgettext_lazy("kind of food", "fruit"),
    "grains": pgettext_lazy("kind of food", "grains"),
    "herbs": pgettext_lazy("kind of food", "herbs"),
    "legumes": pgettext_lazy("kind of food", "legumes"),
    "meat": pgettext_lazy("kind of food", "meat"),
    "nuts_seeds": pgettext_lazy("kind of food", "nuts and seeds"),
    "poultry": pgettext_lazy("kind of food", "poultry"),
    "spices": pgettext_lazy("kind of food", "spices"),
    "sweeteners_baking": pgettext_lazy("kind of food", "sugar and baking"),
    "vegetables": pgettext_lazy("kind of food", "vegetables"),
    "water": pgettext_lazy("kind of food", "water"),
}


def category_words(category: str) -> str:
    """The kind of food as people say it."""
    return str(CATEGORIES.get(category, category))

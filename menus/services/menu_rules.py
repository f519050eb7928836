"""What may stand on a menu together, on which line, and what a diet gets instead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kurkum.base.lists import listed
from menus.allergens import Presence, check_meal, objections
from menus.choices import DietClass
from menus.models import Diet, Dish, KitchenLine
from menus.selectors.food import FoodBook, exclusions_of


@dataclass(frozen=True, slots=True)
class Replacement:
    """Instead of a dish: its twin, or nothing."""

    twin: Dish | None


def standing_against(
    line: KitchenLine, date: dt.date, dishes: Sequence[Dish], food: FoodBook
) -> list[str]:
    """Every rule that the day's dishes break on the line, as one sentence each."""
    names = {dish.key: dish.name for dish in dishes}
    reasons = []
    for warning in check_meal([food.facts(dish) for dish in dishes]):
        if warning.certain:
            met = {kind: listed(names[key] for key in keys) for kind, keys in
                   warning.dishes.items()}  # fmt: skip
            reasons.append(
                _("%(date)s: meat (%(meat)s) and dairy (%(dairy)s) in one meal. Rule: %(rule)s.")
                % {
                    "date": date,
                    "meat": met[DietClass.MEAT],
                    "dairy": met[DietClass.DAIRY],
                    "rule": warning.rule.source,
                }
            )
    for dish in dishes:
        reasons += _not_on_this_line(line, date, dish, food)
    return reasons


def _not_on_this_line(line: KitchenLine, date: dt.date, dish: Dish, food: FoodBook) -> list[str]:
    facts = {"date": date, "dish": dish.name, "line": line.name}
    reasons = []
    if not line.allows_dairy and DietClass.DAIRY.value in food.facts(dish).diet_classes:
        reasons.append(_("%(date)s: %(dish)s is dairy, which %(line)s does not cook.") % facts)
    for ingredient in food.ingredients(dish):
        named = {**facts, "ingredient": ingredient.name}
        if line.requires_kosher_ingredients and ingredient.kosher_line_ok is False:
            reasons.append(
                _("%(date)s: %(ingredient)s in %(dish)s is not allowed on %(line)s.") % named
            )
        if line.requires_halal and ingredient.halal_ok is False:
            reasons.append(_("%(date)s: %(ingredient)s in %(dish)s is not halal.") % named)
    return reasons


def class_of(dishes: Sequence[Dish], food: FoodBook) -> DietClass:
    """Meat or dairy if any dish is; fish before parve."""
    classes = {str(kind) for dish in dishes for kind in food.facts(dish).diet_classes}
    for kind in (DietClass.MEAT, DietClass.DAIRY, DietClass.FISH):
        if kind in classes:
            return kind
    return DietClass.PARVE


def replaced_for(
    dish: Dish, diet: Diet, twins: Mapping[tuple[int, int], Dish | None], food: FoodBook
) -> Replacement | None:
    """What a diet gets instead of a dish; None means the dish itself.

    A twin that somebody chose counts. Without one, a dish that contains or may contain what the
    diet excludes is left out; what nobody knows is a warning on the menu and not a no.
    """
    if (dish.pk, diet.pk) in twins:
        return Replacement(twins[dish.pk, diet.pk])
    against = objections(food.facts(dish), exclusions_of(diet))
    if any(found.presence in (Presence.CONTAINS, Presence.MAY_CONTAIN) for found in against):
        return Replacement(None)
    return None

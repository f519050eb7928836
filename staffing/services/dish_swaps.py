"""A dish swapped on the day: one action. Menu, demand, delivery notes, special meals, plan, words.

A preview does the same and takes it back, so that it can say nothing else than what would happen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.lists import listed
from kurkum.base.models import User
from menus.models import Dish, KitchenLine
from menus.selectors.food import FoodBook, food_on
from menus.selectors.menu import menus_between
from menus.services.menu_rules import standing_against
from orders.models import DemandLine, Site
from orders.selectors.demand import IngredientNeed, firm_demand, ingredient_needs
from orders.services.dish_swaps import Swapped, swap_in_demand
from staffing.models import ProcessStep
from staffing.selectors.dish_swap import (
    DietChange,
    RuleChange,
    changed_diets,
    items_of,
    judged,
    plates_of,
    worse,
)


class NotOnTheMenu(CannotBeDone):
    """The dish is not served on that date."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A dish that could be served instead; ``against`` says why it cannot, if so."""

    dish: Dish
    against: tuple[str, ...]
    begins_earlier: bool


@dataclass(frozen=True, slots=True)
class Message:
    """Words for one site in its language."""

    site: Site
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the swap does. ``missing``: ingredients that the stores do not hold enough of."""

    date: dt.date
    old: Dish
    new: Dish
    lines: tuple[KitchenLine, ...]
    rules: tuple[RuleChange, ...]
    diets: tuple[DietChange, ...]
    allergens: tuple[tuple[str, str], ...]
    missing: tuple[IngredientNeed, ...]
    messages: tuple[Message, ...]
    gone: tuple[Site, ...]


def candidates(*, date: dt.date, old: Dish) -> list[Candidate]:
    """Dishes of the same course with a recipe and steps, the possible ones first."""
    rows = Dish.objects.filter(course=old.course, is_active=True, steps__isnull=False)
    early = set(ProcessStep.objects.filter(day_offset__lt=0).values_list("dish_id", flat=True))
    food = food_on(date)
    menus = [menu for menu in menus_between(date, date).values() if old in menu.dishes]
    served = {dish.pk for menu in menus for dish in menu.dishes}
    found = []
    for dish in rows.exclude(pk__in=served).distinct():
        if dish.pk not in food.recipes.recipes:
            continue
        against = [
            reason
            for menu in menus
            for reason in standing_against(
                menu.line, date, [*(one for one in menu.dishes if one != old), dish], food
            )
        ]
        found.append(Candidate(dish, tuple(dict.fromkeys(against)), dish.pk in early))
    return sorted(found, key=lambda one: (bool(one.against), one.begins_earlier, one.dish.name))


@transaction.atomic
def swap_dish(
    *, date: dt.date, old: Dish, new: Dish, reason: str, author: User | None, now: dt.datetime
) -> Outcome:
    """Swaps the dish on every line that serves it. The plan must follow.

    Raises NotOnTheMenu, MenuRefused with the broken rules, BadInput without a reason.
    """
    items = items_of(date, old)
    if not items:
        raise NotOnTheMenu(_("%(dish)s is not on that day's menu.") % {"dish": old.name})
    lines = tuple(item.menu_day.line for item in items)
    judged_before, plates_before = judged(date, lines), plates_of(date, lines)
    swaps = [
        swap_in_demand(item=item, dish=new, reason=reason, author=author, now=now) for item in items
    ]
    diets = changed_diets(date, lines, plates_before, plates_of(date, lines))
    return Outcome(
        date, old, new, lines, tuple(worse(judged_before, judged(date, lines))), tuple(diets),
        _allergens(food_on(date), new), _missing(date, new),
        tuple(_messages(swaps, diets, reason)),
        tuple(site for swap in swaps for site in swap.gone),
    )  # fmt: skip


def preview_swap(
    *, date: dt.date, old: Dish, new: Dish, author: User | None, now: dt.datetime
) -> Outcome:
    """What ``swap_dish`` would do; nothing is kept."""
    with transaction.atomic():
        outcome = swap_dish(date=date, old=old, new=new, reason="–", author=author, now=now)
        transaction.set_rollback(True)
    return outcome


# -- what it means --------------------------------------------------------------------------------


def _allergens(food: FoodBook, dish: Dish) -> tuple[tuple[str, str], ...]:
    """Allergen and presence of everything the dish is not free of, the surest first."""
    names = {row.key: row.short_name for row in food.allergens}
    return tuple((names[one.allergen], str(one.presence)) for one in food.findings(dish))


def _missing(date: dt.date, dish: Dish) -> tuple[IngredientNeed, ...]:
    """Ingredients of the dish of which the day needs more than the stores hold."""
    lines = firm_demand(date)
    own = {line.ingredient.pk for line in food_on(date).recipes.flat_lines(dish)}
    needs = ingredient_needs(date, lines)
    return tuple(need for need in needs if need.ingredient.pk in own and need.to_buy_grams > 0)


def _messages(
    swaps: Sequence[Swapped], diets: Sequence[DietChange], reason: str
) -> Iterable[Message]:
    for swap in swaps:
        food, eaten_at = food_on(swap.date), _diets_at(swap)
        for site in swap.sites:
            eaten = eaten_at.get(site.pk, set())
            own = [one for one in diets if one.line.pk == site.line_id and one.diet.pk in eaten]
            with translation.override(site.language):
                text = _words(swap, own, _allergens(food, swap.new), reason)
            yield Message(site, text)


def _diets_at(swap: Swapped) -> dict[int, set[int]]:
    """Diet ids eaten that day, by site id."""
    rows = DemandLine.objects.filter(date=swap.date, site__in=swap.sites)
    found: dict[int, set[int]] = {}
    for site, diet in rows.values_list("site_id", "diet_id").distinct():
        found.setdefault(site, set()).add(diet)
    return found


def _words(
    swap: Swapped,
    diets: Sequence[DietChange],
    allergens: Sequence[tuple[str, str]],
    reason: str,
) -> str:
    """In the language switched on: what comes instead, why, its allergens, the special meals."""
    said = {"contains": _("Contains"), "may_contain": _("May contain"), "unknown": _("Not known")}
    lines = [
        _("%(day)s: instead of %(old)s there is %(new)s. %(reason)s.")
        % {
            "day": date_format(swap.date, "l d.m.Y"), "old": swap.old.name, "new": swap.new.name,
            "reason": reason.rstrip("."),
        }
    ]  # fmt: skip
    for presence, word in said.items():
        names = [name for name, found in allergens if found == presence]
        if names:
            lines.append(f"{word}: {', '.join(names)}.")
    for one in diets:
        if one.added != (swap.new,):
            plate = listed(dish.name for dish in one.after) or "–"
            words = {"diet": one.diet.name, "dishes": plate}
            lines.append(_("Special meal “%(diet)s”: %(dishes)s.") % words)
    return "\n".join(lines)

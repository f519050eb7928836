"""A brand whose label names another allergen: which dishes, sites and special diets it touches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from menus.models import Diet, Dish, KitchenLine, StockLot
from menus.selectors.food import diets, exclusions_of
from menus.selectors.menu import DayMenu, menus_between
from menus.selectors.recipes import recipes_on
from menus.selectors.stock import LabelChange, dishes_with, label_changes, lots_with_labels
from orders.models import Site

DAYS_AHEAD = 14


@dataclass(frozen=True, slots=True)
class BrandAlarm:
    """One allergen more on the label of a lot in stock.

    ``dishes`` have the ingredient; ``served`` are the dates they stand on the menu; ``diets`` are
    served one of them although they exclude the allergen.
    """

    change: LabelChange
    dishes: tuple[Dish, ...]
    served: tuple[tuple[dt.date, Dish, KitchenLine], ...]
    sites: tuple[Site, ...]
    diets: tuple[Diet, ...]


def brand_alarms(day: dt.date, lots: Iterable[StockLot] | None = None) -> list[BrandAlarm]:
    """Every alarm from ``day`` on for two weeks, of the given lots or of all in stock."""
    changes = label_changes(lots_with_labels(day) if lots is None else lots)
    if not changes:
        return []
    book = recipes_on(day)
    menus = list(menus_between(day, day + dt.timedelta(days=DAYS_AHEAD)).values())
    menus.sort(key=lambda menu: (menu.date, menu.line.key))
    dishes = list(Dish.objects.filter(is_active=True).order_by("key"))
    sites = list(Site.objects.filter(is_active=True))
    return [
        _alarm(change, tuple(dishes_with(book, change.lot.ingredient_id, dishes)), menus, sites)
        for change in changes
    ]


def _alarm(
    change: LabelChange, dishes: tuple[Dish, ...], menus: list[DayMenu], sites: list[Site]
) -> BrandAlarm:
    touched = {dish.pk for dish in dishes}
    sensitive = [diet for diet in diets() if change.allergen.key in exclusions_of(diet)]
    served: list[tuple[dt.date, Dish, KitchenLine]] = []
    hit: dict[int, Diet] = {}
    for menu in menus:
        served += [(menu.date, dish, menu.line) for dish in menu.dishes if dish.pk in touched]
        for diet in sensitive:
            if any(one.dish.pk in touched for one in menu.served(diet.pk)):
                hit[diet.pk] = diet
    lines = {line.pk for _date, _dish, line in served}
    return BrandAlarm(
        change, dishes, tuple(served), tuple(site for site in sites if site.line_id in lines),
        tuple(hit.values()),
    )  # fmt: skip

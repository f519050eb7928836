"""A line's week as everybody reads it: dishes with their allergens, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kurkum.lib import dates
from menus.choices import DietClass, Presence
from menus.errors import RecipeMissing
from menus.models import Allergen, Dish, KitchenLine
from menus.selectors.food import FoodBook, food_on
from menus.selectors.menu import DayMenu, menus_between


@dataclass(frozen=True, slots=True)
class Labelled:
    """A dish with the names of its allergens. ``known`` False: it has no recipe in force."""

    dish: Dish
    contains: tuple[Allergen, ...]
    may_contain: tuple[Allergen, ...]
    unknown: tuple[Allergen, ...]
    known: bool = True


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One date of the week. ``menu`` None: nothing is offered, or it is not published yet."""

    date: dt.date
    menu: DayMenu | None
    dishes: tuple[Labelled, ...]

    @property
    def class_word(self) -> str:
        return str(DietClass(self.menu.diet_class).label) if self.menu else ""


@dataclass(frozen=True, slots=True)
class MenuWeek:
    """A week of one line, from Sunday."""

    line: KitchenLine
    days: tuple[WeekDay, ...]

    @property
    def first(self) -> dt.date:
        return self.days[0].date

    @property
    def last(self) -> dt.date:
        return self.days[-1].date

    @property
    def before(self) -> dt.date:
        return self.first - dt.timedelta(days=7)

    @property
    def after(self) -> dt.date:
        return self.first + dt.timedelta(days=7)

    @property
    def served(self) -> tuple[WeekDay, ...]:
        return tuple(day for day in self.days if day.menu is not None)

    @property
    def waiting(self) -> int:
        """Days that are not published yet."""
        return sum(day.menu is not None and not day.menu.is_published for day in self.days)


def menu_week(line: KitchenLine, day: dt.date, *, published_only: bool) -> MenuWeek:
    """The week around ``day``; at most eleven queries."""
    first, *_middle, last = dates.week_of(day)
    menus = menus_between(first, last, lines=[line], published_only=published_only)
    food = food_on(last)
    days = []
    for date in dates.days_from(first, last):
        menu = menus.get((line.pk, date))
        own = tuple(labelled(food, dish) for dish in menu.dishes) if menu else ()
        days.append(WeekDay(date, menu, own))
    return MenuWeek(line, tuple(days))


def labelled(food: FoodBook, dish: Dish) -> Labelled:
    """The dish with what its label must say."""
    by_key = {row.key: row for row in food.allergens}
    try:
        found = food.findings(dish)
    except RecipeMissing:
        return Labelled(dish, (), (), (), known=False)
    names: dict[str, list[Allergen]] = {}
    for one in found:
        names.setdefault(str(one.presence), []).append(by_key[one.allergen])
    return Labelled(
        dish, tuple(names.get(Presence.CONTAINS, ())), tuple(names.get(Presence.MAY_CONTAIN, ())),
        tuple(names.get(Presence.UNKNOWN, ())),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A dish of the allergen chart: the presence of each allergen, by its key."""

    dish: Dish
    presences: dict[str, str]


def allergen_chart(
    day: dt.date, dishes: Iterable[Dish]
) -> tuple[tuple[Allergen, ...], list[ChartRow]]:
    """Every dish against every allergen, by the recipes in force. Eight queries."""
    food = food_on(day)
    rows = []
    for dish in dishes:
        if dish.pk in food.recipes.recipes:
            found = {one.allergen: str(one.presence) for one in food.findings(dish)}
            rows.append(ChartRow(dish, found))
    return food.allergens, rows

"""The menu of a day per kitchen line, and what each diet is served of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max, Prefetch

from menus.models import Dish, KitchenLine, MenuDay, MenuItem, Substitution


@dataclass(frozen=True, slots=True)
class ServedDish:
    """A dish on the plate; ``instead_of`` is the dish it replaces for this diet."""

    dish: Dish
    portion_percent: int
    instead_of: Dish | None = None


@dataclass(frozen=True, slots=True)
class OfferedDish:
    """A dish of the day; ``substitutions`` maps a diet's id to its twin, None = left out."""

    dish: Dish
    portion_percent: int
    substitutions: Mapping[int, Dish | None]


@dataclass(frozen=True, slots=True)
class DayMenu:
    """What one line offers on one date."""

    menu_day_id: int
    line: KitchenLine
    date: dt.date
    diet_class: str
    is_published: bool
    items: tuple[OfferedDish, ...]

    @property
    def dishes(self) -> tuple[Dish, ...]:
        return tuple(item.dish for item in self.items)

    def served(self, diet_id: int) -> tuple[ServedDish, ...]:
        """The dishes for one diet, in menu order; a twin that stands twice is one dish."""
        plate: dict[int, ServedDish] = {}
        for item in self.items:
            dish = item.substitutions.get(diet_id, item.dish)
            if dish is None:
                continue
            replaced = item.dish if dish.pk != item.dish.pk else None
            percent = item.portion_percent
            if dish.pk in plate:
                percent += plate[dish.pk].portion_percent
            plate[dish.pk] = ServedDish(dish, percent, replaced)
        return tuple(plate.values())

    def left_out(self, diet_id: int) -> tuple[Dish, ...]:
        """The dishes this diet goes without."""
        return tuple(
            item.dish for item in self.items if item.substitutions.get(diet_id, item.dish) is None
        )


Menus = Mapping[tuple[int, dt.date], DayMenu]


def menus_between(
    first: dt.date,
    last: dt.date,
    *,
    lines: Iterable[KitchenLine] | None = None,
    published_only: bool = False,
) -> dict[tuple[int, dt.date], DayMenu]:
    """Menus by (line id, date). Three queries."""
    substitutions = Substitution.objects.select_related("twin")
    items = (
        MenuItem.objects.select_related("dish")
        .order_by("position")
        .prefetch_related(Prefetch("substitutions", substitutions))
    )
    days = MenuDay.objects.filter(date__gte=first, date__lte=last).select_related("line")
    if lines is not None:
        days = days.filter(line__in=list(lines))
    if published_only:
        days = days.filter(published_at__isnull=False)
    rows = days.prefetch_related(Prefetch("items", items))
    return {(day.line_id, day.date): _day_menu(day) for day in rows}


def menu_of(line: KitchenLine, date: dt.date) -> DayMenu | None:
    """The menu of one line and date, or None."""
    return menus_between(date, date, lines=[line]).get((line.pk, date))


def published_until() -> dt.date | None:
    """The last date with a published menu: the horizon of ordering."""
    last: dt.date | None = MenuDay.objects.filter(published_at__isnull=False).aggregate(
        last=Max("date")
    )["last"]
    return last


def _day_menu(day: MenuDay) -> DayMenu:
    items = tuple(
        OfferedDish(
            item.dish,
            item.portion_percent,
            {row.diet_id: row.twin for row in item.substitutions.all()},
        )
        for item in day.items.all()
    )
    return DayMenu(day.pk, day.line, day.date, day.diet_class, day.published_at is not None, items)

"""Turns a menu cycle into dated menus, and publishes them to the schools."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from menus.choices import DietClass
from menus.errors import MenuRefused
from menus.models import (
    Dish,
    DishTwin,
    KitchenLine,
    MenuCycle,
    MenuCycleItem,
    MenuDay,
    MenuItem,
    Substitution,
)
from menus.selectors.recipes import RecipeBook, recipes_on

Twins = Mapping[int, Sequence[DishTwin]]


@dataclass(frozen=True, slots=True)
class Written:
    """How many menu days were made; those that existed stay as they are."""

    made: int
    kept: int


@transaction.atomic
def write_menus(
    *,
    first: dt.date,
    last: dt.date,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
    publish: bool = False,
) -> Written:
    """Makes the menu days of every cycle in force from ``first`` to ``last``.

    Raises MenuRefused where dishes may not stand together or not on their line; nothing is made.
    """
    plan = _planned(first, last)
    book, twins = recipes_on(last), _twins()
    faults = [fault for key, items in plan.items() for fault in _faults(key, items, book, twins)]
    if faults:
        raise MenuRefused(*dict.fromkeys(faults))
    there = set(MenuDay.objects.filter(date__range=(first, last)).values_list("line_id", "date"))
    missing = {key: items for key, items in plan.items() if (key[0].pk, key[1]) not in there}
    days = {
        (line.pk, date): MenuDay(
            line=line,
            date=date,
            diet_class=_meal_class(_classes([row.dish for row in items], book)),
            published_at=now if publish else None,
            published_by=author if publish else None,
        )
        for (line, date), items in missing.items()
    }
    MenuDay.objects.bulk_create(days.values())
    _write_items(missing, days, twins)
    record_change(
        subject="MenuDay",
        subject_key=f"{first}/{last}",
        action="published" if publish else "written",
        author=author,
        now=now,
        channel=channel,
        after={"made": len(days)},
    )
    return Written(len(days), len(plan) - len(days))


@transaction.atomic
def publish_menus(*, first: dt.date, last: dt.date, author: User | None, now: dt.datetime) -> int:
    """Shows the menus from ``first`` to ``last`` to the schools; returns how many days."""
    days = MenuDay.objects.filter(date__range=(first, last), published_at__isnull=True)
    count = days.update(published_at=now, published_by=author)
    if count:
        record_change(
            subject="MenuDay",
            subject_key=f"{first}/{last}",
            action="published",
            author=author,
            now=now,
            after={"days": count},
        )
    return count


def _planned(
    first: dt.date, last: dt.date
) -> dict[tuple[KitchenLine, dt.date], list[MenuCycleItem]]:
    """The cycle's items by line and date; of two cycles of a line the later start counts."""
    plan: dict[tuple[KitchenLine, dt.date], list[MenuCycleItem]] = {}
    cycles = MenuCycle.objects.filter(starts_on__lte=last).exclude(ends_on__lt=first)
    for cycle in cycles.select_related("line").order_by("starts_on"):
        by_day: dict[tuple[int, int], list[MenuCycleItem]] = {}
        for item in cycle.items.select_related("dish").order_by("position"):
            by_day.setdefault((item.week, item.weekday), []).append(item)
        for date in dates.days_from(max(first, cycle.starts_on), min(last, cycle.ends_on or last)):
            week = (date - cycle.starts_on).days // dates.DAYS_IN_WEEK % cycle.weeks + 1
            items = by_day.get((week, dates.weekday_number(date)))
            if items:
                plan[cycle.line, date] = items
    return plan


def _twins() -> Twins:
    twins: dict[int, list[DishTwin]] = {}
    for twin in DishTwin.objects.select_related("twin", "diet").order_by("dish", "diet"):
        twins.setdefault(twin.dish_id, []).append(twin)
    return twins


def _classes(dishes: Iterable[Dish], book: RecipeBook) -> dict[str, str]:
    """The diet classes of the dishes' ingredients, each with a dish that brings it."""
    return {
        line.ingredient.diet_class: dish.name for dish in dishes for line in book.flat_lines(dish)
    }


def _meal_class(classes: Mapping[str, str]) -> str:
    for diet_class in (DietClass.MEAT, DietClass.DAIRY, DietClass.FISH):
        if diet_class in classes:
            return diet_class
    return DietClass.PARVE


def _faults(
    key: tuple[KitchenLine, dt.date],
    items: Sequence[MenuCycleItem],
    book: RecipeBook,
    twins: Twins,
) -> Iterable[str]:
    line, date = key
    for plate in _plates(items, twins):
        classes = _classes(plate, book)
        if DietClass.MEAT in classes and DietClass.DAIRY in classes:
            yield _(
                "%(day)s, %(line)s: %(meat)s is meat and %(dairy)s is dairy; they never meet in "
                "one meal. Change one of them."
            ) % {
                "day": f"{date:%d.%m.%Y}",
                "line": line.name,
                "meat": classes[DietClass.MEAT],
                "dairy": classes[DietClass.DAIRY],
            }
        if DietClass.DAIRY in classes and not line.allows_dairy:
            yield _("%(day)s: %(dish)s is dairy, which %(line)s does not cook.") % {
                "day": f"{date:%d.%m.%Y}",
                "dish": classes[DietClass.DAIRY],
                "line": line.name,
            }


def _plates(items: Sequence[MenuCycleItem], twins: Twins) -> list[list[Dish]]:
    """The dishes that meet on a plate: the regular one, and one per diet with twins."""
    diets = {twin.diet_id for item in items for twin in twins.get(item.dish_id, ())}
    plates = [[item.dish for item in items]]
    for diet in sorted(diets):
        plate = []
        for item in items:
            rows = [row for row in twins.get(item.dish_id, ()) if row.diet_id == diet]
            dish = rows[0].twin if rows else item.dish
            if dish is not None:
                plate.append(dish)
        plates.append(plate)
    return plates


def _write_items(
    plan: Mapping[tuple[KitchenLine, dt.date], Sequence[MenuCycleItem]],
    days: Mapping[tuple[int, dt.date], MenuDay],
    twins: Twins,
) -> None:
    items = MenuItem.objects.bulk_create(
        MenuItem(
            menu_day=days[line.pk, date],
            position=item.position,
            dish=item.dish,
            portion_percent=item.portion_percent,
        )
        for (line, date), rows in plan.items()
        for item in rows
    )
    Substitution.objects.bulk_create(
        Substitution(menu_item=item, diet=twin.diet, twin=twin.twin)
        for item in items
        for twin in twins.get(item.dish_id, ())
    )

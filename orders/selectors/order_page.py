"""What the order page shows: the week's states, the day's menu, and a row per count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kurkum.lib import dates
from menus.errors import RecipeMissing
from menus.models import Allergen, Diet, DinerGroup, Dish
from menus.selectors.food import food_on
from menus.selectors.menu import menu_of
from orders.choices import DayReason, OrderSource
from orders.models import Site, SpecialMeal
from orders.pricing import PriceQuestion, PriceRow
from orders.selectors.cutoffs import DayClock, clocks
from orders.selectors.effective import EffectiveOrder, effective_orders, is_active
from orders.selectors.prices import price_rows, unit_price

Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of the strip: its state in a word, the word's colour, and why it is closed."""

    date: dt.date
    word: str
    kind: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class CountRow:
    """One stepper. ``last_week`` is None where nobody ate a week before."""

    diner_group: DinerGroup
    diet: Diet
    portions: int
    last_week: int | None
    enrolled: int
    unit_agorot: int | None

    @property
    def field(self) -> str:
        return f"{self.diner_group.key}:{self.diet.key}"


@dataclass(frozen=True, slots=True)
class MenuDish:
    """A dish of the day; ``contains`` is None where its recipe is missing."""

    dish: Dish
    contains: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """All that one site's day needs on the screen."""

    found: EffectiveOrder
    clock: DayClock
    days: tuple[StripDay, ...]
    rows: tuple[CountRow, ...]
    dishes: tuple[MenuDish, ...]
    codes: tuple[SpecialMeal, ...]


def order_page(site: Site, date: dt.date, now: dt.datetime) -> OrderPage:
    """The week of ``date`` and the day itself, for one site."""
    week = dates.week_of(date)
    orders = effective_orders(week[0] - dt.timedelta(days=7), week[-1], [site])
    when = clocks(week[0], week[-1])
    found = orders[site.pk, date]
    before = orders[site.pk, date - dt.timedelta(days=7)]
    codes = _codes(site, date)
    return OrderPage(
        found=found,
        clock=when[date],
        days=tuple(
            _strip(orders[site.pk, day], when[day], now)
            for day in week
            if day == date or orders[site.pk, day].day.reason != DayReason.WEEKDAY
        ),
        rows=_rows(found, before, codes, price_rows(date)),
        dishes=_dishes(site, date),
        codes=codes,
    )


def _strip(found: EffectiveOrder, clock: DayClock, now: dt.datetime) -> StripDay:
    if found.is_locked:
        return StripDay(found.date, _("locked"), "locked")
    if not found.day.is_open:
        return StripDay(found.date, _("closed"), "bad", found.day.words)
    if now >= clock.cutoff:
        return StripDay(found.date, _("locked"), "locked")
    if found.source == OrderSource.SAVED:
        return StripDay(found.date, _("ordered"), "ok")
    if found.source == OrderSource.STANDING:
        return StripDay(found.date, _("standing"), "info", _("the standing order will be used"))
    return StripDay(found.date, _("open"), "warn")


def _codes(site: Site, date: dt.date) -> tuple[SpecialMeal, ...]:
    rows = SpecialMeal.objects.filter(site=site).select_related("diet", "diner_group")
    return tuple(row for row in rows if is_active(row, date))


def _rows(
    found: EffectiveOrder,
    before: EffectiveOrder,
    codes: Sequence[SpecialMeal],
    prices: Sequence[PriceRow],
) -> tuple[CountRow, ...]:
    counts = {line.key: line.total for line in found.lines}
    last = {line.key: line.total for line in before.lines}
    rows = []
    for group in found.site.groups.all():
        for diet in _diets_of(found, group.diner_group, codes):
            key = (group.diner_group.key, diet.key)
            rows.append(
                CountRow(
                    diner_group=group.diner_group,
                    diet=diet,
                    portions=counts.get(key, 0),
                    last_week=last.get(key, 0) if last else None,
                    enrolled=group.enrolled,
                    unit_agorot=price_of(found.site, found.date, key, prices),
                )
            )
    return tuple(rows)


def _diets_of(found: EffectiveOrder, group: DinerGroup, codes: Sequence[SpecialMeal]) -> list[Diet]:
    """The regular diet, what is ordered, and what a label code asks for; in their usual order."""
    diets = {diet.pk: diet for diet in Diet.objects.filter(is_regular=True)}
    diets |= {line.diet.pk: line.diet for line in found.lines if line.diner_group == group}
    diets |= {row.diet.pk: row.diet for row in codes if row.diner_group == group}
    return sorted(diets.values(), key=lambda diet: diet.position)


def price_of(
    site: Site, date: dt.date, key: tuple[str, str], prices: Sequence[PriceRow]
) -> int | None:
    """Agorot of one portion before VAT; None where the price list does not tell."""
    question = PriceQuestion(site.customer.key, key[0], key[1], site.packaging, date)
    return unit_price(question, prices)


def total_agorot(site: Site, date: dt.date, counts: Counts) -> int | None:
    """What the counts cost before VAT; None as soon as one of them has no price. One query."""
    prices = price_rows(date)
    total = 0
    for key, portions in counts.items():
        unit = price_of(site, date, key, prices) if portions else 0
        if unit is None:
            return None
        total += portions * unit
    return total


def _dishes(site: Site, date: dt.date) -> tuple[MenuDish, ...]:
    menu = menu_of(site.line, date)
    if menu is None or not menu.is_published:
        return ()
    food = food_on(date)
    names = {row.key: row.name for row in Allergen.objects.all()}
    found = []
    for dish in menu.dishes:
        try:
            contains: tuple[str, ...] | None = tuple(names[key] for key in food.contains(dish))
        except RecipeMissing:
            contains = None
        found.append(MenuDish(dish, contains))
    return tuple(found)

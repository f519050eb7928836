"""What the order page shows: the week, the day's menu, and a stepper per group and diet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kurkum.lib import dates
from menus.errors import RecipeMissing
from menus.models import Allergen, Diet, DinerGroup, Dish
from menus.selectors.food import food_on
from menus.selectors.menu import menu_of
from orders.models import Site, SiteGroup, SpecialMeal
from orders.selectors.cutoffs import DayClock, clocks
from orders.selectors.effective import (
    EffectiveOrder,
    effective_orders,
    is_active,
    standing_counts,
)
from orders.selectors.forecast import Expectation, expectations
from orders.selectors.order_week import Week, shown_days, total_of, week_of_orders
from orders.selectors.prices import price_rows

Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class CountRow:
    """One stepper. ``last_week`` and ``standing`` are None where nobody ate or eats."""

    diner_group: DinerGroup
    diet: Diet
    portions: int
    last_week: int | None
    standing: int | None
    codes: int

    @property
    def field(self) -> str:
        return f"{self.diner_group.key}:{self.diet.key}"

    @property
    def missing_codes(self) -> int:
        """Codes for which no meal is ordered: a child is away, or was forgotten."""
        return max(0, self.codes - self.portions)


@dataclass(frozen=True, slots=True)
class GroupRows:
    """A diner group with its plain counts and its special ones."""

    diner_group: DinerGroup
    enrolled: int
    plain: tuple[CountRow, ...]
    special: tuple[CountRow, ...]

    @property
    def special_portions(self) -> int:
        return sum(row.portions for row in self.special)

    @property
    def rows(self) -> tuple[CountRow, ...]:
        return self.plain + self.special

    @property
    def missing_codes(self) -> int:
        return sum(row.missing_codes for row in self.special) if self.portions else 0

    @property
    def portions(self) -> int:
        return sum(row.portions for row in self.rows)


@dataclass(frozen=True, slots=True)
class MenuDish:
    """A dish of the day with its allergens (key and name); None where its recipe is missing."""

    dish: Dish
    contains: tuple[tuple[str, str], ...] | None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """All that one site's day needs on the screen."""

    found: EffectiveOrder
    clock: DayClock
    week: Week
    groups: tuple[GroupRows, ...]
    dishes: tuple[MenuDish, ...]
    codes: tuple[SpecialMeal, ...]
    expected: Expectation | None

    @property
    def rows(self) -> tuple[CountRow, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def papers_ended(self) -> int:
        day = self.found.date
        return sum(
            row.paper_valid_until is not None and row.paper_valid_until < day for row in self.codes
        )


def order_page(site: Site, date: dt.date, now: dt.datetime) -> OrderPage:
    """The week of ``date`` and the day itself, for one site."""
    days = dates.week_of(date)
    orders = effective_orders(days[0] - dt.timedelta(days=7), days[-1], [site])
    when = clocks(days[0], days[-1])
    found = orders[site.pk, date]
    before = orders[site.pk, date - dt.timedelta(days=7)]
    week = shown_days([orders[site.pk, day] for day in days], date)
    codes = _codes(site, date)
    until = min(date, dates.day_of(now))
    told = expectations({(site.pk, date): found}, before=until)
    prices = price_rows(date)
    return OrderPage(
        found=found,
        clock=when[date],
        week=week_of_orders(week, when, dict.fromkeys(days, prices), now),
        groups=_groups(found, before, codes),
        dishes=_dishes(site, date),
        codes=codes,
        expected=told.get((site.pk, date)),
    )


def _codes(site: Site, date: dt.date) -> tuple[SpecialMeal, ...]:
    rows = SpecialMeal.objects.filter(site=site).select_related("diet", "diner_group")
    return tuple(row for row in rows if is_active(row, date))


def _groups(
    found: EffectiveOrder, before: EffectiveOrder, codes: Sequence[SpecialMeal]
) -> tuple[GroupRows, ...]:
    counts = {line.key: line.total for line in found.lines}
    last = {line.key: line.total for line in before.lines}
    standing = standing_counts(found.day)
    usual = list(Diet.objects.filter(is_regular=True))

    def row(group: SiteGroup, diet: Diet) -> CountRow:
        key = (group.diner_group.key, diet.key)
        coded = [c for c in codes if c.diner_group_id == group.diner_group_id and c.diet == diet]
        return CountRow(
            diner_group=group.diner_group,
            diet=diet,
            portions=counts.get(key, 0),
            last_week=last.get(key, 0) if last else None,
            standing=standing.get(key, 0) if standing else None,
            codes=len(coded),
        )

    blocks = []
    for group in found.site.groups.all():
        rows = [row(group, diet) for diet in _diets_of(found, group.diner_group, codes, usual)]
        blocks.append(
            GroupRows(
                diner_group=group.diner_group,
                enrolled=group.enrolled,
                plain=tuple(one for one in rows if not one.diet.needs_paper),
                special=tuple(one for one in rows if one.diet.needs_paper),
            )
        )
    return tuple(blocks)


def _diets_of(
    found: EffectiveOrder,
    group: DinerGroup,
    codes: Sequence[SpecialMeal],
    usual: Sequence[Diet],
) -> list[Diet]:
    """The regular diet, what is ordered, and what a label code asks for; in their usual order."""
    diets = {diet.pk: diet for diet in usual}
    diets |= {line.diet.pk: line.diet for line in found.lines if line.diner_group == group}
    diets |= {row.diet.pk: row.diet for row in codes if row.diner_group == group}
    return sorted(diets.values(), key=lambda diet: diet.position)


def total_agorot(site: Site, date: dt.date, counts: Counts) -> int | None:
    """What the counts cost before VAT; None as soon as one of them has no price. One query."""
    return total_of(site, date, counts, price_rows(date))


def _dishes(site: Site, date: dt.date) -> tuple[MenuDish, ...]:
    menu = menu_of(site.line, date)
    if menu is None or not menu.is_published:
        return ()
    food = food_on(date)
    names = {row.key: row.name for row in Allergen.objects.all()}
    found = []
    for dish in menu.dishes:
        try:
            contains = tuple((key, names[key]) for key in food.contains(dish))
        except RecipeMissing:
            found.append(MenuDish(dish, None))
            continue
        found.append(MenuDish(dish, contains))
    return tuple(found)

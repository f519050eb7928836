"""The firm demand of a locked day: demand lines with amendments, ready-by times, ingredients."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Max, Sum

from kurkum.lib import dates
from menus import units
from menus.models import Diet, DinerGroup, Dish, Ingredient, KitchenLine, StockLot
from menus.selectors.recipes import RecipeBook, recipes_on
from orders.choices import OrderState
from orders.models import DemandLine, OrderDay, Site, Stop
from orders.selectors import travel
from orders.selectors.effective import effective_orders
from orders.selectors.expansion import Portions, demand_rows, kitchen_on

# (site, line, diner group, diet, dish) ids.
LineKey = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class FirmLine:
    """Portions of a dish for one diner group and diet of a site, amendments included.

    ``hundredths`` are reference portions in hundredths; ``grams`` as served.
    """

    site: Site
    line: KitchenLine
    diner_group: DinerGroup
    diet: Diet
    dish: Dish
    portions: int
    hundredths: int
    grams: int
    ready_by: dt.datetime
    eat_at: dt.datetime
    demand_line_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class IngredientNeed:
    """Whole grams of an ingredient for the day: edible, as bought, in stock, and to buy."""

    ingredient: Ingredient
    net_grams: int
    gross_grams: int
    on_hand_grams: int

    @property
    def to_buy_grams(self) -> int:
        return max(0, self.gross_grams - self.on_hand_grams)


def is_locked(date: dt.date) -> bool:
    return OrderDay.objects.filter(date=date, state=OrderState.LOCKED).exists()


@dataclass
class _Sum:
    row: DemandLine
    portions: int = 0
    hundredths: int = 0
    grams: int = 0
    ids: list[int] = field(default_factory=list)

    def add(self, row: DemandLine) -> None:
        self.portions += row.portions
        self.hundredths += row.reference_portions
        self.grams += row.grams
        if row.pk is not None:
            self.ids.append(row.pk)


def firm_demand(date: dt.date) -> tuple[FirmLine, ...]:
    """Demand of a locked day by site, line, diner group, diet and dish; nothing that sums to 0.

    At most eight queries. Empty for a day that is not locked.
    """
    rows = DemandLine.objects.filter(date=date).select_related(
        "site__locality", "line", "dish", "diner_group", "diet"
    )
    return _summed(
        date,
        rows.order_by("site__key", "dish__key", "diner_group__position", "diet__position", "id"),
    )


def expected_demand(date: dt.date) -> tuple[FirmLine, ...]:
    """What would be frozen if the day were locked now: saved orders, else standing orders.

    Lines without a published menu are left out. Nothing is written; at most 22 queries.
    """
    kitchen = kitchen_on(date)
    rows = [
        row
        for order in effective_orders(date, date).values()
        if (order.site.line_id, date) in kitchen.menus
        for line in order.lines
        for row in demand_rows(
            Portions(order.day, line.diner_group, line.diet, line.total), kitchen
        )
    ]
    rows.sort(key=lambda row: (row.site.key, row.dish.key, row.diner_group.position))
    return _summed(date, rows)


def _summed(date: dt.date, rows: Iterable[DemandLine]) -> tuple[FirmLine, ...]:
    sums: dict[LineKey, _Sum] = {}
    for row in rows:
        key = (row.site_id, row.line_id, row.diner_group_id, row.diet_id, row.dish_id)
        sums.setdefault(key, _Sum(row)).add(row)
    kept = [found for found in sums.values() if found.portions > 0]
    ready = ready_times(date, [found.row for found in kept])
    return tuple(_firm(found, ready[found.row.site_id]) for found in kept)


def _firm(found: _Sum, ready_by: dt.datetime) -> FirmLine:
    row = found.row
    return FirmLine(
        site=row.site,
        line=row.line,
        diner_group=row.diner_group,
        diet=row.diet,
        dish=row.dish,
        portions=found.portions,
        hundredths=found.hundredths,
        grams=found.grams,
        ready_by=ready_by,
        eat_at=row.eat_at,
        demand_line_ids=tuple(found.ids),
    )


# --- ready by -----------------------------------------------------------------------------------


def departures(date: dt.date) -> dict[int, dt.datetime]:
    """When the van to each site leaves, by site id, in the newest route plan of the date."""
    stops = Stop.objects.filter(trip__route__plan__date=date)
    newest = stops.aggregate(newest=Max("trip__route__plan__version"))["newest"]
    rows = stops.filter(trip__route__plan__version=newest).values_list(
        "site_id", "trip__depart_minute"
    )
    return {site_id: dates.at_minute(date, minute) for site_id, minute in rows}


def ready_times(date: dt.date, rows: Sequence[DemandLine]) -> dict[int, dt.datetime]:
    """By site id: the planned departure, or before routes are planned, the latest direct drive."""
    found: dict[int, dt.datetime] = dict(departures(date))
    eaten: dict[int, dt.datetime] = {}
    sites: dict[int, Site] = {}
    for row in rows:
        sites[row.site_id] = row.site
        eaten[row.site_id] = min(row.eat_at, eaten.get(row.site_id, row.eat_at))
    missing = [site for key, site in sites.items() if key not in found]
    if missing:
        drives = travel.minutes_from_kitchen(missing)
        for site in missing:
            latest = min(dates.at_clock(date, site.window_to), eaten[site.pk])
            found[site.pk] = latest - dt.timedelta(minutes=drives[site.pk])
    return found


# --- ingredients --------------------------------------------------------------------------------


def ingredient_needs(
    date: dt.date, lines: Iterable[FirmLine], book: RecipeBook | None = None
) -> tuple[IngredientNeed, ...]:
    """What to pull from the stores for the day, by ingredient key.

    ``book`` are the day's recipes where the caller has read them already.
    Each dish is one quantity of the day: salt and spice grow by their own rule on it.
    """
    per_dish: defaultdict[int, int] = defaultdict(int)
    dishes: dict[int, Dish] = {}
    for line in lines:
        per_dish[line.dish.pk] += line.hundredths
        dishes[line.dish.pk] = line.dish
    book = book or recipes_on(date)
    gross: defaultdict[int, Decimal] = defaultdict(Decimal)
    bought: dict[int, Ingredient] = {}
    for dish_id, hundredths in per_dish.items():
        for ingredient, grams in scaled_ingredients(book, dishes[dish_id], hundredths):
            gross[ingredient.pk] += grams
            bought[ingredient.pk] = ingredient
    on_hand = stock_on_hand(date)
    needs = [
        IngredientNeed(
            ingredient=bought[key],
            net_grams=units.whole_grams([_net(bought[key], grams)]),
            gross_grams=units.whole_grams([grams]),
            on_hand_grams=on_hand.get(key, 0),
        )
        for key, grams in gross.items()
    ]
    return tuple(sorted(needs, key=lambda need: need.ingredient.key))


def scaled_ingredients(
    book: RecipeBook, dish: Dish, hundredths: int
) -> list[tuple[Ingredient, Decimal]]:
    """Bought grams of every ingredient of a dish for hundredths of reference portions."""
    base = 100 * book.recipe(dish).yield_portions
    return [
        (
            line.ingredient,
            units.scaled_grams(
                line.gross_grams,
                hundredths,
                units.ExponentRule(base, line.ingredient.scale_exponent),
            ),
        )
        for line in book.flat_lines(dish)
    ]


def stock_on_hand(date: dt.date) -> dict[int, int]:
    """Grams in lots that had come by the date and are usable on it, by ingredient id."""
    rows = (
        StockLot.objects.usable_on(date)
        .filter(created_on__lte=date)
        .values_list("ingredient_id")
        .annotate(grams=Sum("moves__grams"))
    )
    return {ingredient: grams or 0 for ingredient, grams in rows}


def _net(ingredient: Ingredient, gross: Decimal) -> Decimal:
    # Where the refuse is not known the edible part is at most what was bought.
    refuse = ingredient.refuse_percent
    return gross if refuse is None else units.net_grams(gross, refuse)


def portions_by_dish(lines: Iterable[FirmLine]) -> Mapping[str, int]:
    found: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        found[line.dish.key] += line.portions
    return dict(found)

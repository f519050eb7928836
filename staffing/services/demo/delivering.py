"""How a past day of the story went: arrivals, temperatures, leftovers, food from the store."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from menus.choices import Acceptance, HoldClass
from menus.models import SupplierItem
from menus.selectors.recipes import RecipeBook
from menus.services.stock import Arrival, receive_goods, use_ingredients
from orders.models import Site
from orders.selectors.demand import FirmLine, IngredientNeed, firm_demand, ingredient_needs
from orders.services.history import SiteOutcome, record_delivered_day
from staffing.services.demo.setting import Setting

# Mean share left on the plate, by how children take to the dish.
LEFT = {Acceptance.HIGH: 0.04, Acceptance.MEDIUM: 0.09, Acceptance.LOW: 0.17, "": 0.07}
NEVER_NOTED = 0.12  # share of sites that did not note leftovers on a day


@dataclass(frozen=True, slots=True)
class LockedDay:
    """A day's firm demand and its recipes, read once for all that happens on it."""

    date: dt.date
    demand: tuple[FirmLine, ...]
    book: RecipeBook

    def needs(self) -> tuple[IngredientNeed, ...]:
        return ingredient_needs(self.date, self.demand, self.book)


def read_day(date: dt.date, book: RecipeBook) -> LockedDay:
    """A locked day; the story's recipes do not change while it is told."""
    return LockedDay(date, firm_demand(date), book)


def deliver_day(setting: Setting, day: LockedDay) -> None:
    """Enters the deliveries of a past day, and takes its food from the store."""
    date, demand = day.date, day.demand
    dice = setting.dice("delivery", date)
    sites = {line.site.key: line.site for line in demand}
    outcomes = {
        key: _outcome(dice, sites[key], [line for line in demand if line.site.key == key])
        for key in sorted(sites)
    }
    now = setting.at(date, 16)
    record_delivered_day(
        date=date, outcomes=outcomes, author=setting.manager, now=now, demand=demand
    )
    grams = {need.ingredient.pk: need.gross_grams for need in day.needs()}
    use_ingredients(date=date, grams=grams, author=setting.manager, now=now, reference=str(date))


def _outcome(dice: random.Random, site: Site, lines: list[FirmLine]) -> SiteOutcome:
    start = site.window_from.hour * 60 + site.window_from.minute
    late = dice.random() < 0.03
    end = site.window_to.hour * 60 + site.window_to.minute
    arrived = end + dice.randint(2, 14) if late else dice.randint(start + 3, end - 6)
    dishes = {line.dish.key: line.dish for line in lines}
    out = {key: _leaving(dice, dish.hold_class) for key, dish in sorted(dishes.items())}
    minutes = dice.randint(18, 50)
    arriving = {key: _arriving(celsius, minutes) for key, celsius in out.items()}
    short = {}
    if dice.random() < 0.01:
        line = dice.choice(lines)
        short[_key(line)] = min(line.portions, dice.randint(1, 4))
    return SiteOutcome(
        dispatched_minute=arrived - minutes,
        arrived_minute=arrived,
        celsius_out=out,
        celsius_in=arriving,
        short=short,
        leftover={} if dice.random() < NEVER_NOTED else _leftovers(dice, lines, short),
    )


def _key(line: FirmLine) -> tuple[str, str, str]:
    return (line.dish.key, line.diner_group.key, line.diet.key)


def _leaving(dice: random.Random, hold_class: str) -> Decimal:
    mean = 3.6 if hold_class == HoldClass.COLD else 81.0
    return Decimal(f"{dice.gauss(mean, mean * 0.025):.1f}")


def _arriving(celsius: Decimal, minutes: int) -> Decimal:
    """A preheated box: hot food loses some 2.5 °C an hour at first, cold food warms by less."""
    drift = Decimal(minutes) / 60 * (Decimal("-2.5") if celsius > 40 else Decimal("1.5"))
    return (celsius + drift).quantize(Decimal("0.1"))


def _leftovers(
    dice: random.Random, lines: Iterable[FirmLine], short: dict[tuple[str, str, str], int]
) -> dict[tuple[str, str, str], int]:
    left = {}
    for line in lines:
        there = line.portions - short.get(_key(line), 0)
        mean = LEFT[line.dish.acceptance]
        share = max(0.0, dice.gauss(mean, mean / 2))
        left[_key(line)] = min(there, round(there * share))
    return left


def buy_for_day(setting: Setting, locked: LockedDay, *, is_first: bool) -> None:
    """Early in the morning suppliers bring what the day needs; on the week's first day, double."""
    day = locked.date
    wanted = {need.ingredient.pk: need.gross_grams - need.on_hand_grams for need in locked.needs()}
    missing = {pk: grams for pk, grams in wanted.items() if grams > 0}
    items = SupplierItem.objects.filter(ingredient_id__in=missing, is_preferred=True)
    by_supplier: dict[int, list[SupplierItem]] = {}
    for item in items.select_related("supplier", "ingredient").order_by("supplier", "ingredient"):
        by_supplier.setdefault(item.supplier_id, []).append(item)
    now = setting.at(day, 5)
    for offers in by_supplier.values():
        supplier = offers[0].supplier
        receive_goods(
            supplier=supplier,
            number=f"{supplier.key}-{day:%y%m%d}",
            arrivals=[
                _arrival(item, missing[item.ingredient_id] * (2 if is_first else 1), day)
                for item in offers
            ],
            author=setting.manager,
            now=now,
        )


def _arrival(item: SupplierItem, grams: int, day: dt.date) -> Arrival:
    packs = max(item.min_packs, -(-grams // item.pack_grams))
    return Arrival(
        ingredient=item.ingredient,
        grams=packs * item.pack_grams,
        lot_code=f"{item.ingredient.key[:40]}-{day:%y%m%d}",
        use_by=day + dt.timedelta(days=60),
        agorot_per_kg=round(item.agorot_per_pack * 1000 / item.pack_grams),
    )

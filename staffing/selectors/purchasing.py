"""What to buy, from whom and by when: each day's need against what earlier days leave in stock.

Grams as bought. A lot is used by its use-by date, the earliest first; what expires is lost.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.db.models import Sum

from menus.models import Dish, Ingredient, StockLot, SupplierItem
from menus.selectors.menu import menus_between
from menus.selectors.recipes import recipes_on
from orders.selectors.demand import firm_demand, scaled_ingredients
from orders.selectors.effective import effective_orders


@dataclass(frozen=True, slots=True)
class Purchase:
    """Packs of one ingredient to order by ``order_by`` for use on ``needed_on``.

    ``offer`` None: nobody sells it, as far as is known. ``on_hand`` is what stock covers that day.
    """

    ingredient: Ingredient
    offer: SupplierItem | None
    needed_on: dt.date
    order_by: dt.date
    needed_grams: int
    on_hand_grams: int
    missing_grams: int
    packs: int

    @property
    def needed_kilograms(self) -> Decimal:
        return Decimal(self.needed_grams) / 1000

    @property
    def on_hand_kilograms(self) -> Decimal:
        return Decimal(self.on_hand_grams) / 1000

    @property
    def agorot(self) -> int | None:
        """What the packs cost before VAT; None where there is no offer."""
        return self.packs * self.offer.agorot_per_pack if self.offer else None


@dataclass
class _Lot:
    use_by: dt.date | None
    grams: int


def purchase_list(first: dt.date, last: dt.date) -> tuple[Purchase, ...]:
    """Everything that stock does not cover on the days from ``first`` to ``last``, oldest first.

    A pack that is bought for one day serves the next ones too.
    """
    stock = _stock(first)
    offers = _offers()
    found: list[Purchase] = []
    for day in _days(first, last):
        for ingredient, grams in sorted(needed_on(day).items(), key=lambda one: one[0].key):
            lots = stock[ingredient.pk]
            on_hand = _use(lots, grams, day)
            if on_hand < grams:
                missing = grams - on_hand
                bought = _purchase(ingredient, offers.get(ingredient.pk), day, grams, missing)
                found.append(bought)
                pack = bought.offer.pack_grams if bought.offer else 0
                lots.append(_Lot(None, max(0, bought.packs * pack - missing)))
    return tuple(found)


def by_supplier(purchases: Iterable[Purchase]) -> dict[str, list[Purchase]]:
    """By the supplier's name; what nobody sells stands under an empty name."""
    found: defaultdict[str, list[Purchase]] = defaultdict(list)
    for one in purchases:
        found[one.offer.supplier.name if one.offer else ""].append(one)
    return dict(sorted(found.items()))


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def needed_on(day: dt.date) -> dict[Ingredient, int]:
    """Whole grams of each ingredient: firm demand where the day is locked, else expected."""
    portions: dict[Dish, int] = defaultdict(int)
    firm = firm_demand(day)
    for line in firm:
        portions[line.dish] += line.hundredths
    if not firm:
        portions = _expected(day)
    book = recipes_on(day)
    total: defaultdict[Ingredient, Decimal] = defaultdict(Decimal)
    for dish, hundredths in portions.items():
        for ingredient, grams in scaled_ingredients(book, dish, hundredths):
            total[ingredient] += grams
    return {one: int(grams.to_integral_value(ROUND_CEILING)) for one, grams in total.items()}


def _expected(day: dt.date) -> dict[Dish, int]:
    portions: dict[Dish, int] = defaultdict(int)
    menus = menus_between(day, day)
    for order in effective_orders(day, day).values():
        menu = menus.get((order.site.line_id, day))
        for line in order.lines if menu else ():
            for served in menu.served(line.diet.pk) if menu else ():
                share = line.diner_group.portion_factor_percent * served.portion_percent
                portions[served.dish] += line.total * share // 100
    return portions


def _stock(day: dt.date) -> defaultdict[int, list[_Lot]]:
    lots: defaultdict[int, list[_Lot]] = defaultdict(list)
    rows = StockLot.objects.usable_on(day).order_by("use_by", "pk")
    left = rows.annotate(left=Sum("moves__grams")).values_list("ingredient_id", "use_by", "left")
    for ingredient, use_by, grams in left:
        if grams and grams > 0:
            lots[ingredient].append(_Lot(use_by, grams))
    return lots


def _use(lots: Sequence[_Lot], grams: int, day: dt.date) -> int:
    """Takes up to ``grams`` from lots that are still good; returns how much there was."""
    taken = 0
    for lot in lots:
        if lot.use_by is not None and lot.use_by < day:
            continue
        part = min(lot.grams, grams - taken)
        lot.grams -= part
        taken += part
    return taken


def _offers() -> dict[int, SupplierItem]:
    """The preferred offer of each ingredient, else the cheapest per gram."""
    rows = SupplierItem.objects.filter(supplier__is_active=True).select_related("supplier")
    offers: dict[int, SupplierItem] = {}
    for row in sorted(rows, key=lambda row: (not row.is_preferred, _price(row), row.pk)):
        offers.setdefault(row.ingredient_id, row)
    return offers


def _price(row: SupplierItem) -> Decimal:
    return Decimal(row.agorot_per_pack) / row.pack_grams


def _purchase(
    ingredient: Ingredient, offer: SupplierItem | None, day: dt.date, grams: int, missing: int
) -> Purchase:
    lead = dt.timedelta(days=offer.lead_days if offer else 1)
    packs = max(-(-missing // offer.pack_grams), offer.min_packs) if offer else 0
    return Purchase(
        ingredient, offer, day, day - lead, grams, grams - missing, missing, packs
    )  # fmt: skip

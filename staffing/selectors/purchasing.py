"""What to buy, from whom and by when: each day's need against what earlier days leave in stock.

Grams as bought. A lot is used by its use-by date, the earliest first; what expires is lost.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from django.db.models import Sum

from menus.models import Dish, Ingredient, StockLot, Supplier, SupplierItem
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
    for day, needs in needed_between(first, last).items():
        for ingredient, grams in sorted(needs.items(), key=lambda one: one[0].key):
            lots = stock[ingredient.pk]
            on_hand = _use(lots, grams, day)
            if on_hand < grams:
                missing = grams - on_hand
                bought = _purchase(ingredient, offers.get(ingredient.pk), day, grams, missing)
                found.append(bought)
                pack = bought.offer.pack_grams if bought.offer else 0
                lots.append(_Lot(None, max(0, bought.packs * pack - missing)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class SupplierOrder:
    """What to order from one supplier (None: nobody sells it), and the words to send."""

    supplier: Supplier | None
    rows: tuple[Purchase, ...]

    @property
    def agorot(self) -> int:
        return sum(one.agorot or 0 for one in self.rows)

    @property
    def text(self) -> str:
        """One line for each pack, by the day it is needed."""
        return "\n".join(
            f"{one.needed_on:%d.%m}: {one.packs} × {one.offer.pack_name} – {one.ingredient.name}"
            for one in self.rows
            if one.offer is not None
        )


def supplier_orders(purchases: Iterable[Purchase]) -> list[SupplierOrder]:
    """By supplier, what nobody sells first."""
    found: defaultdict[int, list[Purchase]] = defaultdict(list)
    suppliers: dict[int, Supplier | None] = {0: None}
    for one in purchases:
        supplier = one.offer.supplier if one.offer else None
        pk = supplier.pk if supplier else 0
        suppliers[pk] = supplier
        found[pk].append(one)
    named = {pk: one.name if one else "" for pk, one in suppliers.items()}
    return [
        SupplierOrder(suppliers[pk], tuple(found[pk]))
        for pk in sorted(found, key=named.__getitem__)
    ]


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def needed_on(day: dt.date) -> dict[Ingredient, int]:
    """Whole grams of each ingredient: firm demand where the day is locked, else expected."""
    return needed_between(day, day)[day]


def needed_between(first: dt.date, last: dt.date) -> dict[dt.date, dict[Ingredient, int]]:
    """Needs of each date; the queries grow with the locked days only."""
    expected = _expected(first, last)
    needs = {}
    for day in _days(first, last):
        portions: dict[Dish, int] = defaultdict(int)
        for line in firm_demand(day):
            portions[line.dish] += line.hundredths
        needs[day] = _ingredients(day, portions or expected.get(day, {}))
    return needs


def _ingredients(day: dt.date, portions: Mapping[Dish, int]) -> dict[Ingredient, int]:
    if not portions:
        return {}
    book = recipes_on(day)
    total: defaultdict[Ingredient, Decimal] = defaultdict(Decimal)
    for dish, hundredths in portions.items():
        for ingredient, grams in scaled_ingredients(book, dish, hundredths):
            total[ingredient] += grams
    return {one: int(grams.to_integral_value(ROUND_CEILING)) for one, grams in total.items()}


def _expected(first: dt.date, last: dt.date) -> dict[dt.date, dict[Dish, int]]:
    """Hundredths of reference portions as the sites would eat, by date and dish."""
    found: dict[dt.date, dict[Dish, int]] = {}
    menus = menus_between(first, last)
    for order in effective_orders(first, last).values():
        menu = menus.get((order.site.line_id, order.date))
        portions = found.setdefault(order.date, defaultdict(int))
        for line in order.lines if menu else ():
            for served in menu.served(line.diet.pk) if menu else ():
                share = line.diner_group.portion_factor_percent * served.portion_percent
                portions[served.dish] += line.total * share // 100
    return found


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

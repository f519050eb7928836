"""What lies in the stores, lot by lot, and brands whose label differs from the food type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from menus.choices import Presence
from menus.models import (
    Allergen,
    Dish,
    GoodsReceipt,
    IngredientAllergen,
    LotAllergen,
    PurchaseInvoice,
    StockLot,
    Supplier,
    SupplierItem,
)
from menus.selectors.recipes import RecipeBook

NONE = "none"
# The surest first; what the label does not name is not there.
ORDER = (Presence.CONTAINS, Presence.MAY_CONTAIN, Presence.UNKNOWN, NONE)


@dataclass(frozen=True, slots=True)
class LabelChange:
    """An allergen that a brand's label states worse than the food type does."""

    lot: StockLot
    allergen: Allergen
    was: str
    now: str


def lots_in_stock(search: str = "", *, with_empty: bool = False) -> QuerySet[StockLot]:
    """Lots with ``grams_left``, first use-by first; ``search``: any word of name, lot or brand."""
    rows = StockLot.objects.annotate(grams_left=Coalesce(Sum("moves__grams"), 0))
    rows = rows.select_related("ingredient", "receipt__supplier")
    for word in search.split():
        rows = rows.filter(_named(word))
    return rows.order_by("use_by", "pk") if with_empty else rows.filter(grams_left__gt=0)


def _named(word: str) -> Q:
    names = Q(lot_code__icontains=word) | Q(brand__icontains=word)
    for language in ("ar", "he", "en"):
        names |= Q(**{f"ingredient__name_{language}__icontains": word})
    return names


def lot_with_grams(pk: int) -> StockLot | None:
    return lots_in_stock(with_empty=True).filter(pk=pk).first()


def kilograms(grams: int) -> Decimal:
    return Decimal(grams) / 1000


def receipts() -> QuerySet[GoodsReceipt]:
    """Goods receipts, newest first."""
    return GoodsReceipt.objects.select_related("supplier").prefetch_related("lots__ingredient")


def invoices() -> QuerySet[PurchaseInvoice]:
    return PurchaseInvoice.objects.select_related("supplier").prefetch_related("receipts")


def suppliers() -> QuerySet[Supplier]:
    return Supplier.objects.select_related("locality").prefetch_related("items")


def offers_of(supplier: Supplier) -> QuerySet[SupplierItem]:
    return supplier.items.select_related("ingredient").order_by("ingredient__key")


# -- labels ---------------------------------------------------------------------------------------


def label_changes(lots: Iterable[StockLot]) -> list[LabelChange]:
    """Where a label says more than the food type: another allergen, or a surer one. Two queries."""
    found = list(lots)
    stated = LotAllergen.objects.filter(lot__in=found).select_related("allergen")
    ingredients = {lot.ingredient_id for lot in found}
    known = {
        (row.ingredient_id, row.allergen_id): row.presence
        for row in IngredientAllergen.objects.filter(ingredient__in=ingredients)
    }
    by_pk = {lot.pk: lot for lot in found}
    changes = []
    for row in stated.order_by("lot", "allergen__position"):
        lot = by_pk[row.lot_id]
        was = known.get((lot.ingredient_id, row.allergen_id), NONE)
        if ORDER.index(row.presence) < ORDER.index(was) and row.presence != Presence.UNKNOWN:
            changes.append(LabelChange(lot, row.allergen, was, row.presence))
    return changes


def lots_with_labels(day: dt.date) -> list[StockLot]:
    """Lots in stock that are good on a day and whose label was read."""
    rows = lots_in_stock().filter(allergens__isnull=False).distinct()
    return [lot for lot in rows if lot.use_by is None or lot.use_by >= day]


def dishes_with(book: RecipeBook, ingredient_id: int, dishes: Iterable[Dish]) -> Sequence[Dish]:
    """The dishes whose recipe in force has the ingredient, through all parts."""
    return [
        dish
        for dish in dishes
        if dish.pk in book.recipes
        and any(line.ingredient.pk == ingredient_id for line in book.flat_lines(dish))
    ]

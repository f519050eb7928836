"""The sheets of what is bought and lies in the stores: prices, suppliers, their packs, stock."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kurkum.base.workbook.ground import MARK, NAMES
from kurkum.base.workbook.sheets import Col, Sample, Satellite, Sheet
from menus.choices import MoveKind
from menus.models import IngredientPrice, StockLot, StockMove, Supplier, SupplierItem


def _opening(lot: StockLot, writing: Any) -> dict[str, Any]:
    return {"date": lot.created_on, "at": writing.now, "by": writing.author}


INGREDIENT_PRICES = Sheet(
    "ingredient_prices",
    IngredientPrice,
    ["ingredient valid_from",
     Col("agorot_per_kg", heading=_("price per kg"), unit="₪", example="5.20"), MARK],
    identity=("ingredient", "valid_from"),
    note=_("What a kilogram costs, from a date on."),
)  # fmt: skip
SUPPLIERS = Sheet(
    "suppliers",
    Supplier,
    [NAMES, "locality is_local phone email licence_number is_active"],
    sample=Sample("vegetable_market", _("Vegetable market")),
    note=_("Who the kitchen buys from."),
)
SUPPLIER_ITEMS = Sheet(
    "supplier_items",
    SupplierItem,
    [
        "supplier ingredient", Col("pack_name", example=_("sack 25 kg")),
        Col("pack_grams", unit=_("g"), example="25000"),
        Col("agorot_per_pack", heading=_("price of a pack"), unit="₪"),
        Col("lead_days", example="2"), Col("min_packs", example="1"), "is_preferred", MARK,
    ],
    identity=("supplier", "ingredient", "pack_grams"),
    note=_("What each supplier sells, in which packs, at what price."),
)  # fmt: skip
OPENING_STOCK = Sheet(
    "opening_stock",
    StockLot,
    [
        "ingredient", Col("lot_code", example="OPEN-001"), "created_on",
        Col("grams", heading=_("in stock"), unit=_("g"), example="25000",
            satellite=Satellite(StockMove, "lot", value="grams",
                                fixed={"kind": MoveKind.OPENING}, fill=_opening)),
        Col("brand", example=""), "use_by",
        Col("agorot_per_kg", heading=_("price per kg"), unit="₪"),
    ],
    identity=("ingredient", "lot_code", "created_on"),
    name=_("opening stock"),
    where={"receipt__isnull": True},
    note=_("What lies in the stores when the kitchen begins to use the programme."),
)  # fmt: skip

BUYING_SHEETS = (SUPPLIERS, SUPPLIER_ITEMS, OPENING_STOCK)

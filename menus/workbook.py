"""The sheets of this floor: lines, diets, ingredients, dishes, recipes, menus, suppliers, stock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kurkum.base.workbook.ground import MARK, NAMES
from kurkum.base.workbook.sheets import Col, Problem, Satellite, Sheet, State
from menus.choices import MoveKind, Presence
from menus.models import (
    Certificate,
    Diet,
    DietAllergen,
    DinerGroup,
    Dish,
    DishTwin,
    Ingredient,
    IngredientAllergen,
    IngredientNutrient,
    IngredientPrice,
    KitchenLine,
    MenuCycle,
    MenuCycleItem,
    Recipe,
    RecipeLine,
    StandardRule,
    StockLot,
    StockMove,
    Supplier,
    SupplierItem,
)

ONE_REGULAR = _("one diet must be the regular meal; write yes in its row")


def _regular_diet(state: State) -> Iterable[Problem]:
    diets = state["diets"]
    if diets and not any(values["is_regular"] for values in diets.values()):
        yield from (Problem(identity, "is_regular", ONE_REGULAR) for identity in list(diets)[:1])


def _week_in_cycle(state: State) -> Iterable[Problem]:
    for identity, values in state["menu_cycle_items"].items():
        cycle = state["menu_cycles"].get((values["cycle"],))
        if cycle and values["week"] > cycle["weeks"]:
            message = _("the cycle has %(weeks)s weeks") % {"weeks": cycle["weeks"]}
            yield Problem(identity, "week", message)


def _dishes_can_be_cooked(state: State) -> Iterable[Problem]:
    """A dish on the menu without a recipe: nothing could be bought for it."""
    cooked = {values["dish"] for values in state["recipes"].values()}
    on_menu = {values["dish"] for values in state["menu_cycle_items"].values()}
    for identity in state["dishes"]:
        if identity[0] in on_menu - cooked:
            message = _("stands on the menu and has no recipe")
            yield Problem(identity, "key", message, is_warning=True)


def _no_circles(state: State) -> Iterable[Problem]:
    """A dish that is, through its parts, made of itself."""
    parts: defaultdict[str, set[str]] = defaultdict(set)
    for values in state["recipe_lines"].values():
        if values["part"]:
            parts[values["dish"]].add(values["part"])
    for identity, values in state["recipe_lines"].items():
        if values["part"] and _leads_to(values["part"], values["dish"], parts):
            message = _("the part is itself made of this dish; a recipe cannot contain itself")
            yield Problem(identity, "part", message)


def _leads_to(start: str, goal: str, parts: Mapping[str, set[str]]) -> bool:
    seen, ahead = set(), [start]
    while ahead:
        dish = ahead.pop()
        if dish == goal:
            return True
        if dish not in seen:
            seen.add(dish)
            ahead += parts.get(dish, set())
    return False


def _opening(lot: StockLot, writing: Any) -> dict[str, Any]:
    return {"date": lot.created_on, "at": writing.now, "by": writing.author}


def _tags(model: Any, field: str, link: str, other: str) -> Satellite:
    return Satellite(model=getattr(model, field).through, link=link, other=other)


def _allergens(presence: Presence) -> Satellite:
    fixed = {"presence": presence}
    return Satellite(IngredientAllergen, "ingredient", other="allergen", fixed=fixed)


LINES = Sheet(
    "kitchen_lines",
    KitchenLine,
    [
        NAMES, "allows_dairy requires_kosher_ingredients requires_halal",
        Col("may_feed", heading=_("may feed"),
            note=_("the lines whose sites may be given what this line cooks"),
            satellite=_tags(KitchenLine, "may_feed", "from_kitchenline", "to_kitchenline")),
    ],
    note=_("Production lines with rules of their own, such as halal, or meat without dairy."),
)  # fmt: skip
CERTIFICATES = Sheet(
    "certificates",
    Certificate,
    ["line kind number issuer valid_from valid_to"],
    identity=("line", "kind", "number"),
    note=_("Without a valid certificate the word “kosher” is printed nowhere."),
)
DINER_GROUPS = Sheet(
    "diner_groups",
    DinerGroup,
    [NAMES, Col("portion_factor_percent", unit="%", example="100"), "position"],
    note=_("Who eats: age bands, each with its share of the reference portion."),
)
DIETS = Sheet(
    "diets",
    Diet,
    [
        NAMES, "excludes_meat excludes_fish excludes_dairy excludes_egg soft_texture",
        Col("allergens", heading=_("allergens left out"),
            satellite=Satellite(DietAllergen, "diet", other="allergen")),
        "needs_paper is_regular position",
    ],
    note=_("Diets: what each one leaves out. One of them is the regular meal."),
    check=_regular_diet,
)  # fmt: skip
INGREDIENTS = Sheet(
    "ingredients",
    Ingredient,
    [
        NAMES,
        Col("category", example="grains"),
        "diet_class",
        Col("allergens", heading=_("contains"), satellite=_allergens(Presence.CONTAINS)),
        Col("may_contain", heading=_("may contain"),
            satellite=_allergens(Presence.MAY_CONTAIN)),
        Col("refuse_percent", unit="%", note=_("what is lost when it is cleaned and peeled")),
        "halal_ok kosher_line_ok purchase_unit",
        Col("purchase_grams", unit=_("g")),
        "store shelf",
        Col("kitchen_unit", example="kg"),
        Col("kitchen_step_grams", unit=_("g"), example="100"),
        "scale_exponent source source_id source_description is_proxy note is_active",
        Col("nutrient", spread=True, note=_("per 100 g of the edible part; empty means not known"),
            satellite=Satellite(IngredientNutrient, "ingredient", other="nutrient",
                                value="per_100g")),
    ],
    note=_("What is bought: with its allergens, its loss and its nutrients."),
)  # fmt: skip
INGREDIENT_PRICES = Sheet(
    "ingredient_prices",
    IngredientPrice,
    ["ingredient valid_from",
     Col("agorot_per_kg", heading=_("price per kg"), unit="₪", example="5.20"), MARK],
    identity=("ingredient", "valid_from"),
    note=_("What a kilogram costs, from a date on."),
)  # fmt: skip
STANDARDS = Sheet(
    "nutrition_standards",
    StandardRule,
    [
        NAMES, "measure scope diner_group nutrient tag",
        Col("aim_min", heading=_("at least, if possible")),
        Col("aim_max", heading=_("at most, if possible")),
        Col("hard_min", heading=_("at least")),
        Col("hard_max", heading=_("at most")),
        "valid_from valid_to", MARK, "source",
    ],
    note=_("What a menu is measured by: amounts, shares of energy, how often a food is served."),
    is_reference=True,
)  # fmt: skip
DISHES = Sheet(
    "dishes",
    Dish,
    [
        NAMES,
        "course",
        Col("hold_class", note=_("how long the dish may be kept hot: A longest, C shortest")),
        Col("litres_per_100", note=_("room in a kettle or pan")),
        Col("trays_per_100", note=_("room in an oven or cabinet")),
        "acceptance",
        Col("tags", heading=_("counts as"), note=_("kinds of food the menu rules count"),
            satellite=_tags(Dish, "tags", "dish", "foodtag")),
        "note is_active",
    ],
    note=_("What is served."),
    check=_dishes_can_be_cooked,
)  # fmt: skip
RECIPES = Sheet(
    "recipes",
    Recipe,
    ["dish version valid_from",
     Col("yield_portions", example="100"),
     Col("yield_grams", unit=_("g"), example="22000"),
     MARK, "note"],
    identity=("dish", "version"),
    note=_("One row a recipe; its ingredients stand in the next sheet. A recipe that was cooked "
           "stays as it is: write a new version."),
)  # fmt: skip
RECIPE_LINES = Sheet(
    "recipe_lines",
    RecipeLine,
    [
        Col("recipe__dish"), Col("recipe__version"), "position ingredient",
        Col("part", note=_("another dish used as a part, instead of an ingredient")),
        Col("gross_grams", unit=_("g"), note=_("as bought, for the whole yield")),
        Col("cooking_yield", note=_("what cooking does to weight and nutrients; may stay empty")),
    ],
    identity=("dish", "version", "position"),
    owner=("dish", "version"),
    parent="recipe",
    note=_("How much of what goes into each recipe."),
    check=_no_circles,
)  # fmt: skip
TWINS = Sheet(
    "dish_twins",
    DishTwin,
    [
        "dish diet",
        Col("twin", heading=_("is given"), note=_("the dish the diet is given; empty: nothing")),
    ],
    identity=("dish", "diet"),
    owner=("dish",),
    note=_("What a diet is given instead of a dish it cannot eat."),
)
CYCLES = Sheet(
    "menu_cycles",
    MenuCycle,
    [NAMES, "line weeks", Col("starts_on", example="30/08/2026", note=_("a Sunday")), "ends_on"],
    note=_("Menus that repeat after some weeks, one for each line."),
)
CYCLE_ITEMS = Sheet(
    "menu_cycle_items",
    MenuCycleItem,
    ["cycle week weekday position dish", Col("portion_percent", unit="%", example="100")],
    identity=("cycle", "week", "weekday", "position"),
    owner=("cycle",),
    note=_("The menu: which dish in which week, on which weekday."),
    check=_week_in_cycle,
)
SUPPLIERS = Sheet(
    "suppliers",
    Supplier,
    [NAMES, "locality is_local phone email licence_number is_active"],
    note=_("Who the kitchen buys from."),
)
SUPPLIER_ITEMS = Sheet(
    "supplier_items",
    SupplierItem,
    [
        "supplier ingredient", Col("pack_name", example=_("sack 25 kg")),
        Col("pack_grams", unit=_("g"), example="25000"),
        Col("agorot_per_pack", heading=_("price of a pack"), unit="₪"),
        "lead_days min_packs is_preferred", MARK,
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
        "brand use_by", Col("agorot_per_kg", heading=_("price per kg"), unit="₪"),
    ],
    identity=("ingredient", "lot_code", "created_on"),
    name=_("opening stock"),
    where={"receipt__isnull": True},
    note=_("What lies in the stores when the kitchen begins to use the programme."),
)  # fmt: skip

SHEETS = (
    LINES, CERTIFICATES, DINER_GROUPS, DIETS, INGREDIENTS, INGREDIENT_PRICES, DISHES, RECIPES,
    RECIPE_LINES, TWINS, CYCLES, CYCLE_ITEMS, SUPPLIERS, SUPPLIER_ITEMS, OPENING_STOCK,
)  # fmt: skip
REFERENCE_SHEETS = (STANDARDS,)

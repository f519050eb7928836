"""The sheets of this floor: lines, diets, ingredients, dishes, recipes, menus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kurkum.base.workbook.ground import MARK, NAMES
from kurkum.base.workbook.sheets import Col, Problem, Sample, Satellite, Sheet, State
from kurkum.base.workbook.values import NO
from menus.choices import Course, DietClass, Presence
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
    KitchenLine,
    MenuCycle,
    MenuCycleItem,
    Recipe,
    RecipeLine,
    StandardRule,
)
from menus.workbook_buying import BUYING_SHEETS, INGREDIENT_PRICES

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


def _tags(model: Any, field: str, link: str, other: str) -> Satellite:
    return Satellite(model=getattr(model, field).through, link=link, other=other)


def _allergens(presence: Presence) -> Satellite:
    fixed = {"presence": presence}
    return Satellite(IngredientAllergen, "ingredient", other="allergen", fixed=fixed)


LINES = Sheet(
    "kitchen_lines",
    KitchenLine,
    [
        NAMES, "allows_dairy", Col("requires_kosher_ingredients", example=NO), "requires_halal",
        Col("may_feed", heading=_("may feed"), example="",
            note=_("the lines whose sites may be given what this line cooks"),
            satellite=_tags(KitchenLine, "may_feed", "from_kitchenline", "to_kitchenline")),
    ],
    sample=Sample("halal", _("Halal line")),
    note=_("Production lines with rules of their own, such as halal, or meat without dairy."),
)  # fmt: skip
CERTIFICATES = Sheet(
    "certificates",
    Certificate,
    [
        "line kind",
        Col("number", example="2026/118"),
        Col("issuer", example=_("religious council")),
        "valid_from",
        Col("valid_to", example="31/08/2027"),
    ],
    identity=("line", "kind", "number"),
    note=_("Without a valid certificate the word “kosher” is printed nowhere."),
)
DINER_GROUPS = Sheet(
    "diner_groups",
    DinerGroup,
    [NAMES, Col("portion_factor_percent", unit="%", example="100"), "position"],
    sample=Sample("grades_1_6", _("Grades 1–6")),
    note=_("Who eats: age bands, each with its share of the reference portion."),
)
DIETS = Sheet(
    "diets",
    Diet,
    [
        NAMES,
        *(Col(name, example=NO) for name in ("excludes_meat", "excludes_fish", "excludes_dairy",
                                             "excludes_egg", "soft_texture")),
        Col("allergens", heading=_("allergens left out"), example=_("sesame"),
            satellite=Satellite(DietAllergen, "diet", other="allergen")),
        "needs_paper", Col("is_regular", example=NO), "position",
    ],
    sample=Sample("sesame_free", _("Sesame free")),
    note=_("Diets: what each one leaves out. One of them is the regular meal."),
    check=_regular_diet,
)  # fmt: skip
INGREDIENTS = Sheet(
    "ingredients",
    Ingredient,
    [
        NAMES,
        Col("category", example="legumes"),
        Col("diet_class", example=DietClass.PARVE.label),
        Col("allergens", heading=_("contains"), example="",
            satellite=_allergens(Presence.CONTAINS)),
        Col("may_contain", heading=_("may contain"), example="",
            satellite=_allergens(Presence.MAY_CONTAIN)),
        Col("refuse_percent", unit="%", example="10",
            note=_("what is lost when it is cleaned and peeled")),
        "halal_ok kosher_line_ok", Col("purchase_unit", example=_("sack 25 kg")),
        Col("purchase_grams", unit=_("g"), example="25000"),
        "store", Col("shelf", example="B2"),
        Col("kitchen_unit", example="kg"),
        Col("kitchen_step_grams", unit=_("g"), example="100"),
        Col("scale_exponent", example="1"), "source source_id source_description",
        Col("is_proxy", example=NO), "note is_active",
        Col("nutrient", spread=True, note=_("per 100 g of the edible part; empty means not known"),
            satellite=Satellite(IngredientNutrient, "ingredient", other="nutrient",
                                value="per_100g")),
    ],
    sample=Sample("lentils_red", _("Red lentils")),
    note=_("What is bought: with its allergens, its loss and its nutrients."),
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
    sample=Sample("vegetables_daily", _("Vegetables every day")),
    note=_("What a menu is measured by: amounts, shares of energy, how often a food is served."),
    is_reference=True,
)  # fmt: skip
DISHES = Sheet(
    "dishes",
    Dish,
    [
        NAMES,
        Col("course", example=Course.SOUP.label),
        Col("hold_class", note=_("how long the dish may be kept hot: A longest, C shortest")),
        Col("litres_per_100", example="28", note=_("room in a kettle or pan")),
        Col("trays_per_100", example="", note=_("room in an oven or cabinet")),
        "acceptance",
        Col("tags", heading=_("counts as"), example=_("legumes"),
            note=_("kinds of food the menu rules count"),
            satellite=_tags(Dish, "tags", "dish", "foodtag")),
        "note is_active",
    ],
    sample=Sample("lentil_soup", _("Lentil soup")),
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
        Col("part", example="", note=_("another dish used as a part, instead of an ingredient")),
        Col("gross_grams", unit=_("g"), example="5000", note=_("as bought, for the whole yield")),
        Col("cooking_yield", example="",
            note=_("what cooking does to weight and nutrients; may stay empty")),
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
        Col(
            "twin",
            heading=_("is given"),
            example=_("Vegetable soup"),
            note=_("the dish the diet is given; empty: nothing"),
        ),
    ],
    identity=("dish", "diet"),
    owner=("dish",),
    note=_("What a diet is given instead of a dish it cannot eat."),
)
CYCLES = Sheet(
    "menu_cycles",
    MenuCycle,
    [NAMES, "line weeks", Col("starts_on", example="30/08/2026", note=_("a Sunday")), "ends_on"],
    sample=Sample("winter_menu", _("Winter menu")),
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
SHEETS = (
    LINES, CERTIFICATES, DINER_GROUPS, DIETS, INGREDIENTS, INGREDIENT_PRICES, DISHES, RECIPES,
    RECIPE_LINES, TWINS, CYCLES, CYCLE_ITEMS, *BUYING_SHEETS,
)  # fmt: skip
REFERENCE_SHEETS = (STANDARDS,)

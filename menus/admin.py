"""Admin of food, menus and stock."""

from typing import Any

from django.contrib import admin
from django.db.models import Model

from kurkum.base.admin_base import NotedAdmin, ReadOnlyAdmin
from menus import models

NAMED: list[Any] = ["key", "name_ar", "name_he", "name_en"]


def inline(row: type[Model], **options: object) -> type[admin.TabularInline]:  # type: ignore[type-arg]
    """A table of rows inside their parent's page."""
    attributes = {"model": row, "extra": 0, **options}
    return type(f"{row.__name__}Inline", (admin.TabularInline,), attributes)


class NamedAdmin(NotedAdmin):
    list_display = NAMED
    search_fields = NAMED


@admin.register(models.Ingredient)
class IngredientAdmin(NamedAdmin):
    list_display = [*NAMED, "category", "diet_class", "refuse_percent", "store"]
    list_filter = ["category", "diet_class", "store", "is_proxy"]
    inlines = [
        inline(models.IngredientNutrient),
        inline(models.IngredientAllergen),
        inline(models.IngredientPrice),
    ]


@admin.register(models.CookingYield)
class CookingYieldAdmin(NotedAdmin):
    list_display = ["key", "food_group", "method", "weight_yield_percent", "mark"]
    search_fields = ["key", "food_group", "method"]
    inlines = [inline(models.Retention)]


@admin.register(models.Dish)
class DishAdmin(NamedAdmin):
    list_display = [*NAMED, "course", "hold_class", "acceptance", "is_active"]
    list_filter = ["course", "hold_class", "tags"]
    filter_horizontal = ["tags"]
    inlines = [inline(models.DishTwin, fk_name="dish")]


@admin.register(models.Recipe)
class RecipeAdmin(NotedAdmin):
    list_display = ["dish", "version", "valid_from", "yield_portions", "yield_grams", "mark"]
    list_select_related = ["dish"]
    search_fields = ["dish__key", "dish__name_ar", "dish__name_he", "dish__name_en"]
    inlines = [inline(models.RecipeLine, autocomplete_fields=["ingredient", "part"])]


@admin.register(models.MenuCycle)
class MenuCycleAdmin(NamedAdmin):
    list_display = [*NAMED, "line", "weeks", "starts_on"]
    inlines = [inline(models.MenuCycleItem)]


@admin.register(models.MenuDay)
class MenuDayAdmin(NotedAdmin):
    list_display = ["date", "line", "diet_class", "published_at"]
    list_filter = ["line"]
    date_hierarchy = "date"
    inlines = [inline(models.MenuItem)]


@admin.register(models.Diet)
class DietAdmin(NamedAdmin):
    inlines = [inline(models.DietAllergen)]


@admin.register(models.KitchenLine)
class KitchenLineAdmin(NamedAdmin):
    inlines = [inline(models.Certificate)]


@admin.register(models.StandardRule)
class StandardRuleAdmin(NamedAdmin):
    list_display = ["key", "measure", "scope", "diner_group", "aim_max", "hard_max", "mark"]
    list_filter = ["measure", "scope", "diner_group", "mark"]


@admin.register(models.Supplier)
class SupplierAdmin(NamedAdmin):
    list_display = [*NAMED, "locality", "is_local"]
    inlines = [inline(models.SupplierItem)]


@admin.register(models.GoodsReceipt)
class GoodsReceiptAdmin(NotedAdmin):
    list_display = ["supplier", "number", "received_at"]
    date_hierarchy = "received_at"


@admin.register(models.StockLot)
class StockLotAdmin(NotedAdmin):
    list_display = ["ingredient", "lot_code", "brand", "use_by", "created_on"]
    search_fields = ["lot_code", "ingredient__key"]
    inlines = [inline(models.LotAllergen)]


@admin.register(models.StockCount)
class StockCountAdmin(NotedAdmin):
    list_display = ["counted_on", "counted_by", "booked_at"]
    inlines = [inline(models.StockCountLine)]


@admin.register(models.StockMove)
class StockMoveAdmin(ReadOnlyAdmin):
    list_display = ["date", "lot", "kind", "grams", "reference"]
    list_filter = ["kind"]


@admin.register(models.PurchaseInvoice)
class PurchaseInvoiceAdmin(NotedAdmin):
    list_display = ["supplier", "number", "issued_on", "net_agorot"]


for row in (models.Allergen, models.Nutrient, models.FoodTag, models.DinerGroup):
    admin.site.register(row, NamedAdmin)


@admin.register(models.Substitution)
class SubstitutionAdmin(NotedAdmin):
    list_display = ["menu_item", "diet", "twin"]
    list_select_related = ["menu_item__menu_day", "menu_item__dish", "diet", "twin"]

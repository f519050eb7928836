"""Dishes, their allergens, and ingredients, as everybody may read them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kurkum.base.choices import Role
from kurkum.base.permissions import has_role, role_required
from kurkum.lib.dates import day_of
from kurkum.lib.tables import answer_list
from menus.models import Dish
from menus.selectors.dish_page import dish_page
from menus.selectors.ingredients import ingredient_list
from menus.selectors.menu_week import allergen_chart
from menus.tables import IngredientsTable, chart_table
from menus.views.week import READERS


@role_required(*READERS)
@require_GET
def dish(request: HttpRequest, key: str) -> HttpResponse:
    """What is in a dish: allergens, nutrition, diet class; the kitchen sees recipe and cost too."""
    found = get_object_or_404(Dish, key=key)
    context = {
        "page": dish_page(found, day_of(timezone.now())),
        "is_kitchen": has_role(request.user, Role.MANAGER),
    }
    return render(request, "menus/dishes/dish.html", context)


@role_required(*READERS)
@require_GET
def chart(request: HttpRequest) -> HttpResponse:
    """Every dish against every allergen, by the recipes in force."""
    dishes = Dish.objects.filter(is_active=True).order_by("course", "key")
    allergens, rows = allergen_chart(day_of(timezone.now()), dishes)
    return answer_list(
        request,
        chart_table(allergens, rows),
        title=_("Allergens of all dishes"),
        filename="allergens",
        template="menus/food/chart.html",
        context={"is_kitchen": has_role(request.user, Role.MANAGER)},
    )


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def ingredients(request: HttpRequest) -> HttpResponse:
    """What is bought: allergens, diet class, price, and where the figures come from."""
    search = request.GET.get("q", "")
    return answer_list(
        request,
        IngredientsTable(ingredient_list(day_of(timezone.now()), search)),
        title=_("Ingredients"),
        filename="ingredients",
        template="menus/food/ingredients.html",
        context={"q": search},
    )

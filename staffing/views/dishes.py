"""Dishes as the kitchen makes them: steps, cost and facts; measured times to take over."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib.dates import day_of
from kurkum.lib.tables import answer_list
from menus.models import Dish
from menus.selectors.dish_page import dish_page
from staffing.models import ProcessStep
from staffing.selectors.dish_list import dish_list
from staffing.selectors.standard_times import proposals
from staffing.services.standard_times import accept_time
from staffing.tables import DishesTable


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def dishes(request: HttpRequest) -> HttpResponse:
    """Every dish: course, diet class, allergens, cost of a reference portion, steps."""
    search = request.GET.get("q", "")
    return answer_list(
        request,
        DishesTable(dish_list(day_of(timezone.now()), search)),
        title=_("Dishes"),
        filename="dishes",
        template="staffing/dishes/list.html",
        context={"q": search, "is_kitchen": has_role(request.user, Role.MANAGER)},
    )


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def dish(request: HttpRequest, key: str) -> HttpResponse:
    """Everything about a dish, and how it is made."""
    found = get_object_or_404(Dish, key=key)
    steps = ProcessStep.objects.filter(dish=found).select_related("skill", "equipment_kind")
    context = {
        "page": dish_page(found, day_of(timezone.now())), "steps": steps.order_by("position"),
        "is_kitchen": has_role(request.user, Role.MANAGER),
    }  # fmt: skip
    return render(request, "staffing/dishes/dish.html", context)


@role_required(Role.MANAGER)
@require_GET
def times(request: HttpRequest) -> HttpResponse:
    """What the kitchen measured, against the standard times of the plan."""
    found = proposals(day_of(timezone.now()))
    context = {
        "proposals": [one for one in found if one.is_worth_it],
        "fitting": [one for one in found if not one.is_worth_it],
    }
    return render(request, "staffing/dishes/times.html", context)


@role_required(Role.MANAGER)
@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    step = get_object_or_404(ProcessStep, pk=pk)
    try:
        accept_time(step=step, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The next plan uses the new time."))
    return redirect("staffing:times")

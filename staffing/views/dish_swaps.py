"""A dish swapped on the day: choose, see what it does, do it, and tell the sites."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from menus.models import Dish
from staffing.selectors.dish_swap import dishes_of
from staffing.selectors.plans import current_plan
from staffing.services.dish_swaps import candidates, preview_swap, swap_dish
from staffing.services.production_runs import request_replan
from staffing.tasks.production import solve_production


@role_required(Role.MANAGER)
@require_GET
def choose(request: HttpRequest, date: dt.date) -> HttpResponse:
    """Which dish cannot be served?"""
    return render(
        request, "staffing/swap/choose.html", {"date": date, "dishes": dishes_of(date)}
    )  # fmt: skip


@role_required(Role.MANAGER)
@require_GET
def instead(request: HttpRequest, date: dt.date, old: str) -> HttpResponse:
    """What can be served instead, and, once one is chosen, everything it would change."""
    dish = get_object_or_404(Dish, key=old)
    found = candidates(date=date, old=dish)
    new = Dish.objects.filter(key=request.GET.get("dish", "")).first()
    outcome = None
    if new is not None:
        try:
            outcome = preview_swap(
                date=date, old=dish, new=new, author=signed_in(request), now=timezone.now()
            )
        except KurkumError as error:
            messages.error(request, str(error))
    context = {"date": date, "old": dish, "candidates": found, "outcome": outcome}
    return render(request, "staffing/swap/instead.html", context)


@role_required(Role.MANAGER)
@require_POST
def swap(request: HttpRequest, date: dt.date, old: str) -> HttpResponse:
    """One action: menu, demand, notes, special meals; the words to send while the plan follows."""
    dish = get_object_or_404(Dish, key=old)
    new = get_object_or_404(Dish, key=request.POST.get("dish", ""))
    author, now = signed_in(request), timezone.now()
    try:
        outcome = swap_dish(
            date=date, old=dish, new=new, reason=request.POST.get("reason", ""), author=author,
            now=now,
        )  # fmt: skip
    except KurkumError as error:
        messages.error(request, str(error))
        return redirect("staffing:swap_instead", date=date, old=old)
    run = None
    if current_plan(date) is not None:
        try:
            run = request_replan(day=date, author=author, now=now)
        except KurkumError as error:
            messages.error(request, str(error))
            messages.warning(request, _("The dish is swapped, but the day must be planned again."))
        else:
            solve_production.enqueue(run.pk)
    return render(request, "staffing/swap/done.html", {"outcome": outcome, "run": run})

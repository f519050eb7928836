"""The school's special meals: codes, diets, medical papers and their yearly renewal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.errors import BadInput
from kurkum.base.lists import listed
from kurkum.base.models import User
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib import dates
from orders.forms import day_typed
from orders.forms_special import SpecialMealForm
from orders.models import Site, SpecialMeal
from orders.selectors.access import sites_to_order_for
from orders.selectors.special_meals import coded_meals, days_without, next_code
from orders.services import special_meals
from orders.views.ordering import ORDERERS, channel_of, reasons_of

Writer = Callable[[User, dt.datetime], object]


@role_required(*ORDERERS)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, site: str) -> HttpResponse:
    """The list with its warnings; a POST registers a code and keeps what was typed if it cannot."""
    user, now = signed_in(request), timezone.now()
    found = get_object_or_404(sites_to_order_for(user), key=site)
    today = dates.day_of(now)
    first = {"label_code": next_code(found), "active_from": today + dt.timedelta(days=1)}
    form = SpecialMealForm(request.POST or None, site=found, initial=first)
    if request.method == "POST" and form.is_valid() and _register(request, found, form, user, now):
        return redirect("orders:special_meals", site=site)
    meals = coded_meals(found, today)
    context = {
        "site": found,
        "sites": sites_to_order_for(user),
        "meals": meals,
        "due": sum(meal.is_due for meal in meals),
        "form": form,
        "today": today,
        "next_year": today + dt.timedelta(days=365),
    }
    status = 422 if form.errors else 200
    return render(request, "orders/special_meals/page.html", context, status=status)


def _register(
    request: HttpRequest, site: Site, form: SpecialMealForm, user: User, now: dt.datetime
) -> bool:
    try:
        made = special_meals.register_meal(
            site=site, meal=form.meal(), author=user, now=now, channel=channel_of(user)
        )
    except BadInput as error:
        for fault in error.faults:
            form.add_error(None, str(fault))
        return False
    messages.success(request, _("Registered. Look at the standing order: this child eats there."))
    if days := days_without(made, dates.day_of(now)):
        messages.warning(
            request,
            _("Saved before, without this meal: %(days)s. Open each day and add it.")
            % {"days": listed(f"{day:%d.%m.%Y}" for day in days)},
        )
    return True


@role_required(*ORDERERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    site = sites_to_order_for(signed_in(request)).first()
    if site is None:
        return render(request, "orders/ordering/no_site.html")
    return redirect("orders:special_meals", site=site.key)


@role_required(*ORDERERS)
@require_POST
def renew(request: HttpRequest, site: str, pk: int) -> HttpResponse:
    def write(user: User, now: dt.datetime) -> object:
        return special_meals.renew_paper(
            meal_id=pk, valid_until=day_typed(request.POST, "until"), author=user, now=now,
            today=dates.day_of(now), channel=channel_of(user),
        )  # fmt: skip

    return _write(request, site, pk, write, _("Renewed."))


@role_required(*ORDERERS)
@require_POST
def end(request: HttpRequest, site: str, pk: int) -> HttpResponse:
    def write(user: User, now: dt.datetime) -> object:
        return special_meals.end_meal(
            meal_id=pk, last=day_typed(request.POST, "last"), author=user, now=now,
            channel=channel_of(user),
        )  # fmt: skip

    return _write(request, site, pk, write, _("Noted. The code eats until that day."))


def _write(request: HttpRequest, key: str, pk: int, write: Writer, done: str) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(sites_to_order_for(user), key=key)
    get_object_or_404(SpecialMeal, pk=pk, site=found)
    try:
        write(user, timezone.now())
    except BadInput as error:
        for text in reasons_of(error):
            messages.error(request, text)
    else:
        messages.success(request, done)
    return redirect("orders:special_meals", site=key)

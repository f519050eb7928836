"""The manager's orders of a date: who is missing, totals, lock and reopen, amendments to decide."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Channel, Role
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib import dates
from menus.models import Dish
from orders.forms import number_or_none, signed_number
from orders.models import Amendment
from orders.selectors.order_board import dish_loads, order_board
from orders.services.amendments import decide_amendment
from orders.services.limits import leave_day_out, limit_dish, take_day_in
from orders.services.locking import lock_day, reopen_day
from orders.views.ordering import reasons_of, time_left


@role_required(Role.MANAGER)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Leads to tomorrow, or to the day that was chosen."""
    tomorrow = dates.day_of(timezone.now()) + dt.timedelta(days=1)
    try:
        date = dates.parse_day(request.GET.get("date", ""))
    except ValueError:
        date = tomorrow
    return redirect("orders:order_board", date=date)


@role_required(Role.MANAGER)
@require_GET
def day(request: HttpRequest, date: dt.date) -> HttpResponse:
    now = timezone.now()
    try:
        board = order_board(date, dates.day_of(now))
    except CannotBeDone as error:
        return render(request, "orders/no_rule.html", {"reasons": error.reasons})
    context = {
        "board": board,
        "date": date,
        "left": time_left(board.clock, now),
        "earlier": date - dt.timedelta(days=1),
        "later": date + dt.timedelta(days=1),
    }
    return render(request, "orders/order_board/day.html", context)


@role_required(Role.MANAGER)
@require_POST
def lock(request: HttpRequest, date: dt.date) -> HttpResponse:
    try:
        done = lock_day(
            date=date, author=signed_in(request), now=timezone.now(), channel=Channel.WEB
        )
    except CannotBeDone as error:
        _tell(request, error)
    else:
        messages.success(request, _("Locked: %(portions)s meals.") % {"portions": done.portions})
    return redirect("orders:order_board", date=date)


@role_required(Role.MANAGER)
@require_POST
def reopen(request: HttpRequest, date: dt.date) -> HttpResponse:
    reason = request.POST.get("reason", "")[:200]
    try:
        reopen_day(date=date, reason=reason, author=signed_in(request), now=timezone.now())
    except CannotBeDone as error:
        _tell(request, error)
    else:
        messages.success(request, _("The day is open again."))
    return redirect("orders:order_board", date=date)


@role_required(Role.MANAGER)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accepts, accepts in part, or refuses with 0."""
    asked = get_object_or_404(Amendment.objects.select_related("order"), pk=pk)
    try:
        granted = signed_number(request.POST.get("granted", ""))
        decide_amendment(
            amendment_id=pk, granted=granted, author=signed_in(request), now=timezone.now(),
            reason=request.POST.get("reason", "").strip()[:200],
        )  # fmt: skip
    except (BadInput, CannotBeDone) as error:
        _tell(request, error)
    else:
        messages.success(request, _("Decided."))
    return redirect("orders:order_board", date=asked.order.date)


@role_required(Role.MANAGER)
@require_GET
def dishes(request: HttpRequest, date: dt.date) -> HttpResponse:
    """What each dish comes to, beside its least and most; the board loads it into itself."""
    context = {"date": date, "dishes": dish_loads(date)}
    part = "dish_list" if request.headers.get("HX-Request") else "dishes"
    return render(request, f"orders/order_board/{part}.html", context)


@role_required(Role.MANAGER)
@require_POST
def limit(request: HttpRequest, date: dt.date, dish: str) -> HttpResponse:
    """From how many portions on the dish is worth a pot, and how many are too many."""
    found = get_object_or_404(Dish, key=dish)
    try:
        limit_dish(
            dish=found, least=number_or_none(request.POST.get("least", "")),
            most=number_or_none(request.POST.get("most", "")), author=signed_in(request),
            now=timezone.now(),
        )  # fmt: skip
    except BadInput as error:
        _tell(request, error)
    else:
        messages.success(request, _("Saved."))
    return redirect("orders:order_board", date=date)


@role_required(Role.MANAGER)
@require_POST
def forecast_day(request: HttpRequest, date: dt.date) -> HttpResponse:
    """Leaves the day out of every forecast, or takes it in again."""
    author, now = signed_in(request), timezone.now()
    if request.POST.get("take_in"):
        take_day_in(date=date, author=author, now=now)
    else:
        leave_day_out(date=date, reason=request.POST.get("reason", ""), author=author, now=now)
    messages.success(request, _("Saved."))
    return redirect("orders:order_board", date=date)


def _tell(request: HttpRequest, error: BadInput | CannotBeDone) -> None:
    for text in reasons_of(error):
        messages.error(request, text)

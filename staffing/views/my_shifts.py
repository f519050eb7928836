"""A cook's own page: her published shifts, wishes, swaps and hours. She never sees a draft."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib.dates import day_of
from staffing.choices import AvailabilityLevel
from staffing.forms.roster import WishForm
from staffing.models import Assignment, Availability, Cook, SwapRequest
from staffing.selectors.hours import month_hours
from staffing.selectors.roster_warnings import without_their_cook
from staffing.selectors.rosters import shifts_of
from staffing.services.calendar_feed import cook_of, feed, feed_token
from staffing.services.replacing import mark_absent
from staffing.services.swaps import OPEN, answer_swap, ask_swap
from staffing.services.wishes import add_wish, remove_wish

DAYS_AHEAD = 35
# Later shifts are folded away, so that wishes and hours stay within reach of a thumb.
DAYS_IN_SIGHT = 9


def own_cook(request: HttpRequest) -> Cook:
    """The cook behind the signed-in person. Raises PermissionDenied where there is none."""
    cook = Cook.objects.filter(user=signed_in(request)).first()
    if cook is None:
        raise PermissionDenied
    return cook


@role_required(Role.COOK, Role.DRIVER)
@require_GET
def my_shifts(request: HttpRequest) -> HttpResponse:
    cook, today = own_cook(request), day_of(timezone.now())
    return render(request, "staffing/my/shifts.html", _shown(request, cook, today, WishForm()))


def _shown(request: HttpRequest, cook: Cook, today: dt.date, form: WishForm) -> dict[str, object]:
    last, soon = (today + dt.timedelta(days=days) for days in (DAYS_AHEAD, DAYS_IN_SIGHT))
    shifts = list(shifts_of(cook, today, last))
    months = month_hours(today.replace(day=1), cook)
    address = reverse("staffing:my_calendar", args=[feed_token(cook)])
    return {
        "cook": cook,
        "today": today,
        "shifts": [row for row in shifts if row.date <= soon],
        "later": [row for row in shifts if row.date > soon],
        "next": next(iter(shifts), None),
        "hours": months[0] if months else None,
        "so_far": months[0].until(today) if months else None,
        "form": form,
        "wishes": _own_wishes(cook, today),
        "away": {row.pk for row in without_their_cook(today, last, cook)},
        "others": Cook.objects.filter(left_on__isnull=True).exclude(pk=cook.pk),
        "asked_of_me": SwapRequest.objects.filter(
            taker=cook, state=SwapRequest.State.ASKED, assignment__date__gt=today
        ).select_related("assignment__cook", "assignment__shift"),
        "asked_by_me": list(
            SwapRequest.objects.filter(assignment__cook=cook, state__in=OPEN).select_related(
                "taker"
            )
        ),
        "feed": request.build_absolute_uri(address),
        "subscribe": f"webcal://{request.get_host()}{address}",
    }


def _asked_by(cook: Cook) -> QuerySet[SwapRequest]:
    """What she asked others to take and nobody has decided yet."""
    rows = SwapRequest.objects.filter(assignment__cook=cook, state__in=OPEN)
    return rows.select_related("taker")


def _own_wishes(cook: Cook, today: dt.date) -> list[Availability]:
    rows = Availability.objects.filter(cook=cook, weekday__isnull=True, date_to__gte=today)
    return list(rows.exclude(level=AvailabilityLevel.AVAILABLE).order_by("date_from"))


@role_required(Role.COOK, Role.DRIVER)
@require_POST
def wish(request: HttpRequest) -> HttpResponse:
    cook, now = own_cook(request), timezone.now()
    form = WishForm(request.POST)
    if form.is_valid():
        try:
            add_wish(cook=cook, wish=form.wish(), author=signed_in(request), now=now)
        except KurkumError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Noted for the next roster."))
            return redirect("staffing:my_shifts")
    shown = _shown(request, cook, day_of(now), form)
    return render(request, "staffing/my/shifts.html", shown, status=422)


@role_required(Role.COOK, Role.DRIVER)
@require_POST
def drop_wish(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        remove_wish(cook=own_cook(request), pk=pk, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
    return redirect("staffing:my_shifts")


def _own_shift(request: HttpRequest, pk: int) -> Assignment:
    cook = own_cook(request)
    today = day_of(timezone.now())
    shifts = shifts_of(cook, today, today + dt.timedelta(days=366))
    return get_object_or_404(shifts, pk=pk)


@role_required(Role.COOK, Role.DRIVER)
@require_POST
def cannot_come(request: HttpRequest, pk: int) -> HttpResponse:
    """One press: the day is noted, and the manager sees who could come instead."""
    row = _own_shift(request, pk)
    mark_absent(cook=row.cook, date=row.date, author=signed_in(request), now=timezone.now())
    messages.success(request, _("Noted. The manager is looking for somebody. Get well soon."))
    return redirect("staffing:my_shifts")


@role_required(Role.COOK, Role.DRIVER)
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    row = _own_shift(request, pk)
    taker = get_object_or_404(Cook, key=request.POST.get("taker", ""), left_on__isnull=True)
    try:
        ask_swap(assignment=row, taker=taker, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Asked. You will see the answer here."))
    return redirect("staffing:my_shifts")


@role_required(Role.COOK, Role.DRIVER)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    swap = get_object_or_404(SwapRequest, pk=pk, taker=own_cook(request))
    agrees = request.POST.get("answer") == "yes"
    try:
        answer_swap(swap=swap, agrees=agrees, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Thank you. The manager has the last word.") if agrees else _("Noted.")
        )
    return redirect("staffing:my_shifts")


@login_not_required
@require_GET
def my_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Calendar programs do not sign in: the signed address is the key."""
    cook = cook_of(token)
    if cook is None:
        raise Http404
    return HttpResponse(feed(cook, now=timezone.now()), content_type="text/calendar; charset=utf-8")

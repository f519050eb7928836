"""A site's standing order with its three verbs, and changes asked for after the cutoff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Channel, Role, Weekday
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib import dates
from menus.models import Diet, DinerGroup
from orders.choices import AmendmentState
from orders.forms import signed_number, week_typed, whole_number
from orders.models import AttendanceProfile, Site, StandingOrder, StandingPause
from orders.selectors.access import sites_to_order_for
from orders.services import standing
from orders.services.amendments import Wish, request_amendment
from orders.views.ordering import reasons_of

ORDERERS = (Role.SCHOOL, Role.MANAGER)
Writer = Callable[[Site, User, dt.datetime], object]


@role_required(Role.SCHOOL)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    site = sites_to_order_for(signed_in(request)).first()
    if site is None:
        return render(request, "orders/ordering/no_site.html")
    return redirect("orders:standing", site=site.key)


@role_required(*ORDERERS)
@require_GET
def page(request: HttpRequest, site: str) -> HttpResponse:
    """The week in force with its three verbs, pauses and single days to come."""
    user = signed_in(request)
    found = get_object_or_404(sites_to_order_for(user), key=site)
    today = dates.day_of(timezone.now())
    orders = StandingOrder.objects.filter(site=found).exclude(valid_to__lt=today)
    context = {
        "site": found,
        "sites": sites_to_order_for(user),
        "orders": orders.order_by("valid_from"),
        "weekdays": _weekdays(found),
        "rows": _week(found, orders.order_by("-valid_from").first()),
        "pauses": StandingPause.objects.filter(site=found, date_to__gte=today),
        "decided": found.overrides.filter(date__gte=today).select_related("profile"),
        "profiles": AttendanceProfile.objects.all(),
        "tomorrow": today + dt.timedelta(days=1),
    }
    return render(request, "orders/standing/page.html", context)


def _weekdays(site: Site) -> list[tuple[int, str]]:
    return [(number, str(Weekday(number).label)) for number in dates.from_mask(site.weekday_mask)]


def _week(site: Site, order: StandingOrder | None) -> list[dict[str, object]]:
    """A row per diner group and diet with one cell per weekday: field name and count."""
    lines = order.lines.select_related("diner_group", "diet") if order else []
    counts = {(row.weekday, row.diner_group.key, row.diet.key): row.portions for row in lines}
    diets = {row.diet for row in lines} | set(Diet.objects.filter(is_regular=True))
    rows = []
    for group in site.groups.select_related("diner_group"):
        for diet in sorted(diets, key=lambda diet: diet.position):
            key = (group.diner_group.key, diet.key)
            cells = [
                (f"count:{number}:{key[0]}:{key[1]}", label, counts.get((number, *key), 0))
                for number, label in _weekdays(site)
            ]
            rows.append({"group": group.diner_group, "diet": diet, "cells": cells})
    return rows


@role_required(*ORDERERS)
@require_POST
def change_from(request: HttpRequest, site: str) -> HttpResponse:
    def write(found: Site, user: User, now: dt.datetime) -> object:
        return standing.change_from(
            site=found, first=_day(request, "first"), lines=week_typed(request.POST.dict()),
            author=user, now=now,
        )  # fmt: skip

    return _write(request, site, write, _("Saved. The new week counts from the day you chose."))


@role_required(*ORDERERS)
@require_POST
def pause(request: HttpRequest, site: str) -> HttpResponse:
    def write(found: Site, user: User, now: dt.datetime) -> object:
        return standing.pause(
            site=found, first=_day(request, "first"), last=_day(request, "last"),
            reason=request.POST.get("reason", "")[:200], author=user, now=now,
        )  # fmt: skip

    return _write(request, site, write, _("Paused. Meals come again by themselves afterwards."))


@role_required(*ORDERERS)
@require_POST
def decide_day(request: HttpRequest, site: str) -> HttpResponse:
    """One date only: no meals, meals after all, or fewer by a kind of day."""
    kind = request.POST.get("kind", "")
    profile = AttendanceProfile.objects.filter(key=kind).first()

    def write(found: Site, user: User, now: dt.datetime) -> object:
        return standing.decide_day(
            site=found, date=_day(request, "date"), is_open=kind != "closed", profile=profile,
            reason=request.POST.get("reason", "")[:200], author=user, now=now,
        )  # fmt: skip

    return _write(request, site, write, _("Saved for this day only."))


@role_required(*ORDERERS)
@require_POST
def resume(request: HttpRequest, site: str, pk: int) -> HttpResponse:
    def write(found: Site, user: User, now: dt.datetime) -> object:
        get_object_or_404(StandingPause, pk=pk, site=found)
        return standing.resume(pause_id=pk, first=_day(request, "first"), author=user, now=now)

    return _write(request, site, write, _("Meals come again."))


@role_required(*ORDERERS)
@require_POST
def ask(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """Asks for a change to a locked day; the kitchen answers at once where it can."""
    user = signed_in(request)
    found = get_object_or_404(sites_to_order_for(user), key=site)
    group, diet, seen = _line_seen(request)
    try:
        delta = signed_number(request.POST.get("delta", ""))
        wish = Wish(
            site=found,
            date=date,
            diner_group=get_object_or_404(DinerGroup, key=group, pk__in=_group_ids(found)),
            diet=get_object_or_404(Diet, key=diet),
            delta=delta,
        )
        is_manager = has_role(user, Role.MANAGER)
        asked = request_amendment(
            wish=wish,
            author=user,
            now=timezone.now(),
            channel=Channel.PHONE if is_manager else Channel.WEB,
            as_manager=is_manager,
            only_whole=True,
            seen=seen,
        )
    except (BadInput, CannotBeDone) as error:
        _tell(request, error)
    else:
        good = asked.state == AmendmentState.ACCEPTED
        messages.add_message(
            request,
            messages.SUCCESS if good else messages.WARNING,
            _("Your change was answered: %(state)s.") % {"state": asked.get_state_display()},
        )
    return redirect("orders:order", site=site, date=date)


def _line_seen(request: HttpRequest) -> tuple[str, str, int | None]:
    """Diner group and diet by key, and the count that stood beside them on the page."""
    parts = [*request.POST.get("line", "").split(":"), "", ""]
    return parts[0], parts[1], whole_number(parts[2])


def _group_ids(site: Site) -> list[int]:
    return list(site.groups.values_list("diner_group_id", flat=True))


def _day(request: HttpRequest, name: str) -> dt.date:
    try:
        return dates.parse_day(request.POST.get(name, ""))
    except ValueError as error:
        raise BadInput(_("Choose a day.")) from error


def _write(request: HttpRequest, key: str, write: Writer, done: str) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(sites_to_order_for(user), key=key)
    try:
        write(found, user, timezone.now())
    except (BadInput, CannotBeDone) as error:
        _tell(request, error)
    else:
        messages.success(request, done)
    return redirect("orders:standing", site=key)


def _tell(request: HttpRequest, error: BadInput | CannotBeDone) -> None:
    for text in reasons_of(error):
        messages.error(request, text)

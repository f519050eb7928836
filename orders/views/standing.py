"""A site's standing order with its three verbs: change from, pause from–until, these days only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib import dates
from orders.forms import day_typed, week_typed, whole_number
from orders.models import AttendanceProfile, Site, StandingPause
from orders.selectors.access import sites_to_order_for
from orders.selectors.day_history import site_history
from orders.selectors.standing_page import standing_page
from orders.services import standing
from orders.views.ordering import ORDERERS, UNREADABLE, channel_of, reasons_of

Writer = Callable[[Site, User, dt.datetime], object]
CLOSED = "closed"
RECENT = 5


@role_required(*ORDERERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    site = sites_to_order_for(signed_in(request)).first()
    if site is None:
        return render(request, "orders/ordering/no_site.html")
    return redirect("orders:standing", site=site.key)


@role_required(*ORDERERS)
@require_GET
def page(request: HttpRequest, site: str) -> HttpResponse:
    """The week in force with its three verbs, pauses, single days and closures to come."""
    found = get_object_or_404(sites_to_order_for(signed_in(request)), key=site)
    return _show(request, found)


def _show(
    request: HttpRequest, site: Site, typed: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    today = dates.day_of(timezone.now())
    tomorrow = today + dt.timedelta(days=1)
    context = {
        "site": site,
        "sites": sites_to_order_for(signed_in(request)),
        "page": standing_page(site, today, typed),
        "first": (typed or {}).get("first", tomorrow.isoformat()),
        "tomorrow": tomorrow,
        "history": site_history(site, RECENT),
    }
    return render(request, "orders/standing/page.html", context, status=status)


@role_required(*ORDERERS)
@require_POST
def change_from(request: HttpRequest, site: str) -> HttpResponse:
    """The whole week anew from a day on; what cannot be read comes back as it was typed."""

    def write(found: Site, user: User, now: dt.datetime) -> object:
        return standing.change_from(
            site=found, first=day_typed(request.POST, "first"),
            lines=week_typed(request.POST.dict()), author=user, now=now, channel=channel_of(user),
            seen=whole_number(request.POST.get("seen", "")),
        )  # fmt: skip

    done = _("Saved. The new week counts from the day you chose.")
    return _write(request, site, write, done, keep=request.POST.dict())


@role_required(*ORDERERS)
@require_POST
def pause(request: HttpRequest, site: str) -> HttpResponse:
    def write(found: Site, user: User, now: dt.datetime) -> object:
        return standing.pause(
            site=found, first=day_typed(request.POST, "first"),
            last=day_typed(request.POST, "last"), reason=request.POST.get("reason", "")[:200],
            author=user, now=now, channel=channel_of(user),
        )  # fmt: skip

    return _write(request, site, write, _("Paused. Meals come again by themselves afterwards."))


@role_required(*ORDERERS)
@require_POST
def decide_day(request: HttpRequest, site: str) -> HttpResponse:
    """These days only: no meals, meals after all, or fewer by a kind of day."""
    kind = request.POST.get("kind", "")
    profile = AttendanceProfile.objects.filter(key=kind).first()

    def write(found: Site, user: User, now: dt.datetime) -> object:
        first = day_typed(request.POST, "date")
        return standing.decide_days(
            site=found, first=first,
            last=day_typed(request.POST, "until") if request.POST.get("until") else first,
            is_open=kind != CLOSED, profile=profile, reason=request.POST.get("reason", "")[:200],
            author=user, now=now, channel=channel_of(user),
        )  # fmt: skip

    return _write(request, site, write, _("Saved for these days only."))


@role_required(*ORDERERS)
@require_POST
def undecide_day(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """Takes a decision about one day back."""

    def write(found: Site, user: User, now: dt.datetime) -> object:
        return standing.undecide_day(site=found, date=date, author=user, now=now)

    return _write(request, site, write, _("Taken back: calendar and standing order count again."))


@role_required(*ORDERERS)
@require_POST
def resume(request: HttpRequest, site: str, pk: int) -> HttpResponse:
    def write(found: Site, user: User, now: dt.datetime) -> object:
        get_object_or_404(StandingPause, pk=pk, site=found)
        return standing.resume(
            pause_id=pk, first=day_typed(request.POST, "first"), author=user, now=now
        )

    return _write(request, site, write, _("Meals come again."))


def _write(
    request: HttpRequest,
    key: str,
    write: Writer,
    done: str,
    keep: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Writes and leads back; what is refused is said, and shown again as it was typed."""
    user = signed_in(request)
    found = get_object_or_404(sites_to_order_for(user), key=key)
    try:
        write(found, user, timezone.now())
    except (BadInput, CannotBeDone) as error:
        for text in reasons_of(error):
            messages.error(request, text)
        if keep is not None:
            return _show(request, found, keep, UNREADABLE)
    else:
        messages.success(request, done)
    return redirect("orders:standing", site=key)

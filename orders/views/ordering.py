"""The schools' order page: what is typed is saved, and the last saved version is the order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kurkum.base.choices import Channel, Role
from kurkum.base.errors import BadInput, CannotBeDone, KurkumError
from kurkum.base.models import User
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib import dates
from orders.errors import CutoffPassed, OrderRefused, SavedMeanwhile
from orders.forms import counts_typed, whole_number
from orders.models import Site
from orders.selectors.access import sites_to_order_for
from orders.selectors.amendments import changes_of_order
from orders.selectors.changes import last_save
from orders.selectors.cutoffs import DayClock, clock_of
from orders.selectors.day_history import day_history, mine_and_theirs
from orders.selectors.order_page import OrderPage, order_page, total_agorot
from orders.selectors.ordering import with_day_facts
from orders.services import placing
from orders.services.placing import LineWanted

ORDERERS = (Role.SCHOOL, Role.MANAGER)
UNREADABLE = 422  # the page shows such an answer in place and keeps what was typed
RECENT = 3


@role_required(Role.SCHOOL)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Leads to the next day of the person's first site that can still be ordered."""
    site = sites_to_order_for(signed_in(request)).first()
    if site is None:
        return render(request, "orders/ordering/no_site.html")
    now = timezone.now()
    tomorrow = dates.day_of(now) + dt.timedelta(days=1)
    return redirect("orders:order", site=site.key, date=_next_open(site, tomorrow, now))


@role_required(*ORDERERS)
@never_cache
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """The page of one site's day; a POST saves the whole day and answers with its status."""
    user = signed_in(request)
    allowed = sites_to_order_for(user)
    if request.method == "POST":
        known = get_object_or_404(with_day_facts(allowed, date), key=site)
        return _save(request, user, known, date)
    found = get_object_or_404(allowed, key=site)
    now = timezone.now()
    try:
        page = order_page(found, date, now)
    except CannotBeDone as error:
        return render(request, "orders/no_rule.html", {"reasons": error.reasons})
    context = {**_of_day(found, date, page), **_of_clock(page, now, user)}
    context["undo"] = context["takes_orders"] and last_save(found, date) is not None
    return render(
        request,
        "orders/ordering/day.html",
        {**context, "sites": sites_to_order_for(user), "history": day_history(found, date, RECENT)},
    )


def _of_day(site: Site, date: dt.date, page: OrderPage) -> dict[str, object]:
    return {
        "site": site,
        "date": date,
        "page": page,
        "version": page.found.version,
        "saved": page.found.order,
        "total": page.found.portions,
        "agorot": total_agorot(site, date, {row.key: row.total for row in page.found.lines}),
        "amendments": changes_of_order(site, date) if page.found.is_locked else [],
        "targets": [day for day in page.week.days if day.date != date and day.takes_orders],
        "earlier": date - dt.timedelta(days=7),
        "later": date + dt.timedelta(days=7),
    }


def _of_clock(page: OrderPage, now: dt.datetime, user: User) -> dict[str, object]:
    is_manager = has_role(user, Role.MANAGER)
    in_time = now < page.clock.cutoff
    locked = page.found.is_locked
    return {
        "takes_orders": not locked and (in_time or is_manager) and page.found.day.is_open,
        "takes_amendments": locked and (is_manager or now < page.clock.amendments_until),
        "on_behalf": is_manager,
        "left": time_left(page.clock, now),
    }


def _save(request: HttpRequest, user: User, site: Site, date: dt.date) -> HttpResponse:
    now = timezone.now()
    version = whole_number(request.POST.get("version", ""))
    lines: Sequence[LineWanted] = ()
    try:
        lines = counts_typed(request.POST.dict())
        saved = placing.save_order(
            site=site,
            date=date,
            lines=lines,
            version=version or 0,
            author=user,
            now=now,
            channel=channel_of(user),
            as_manager=has_role(user, Role.MANAGER),
        )
    except SavedMeanwhile as error:
        rows = mine_and_theirs({line.key: line.portions for line in lines}, error.lines)
        context = {"conflict": error, "both": rows, "version": version}
        return _status(request, site, date, context)
    except (BadInput, CannotBeDone) as error:
        return _status(request, site, date, {"faults": reasons_of(error), "version": version})
    counts = {line.key: line.portions for line in lines}
    context = {
        "saved": saved,
        "version": saved.version,
        "undo": True,
        "total": sum(counts.values()),
        "agorot": total_agorot(site, date, counts),
    }
    return _status(request, site, date, context)


def _status(
    request: HttpRequest, site: Site, date: dt.date, context: dict[str, object]
) -> HttpResponse:
    """The status line for htmx; without scripts the page anew, with the same words."""
    refused = "saved" not in context
    if not request.headers.get("HX-Request"):
        if refused:
            for text in context.get("faults") or [context["conflict"]]:  # type: ignore[attr-defined]
                messages.error(request, str(text))
        return redirect("orders:order", site=site.key, date=date)
    context |= {"site": site, "date": date}
    return render(
        request, "orders/ordering/status.html", context, status=UNREADABLE if refused else 200
    )


@role_required(*ORDERERS)
@require_GET
def clock(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """How long the day can still be changed; the server's clock decides, never the phone's."""
    found = get_object_or_404(sites_to_order_for(signed_in(request)), key=site)
    try:
        when = clock_of(date)
    except CannotBeDone as error:
        return HttpResponse(str(error), status=UNREADABLE)
    left = time_left(when, timezone.now())
    context = {"site": found, "date": date, "cutoff": when.cutoff, "left": left}
    answer = render(request, "orders/ordering/clock.html", context)
    if left is None:
        # The day has just closed: the page comes anew, with the way to ask for a late change.
        answer.headers["HX-Refresh"] = "true"
    return answer


@role_required(*ORDERERS)
@require_GET
def history(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """Every change of a site's day, its amendments too: who, when, through which door."""
    found = get_object_or_404(sites_to_order_for(signed_in(request)), key=site)
    context = {"site": found, "date": date, "history": day_history(found, date)}
    return render(request, "orders/ordering/history.html", context)


def reasons_of(error: KurkumError) -> list[str]:
    """Each fault or reason as one sentence."""
    if isinstance(error, CutoffPassed) or not isinstance(error, (BadInput, CannotBeDone)):
        return [str(error)]
    found = error.faults if isinstance(error, BadInput) else error.reasons
    return [str(one) for one in found]


def channel_of(user: User) -> str:
    """The kitchen orders for a school that telephoned."""
    return Channel.WEB if has_role(user, Role.SCHOOL) else Channel.PHONE


def time_left(when: DayClock, now: dt.datetime) -> tuple[int, int, int] | None:
    """Days, hours and minutes until the cutoff; None when it has passed."""
    if now >= when.cutoff:
        return None
    minutes = int((when.cutoff - now).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    return hours // 24, hours % 24, rest


def _next_open(site: Site, start: dt.date, now: dt.datetime) -> dt.date:
    """The first day of the next two weeks that takes orders; else the start."""
    for first in (start, start + dt.timedelta(days=7)):
        try:
            days = order_page(site, first, now).week.days
        except OrderRefused:
            return start
        for day in days:
            if day.date >= start and day.takes_orders:
                return day.date
    return start

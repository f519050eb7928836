"""The schools' order page: what is typed is saved, and the last saved version is the order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Channel, Role
from kurkum.base.errors import BadInput, CannotBeDone, KurkumError
from kurkum.base.models import Change, User
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib import dates
from orders.errors import CutoffPassed, OrderRefused, SavedMeanwhile
from orders.forms import counts_typed, whole_number
from orders.models import Amendment, Order, Site
from orders.selectors.access import sites_to_order_for
from orders.selectors.cutoffs import clock_of
from orders.selectors.order_page import order_page, total_agorot
from orders.services import placing

ORDERERS = (Role.SCHOOL, Role.MANAGER)
UNREADABLE = 422  # the page shows such an answer in place and keeps what was typed


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
@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """The page of one site's day; a POST saves the whole day and answers with its status."""
    user = signed_in(request)
    found = get_object_or_404(sites_to_order_for(user), key=site)
    if request.method == "POST":
        return _save(request, user, found, date)
    now = timezone.now()
    page = order_page(found, date, now)
    return render(
        request,
        "orders/ordering/day.html",
        {
            "site": found,
            "sites": sites_to_order_for(user),
            "date": date,
            "page": page,
            "version": page.found.version,
            "saved": page.found.order,
            "total": page.found.portions,
            "agorot": total_agorot(found, date, {row.key: row.total for row in page.found.lines}),
            "takes_orders": _takes_orders(page.found.is_locked, page.clock.cutoff, now, user),
            "left": _left(page.clock.cutoff, now),
            "amendments": _amendments(page.found.order),
            "targets": [day.date for day in page.days if day.date != date and day.kind != "bad"],
            "earlier": date - dt.timedelta(days=7),
            "later": date + dt.timedelta(days=7),
        },
    )


def _save(request: HttpRequest, user: User, site: Site, date: dt.date) -> HttpResponse:
    now = timezone.now()
    version = whole_number(request.POST.get("version", ""))
    try:
        lines = counts_typed(request.POST.dict())
        saved = placing.save_order(
            site=site,
            date=date,
            lines=lines,
            version=version or 0,
            author=user,
            now=now,
            channel=_channel(user),
            as_manager=has_role(user, Role.MANAGER),
        )
    except SavedMeanwhile as error:
        return _status(request, site, date, {"conflict": error, "version": version})
    except (BadInput, OrderRefused) as error:
        return _status(request, site, date, {"faults": reasons_of(error), "version": version})
    counts = {line.key: line.portions for line in lines}
    context = {
        "saved": saved,
        "version": saved.version,
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
@require_POST
def same_as_last_week(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    def write(found: Site, user: User, now: dt.datetime) -> Order:
        return placing.same_as_last_week(
            site=found, date=date, version=None, author=user, now=now, channel=_channel(user)
        )

    return _change(request, site, date, write, done=_("Saved as last week."))


@role_required(*ORDERERS)
@require_POST
def copy_to(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """Copies this day to the day that was chosen."""
    try:
        target = dates.parse_day(request.POST.get("target", ""))
    except ValueError:
        messages.error(request, _("Choose a day to copy to."))
        return redirect("orders:order", site=site, date=date)

    def write(found: Site, user: User, now: dt.datetime) -> Order:
        return placing.copy_day(
            site=found, source=date, target=target, version=None, author=user, now=now,
            channel=_channel(user),
        )  # fmt: skip

    return _change(request, site, target, write, done=_("Copied."))


@role_required(*ORDERERS)
@require_POST
def undo(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """Goes back to what stood before the last save of this day."""

    def write(found: Site, user: User, now: dt.datetime) -> Order:
        last = Change.objects.filter(
            subject=placing.SUBJECT, subject_key=placing.subject_key(found, date)
        ).first()
        return placing.restore_order(
            site=found, date=date, change_id=last.pk if last else 0, author=user, now=now,
            channel=_channel(user),
        )  # fmt: skip

    return _change(request, site, date, write, done=_("The earlier version counts again."))


@role_required(*ORDERERS)
@require_GET
def clock(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """How long the day can still be changed; the server's clock decides, never the phone's."""
    found = get_object_or_404(sites_to_order_for(signed_in(request)), key=site)
    when, now = clock_of(date), timezone.now()
    context = {"site": found, "date": date, "cutoff": when.cutoff, "left": _left(when.cutoff, now)}
    return render(request, "orders/ordering/clock.html", context)


@role_required(*ORDERERS)
@require_GET
def history(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """Every change of a site's day, its amendments too: who, when, through which door."""
    found = get_object_or_404(sites_to_order_for(signed_in(request)), key=site)
    changes = Change.objects.filter(
        subject_key=placing.subject_key(found, date),
        subject__in=[placing.SUBJECT, "Amendment", "ServiceDay"],
    )
    context = {"site": found, "date": date, "changes": changes}
    return render(request, "orders/ordering/history.html", context)


def _change(
    request: HttpRequest,
    key: str,
    back_to: dt.date,
    write: Callable[[Site, User, dt.datetime], Order],
    *,
    done: str,
) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(sites_to_order_for(user), key=key)
    try:
        write(found, user, timezone.now())
    except (BadInput, CannotBeDone, SavedMeanwhile) as error:
        for text in reasons_of(error):
            messages.error(request, text)
    else:
        messages.success(request, done)
    return redirect("orders:order", site=key, date=back_to)


def reasons_of(error: KurkumError) -> list[str]:
    """Each fault or reason as one sentence."""
    if isinstance(error, CutoffPassed) or not isinstance(error, (BadInput, CannotBeDone)):
        return [str(error)]
    found = error.faults if isinstance(error, BadInput) else error.reasons
    return [str(one) for one in found]


def _channel(user: User) -> str:
    """The kitchen orders for a school that telephoned."""
    return Channel.WEB if has_role(user, Role.SCHOOL) else Channel.PHONE


def _takes_orders(is_locked: bool, cutoff: dt.datetime, now: dt.datetime, user: User) -> bool:
    return not is_locked and (now < cutoff or has_role(user, Role.MANAGER))


def _left(cutoff: dt.datetime, now: dt.datetime) -> tuple[int, int] | None:
    """Hours and minutes until the cutoff; None when it has passed."""
    minutes = int((cutoff - now).total_seconds() // 60)
    return divmod(minutes, 60) if minutes >= 0 else None


def _amendments(saved: Order | None) -> QuerySet[Amendment]:
    rows = Amendment.objects.filter(order=saved) if saved else Amendment.objects.none()
    return rows.select_related("diner_group", "diet")


def _next_open(site: Site, start: dt.date, now: dt.datetime) -> dt.date:
    """The first day of the next two weeks that eats and is not closed; else the start."""
    for first in (start, start + dt.timedelta(days=7)):
        for day in order_page(site, first, now).days:
            if day.date >= start and day.kind in ("ok", "info", "warn"):
                return day.date
    return start

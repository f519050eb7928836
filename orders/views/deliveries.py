"""Deliveries: the driver's stops, the school's receipt, the payer's view, the manager's day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib import dates
from menus.models import Dish
from orders.forms import not_a_count, whole_number
from orders.models import Delivery, RoutePlan
from orders.selectors.access import sites_to_read
from orders.selectors.deliveries import deliveries_between, trip_cards
from orders.selectors.effective import effective_orders
from orders.services import dispatching
from orders.services.dispatching import Measured
from orders.services.holding import held_back
from orders.views.ordering import reasons_of

if TYPE_CHECKING:
    from kurkum.lib.pdf import Language

READERS = (Role.MANAGER, Role.DRIVER, Role.SCHOOL, Role.PAYER)
STAFF = (Role.MANAGER, Role.DRIVER)


@role_required(*READERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return redirect("orders:deliveries", date=dates.day_of(timezone.now()))


@role_required(*READERS)
@require_GET
def day(request: HttpRequest, date: dt.date) -> HttpResponse:
    """The deliveries of a date that a person may see, in the order of trips and stops."""
    user = signed_in(request)
    rows = sorted(_visible(user, date), key=_place)
    plan = RoutePlan.objects.filter(date=date).first()
    is_staff = has_role(user, *STAFF)
    context = {
        "date": date,
        "rows": rows,
        "trips": trip_cards(rows, plan if is_staff else None, user),
        "earlier": date - dt.timedelta(days=1),
        "later": date + dt.timedelta(days=1),
        "plan": plan if is_staff else None,
        "is_manager": has_role(user, Role.MANAGER),
    }
    return render(request, "orders/deliveries/day.html", context)


@role_required(Role.PAYER)
@require_GET
def payer(request: HttpRequest) -> HttpResponse:
    """Her sites together: this week's meals, to read only."""
    sites = list(sites_to_read(signed_in(request)))
    week = dates.week_of(dates.day_of(timezone.now()))
    found = effective_orders(week[0], week[-1], sites)
    rows = [(site, [found[site.pk, date] for date in week]) for site in sites]
    sums = [sum(found[site.pk, date].portions for site in sites) for date in week]
    return render(
        request, "orders/deliveries/payer.html", {"week": week, "rows": rows, "sums": sums}
    )


@role_required(*READERS)
@require_GET
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery with its counts; who may act finds the next step on it."""
    user = signed_in(request)
    found = _get(user, pk)
    lines = list(found.lines.select_related("dish", "diner_group", "diet"))
    may_dispatch = found.state == "planned" and has_role(user, *STAFF)
    context = {
        "delivery": found,
        "lines": lines,
        "dishes": {line.dish.pk: line.dish for line in lines}.values(),
        "readings": found.readings.select_related("dish"),
        "may_dispatch": may_dispatch,
        "held": held_back(found) if may_dispatch else [],
        "may_arrive": found.state == "dispatched"
        and found.arrived_at is None
        and has_role(user, *STAFF),
        "may_receive": found.state == "dispatched"
        and has_role(user, Role.SCHOOL, Role.DRIVER, Role.MANAGER),
        "may_note": found.state == "received" and has_role(user, Role.SCHOOL, Role.MANAGER),
    }
    return render(request, "orders/deliveries/delivery.html", context)


@role_required(*STAFF)
@require_POST
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "dispatch")


@role_required(Role.SCHOOL, *STAFF)
@require_POST
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """A school's signature confirms; a driver's hand-over alone does not."""
    return _act(request, pk, "receive")


@role_required(Role.SCHOOL, Role.MANAGER)
@require_POST
def leftovers(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "leftovers")


@role_required(*STAFF)
@require_POST
def arrived(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "arrived")


@role_required(*STAFF)
@require_GET
def routes(request: HttpRequest, date: dt.date) -> HttpResponse:
    """The drivers' sheets as PDF."""
    from orders.pdf.routes import routes_pdf

    plan = RoutePlan.objects.filter(date=date).first()
    if plan is None:
        raise Http404
    return _pdf(routes_pdf(plan, language=_language()), f"routes-{date}")


@role_required(Role.MANAGER)
@require_GET
def report(request: HttpRequest, date: dt.date) -> HttpResponse:
    """The delivery report of a date as PDF."""
    from orders.pdf.delivery import delivery_pdf
    from orders.reports.delivery import delivery_document

    document = delivery_document(date, date)
    if not document["lines"]:
        raise Http404
    return _pdf(delivery_pdf(document, language=_language()), f"delivery-report-{date}")


# --- parts --------------------------------------------------------------------------------------


def _visible(user: User, date: dt.date) -> QuerySet[Delivery]:
    rows = deliveries_between(date, date)
    return rows if has_role(user, *STAFF) else rows.filter(site__in=sites_to_read(user))


def _get(user: User, pk: int) -> Delivery:
    rows = Delivery.objects.select_related("site", "received_by")
    if not has_role(user, *STAFF):
        rows = rows.filter(site__in=sites_to_read(user))
    return get_object_or_404(rows, pk=pk)


def _place(row: Delivery) -> tuple[int, int, int, int]:
    """By departure, van and position; deliveries without a stop come last."""
    if row.stop is None:
        return (1, 0, 0, row.number)
    trip = row.stop.trip
    return (0, trip.depart_minute, trip.route.vehicle_id, row.stop.position)


def _act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    user, now = signed_in(request), timezone.now()
    found = _get(user, pk)
    try:
        _step(request, found, step, user, now)
    except (BadInput, CannotBeDone) as error:
        for text in reasons_of(error):
            messages.error(request, text)
    else:
        messages.success(request, _("Saved."))
    return redirect("orders:delivery", pk=pk)


def _step(request: HttpRequest, found: Delivery, step: str, user: User, now: dt.datetime) -> None:
    if step == "arrived":
        dispatching.mark_arrived(delivery_id=found.pk, author=user, now=now)
        return
    counts = _counts(request, found)
    if step == "leftovers":
        dispatching.note_leftovers(delivery_id=found.pk, counts=counts, author=user, now=now)
        return
    readings = _readings(request, found)
    if step == "dispatch":
        dispatching.dispatch(
            delivery_id=found.pk, readings=readings, counts=counts, author=user, now=now
        )
        return
    dispatching.receive(
        delivery_id=found.pk,
        readings=readings,
        counts=counts,
        author=user,
        now=now,
        confirmed=has_role(user, Role.SCHOOL),
    )


def _counts(request: HttpRequest, found: Delivery) -> dict[int, int]:
    """Portions by line id; a field left empty is not told, never zero."""
    counts, faults = {}, []
    for pk in found.lines.values_list("pk", flat=True):
        text = request.POST.get(f"line:{pk}", "").strip()
        number = whole_number(text)
        if text and number is None:
            faults.append(not_a_count(text))
        elif number is not None:
            counts[pk] = number
    if faults:
        raise BadInput(*faults)
    return counts


def _readings(request: HttpRequest, found: Delivery) -> list[Measured]:
    readings, faults = [], []
    for dish in Dish.objects.filter(pk__in=found.lines.values("dish")):
        text = request.POST.get(f"celsius:{dish.pk}", "").strip().replace(",", ".")
        if not text:
            continue
        try:
            celsius = Decimal(text).quantize(Decimal("0.1"))
        except InvalidOperation:
            faults.append(_("“%(typed)s” is not a temperature.") % {"typed": text[:20]})
            continue
        if not -40 <= celsius <= 150:
            faults.append(_("“%(typed)s” is not a temperature.") % {"typed": text[:20]})
        action = request.POST.get(f"action:{dish.pk}", "")[:200]
        readings.append(Measured(dish, celsius, action))
    if faults:
        raise BadInput(*faults)
    return readings


def _language() -> Language:
    spoken = (get_language() or "en")[:2]
    return "ar" if spoken == "ar" else "he" if spoken == "he" else "en"


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )

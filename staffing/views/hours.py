"""Hours: the clock on the kitchen's tablet, and the manager's month."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import CannotBeDone, KurkumError
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib.dates import day_of, month_of
from staffing.forms.roster import HoursForm
from staffing.models import Cook, WorkedHours
from staffing.selectors.hours import month_hours
from staffing.selectors.rosters import published_assignments
from staffing.services.attendance import (
    clock_in,
    clock_out,
    enter_hours,
    labour_booking,
    post_labour,
)
from staffing.services.hours_print import hours_pdf, hours_rows


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def clock(request: HttpRequest) -> HttpResponse:
    """The tablet by the door: one big button per cook, come or go."""
    now = timezone.now()
    if request.method == "POST":
        cook = get_object_or_404(Cook, key=request.POST.get("cook", ""))
        act = clock_out if request.POST.get("act") == "out" else clock_in
        try:
            act(cook=cook, author=signed_in(request), now=now)
        except KurkumError as error:
            messages.error(request, str(error))
        return redirect("staffing:clock")
    today = day_of(now)
    planned = {row.cook_id: row for row in published_assignments(today, today)}
    rows = WorkedHours.objects.filter(date=today).select_related("cook")
    here = {row.cook_id: row for row in rows.order_by("clock_in")}
    cooks = Cook.objects.filter(hired_on__lte=today).exclude(left_on__lt=today)
    people = [(cook, planned.get(cook.pk), here.get(cook.pk)) for cook in cooks]
    people.sort(key=lambda one: (one[1] is None, one[1].start_minute if one[1] else 0))
    return render(request, "staffing/hours/clock.html", {"people": people, "now": now})


@role_required(Role.MANAGER, Role.BOOKKEEPER)
@require_GET
def this_month(request: HttpRequest) -> HttpResponse:
    return redirect("staffing:hours", month=day_of(timezone.now()).replace(day=1))


@role_required(Role.MANAGER, Role.BOOKKEEPER)
@require_GET
def hours(request: HttpRequest, month: dt.date) -> HttpResponse:
    """The month by cook: planned, worked, overtime, wage; as a page, CSV or PDF."""
    kind = request.GET.get("as", "")
    if kind == "pdf":
        content = hours_pdf(month, language=(get_language() or "ar")[:2])
        return _file(content, "application/pdf", f"hours-{month:%Y-%m}.pdf")
    if kind == "csv":
        from kurkum.lib.exports import csv_bytes

        heading, rows = hours_rows(month)
        content = csv_bytes(heading, rows)
        return _file(content, "text/csv; charset=utf-8", f"hours-{month:%Y-%m}.csv")
    shown = month_of(month)
    return render(
        request,
        "staffing/hours/month.html",
        {
            "month": month,
            "months": month_hours(month),
            "corrects": has_role(request.user, Role.MANAGER),
            "booking": labour_booking(month),
            "is_over": day_of(timezone.now()) > shown.last_day,
            "before": shown.plus(-1).first_day,
            "after": shown.plus(1).first_day,
        },
    )


@role_required(Role.MANAGER, Role.BOOKKEEPER)
@require_POST
def book_labour(request: HttpRequest, month: dt.date) -> HttpResponse:
    """Books what the month's hours cost the kitchen, once; the month can be closed after that."""
    try:
        booking = post_labour(month=month, author=signed_in(request), now=timezone.now())
    except CannotBeDone as error:
        for reason in error.reasons:
            messages.error(request, str(reason))
    else:
        done = _("The month's labour is booked.") if booking else _("Nobody worked in this month")
        messages.success(request, done)
    return redirect("staffing:hours", month=month)


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def cook_hours(request: HttpRequest, cook: str, month: dt.date) -> HttpResponse:
    """One cook's days, and the manager's correction of one of them."""
    person = get_object_or_404(Cook, key=cook)
    if request.GET.get("as") == "pdf":
        content = hours_pdf(month, language=(get_language() or "ar")[:2], cook=person)
        return _file(content, "application/pdf", f"hours-{month:%Y-%m}-{person.key}.pdf")
    form = HoursForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_hours(
                cook=person, author=signed_in(request), now=timezone.now(), **form.cleaned_data
            )
        except KurkumError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept."))
            return redirect("staffing:cook_hours", cook=cook, month=month)
    found = month_hours(month, person)
    return render(
        request,
        "staffing/hours/cook.html",
        {"cook": person, "month": month, "hours": found[0] if found else None, "form": form},
    )

"""For the manager: the roster as a grid, its days against the work, publishing and printing."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Language, Role
from kurkum.base.errors import KurkumError
from kurkum.base.models import SolverRun
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib.dates import DAYS_IN_WEEK, day_of, week_start
from staffing.choices import RosterState
from staffing.forms.roster import CoverForm, SolveForm
from staffing.models import Roster
from staffing.selectors.roster_facts import cover_of
from staffing.selectors.roster_grid import roster_grid
from staffing.selectors.roster_wages import roster_wages
from staffing.selectors.roster_warnings import warnings_on
from staffing.services.cover import adjust_cover
from staffing.services.cover_bar import cover_bars
from staffing.services.publishing import notice_days, publish_roster
from staffing.services.roster_print import wall_roster_pdf


@role_required(Role.MANAGER)
@require_GET
def roster_home(request: HttpRequest) -> HttpResponse:
    """The roster that holds today or comes next; without any, the way to the first one."""
    today = day_of(timezone.now())
    living = Roster.objects.exclude(state=RosterState.SUPERSEDED)
    shown = living.filter(end__gte=today).order_by("start", "-version").first()
    shown = shown or living.order_by("-start", "-version").first()
    if shown is not None:
        return redirect("staffing:roster", pk=shown.pk)
    return render(request, "staffing/roster/none.html", {"form": _solve_form(None, today)})


@role_required(Role.MANAGER)
@require_GET
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Roster, pk=pk)
    today = day_of(timezone.now())
    run = SolverRun.objects.filter(kind=SolverRun.Kind.ROSTER).first()
    return render(
        request,
        "staffing/roster/roster.html",
        {
            "grid": roster_grid(found, today=today),
            "roster": found,
            "others": Roster.objects.exclude(state=RosterState.SUPERSEDED).order_by("-start")[:8],
            "warnings": warnings_on(today),
            "wages": roster_wages(found),
            "notice": notice_days(found) if found.published_at else None,
            "form": _solve_form(found, today),
            "run": run if run and run.is_open else None,
        },
    )


def _solve_form(shown: Roster | None, today: dt.date) -> SolveForm:
    coming = week_start(today) + dt.timedelta(days=DAYS_IN_WEEK)
    start = coming if shown is None else shown.start
    if shown is not None and shown.state == RosterState.PUBLISHED:
        start = shown.end + dt.timedelta(days=1)
    return SolveForm(initial={"start": start})


@role_required(Role.MANAGER)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Roster, pk=pk)
    try:
        done = publish_roster(start=found.start, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
        return redirect("staffing:roster", pk=pk)
    messages.success(request, _("Published, %(days)s days ahead.") % {"days": notice_days(done)})
    return redirect("staffing:roster", pk=done.pk)


@role_required(Role.MANAGER)
@require_GET
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """The wall roster as PDF; ``?language=`` chooses one of the three."""
    found = get_object_or_404(Roster, pk=pk)
    language = request.GET.get("language") or (get_language() or "ar")[:2]
    if language not in Language.values:
        language = Language.AR
    return HttpResponse(
        wall_roster_pdf(found, language=language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="roster-{found.start}-{language}.pdf"'},
    )


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def roster_day(request: HttpRequest, pk: int, date: dt.date) -> HttpResponse:
    """One day: the work by half-hour against the cooks who are there; cover can be adjusted."""
    found = get_object_or_404(Roster, pk=pk)
    form = CoverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            adjust_cover(
                date=date, author=signed_in(request), now=timezone.now(), **form.cleaned_data
            )
        except KurkumError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kept. Plan the roster again to take it into account."))
            return redirect(reverse("staffing:roster_day", args=[pk, date]))
    return render(
        request,
        "staffing/roster/day.html",
        {
            "roster": found,
            "date": date,
            "bars": cover_bars(found, date, today=day_of(timezone.now())),
            "cover": cover_of(date, date),
            "gaps": found.gaps.filter(date=date).select_related("shift", "skill"),
            "form": form,
        },
    )

"""For the manager: why she is on Friday, why not, and what it would take."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from staffing.forms.roster_edits import read_edits
from staffing.models import Cook, CoverGap, Roster
from staffing.services.roster_gap import explain_gap, keep_gap_trial, try_gap
from staffing.services.roster_why import explain_day


@role_required(Role.MANAGER)
@require_GET
def why(request: HttpRequest, pk: int, cook: str, date: dt.date) -> HttpResponse:
    """Her day explained; every other way of it can be tried with one click."""
    roster = get_object_or_404(Roster, pk=pk)
    person = get_object_or_404(Cook, key=cook)
    shown = {"roster": roster, "story": explain_day(roster, person, date)}
    return render(request, "staffing/roster/why.html", shown)


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def gap(request: HttpRequest, pk: int, gap: int) -> HttpResponse:
    """An empty place. A POST tries what it would take; with ``keep`` the changes are kept."""
    rows = CoverGap.objects.select_related("roster", "shift", "skill")
    found = rows.filter(pk=gap, roster=pk).first()
    if found is None:
        messages.info(request, _("This place has been filled, or the roster was planned anew."))
        return redirect("staffing:roster", pk=pk)
    if request.method == "POST" and "keep" in request.POST:
        return _keep(request, found)
    shown: dict[str, object] = {"roster": found.roster}
    if request.method == "POST":
        shown["trial"] = try_gap(found, keys=request.POST.getlist("release"), now=timezone.now())
        if request.headers.get("HX-Request"):
            return render(request, "staffing/roster/gap_trial.html", shown | {"gap": found})
    return render(request, "staffing/roster/gap.html", shown | {"story": explain_gap(found)})


def _keep(request: HttpRequest, gap: CoverGap) -> HttpResponse:
    try:
        keep_gap_trial(
            roster=gap.roster,
            edits=read_edits(request.POST.getlist("edit")),
            keys=request.POST.getlist("release"),
            author=signed_in(request),
            now=timezone.now(),
        )
    except KurkumError as error:
        messages.error(request, str(error))
        return redirect("staffing:roster_gap", pk=gap.roster_id, gap=gap.pk)
    messages.success(request, _("Kept. Tell the cooks whose day is different."))
    return redirect("staffing:roster", pk=gap.roster_id)

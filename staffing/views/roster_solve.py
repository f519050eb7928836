"""For the manager: a solve in the background, watched while it improves, stopped at will."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.models import SolverRun
from kurkum.base.permissions import role_required, signed_in
from kurkum.base.services.runs import cancel_run
from staffing.forms.roster import SolveForm
from staffing.models import Roster
from staffing.services.roster_runs import request_roster
from staffing.tasks.roster import solve_roster

STEPS = {
    "cover": gettext_lazy("filling the shifts"),
    "contracts": gettext_lazy("giving everybody her promised hours"),
    "fairness": gettext_lazy("sharing early starts and Fridays"),
    "wishes": gettext_lazy("keeping wishes and shared rides"),
    "cost": gettext_lazy("saving wages"),
}


@role_required(Role.MANAGER)
@require_POST
def solve(request: HttpRequest) -> HttpResponse:
    form = SolveForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("staffing:roster_home")
    try:
        run = request_roster(
            start=form.cleaned_data["start"],
            weeks=form.cleaned_data["weeks"],
            author=signed_in(request),
            seconds=form.cleaned_data["seconds"],
            seed=1,
            now=timezone.now(),
        )
    except KurkumError as error:
        messages.error(request, str(error))
        return redirect("staffing:roster_home")
    solve_roster.enqueue(run.pk)
    return redirect("staffing:roster_run", run=run.pk)


@role_required(Role.MANAGER)
@require_GET
def run_page(request: HttpRequest, run: int) -> HttpResponse:
    """The page of one solve; htmx asks it again for the moving part only."""
    found = get_object_or_404(SolverRun, pk=run, kind=SolverRun.Kind.ROSTER)
    shown = _progress(found)
    if request.headers.get("HX-Request"):
        response = render(request, "parts/progress.html", shown)
        if found.state == SolverRun.State.DONE and shown["roster"]:
            response["HX-Redirect"] = reverse("staffing:roster", args=[shown["roster"].pk])
        return response
    if found.state == SolverRun.State.DONE and shown["roster"]:
        return redirect("staffing:roster", pk=shown["roster"].pk)
    return render(request, "staffing/roster/run.html", shown)


def _progress(run: SolverRun) -> dict[str, Any]:
    step = STEPS.get(run.step, "")
    figures = ""
    if run.value is not None and run.bound is not None:
        figures = _("%(step)s: %(value)s, at best %(bound)s") % {
            "step": step, "value": run.value, "bound": run.bound,
        }  # fmt: skip
    waiting = _("waiting for its turn") if run.state == SolverRun.State.QUEUED else ""
    return {
        "run": run,
        "label": _("Planning the roster from %(start)s")
        % {"start": date_format(dt.date.fromisoformat(run.subject), "d.m.Y")},
        "percent": run.percent_of_time(timezone.now()),
        "poll_url": reverse("staffing:roster_run", args=[run.pk]),
        "stop_url": reverse("staffing:roster_stop", args=[run.pk]),
        "message": run.log or waiting or figures or str(step),
        "done": not run.is_open,
        "roster": Roster.objects.filter(run=run).first(),
    }


@role_required(Role.MANAGER)
@require_POST
def stop(request: HttpRequest, run: int) -> HttpResponse:
    """Keeps the best roster that was found so far."""
    cancel_run(run_id=run, now=timezone.now())
    return redirect("staffing:roster_run", run=run)

"""For the manager: one cook's day changed by hand, judged by the planner's rules at once."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from orders.forms import whole_number
from staffing.forms.roster import DayForm
from staffing.forms.roster_edits import read_edits
from staffing.models import Assignment, Cook, Roster
from staffing.services.roster_editing import Edit, apply_edits, judge_edits
from staffing.services.roster_hand import exchange, takers


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def cell(request: HttpRequest, pk: int, cook: str, date: dt.date) -> HttpResponse:
    """A cook's day. A POST with ``try`` only judges; without it the change is kept."""
    roster = get_object_or_404(Roster, pk=pk)
    person = get_object_or_404(Cook, key=cook)
    now_there = roster.assignments.filter(cook=person, date=date).first()
    form = DayForm(request.POST or None, cook=person, initial=_initial(now_there))
    shown = {"roster": roster, "cook": person, "date": date, "form": form, "assigned": now_there}
    if request.method == "POST" and form.is_valid():
        edit = Edit(person, date, form.cleaned_data["shift"], form.cleaned_data["skill"])
        if "try" in request.POST or request.headers.get("HX-Trigger-Name") in form.fields:
            shown["verdict"] = judge_edits(roster, [edit])
            return render(request, "staffing/roster/verdict.html", shown)
        try:
            apply_edits(
                roster=roster, edits=[edit], reason=form.cleaned_data["reason"],
                author=signed_in(request), now=timezone.now(),
            )  # fmt: skip
        except KurkumError:
            shown["verdict"] = judge_edits(roster, [edit])
        else:
            messages.success(request, _("Kept."))
            return redirect("staffing:roster", pk=pk)
    return render(request, "staffing/roster/cell.html", shown)


def _initial(row: Assignment | None) -> dict[str, object]:
    return {"shift": row.shift.key, "skill": row.skill.key} if row else {}


@role_required(Role.MANAGER)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Dragged from one cook to another on the same day; two shifts change hands."""
    roster = get_object_or_404(Roster, pk=pk)
    rows = roster.assignments.select_related("cook", "shift", "skill")
    given = get_object_or_404(rows, pk=whole_number(request.POST.get("assignment", "")))
    taker = get_object_or_404(Cook, key=request.POST.get("cook", ""))
    edits = exchange(given, taker, rows.filter(cook=taker, date=given.date).first())
    try:
        apply_edits(
            roster=roster, edits=edits, reason=_("moved by hand"), author=signed_in(request),
            now=timezone.now(),
        )  # fmt: skip
    except KurkumError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept."))
    return redirect("staffing:roster", pk=pk)


@role_required(Role.MANAGER)
@require_GET
def hand(request: HttpRequest, pk: int, assignment: int) -> JsonResponse:
    """While a shift is in the hand: for each other cook, whether it may be dropped on her."""
    roster = get_object_or_404(Roster, pk=pk)
    rows = roster.assignments.select_related("cook", "shift", "skill")
    found = takers(roster, get_object_or_404(rows, pk=assignment))
    return JsonResponse({one.cook.key: {"ok": one.allowed, "text": one.text} for one in found})


@role_required(Role.MANAGER)
@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes tried with one click: a POST only judges, with ``keep`` they are kept."""
    roster = get_object_or_404(Roster, pk=pk)
    try:
        edits = read_edits(request.POST.getlist("edit"))
        if "keep" not in request.POST:
            shown = {"roster": roster, "edits": edits, "verdict": judge_edits(roster, edits)}
            return render(request, "staffing/roster/trial.html", shown)
        apply_edits(
            roster=roster, edits=edits, reason=_("tried and kept"), author=signed_in(request),
            now=timezone.now(),
        )  # fmt: skip
    except KurkumError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Kept."))
    return redirect("staffing:roster", pk=pk)

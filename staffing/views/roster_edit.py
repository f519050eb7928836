"""For the manager: one cook's day changed by hand, judged by the planner's rules at once."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from staffing.forms.roster import DayForm
from staffing.models import Assignment, Cook, Roster
from staffing.services.roster_editing import Edit, apply_edits, judge_edits


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
    given = get_object_or_404(rows, pk=request.POST.get("assignment"))
    taker = get_object_or_404(Cook, key=request.POST.get("cook", ""))
    back = rows.filter(cook=taker, date=given.date).first()
    edits = [
        Edit(given.cook, given.date, back.shift if back else None, back.skill if back else None),
        Edit(taker, given.date, given.shift, given.skill),
    ]
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

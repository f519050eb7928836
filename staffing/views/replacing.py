"""For the manager: who could come instead, and swaps that wait for a word."""

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
from staffing.models import Cook, SwapRequest
from staffing.services.replacing import (
    Proposal,
    apply_candidate,
    apply_repair,
    propose_replacements,
)
from staffing.services.swaps import decide_swap


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, cook: str, date: dt.date) -> HttpResponse:
    """Everybody ranked for the lost shift; a POST takes one candidate, or the repair."""
    person = get_object_or_404(Cook, key=cook)
    try:
        proposal = propose_replacements(cook=person, date=date)
        if request.method == "POST":
            _apply(request, proposal)
            messages.success(request, _("Changed. Tell the cooks whose day is different."))
            return redirect("staffing:roster", pk=proposal.roster.pk)
    except KurkumError as error:
        messages.error(request, str(error))
        return redirect("staffing:roster_home")
    return render(request, "staffing/roster/replace.html", {"proposal": proposal})


def _apply(request: HttpRequest, proposal: Proposal) -> None:
    chosen = request.POST.get("candidate", "")
    author, now = signed_in(request), timezone.now()
    for candidate in proposal.candidates:
        if candidate.cook.key == chosen:
            apply_candidate(proposal=proposal, candidate=candidate, author=author, now=now)
            return
    apply_repair(proposal=proposal, author=author, now=now)


@role_required(Role.MANAGER)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    swap = get_object_or_404(SwapRequest, pk=pk)
    approves = request.POST.get("answer") == "yes"
    try:
        decide_swap(swap=swap, approves=approves, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The swap is done.") if approves else _("The swap is refused."))
    return redirect("staffing:roster_home")

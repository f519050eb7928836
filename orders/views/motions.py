"""The board room: members read; the manager drafts, and records what the board decided."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Language, Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib import dates
from orders.choices import ResolutionState
from orders.forms_board import MeetingForm, MotionForm, OutcomeForm, PaymentForm
from orders.models import Allocation, Initiative, Resolution
from orders.selectors.motions import (
    board_members,
    decided_motions,
    open_motions,
    pot,
    seats,
    usual_quorum,
)
from orders.services.allocating import (
    draft_motion,
    note_outcome,
    paid_of,
    pay_allocation,
    record_meeting,
    withdraw_motion,
)
from orders.views.board import READERS
from orders.views.invoices import asked_language

PAYERS = (Role.MANAGER, Role.BOOKKEEPER)


@role_required(*READERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What can be given, what waits for a decision, what was decided."""
    context = {
        "pot": pot(),
        "open": open_motions().prefetch_related("allocations__initiative"),
        "decided": decided_motions().prefetch_related("allocations__initiative")[:60],
        "may_draft": has_role(request.user, Role.MANAGER),
    }
    return render(request, "orders/board/motions.html", context)


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest) -> HttpResponse:
    found = pot()
    if found is None:
        messages.error(request, _("No month is closed yet: there is no surplus to give."))
        return redirect("orders:motions")
    initiatives = Initiative.objects.filter(is_active=True)
    form = MotionForm(
        request.POST or None, initiatives=initiatives, initial={"quorum": usual_quorum()}
    )
    if form.is_valid():
        try:
            motion = draft_motion(
                month=found.month.month,
                text=form.cleaned_data["text"],
                amounts=form.amounts,
                quorum=form.cleaned_data["quorum"],
                author=signed_in(request),
                now=timezone.now(),
            )
        except KurkumError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The motion is drafted; the board can read it now."))
            return redirect("orders:motion", pk=motion.pk)
    return render(request, "orders/board/draft.html", {"form": form, "pot": found})


@role_required(*READERS)
@require_GET
def by_number(request: HttpRequest, number: str) -> HttpResponse:
    return redirect("orders:motion", pk=get_object_or_404(Resolution, number=number).pk)


@role_required(*READERS)
@require_GET
def motion(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(Resolution, pk=pk))


def _page(
    request: HttpRequest, found: Resolution, meeting: MeetingForm | None = None
) -> HttpResponse:
    is_draft = found.state == ResolutionState.DRAFT
    today = dates.day_of(timezone.now())
    decides = is_draft and has_role(request.user, Role.MANAGER)
    gifts = list(
        found.allocations.select_related("initiative__locality").prefetch_related("payments")
    )
    context = {
        "motion": found,
        "is_draft": is_draft,
        "gifts": [(gift, paid_of(gift), gift.amount_agorot - paid_of(gift)) for gift in gifts],
        "total": sum(gift.amount_agorot for gift in gifts),
        "pot": pot(),
        "seats": seats(found),
        "languages": Language.choices,
        "may_decide": decides,
        "may_pay": has_role(request.user, *PAYERS) and found.state == ResolutionState.PASSED,
        "payment": PaymentForm(initial={"paid_on": today}),
        "outcome": OutcomeForm(),
        "meeting": meeting or MeetingForm(members=board_members(), initial={"decided_on": today}),
    }
    status = 422 if meeting is not None and meeting.errors else 200
    return render(request, "orders/board/motion.html", context, status=status)


@role_required(*READERS)
@require_GET
def motion_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet to sign at the meeting, or to keep with the minutes."""
    from orders.pdf.resolution import Paper, resolution_pdf

    found = get_object_or_404(Resolution.objects.select_related("month"), pk=pk)
    known = pot()
    paper = Paper(found, seats(found), known.left if known else None)
    content = resolution_pdf(paper, language=asked_language(request))
    headers = {"Content-Disposition": f'inline; filename="resolution-{pk}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@role_required(Role.MANAGER)
@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting's minutes, votes and decision, entered by the manager."""
    found = get_object_or_404(Resolution, pk=pk)
    form = MeetingForm(request.POST, members=board_members())
    if not form.is_valid():
        return _page(request, found, form)
    try:
        decided = record_meeting(
            motion=found,
            votes=form.votes,
            minutes=form.cleaned_data["minutes"],
            decided_on=form.cleaned_data["decided_on"],
            author=signed_in(request),
            now=timezone.now(),
        )
    except KurkumError as error:
        form.add_error(None, str(error))
        return _page(request, found, form)
    if decided.state == ResolutionState.PASSED:
        messages.success(request, _("Passed: resolution %(number)s.") % {"number": decided.number})
    else:
        messages.info(request, _("The motion was rejected."))
    return redirect("orders:motion", pk=pk)


@role_required(Role.MANAGER)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Resolution, pk=pk)
    done = _tried(
        request,
        lambda: withdraw_motion(motion=found, author=signed_in(request), now=timezone.now()),
        _("The draft is taken back."),
    )
    return redirect("orders:motions") if done else redirect("orders:motion", pk=pk)


@role_required(*PAYERS)
@require_POST
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    gift = get_object_or_404(Allocation, pk=pk)
    form = PaymentForm(request.POST)
    if not form.is_valid():
        return _refused(request, gift, form)
    _tried(
        request,
        lambda: pay_allocation(
            allocation=gift,
            amount=form.cleaned_data["amount"],
            paid_on=form.cleaned_data["paid_on"],
            receipt=form.cleaned_data["receipt"],
            author=signed_in(request),
            now=timezone.now(),
        ),
        _("Paid, with its receipt."),
    )
    return redirect("orders:motion", pk=gift.resolution_id)


@role_required(*PAYERS)
@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    gift = get_object_or_404(Allocation, pk=pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _refused(request, gift, form)
    now = timezone.now()
    note_outcome(
        allocation=gift,
        outcome=form.cleaned_data["outcome"],
        on=dates.day_of(now),
        author=signed_in(request),
        now=now,
    )
    messages.success(request, _("Noted; the next report will say it."))
    return redirect("orders:motion", pk=gift.resolution_id)


def _refused(
    request: HttpRequest, gift: Allocation, form: PaymentForm | OutcomeForm
) -> HttpResponse:
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}: {' '.join(str(error) for error in errors)}")
    return redirect("orders:motion", pk=gift.resolution_id)


def _tried(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Does it and says so, or says why not."""
    try:
        act()
    except KurkumError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True

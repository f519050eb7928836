"""One batch on the tablet: temperatures, samples, food thrown away, and what is missing."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import has_role, role_required, signed_in
from orders.services.shortage import share_out
from staffing.amount_words import quantity
from staffing.forms.production import ActionForm, DiscardForm, ReadingForm, ShortageForm
from staffing.models import Batch, BatchReading, RetainedSample
from staffing.selectors.kitchen_queue import batch_view, kept_samples
from staffing.selectors.plans import in_force
from staffing.services.kitchen_day import discard, discard_sample, take_sample
from staffing.services.temperatures import name_action, record_reading


def _found(pk: int) -> Batch:
    return in_force(get_object_or_404(Batch.objects.select_related("plan", "dish"), pk=pk))


def _page(
    request: HttpRequest, row: Batch, form: ReadingForm | None = None, status: int = 200
) -> HttpResponse:
    view = batch_view(row)
    ingredients = [
        (one.ingredient.name, quantity(one.gross), quantity(one.net)) for one in view.quantities
    ]
    context = {
        "view": view, "ingredients": ingredients, "form": form or ReadingForm(row),
        "action": ActionForm(), "discard": DiscardForm(), "shortage": ShortageForm(),
        "traces": has_role(request.user, Role.MANAGER),
    }  # fmt: skip
    return render(request, "staffing/production/batch.html", context, status=status)


def _tried(request: HttpRequest, write: Callable[[], object]) -> None:
    """Does it; what stands against it is said on the next page."""
    try:
        write()
    except KurkumError as error:
        messages.error(request, str(error))


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: its temperatures with their limits, its sample, who eats from it."""
    return _page(request, _found(pk))


@role_required(Role.MANAGER, Role.COOK)
@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(pk)
    form = ReadingForm(row, request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        found = record_reading(
            batch=row, author=signed_in(request), now=timezone.now(), **form.cleaned_data
        )
    except KurkumError as error:
        form.add_error(None, str(error))
        return _page(request, row, form, status=422)
    if not found.is_ok and not found.corrective_action:
        messages.warning(
            request, _("Outside the limit: the food stays here until you say what was done.")
        )
    return redirect("staffing:batch", pk=pk)


@role_required(Role.MANAGER, Role.COOK)
@require_POST
def action(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done about a temperature beyond its limit; then the food may leave."""
    row = get_object_or_404(BatchReading, pk=pk)
    form = ActionForm(request.POST)
    done = form.cleaned_data["corrective_action"] if form.is_valid() else ""
    _tried(request, lambda: name_action(
        reading=row, corrective_action=done, author=signed_in(request), now=timezone.now()
    ))  # fmt: skip
    return redirect("staffing:batch", pk=row.batch_id)


@role_required(Role.MANAGER, Role.COOK)
@require_POST
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(pk)
    _tried(request, lambda: take_sample(
        batch=row, author=signed_in(request), now=timezone.now()
    ))  # fmt: skip
    return redirect("staffing:batch", pk=pk)


@role_required(Role.MANAGER, Role.COOK)
@require_POST
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    row = _found(pk)
    form = DiscardForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how many kilograms were thrown away, and when."))
        return redirect("staffing:batch", pk=pk)
    grams = int(form.cleaned_data["kilograms"] * 1000)
    _tried(request, lambda: discard(
        batch=row, stage=form.cleaned_data["stage"], grams=grams, author=signed_in(request),
        now=timezone.now(),
    ))  # fmt: skip
    return redirect("staffing:batch", pk=pk)


@role_required(Role.MANAGER)
@require_POST
def shortage(request: HttpRequest, pk: int) -> HttpResponse:
    """Shares what is missing of the dish among the sites that wait, and shows the words to send."""
    row = _found(pk)
    form, missing = ShortageForm(request.POST), batch_view(row).missing
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        shared = share_out(
            date=row.plan.date, dish=row.dish, missing=missing, reason=reason,
            author=signed_in(request), now=timezone.now(),
        )  # fmt: skip
    except KurkumError as error:
        messages.error(request, str(error))
        return redirect("staffing:batch", pk=pk)
    return render(request, "staffing/production/shortage.html", {"batch": row, "shared": shared})


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def samples(request: HttpRequest) -> HttpResponse:
    """The samples in the freezer; those past their time are to be thrown away."""
    context = {"samples": kept_samples(), "now": timezone.now()}
    return render(request, "staffing/production/samples.html", context)


@role_required(Role.MANAGER, Role.COOK)
@require_POST
def sample_gone(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(RetainedSample, pk=pk)
    _tried(request, lambda: discard_sample(
        sample=row, author=signed_in(request), now=timezone.now()
    ))  # fmt: skip
    return redirect("staffing:samples")

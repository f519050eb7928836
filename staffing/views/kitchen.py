"""The kitchen tablet: tasks as a queue, big buttons, temperatures with their limits."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib.dates import day_of
from staffing.forms.production import FinishForm, ReadingForm
from staffing.models import Batch, BatchTask
from staffing.selectors.kitchen_queue import batch_view, kitchen_queue
from staffing.services.kitchen_day import finish_task, record_reading, start_task, take_sample


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def kitchen_now(request: HttpRequest) -> HttpResponse:
    return redirect("staffing:kitchen", date=day_of(timezone.now()))


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def kitchen(request: HttpRequest, date: dt.date) -> HttpResponse:
    """Begun tasks first, then those that wait; the whole kitchen's or one cook's."""
    queue = kitchen_queue(date, now=timezone.now(), cook=request.GET.get("cook", ""))
    return render(request, "staffing/production/kitchen.html", {"date": date, "queue": queue})


@role_required(Role.MANAGER, Role.COOK)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(BatchTask.objects.select_related("plan"), pk=pk)
    try:
        start_task(task=task, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
    return redirect("staffing:kitchen", date=task.plan.date)


@role_required(Role.MANAGER, Role.COOK)
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(BatchTask.objects.select_related("plan"), pk=pk)
    form = FinishForm(request.POST)
    portions = form.cleaned_data["portions"] if form.is_valid() else None
    try:
        finish_task(task=task, author=signed_in(request), now=timezone.now(), portions=portions)
    except KurkumError as error:
        messages.error(request, str(error))
    return redirect("staffing:kitchen", date=task.plan.date)


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: its temperatures with their limits, its sample, who eats from it."""
    row = get_object_or_404(Batch.objects.select_related("plan", "dish"), pk=pk)
    context = {"view": batch_view(row), "form": ReadingForm()}
    return render(request, "staffing/production/batch.html", context)


@role_required(Role.MANAGER, Role.COOK)
@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Batch.objects.select_related("plan", "dish"), pk=pk)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        context = {"view": batch_view(row), "form": form}
        return render(request, "staffing/production/batch.html", context, status=422)
    try:
        record_reading(
            batch=row, author=signed_in(request), now=timezone.now(), **form.cleaned_data
        )
    except KurkumError as error:
        form.add_error(None, str(error))
        context = {"view": batch_view(row), "form": form}
        return render(request, "staffing/production/batch.html", context, status=422)
    return redirect("staffing:batch", pk=pk)


@role_required(Role.MANAGER, Role.COOK)
@require_POST
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Batch.objects.select_related("plan"), pk=pk)
    try:
        take_sample(batch=row, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
    return redirect("staffing:batch", pk=pk)

"""The kitchen tablet: tasks as a queue, with big buttons and the clock against the plan."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib.dates import day_of
from staffing.forms.production import FinishForm
from staffing.models import BatchTask
from staffing.selectors.kitchen_queue import kitchen_queue
from staffing.services.kitchen_day import finish_task, start_task


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
    return _back(request, task)


@role_required(Role.MANAGER, Role.COOK)
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(BatchTask.objects.select_related("plan"), pk=pk)
    form = FinishForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Not done yet: write the portions made as a whole number."))
        return _back(request, task)
    made = form.cleaned_data["portions"]
    try:
        finish_task(task=task, author=signed_in(request), now=timezone.now(), portions=made)
    except KurkumError as error:
        messages.error(request, str(error))
    return _back(request, task)


def _back(request: HttpRequest, task: BatchTask) -> HttpResponse:
    """To the queue as it was: the whole kitchen's, or that of one cook."""
    cook = request.POST.get("cook", "")
    page = reverse("staffing:kitchen", args=[task.plan.date])
    return redirect(f"{page}?{urlencode({'cook': cook})}" if cook else page)

"""Equipment that broke, told on the page of the day's plan."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib.dates import day_of
from staffing.forms.production import BrokenForm
from staffing.models import EquipmentOutage
from staffing.services.outages import back_in_use, report_broken


@role_required(Role.MANAGER)
@require_POST
def broken(request: HttpRequest, date: dt.date) -> HttpResponse:
    form = BrokenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what broke; the time is written as 14:30."))
        return redirect("staffing:production", date=date)
    try:
        report_broken(day=date, author=signed_in(request), now=timezone.now(), **form.cleaned_data)
    except KurkumError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Written down. Adapt the rest of the day now."))
    return redirect("staffing:production", date=date)


@role_required(Role.MANAGER)
@require_POST
def mended(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(EquipmentOutage, pk=pk)
    try:
        back_in_use(outage=row, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
    return redirect("staffing:production", date=max(day_of(row.from_at), day_of(timezone.now())))

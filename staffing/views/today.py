"""The manager's start: what needs her now, today and the next kitchen day at a glance."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kurkum.base.choices import Role
from kurkum.base.permissions import role_required
from kurkum.lib.dates import day_of
from staffing.selectors.ahead import kitchen_days_after
from staffing.selectors.day_states import day_state
from staffing.selectors.today import needs_now


@role_required(Role.MANAGER)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    date: dt.date = day_of(now)
    days = [date, *kitchen_days_after(date)[:1]]
    return render(
        request,
        "staffing/production/today.html",
        {
            "date": date,
            "needs": needs_now(now, date),
            "days": [day_state(day) for day in days],
        },
    )

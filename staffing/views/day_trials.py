"""Buttons that try what would make a day fit."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required
from staffing.production_words import clock
from staffing.services.day_trials import suggestions_for, try_suggestion


@role_required(Role.MANAGER)
@require_GET
def suggestions(request: HttpRequest, date: dt.date) -> HttpResponse:
    """A part of the plan's page: what would make the day fit."""
    context: dict[str, object] = {"date": date}
    try:
        context["found"] = suggestions_for(day=date)
    except KurkumError as error:
        context["error"] = str(error)
    return render(request, "staffing/production/suggestions.html", context)


@role_required(Role.MANAGER)
@require_POST
def try_one(request: HttpRequest, date: dt.date) -> HttpResponse:
    """How the day looks with the change; nothing is kept."""
    context: dict[str, object] = {"date": date}
    try:
        trial = try_suggestion(day=date, key=request.POST.get("key", ""))
    except KurkumError as error:
        context["error"] = str(error)
    else:
        context |= {"trial": trial, "begins": clock(trial.begins), "ends": clock(trial.ends)}
    return render(request, "staffing/production/trial.html", context)

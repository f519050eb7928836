"""The menu of a week: for the kitchen to publish, for everybody to read, for parents to print."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Language, Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib.dates import day_of, parse_day, week_of
from menus.models import KitchenLine
from menus.selectors.menu_week import menu_week
from menus.selectors.nutrition import judge_week_of
from menus.selectors.week_findings import findings_of
from menus.services.menu import generate_menu, publish_menu
from menus.services.menu_print import week_menu_pdf

READERS = (Role.MANAGER, Role.SCHOOL, Role.PAYER, Role.COOK, Role.BOARD)


def _day(text: str) -> dt.date:
    """The date asked for; a wrong or missing one is today."""
    try:
        return parse_day(text)
    except ValueError:
        return day_of(timezone.now())


def _line(key: str) -> KitchenLine | None:
    lines = KitchenLine.objects.all()
    return lines.filter(key=key).first() or lines.first()


@role_required(*READERS)
@require_GET
def menu(request: HttpRequest) -> HttpResponse:
    """A line's week with allergens; the kitchen sees also what is not published yet."""
    line = _line(request.GET.get("line", ""))
    is_kitchen = has_role(request.user, Role.MANAGER)
    day = _day(request.GET.get("date", ""))
    week = menu_week(line, day, published_only=not is_kitchen) if line else None
    context = {
        "week": week, "lines": KitchenLine.objects.all(), "is_kitchen": is_kitchen,
        "today": day_of(timezone.now()), "languages": Language.choices,
    }  # fmt: skip
    return render(request, "menus/week/week.html", context)


@role_required(*READERS)
@require_GET
def menu_pdf(request: HttpRequest, line: str) -> HttpResponse:
    """The published week for parents, in the language asked for."""
    found = get_object_or_404(KitchenLine, key=line)
    asked = request.GET.get("language", "")
    language = asked if asked in Language.values else (get_language() or "ar")[:2]
    day = _day(request.GET.get("date", ""))
    content = week_menu_pdf(line=found, day=day, language=language)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"menu-{found.key}-{week_of(day)[0]}.{language}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@role_required(Role.MANAGER)
@require_POST
def generate(request: HttpRequest, line: str) -> HttpResponse:
    """Makes the unpublished days of the week anew from the cycle."""
    found, days = (
        get_object_or_404(KitchenLine, key=line),
        week_of(_day(request.POST.get("date", ""))),
    )
    try:
        made = generate_menu(
            line=found, first=days[0], last=days[-1], author=signed_in(request),
            now=timezone.now(),
        )  # fmt: skip
    except KurkumError as error:
        messages.error(request, str(error))
    else:
        words = ngettext("%(count)s day made.", "%(count)s days made.", len(made))
        messages.success(request, words % {"count": len(made)})
    return _to_week(found, days[0])


@role_required(Role.MANAGER)
@require_POST
def publish(request: HttpRequest, line: str) -> HttpResponse:
    """Shows the week to the schools; from then on it can be ordered."""
    found, days = (
        get_object_or_404(KitchenLine, key=line),
        week_of(_day(request.POST.get("date", ""))),
    )
    try:
        publish_menu(
            line=found, first=days[0], last=days[-1], author=signed_in(request),
            now=timezone.now(),
        )  # fmt: skip
    except KurkumError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The week is published: it can be ordered."))
    return _to_week(found, days[0])


def _to_week(line: KitchenLine, day: dt.date) -> HttpResponse:
    return redirect(f"{reverse('menus:menu')}?line={line.key}&date={day}")


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def nutrition(request: HttpRequest) -> HttpResponse:
    """A line's week against the dated standards, each with its source and mark."""
    line = _line(request.GET.get("line", ""))
    day = _day(request.GET.get("date", ""))
    judged = judge_week_of(line, day) if line else []
    context = {
        "line": line, "lines": KitchenLine.objects.all(), "days": week_of(day),
        "before": day - dt.timedelta(days=7), "after": day + dt.timedelta(days=7),
        "sections": findings_of(judged),
    }  # fmt: skip
    return render(request, "menus/week/nutrition.html", context)

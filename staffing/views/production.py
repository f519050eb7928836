"""The production plan: its timeline, gaps and papers; a solve in the background."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import (
    get_language,
    get_language_bidi,
    get_language_info,
    gettext_lazy,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.models import SolverRun
from kurkum.base.permissions import role_required, signed_in
from kurkum.base.services.runs import cancel_run
from kurkum.lib import svg
from staffing.forms.production import BrokenForm, SolveDayForm
from staffing.models import Cook, ProductionPlan
from staffing.selectors.outages import outages_on
from staffing.selectors.plans import (
    has_begun,
    is_superseded_on_paper,
    newer_try,
    reasons_of,
    shown_plan,
)
from staffing.selectors.sheet_facts import SheetFacts, sheet_facts
from staffing.selectors.timelines import by_cook, by_equipment
from staffing.selectors.workload import seal
from staffing.services.differences import plan_difference, version_before
from staffing.services.production_runs import request_production, request_replan
from staffing.services.sheets import (
    box_labels,
    cook_card,
    cook_cards_of,
    difference_sheet,
    mark_printed,
    production_sheet,
    sheet_part,
)
from staffing.tasks.production import solve_production

STEPS = {
    "shortfall": gettext_lazy("cooking everything that is ordered"),
    "margin": gettext_lazy("leaving time to spare for safety"),
    "hold": gettext_lazy("cooking as late as may be"),
    "cleaning": gettext_lazy("saving cleaning between foods"),
    "start": gettext_lazy("letting the day begin later"),
    "handovers": gettext_lazy("leaving work with the cook who began it"),
    "unattended": gettext_lazy("leaving no begun work short of hands"),
    "renamed": gettext_lazy("leaving each cook the work she was told of"),
    "alone": gettext_lazy("letting no cook stand long without work while all the others work"),
    "evenness": gettext_lazy("sharing the heavy work"),
    "changes": gettext_lazy("changing as little as may be"),
}


@role_required(Role.MANAGER)
@require_GET
def production(request: HttpRequest, date: dt.date) -> HttpResponse:
    plan = shown_plan(date)
    run = SolverRun.latest_for(SolverRun.Kind.PRODUCTION, date.isoformat())
    context: dict[str, Any] = {
        "date": date, "plan": plan, "form": SolveDayForm(),
        "run": run if run is not None and run.is_open else None,
        "broken": outages_on(date, timezone.now()), "broken_form": BrokenForm(),
    }  # fmt: skip
    return render(request, "staffing/production/plan.html", context | _shown(plan))


def _shown(plan: ProductionPlan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    facts, rtl = sheet_facts(plan), get_language_bidi()
    tried = newer_try(plan)
    return {
        "facts": facts,
        "card_languages": _card_languages(facts),
        "charts": [svg.draw(chart(facts), rtl=rtl) for chart in (by_equipment, by_cook)],
        "reasons": reasons_of(tried or plan),
        "tried": tried,
        "seal": seal(plan.orders_checksum),
        "old_paper": is_superseded_on_paper(plan),
        "begun": has_begun(plan),
        "steps": [(STEPS.get(one["name"], one["name"]), one) for one in plan.layers],
        **_changed(plan),
    }


def _card_languages(facts: SheetFacts) -> list[tuple[str, str, int]]:
    """Each language that cooks of the day read: code, its own name, how many read it."""
    spoken = [cook.language for cook in facts.cooks]
    return [
        (code, get_language_info(code)["name_local"], spoken.count(code))
        for code in dict.fromkeys(spoken)
    ]


def _changed(plan: ProductionPlan) -> dict[str, Any]:
    """What differs from the version in the kitchen, and who must be told."""
    before = version_before(plan)
    if before is None:
        return {}
    changed = plan_difference(before, plan)
    tell = sorted({name for one in changed for name in one.tell})
    return {"before": before, "changed": changed, "tell": tell}


@role_required(Role.MANAGER)
@require_POST
def solve(request: HttpRequest, date: dt.date) -> HttpResponse:
    form = SolveDayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the seconds as a number from 1 to 600."))
        return redirect("staffing:production", date=date)
    try:
        run = request_production(
            day=date, author=signed_in(request), seconds=form.cleaned_data["seconds"], seed=1,
            now=timezone.now(),
        )  # fmt: skip
    except KurkumError as error:
        messages.error(request, str(error))
        return redirect("staffing:production", date=date)
    solve_production.enqueue(run.pk)
    return redirect("staffing:production_run", run=run.pk)


@role_required(Role.MANAGER)
@require_GET
def run_page(request: HttpRequest, run: int) -> HttpResponse:
    """The page of one solve; htmx asks it again for the moving part only."""
    found = get_object_or_404(SolverRun, pk=run, kind=SolverRun.Kind.PRODUCTION)
    to_plan = reverse("staffing:production", args=[dt.date.fromisoformat(found.subject)])
    finished = found.state == SolverRun.State.DONE
    if finished and found.log:
        messages.info(request, found.log)
    if request.headers.get("HX-Request"):
        response = render(request, "parts/progress.html", _progress(found))
        if finished:
            response["HX-Redirect"] = to_plan
        return response
    if finished:
        return redirect(to_plan)
    return render(request, "staffing/production/run.html", _progress(found) | {"to_plan": to_plan})


def _progress(run: SolverRun) -> dict[str, Any]:
    step, figures = STEPS.get(run.step, ""), ""
    if run.value is not None and run.bound is not None:
        figures = _("%(step)s: %(value)s, at best %(bound)s") % {
            "step": step, "value": run.value, "bound": run.bound,
        }  # fmt: skip
    waiting = _("waiting for its turn") if run.state == SolverRun.State.QUEUED else ""
    return {
        "run": run,
        "label": _("Planning %(date)s")
        % {"date": date_format(dt.date.fromisoformat(run.subject), "l d.m.Y")},
        "percent": run.percent_of_time(timezone.now()),
        "poll_url": reverse("staffing:production_run", args=[run.pk]),
        "stop_url": reverse("staffing:production_stop", args=[run.pk]),
        "message": run.log or waiting or figures or str(step),
        "done": not run.is_open,
    }


@role_required(Role.MANAGER)
@require_POST
def stop(request: HttpRequest, run: int) -> HttpResponse:
    """Keeps the best plan that was found so far."""
    cancel_run(run_id=run, now=timezone.now())
    return redirect("staffing:production_run", run=run)


# -- papers ---------------------------------------------------------------------------------------


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ProductionPlan, pk=pk)
    mark_printed(plan=plan, now=timezone.now())
    content = production_sheet(plan=plan, language=_language())
    return _pdf(content, f"production-{plan.date}-v{plan.version}")


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Special meals, pull list or packing list by itself."""
    plan = get_object_or_404(ProductionPlan, pk=pk)
    try:
        content = sheet_part(plan=plan, part=part, language=_language())
    except KeyError:
        raise Http404 from None
    mark_printed(plan=plan, now=timezone.now())
    return _pdf(content, f"{part}-{plan.date}-v{plan.version}")


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ProductionPlan, pk=pk)
    return _pdf(box_labels(plan=plan, language=_language()), f"labels-{plan.date}")


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(ProductionPlan, pk=pk)
    try:
        content = difference_sheet(plan=plan, language=_language())
    except KurkumError as error:
        messages.error(request, str(error))
        return redirect("staffing:production", date=plan.date)
    return _pdf(content, f"changes-{plan.date}-v{plan.version}")


@role_required(Role.MANAGER)
@require_POST
def replan(request: HttpRequest, date: dt.date) -> HttpResponse:
    """The least change from now on: somebody is ill, something broke, an order changed."""
    try:
        run = request_replan(day=date, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
        return redirect("staffing:production", date=date)
    solve_production.enqueue(run.pk)
    return redirect("staffing:production_run", run=run.pk)


@role_required(Role.MANAGER, Role.COOK)
@require_GET
def card(request: HttpRequest, pk: int, cook: str) -> HttpResponse:
    plan = get_object_or_404(ProductionPlan, pk=pk)
    person = get_object_or_404(Cook, key=cook)
    return _pdf(cook_card(plan=plan, cook=person), f"{person.key}-{plan.date}")


@role_required(Role.MANAGER)
@require_GET
def cards(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The cards of all cooks who read one language, to print at once."""
    plan = get_object_or_404(ProductionPlan, pk=pk)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    return _pdf(cook_cards_of(plan=plan, language=language), f"cards-{plan.date}-{language}")


def _language() -> str:
    return (get_language() or "ar")[:2]

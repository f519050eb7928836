"""What if: the manager asks, everybody who decides reads the answers side by side."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.models import SolverRun
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.base.services.runs import cancel_run
from kurkum.lib.dates import day_of
from kurkum.lib.svg import draw
from staffing.forms.what_if import WhatIfForm
from staffing.models import WhatIf
from staffing.selectors.what_if import MOST_COMPARED, kept_questions, reference_weeks, to_compare
from staffing.services.what_if_runs import ask_again, ask_what_if, baseline_of, put_away
from staffing.tasks.what_if import answer_what_if
from staffing.what_if_sentences import (
    assumptions,
    limits_of,
    meal_stacks,
    supposed_texts,
    surplus_bars,
)
from staffing.what_if_words import groups

READERS = (Role.MANAGER, Role.BOARD, Role.BOOKKEEPER)
STEPS = {
    "reading": gettext_lazy("reading orders, menu, recipes and prices"),
    "roster": gettext_lazy("planning the women's week"),
    "production": gettext_lazy("planning the kitchen's day"),
    "adding": gettext_lazy("adding up"),
}


def _language() -> str:
    return (get_language() or "en")[:2]


@role_required(*READERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Every kept question, newest first; tick some to see them side by side."""
    rows = [(row, supposed_texts(row.changes)) for row in kept_questions()]
    context = {
        "rows": rows,
        "may_ask": has_role(request.user, Role.MANAGER),
        "most": MOST_COMPARED,
        "weeks": reference_weeks(day_of(timezone.now())),
    }
    return render(request, "staffing/what_if/home.html", context)


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """A question; the kitchen as it is in the same week is asked beside it, once."""
    now = timezone.now()
    form = WhatIfForm(request.POST or None, weeks=reference_weeks(day_of(now)))
    if form.is_valid():
        week = dt.date.fromisoformat(form.cleaned_data["week"])
        effort, author = form.cleaned_data["effort"], signed_in(request)
        try:
            today, is_new = baseline_of(week=week, effort=effort, author=author, now=now)
            kept = today
            if not form.supposition.is_nothing:
                kept = ask_what_if(
                    name=form.cleaned_data["name"], note=form.cleaned_data["note"], week=week,
                    what=form.supposition, effort=effort, author=author, now=now,
                )  # fmt: skip
        except KurkumError as error:
            form.add_error(None, str(error))
        else:
            for row in dict.fromkeys([*([today] if is_new else []), kept]):
                if row.run is not None and row.run.state == SolverRun.State.QUEUED:
                    answer_what_if.enqueue(row.run.pk)
            return redirect("staffing:what_if", pk=kept.pk)
    return render(request, "staffing/what_if/ask.html", {"form": form})


@role_required(*READERS)
@require_GET
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: being answered, refused with its reason, or beside the kitchen as it is."""
    kept = get_object_or_404(WhatIf.objects.select_related("run"), pk=pk)
    run = kept.run
    if run is not None and run.is_open:
        shown = _progress(kept, run)
        if request.headers.get("HX-Request"):
            return render(request, "parts/progress.html", shown)
        return render(request, "staffing/what_if/run.html", shown)
    if request.headers.get("HX-Request"):
        response = HttpResponse()
        response["HX-Redirect"] = reverse("staffing:what_if", args=[pk])
        return response
    compared = to_compare([str(pk)]) if kept.is_answered else []
    context = {
        **_compared(compared),
        "kept": kept,
        "texts": supposed_texts(kept.changes),
        "refused": run.log if run and run.log else "",
        "may_ask": has_role(request.user, Role.MANAGER),
    }
    return render(request, "staffing/what_if/question.html", context)


def _progress(kept: WhatIf, run: SolverRun) -> dict[str, Any]:
    step, _colon, detail = run.step.partition(":")
    told = str(STEPS.get(step, ""))
    day = detail if step == "production" and detail else ""
    when = f" {dt.date.fromisoformat(day):%d.%m.%Y}" if day else ""
    waiting = _("waiting for its turn") if run.state == SolverRun.State.QUEUED else ""
    return {
        "kept": kept,
        "label": kept.title,
        "percent": run.value,
        "poll_url": reverse("staffing:what_if", args=[kept.pk]),
        "stop_url": reverse("staffing:what_if_stop", args=[kept.pk]),
        "message": waiting or f"{told}{when}",
        "done": False,
    }


@role_required(*READERS)
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """Answers side by side; the first column is the kitchen as it is."""
    asked = to_compare(request.GET.getlist("q"))
    if not asked:
        messages.info(request, _("Tick at least one question that has an answer."))
        return redirect("staffing:what_ifs")
    return render(request, "staffing/what_if/compare.html", _compared(asked))


def _compared(asked: list[WhatIf]) -> dict[str, Any]:
    if not asked:
        return {"asked": []}
    rtl = get_language_bidi()
    return {
        "asked": asked,
        "columns": [(row, supposed_texts(row.changes)) for row in asked],
        "groups": groups(asked),
        "chart": draw(surplus_bars(asked), rtl=rtl),
        "stacks": draw(meal_stacks(asked), rtl=rtl),
        "limits": [(row.title, limits_of(row, _language())) for row in asked],
        "assumptions": assumptions(),
        "query": "&".join(f"q={row.pk}" for row in asked),
        "weeks_differ": len({row.week for row in asked}) > 1,
    }


@role_required(*READERS)
@require_GET
def compare_pdf(request: HttpRequest) -> HttpResponse:
    from staffing.pdf.what_if import what_if_pdf

    asked = to_compare(request.GET.getlist("q"))
    if not asked:
        messages.info(request, _("Tick at least one question that has an answer."))
        return redirect("staffing:what_ifs")
    content = what_if_pdf(asked, language=_language(), printed=timezone.now())
    headers = {"Content-Disposition": 'inline; filename="what-if.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@role_required(Role.MANAGER)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    kept = get_object_or_404(WhatIf, pk=pk)
    effort = "thorough" if request.POST.get("effort") == "thorough" else "quick"
    try:
        kept = ask_again(kept=kept, effort=effort, author=signed_in(request), now=timezone.now())
    except KurkumError as error:
        messages.error(request, str(error))
    else:
        if kept.run is not None:
            answer_what_if.enqueue(kept.run.pk)
    return redirect("staffing:what_if", pk=pk)


@role_required(Role.MANAGER)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends the calculation; an earlier answer stays."""
    kept = get_object_or_404(WhatIf, pk=pk)
    if kept.run is not None:
        cancel_run(run_id=kept.run.pk, now=timezone.now())
    return redirect("staffing:what_if", pk=pk)


@role_required(Role.MANAGER)
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    kept = get_object_or_404(WhatIf, pk=pk)
    put_away(kept=kept, author=signed_in(request), now=timezone.now())
    messages.success(request, _("Put away."))
    return redirect("staffing:what_ifs")

"""The board's page: the reinvestment report on screen, and each issued report as a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kurkum.base.choices import Language, Role
from kurkum.base.permissions import role_required
from kurkum.lib.svg import draw
from kurkum.lib.svg_map import draw_map
from kurkum.lib.tables import XLSX
from orders import report_words as words
from orders.choices import ReportKind
from orders.models import IssuedReport, PrintedReport
from orders.report_figures import (
    change_sentence,
    changes,
    comparison,
    key_sums,
    metric_before,
    valley,
    waterfall_figure,
)
from orders.selectors.motions import open_motions
from orders.services.printing import printed
from orders.snapshot import Snapshot

READERS = (Role.BOARD, Role.MANAGER, Role.BOOKKEEPER)


def language() -> str:
    return (get_language() or "en")[:2]


@role_required(*READERS)
@require_GET
def home(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The newest issued report, or the one asked for, with all that were issued."""
    reports = IssuedReport.objects.filter(kind=ReportKind.REINVESTMENT)
    report = get_object_or_404(reports, pk=pk) if pk else reports.first()
    context: dict[str, object] = {
        "reports": reports.order_by("-month", "-number")[:36],
        "report": report,
        "languages": Language.choices,
        "waiting": open_motions().count(),
    }
    if report is not None:
        newest = reports.filter(month=report.month).first()
        context |= page_of(Snapshot(report.data, language()))
        context["newer"] = newest if newest and newest.number > report.number else None
    return render(request, "orders/board/home.html", context)


def page_of(found: Snapshot) -> dict[str, object]:
    """Everything the page shows of one snapshot."""
    rtl = get_language_bidi()
    chart = valley(found)
    return {
        "sums": [
            {"label": one.label, "value": words.shekels(one.agorot), "grade": one.grade,
             "trace": one.trace, "is_loss": one.agorot < 0}
            for one in key_sums(found)
        ],
        "chart": draw(waterfall_figure(found), rtl=rtl),
        "map": draw_map(chart) if chart else None,
        "gifts": _gifts(found),
        "unallocated": words.exact(found.agorot("unallocated")),
        "changes": changes(found),
        "change_sentence": change_sentence(found),
        "first": _first_figures(found),
        "groups": _figure_groups(found),
        "lines": _lines(found),
        "comparison": [
            (kind, found.name("accounts", kind), now, before, budget)
            for side in ("income", "costs")
            for kind, now, before, budget in comparison(found, side)
        ],
        "steps": _steps(found),
        "year": _year(found),
        "definitions": words.DEFINITIONS,
        "no_ratio": words.no_ratio_text(),
    }  # fmt: skip


def _gifts(found: Snapshot) -> list[dict[str, Any]]:
    places = found.data.get("names", {}).get("localities", {})
    return [
        {
            "name": found.name("initiatives", gift.initiative),
            "place": found.name("localities", gift.initiative)
            if gift.initiative in places
            else _("the whole valley"),
            "resolution": gift.resolution,
            "amount": words.exact(gift.agorot),
            "paid": words.exact(gift.paid),
            "outcome": gift.outcome,
        }
        for gift in found.gifts
    ]


def _figure(found: Snapshot, figure: Any) -> dict[str, Any]:
    before = metric_before(found, figure["metric"])
    return {
        "metric": figure["metric"],
        "name": words.metric_text(figure),
        "value": words.value_text(figure),
        "counted": words.counted_text(figure),
        "before": "" if before is None else words.value_text({**figure, "value": before}),
        "grade": figure["grade"],
        "code": figure["code"],
        "definition": _(figure["definition"]),
    }


def _first_figures(found: Snapshot) -> list[dict[str, Any]]:
    by_metric = {figure["metric"]: figure for figure in found.impact}
    return [_figure(found, by_metric[key]) for key in words.FIRST_PAGE if key in by_metric]


def _figure_groups(found: Snapshot) -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (name, [_figure(found, figure) for figure in figures])
        for name, figures in words.in_groups(found.impact)
    ]


def _lines(found: Snapshot) -> list[tuple[str, str, str, str]]:
    """Account, its name, the amount with its sign, the grade."""
    lines = [(1, row) for row in found.income] + [(-1, row) for row in found.costs]
    return [
        (row.kind, found.name("accounts", row.kind), words.exact(sign * row.agorot), row.grade)
        for sign, row in lines
    ]


def _steps(found: Snapshot) -> list[tuple[str, str, str]]:
    """What becomes of the surplus: label, amount, the account it leads to."""
    surplus = found.agorot("surplus")
    return [
        (_("Brought forward"), words.exact(found.agorot("brought_forward")), "brought_forward"),
        (_("Surplus") if surplus >= 0 else _("Loss"), words.exact(surplus), ""),
        (_("Into the reserve"), words.exact(-found.agorot("reserve", "added")), "reserve"),
        (
            _("Into the equipment fund"),
            words.exact(-found.agorot("equipment_fund", "added")),
            "equipment_fund",
        ),
        (_("To be given"), words.exact(found.agorot("allocable")), ""),
        (words.given_text(), words.exact(-found.given), "initiatives"),
        (_("Not given yet"), words.exact(found.agorot("unallocated")), ""),
    ]


def _year(found: Snapshot) -> dict[str, Any] | None:
    year = found.year
    if not year or not year["months"]:
        return None
    return {"number": year["year"], "months": year["months"]}


@role_required(*READERS)
@require_GET
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(pk, PrintedReport.Form.PDF, "application/pdf", request)


@role_required(*READERS)
@require_GET
def report_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(pk, PrintedReport.Form.XLSX, XLSX, request)


def _file(pk: int, form: str, content_type: str, request: HttpRequest) -> HttpResponse:
    """The report in the reader's language, or in the one that the address asks for."""
    kinds = [ReportKind.REINVESTMENT]
    if form == PrintedReport.Form.PDF:
        kinds.append(ReportKind.ANNUAL)
    report = get_object_or_404(IssuedReport, pk=pk, kind__in=kinds)
    asked = request.GET.get("language", "")
    wanted = asked if asked in Language.values else language()
    content = printed(report=report, form=form, language=wanted, now=timezone.now())
    name = f"{report.kind}-{report.month:%Y-%m}-{report.number}.{wanted}.{form}"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)

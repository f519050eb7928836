"""The board's pages: the reinvestment report on screen, and each issued report as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.http import require_GET

from kurkum.base.choices import Role
from kurkum.base.permissions import role_required
from kurkum.lib.svg import draw
from kurkum.lib.tables import XLSX
from orders import report_words as words
from orders.choices import ReportKind
from orders.models import IssuedReport
from orders.snapshot import Snapshot

READERS = (Role.BOARD, Role.MANAGER, Role.BOOKKEEPER)


@role_required(*READERS)
@require_GET
def home(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The newest issued report, or the one asked for, with all that were issued."""
    reports = IssuedReport.objects.filter(kind=ReportKind.REINVESTMENT)
    report = get_object_or_404(reports, pk=pk) if pk else reports.first()
    context: dict[str, object] = {
        "reports": reports.order_by("-month", "-number")[:24],
        "report": report,
    }
    if report is not None:
        context |= _figures(Snapshot(report.data, (get_language() or "en")[:2]))
    return render(request, "orders/board/home.html", context)


def _figures(found: Snapshot) -> dict[str, object]:
    lines = [(1, row) for row in found.income] + [(-1, row) for row in found.costs]
    return {
        "chart": draw(words.waterfall_figure(found), rtl=get_language_bidi()),
        "lines": [
            (found.name("accounts", row.kind), words.exact(sign * row.agorot), row.grade)
            for sign, row in lines
        ],
        "gifts": [
            (found.name("initiatives", gift.initiative), words.exact(gift.agorot),
             words.exact(gift.paid), gift.resolution, gift.outcome)
            for gift in found.gifts
        ],
        "impact": [
            (words.metric_text(row), words.value_text(row), row["grade"]) for row in found.impact
        ],
    }  # fmt: skip


@role_required(*READERS)
@require_GET
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    from orders.pdf.reinvestment import reinvestment_pdf

    report = get_object_or_404(IssuedReport, pk=pk, kind=ReportKind.REINVESTMENT)
    content = reinvestment_pdf(report, language=(get_language() or "en")[:2])
    return HttpResponse(content, content_type="application/pdf", headers=_inline(report, "pdf"))


@role_required(*READERS)
@require_GET
def report_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    from orders.reports.reinvestment import workbook

    report = get_object_or_404(IssuedReport, pk=pk, kind=ReportKind.REINVESTMENT)
    return HttpResponse(workbook(report), content_type=XLSX, headers=_inline(report, "xlsx"))


def _inline(report: IssuedReport, ending: str) -> dict[str, str]:
    name = f"reinvestment-{report.month:%Y-%m}-{report.number}.{ending}"
    return {"Content-Disposition": f'inline; filename="{name}"'}

"""The business year: how it stands, its narrative, and the report for the registrar."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Language, Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib import money
from kurkum.lib.figures import Line, Point
from kurkum.lib.svg import draw
from orders import report_words as words
from orders.choices import ReportKind
from orders.forms_board import YearForm
from orders.models import IssuedReport, MonthClose
from orders.selectors.report_year import year_to_date
from orders.services.annual import due_on, issue_year, missing_months
from orders.snapshot import Snapshot
from orders.views.board import READERS, language

KEEPERS = (Role.MANAGER, Role.BOOKKEEPER)
FIRST_YEAR, LAST_YEAR = 2001, 2099


@role_required(*READERS)
@require_GET
def year(request: HttpRequest, number: int) -> HttpResponse:
    _check_year(number)
    return _page(request, number, None)


def _check_year(number: int) -> None:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Http404


def _page(request: HttpRequest, number: int, form: YearForm | None) -> HttpResponse:
    data = year_to_date(dt.date(number, 12, 1))
    found = Snapshot(data, language())
    issued = IssuedReport.objects.filter(kind=ReportKind.ANNUAL, month=dt.date(number, 12, 1))
    newest = issued.order_by("-number").first()
    start = {"narrative": newest.data["narrative"] if newest else ""}
    context = {
        "number": number,
        "data": data,
        "sums": [
            (_("Earned"), words.shekels(found.earned), "counted"),
            (_("Spent"), words.shekels(found.spent), _grade(found)),
            (_("Result"), words.shekels(found.agorot("surplus")), _grade(found)),
            (words.given_text(), words.shekels(found.agorot("given")), "counted"),
            (_("Paid of it, with receipts"), words.shekels(found.agorot("paid")), "counted"),
        ],
        "chart": draw(_line(data), rtl=get_language_bidi()) if data["months"] else None,
        "impact": [
            (words.metric_text(row), words.value_text(row), words.counted_text(row), row["grade"])
            for _name, rows in words.in_groups(found.impact)
            for row in rows
        ],
        "missing": missing_months(number),
        "due": due_on(number),
        "issued": issued.order_by("-number"),
        "languages": Language.choices,
        "form": form or YearForm(initial=start),
        "may_issue": has_role(request.user, *KEEPERS),
        "years": _years(),
    }
    return render(request, "orders/board/year.html", context)


def _grade(found: Snapshot) -> str:
    return words.worst_grade([row.grade for row in found.costs])


def _years() -> list[int]:
    return sorted({month.year for month in MonthClose.objects.values_list("month", flat=True)})


def _line(data: dict[str, list[dict[str, str]]]) -> Line:
    """The result month by month; a loss lies below the line."""
    results = [(row["month"], money.to_agorot(row["surplus"])) for row in data["months"]]
    losses = sum(agorot < 0 for _month, agorot in results)
    title = (
        _("%(losses)d of %(months)d months ended with a loss.")
        % {"losses": losses, "months": len(results)}
        if losses
        else _("No closed month ended with a loss.")
    )
    return Line(
        title,
        [
            Point(words.month_name(month), agorot / 100, words.rounded(agorot))
            for month, agorot in results
        ],
    )


@role_required(*KEEPERS)
@require_POST
def issue(request: HttpRequest, number: int) -> HttpResponse:
    """Issues the year's report with its narrative."""
    _check_year(number)
    form = YearForm(request.POST)
    if not form.is_valid():
        return _page(request, number, form)
    try:
        report = issue_year(
            year=number,
            narrative=form.cleaned_data["narrative"],
            author=signed_in(request),
            now=timezone.now(),
        )
    except KurkumError as error:
        form.add_error(None, str(error))
        return _page(request, number, form)
    messages.success(request, _("Issued: report %(number)d of %(year)d.")
                     % {"number": report.number, "year": number})  # fmt: skip
    return redirect("orders:year", number=number)

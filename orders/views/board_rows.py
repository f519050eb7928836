"""From each number of the report down to its rows: an account, a figure, a booking."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kurkum.base.models import Indicator
from kurkum.base.permissions import role_required
from kurkum.lib.tables import answer_list
from orders import report_words as words
from orders.choices import AccountKind, ReportKind
from orders.models import Account, IssuedReport, LedgerEntry, LedgerTransaction
from orders.report_figures import comparison
from orders.selectors.cost_lines import month_days
from orders.selectors.report_year import plain
from orders.selectors.tracing import entries_of, rows_behind, total_of
from orders.snapshot import Snapshot
from orders.tables_board import EntriesTable
from orders.views.board import READERS, language

# A figure of the books has no rows of its own: it leads to these accounts.
MONEY_ROWS = {
    "operating_margin_percent": Q(kind__in=[AccountKind.INCOME, AccountKind.EXPENSE]),
    "given_to_initiatives": Q(key="initiatives"),
}


def _report(pk: int) -> IssuedReport:
    return get_object_or_404(IssuedReport, pk=pk, kind=ReportKind.REINVESTMENT)


@role_required(*READERS)
@require_GET
def of_month(request: HttpRequest, month: dt.date) -> HttpResponse:
    """The newest report of a month."""
    reports = IssuedReport.objects.filter(kind=ReportKind.REINVESTMENT, month=month)
    newest = reports.order_by("-number").first()
    if newest is None:
        messages.info(request, _("No report was issued for this month yet."))
        return redirect("orders:board")
    return redirect("orders:report", pk=newest.pk)


@role_required(*READERS)
@require_GET
def account(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The bookings of one account in the report's month, with their sum."""
    report, found = _report(pk), get_object_or_404(Account, key=key)
    shown = Snapshot(report.data, language())
    total = total_of(found, report.month)
    reported = _reported(shown, key)
    context = {
        "report": report,
        "total": words.exact(total),
        "reported": None if reported is None else words.exact(reported),
        "agrees": reported is None or reported == total,
    }
    table = EntriesTable(entries_of(found, report.month))
    title = f"{found.name} · {report.month:%m.%Y}"
    return answer_list(
        request, table, title=title, filename=f"{key}-{report.month:%Y-%m}",
        template="orders/board/account.html", context=context,
    )  # fmt: skip


def _reported(found: Snapshot, key: str) -> int | None:
    """What the report says of an account, where it says it as such."""
    for side in ("income", "costs"):
        for kind, now, _before, _budget in comparison(found, side):
            if kind == key:
                return now
    if key in ("reserve", "equipment_fund"):
        return found.agorot(key, "balance")
    return None


@role_required(*READERS)
@require_GET
def figure(request: HttpRequest, pk: int, metric: str) -> HttpResponse:
    """One figure of the month: what it means, what it was counted of, and its rows."""
    report = _report(pk)
    kept = next((one for one in report.data["impact"] if one["metric"] == metric), None)
    row = Indicator.objects.filter(month=report.month, metric=metric).first()
    if kept is None and row is None:
        raise Http404
    told = kept or _told(row)
    months = Indicator.objects.filter(metric=metric).defer("rows").order_by("-month")[:13]
    context = {
        "report": report,
        "figure": told,
        "name": words.metric_text(told),
        "value": words.value_text(told),
        "counted": words.counted_text(told),
        "definition": _(told["definition"]),
        "rows": [_shown(one) for one in row.rows] if row else [],
        "accounts": _accounts(metric, report.month),
        "months": [(one.month, words.value_text(_told(one)), one.grade) for one in months],
    }
    return render(request, "orders/board/figure.html", context)


def _accounts(metric: str, month: dt.date) -> list[tuple[str, str]]:
    """Key and name of the accounts a figure is made from, as far as the month moved them."""
    if metric not in MONEY_ROWS:
        return []
    moved = LedgerEntry.objects.filter(transaction__date__range=month_days(month))
    rows = Account.objects.filter(MONEY_ROWS[metric], pk__in=moved.values("account"))
    return [(row.key, row.name) for row in rows.order_by("position", "key")]


def _told(row: Indicator | None) -> dict[str, Any]:
    """A kept figure as the report tells it."""
    if row is None:
        raise Http404
    return {
        "metric": row.metric,
        "value": plain(row.value),
        "part": plain(row.part),
        "whole": plain(row.whole),
        "unit": row.unit,
        "grade": row.grade,
        "code": row.code,
        "definition": row.definition,
    }


def _shown(row: dict[str, Any]) -> tuple[str, str, str]:
    label = row["label"]
    if isinstance(label, dict):
        label = label.get(language()) or next(filter(None, label.values()), "")
    note = _("from the valley") if row["note"] == "local" else row["note"]
    return label, row["value"], note


@role_required(*READERS)
@require_GET
def booking(request: HttpRequest, number: int) -> HttpResponse:
    """A booking with both its sides, and the rows it was made from."""
    found = get_object_or_404(
        LedgerTransaction.objects.select_related("posted_by", "corrects"), number=number
    )
    entries = found.entries.select_related("account", "customer", "site").order_by("pk")
    behind = rows_behind(found)
    context = {
        "booking": found,
        "entries": [
            (entry.account.name, entry.site or entry.customer or "",
             words.exact(entry.amount_agorot), entry.grade)
            for entry in entries
        ],
        "behind": behind,
        "total": words.exact(behind.total) if behind and behind.total is not None else "",
        "corrections": found.corrections.order_by("number"),
    }  # fmt: skip
    return render(request, "orders/board/booking.html", context)

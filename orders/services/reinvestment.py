"""The reinvestment report of a month: the document of the contract, and its numbered snapshots."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kurkum.base import ports
from kurkum.base.choices import Grade
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import Indicator, User
from kurkum.base.services.changes import record_change
from kurkum.lib import money
from orders.choices import AccountKind, MonthState, ReportKind, ResolutionState
from orders.models import Allocation, IssuedReport, MonthClose
from orders.selectors.ledger import balance, month_sums
from orders.selectors.report_context import printed_beside
from orders.selectors.report_year import plain, weaker
from orders.services.allocating import paid_of
from orders.services.closing import result_of, waterfall_of
from orders.services.invoicing import month_end
from orders.snapshot import checksum_of
from orders.surplus import Waterfall

VERSION = 1


def report_document(month: dt.date) -> dict[str, Any]:
    """The report as plain JSON. Of an open month: what the books say so far, ``closed`` false."""
    row = MonthClose.objects.filter(month=month, state=MonthState.CLOSED).first()
    waterfall = waterfall_of(row) if row else result_of(month)
    last = month_end(month)
    added = {"reserve": waterfall.reserve_added, "equipment_fund": waterfall.equipment_added}
    balances = {
        account: -balance(account, until=last) + (0 if row else added[account]) for account in added
    }
    allocations = _allocations(row) if row else []
    given = sum((Decimal(entry["amount"]) for entry in allocations), Decimal(0))
    return {
        "kind": "reinvestment",
        "version": VERSION,
        "month": f"{month:%Y-%m}",
        "closed": row is not None,
        **_income_and_costs(month),
        "surplus": money.to_text(waterfall.surplus),
        "brought_forward": money.to_text(waterfall.brought_forward),
        "reserve": {
            "target": money.to_text(waterfall.reserve_target),
            "balance": money.to_text(balances["reserve"]),
            "added": money.to_text(waterfall.reserve_added),
        },
        "equipment_fund": {
            "balance": money.to_text(balances["equipment_fund"]),
            "added": money.to_text(waterfall.equipment_added),
        },
        "allocable": money.to_text(waterfall.allocable),
        "allocations": allocations,
        "unallocated": money.to_text(waterfall.allocable - money.to_agorot(given)),
        "impact": [
            *_impact(month, is_closed=row is not None),
            *_money_figures(month, waterfall, given),
        ],
        **printed_beside(month),
    }


def _income_and_costs(month: dt.date) -> dict[str, Any]:
    sums = month_sums(month)
    income: dict[str, int] = {}
    for row in sums:
        if row.kind == AccountKind.INCOME:
            income[row.account] = income.get(row.account, 0) + row.agorot
    return {
        "income": [
            {"kind": account, "amount": money.to_text(agorot)} for account, agorot in income.items()
        ],
        "costs": [
            {"kind": row.account, "amount": money.to_text(row.agorot), "grade": row.grade}
            for row in sums
            if row.kind == AccountKind.EXPENSE
        ],
    }


def _allocations(row: MonthClose) -> list[dict[str, Any]]:
    gifts = Allocation.objects.filter(
        resolution__month=row, resolution__state=ResolutionState.PASSED
    ).select_related("resolution", "initiative")
    return [
        {
            "initiative": gift.initiative.key,
            "resolution": gift.resolution.number,
            "date": f"{gift.resolution.decided_on:%Y-%m-%d}",
            "amount": money.to_text(gift.amount_agorot),
            "paid": money.to_text(paid_of(gift)),
            "outcome": gift.outcome or None,
        }
        for gift in gifts.order_by("resolution__number", "initiative__key")
    ]


def _impact(month: dt.date, *, is_closed: bool) -> list[dict[str, Any]]:
    """Graded figures: kept ones of a closed month, else as the apps give them now."""
    figures = (
        Indicator.objects.filter(month=month).order_by("metric")
        if is_closed
        else sorted(ports.figures_of(month), key=lambda figure: figure.metric)
    )
    return [
        {
            "metric": figure.metric,
            "code": figure.code,
            "value": plain(figure.value),
            "part": plain(figure.part),
            "whole": plain(figure.whole),
            "unit": figure.unit,
            "grade": figure.grade,
            "definition": figure.definition,
        }
        for figure in figures
    ]


def _money_figures(month: dt.date, waterfall: Waterfall, given: Decimal) -> list[dict[str, Any]]:
    """What the books themselves say in the catalogue's words; graded as the costs are."""
    sums = month_sums(month)
    earned = sum(row.agorot for row in sums if row.kind == AccountKind.INCOME)
    grade = Grade.MEASURED.value
    for row in sums:
        grade = weaker(grade, row.grade)
    margin = (
        (Decimal(100 * waterfall.surplus) / earned).quantize(Decimal("0.1")) if earned else None
    )
    return [
        {
            "metric": "operating_margin_percent",
            "code": "FP7897",
            "value": plain(margin),
            "part": money.to_text(waterfall.surplus) if earned else None,
            "whole": money.to_text(earned) if earned else None,
            "unit": "%",
            "grade": grade,
            "definition": gettext_noop("Surplus as a share of what was earned; a loss is below 0."),
        },
        {
            "metric": "given_to_initiatives",
            "code": "OI1582",
            "value": plain(given),
            "part": None,
            "whole": None,
            "unit": "₪",
            "grade": Grade.COUNTED.value,
            "definition": gettext_noop(
                "What the board resolved to give to initiatives of the valley from this month."
            ),
        },
    ]


@transaction.atomic
def issue_report(*, month: dt.date, author: User | None, now: dt.datetime) -> IssuedReport:
    """The newest snapshot of a closed month; a new number only where something has changed.

    Raises CannotBeDone for a month that is not closed.
    """
    row = MonthClose.objects.select_for_update().filter(month=month).first()
    if row is None or row.state != MonthState.CLOSED:
        raise CannotBeDone(
            _("%(month)s is not closed yet: close it first.") % {"month": f"{month:%m.%Y}"}
        )
    document = report_document(month)
    checksum = checksum_of(document)
    newest = (
        IssuedReport.objects.filter(kind=ReportKind.REINVESTMENT, month=month)
        .order_by("-number")
        .first()
    )
    if newest is not None and newest.checksum == checksum:
        return newest
    report = IssuedReport.objects.create(
        kind=ReportKind.REINVESTMENT,
        month=month,
        number=newest.number + 1 if newest else 1,
        issued_at=now,
        issued_by=author,
        data=document,
        checksum=checksum,
    )
    record_change(
        subject="IssuedReport",
        subject_key=f"{report.kind}/{report.month:%Y-%m}/{report.number}",
        action="issued",
        author=author,
        now=now,
        after={"checksum": checksum},
    )
    return report

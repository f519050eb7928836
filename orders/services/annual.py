"""The year's report for the registrar of public-benefit companies: figures, gifts, narrative."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.lists import listed
from kurkum.base.models import DatedLimit, Kitchen, User
from kurkum.base.services.changes import record_change
from kurkum.lib import money
from orders.choices import MonthState, ReportKind, ResolutionState
from orders.models import Allocation, AllocationPayment, IssuedReport, MonthClose, Resolution
from orders.selectors.ledger import balance
from orders.selectors.report_context import names_printed
from orders.selectors.report_year import year_to_date
from orders.snapshot import checksum_of

VERSION = 1


def annual_document(year: int, *, narrative: str = "") -> dict[str, Any]:
    """The year as plain JSON, of the months that are closed."""
    last = dt.date(year, 12, 31)
    document = year_to_date(dt.date(year, 12, 1))
    return {
        "kind": "annual",
        "version": VERSION,
        "narrative": narrative,
        **document,
        "complete": not missing_months(year),
        "reserve_balance": money.to_text(-balance("reserve", until=last)),
        "equipment_balance": money.to_text(-balance("equipment_fund", until=last)),
        "allocations": _gifts(year),
        "resolutions": _resolutions(year),
        "limits": _limits(last),
        **names_printed(),
        "company": _company(),
    }


def missing_months(year: int) -> list[dt.date]:
    """Months of the year with books that are not closed, from the first closed month on."""
    closed = set(
        MonthClose.objects.filter(month__year=year, state=MonthState.CLOSED).values_list(
            "month", flat=True
        )
    )
    if not closed:
        return [dt.date(year, month, 1) for month in range(1, 13)]
    begins = MonthClose.objects.filter(state=MonthState.CLOSED).earliest("month").month
    every = [dt.date(year, month, 1) for month in range(1, 13)]
    return [month for month in every if month >= begins and month not in closed]


def due_on(year: int) -> dt.date | None:
    """When the registrar wants it; None where the limits do not say."""
    limits = DatedLimit.objects.on(dt.date(year + 1, 1, 1))
    month, day = limits.get("registrar_report_due_month"), limits.get("registrar_report_due_day")
    if month is None or day is None:
        return None
    return dt.date(year + 1, int(month.value), int(day.value))


@transaction.atomic
def issue_year(*, year: int, narrative: str, author: User | None, now: dt.datetime) -> IssuedReport:
    """A numbered snapshot of the year; the newest where nothing has changed since.

    Raises CannotBeDone while a month of the year is open, BadInput without a narrative.
    """
    if not narrative.strip():
        raise BadInput(_("The registrar wants words too: write what was done, and for whom."))
    missing = missing_months(year)
    if missing:
        raise CannotBeDone(
            _("Not closed yet: %(months)s.")
            % {"months": listed(f"{month:%m.%Y}" for month in missing)}
        )
    document = annual_document(year, narrative=narrative.strip())
    checksum = checksum_of(document)
    issued = IssuedReport.objects.select_for_update().filter(
        kind=ReportKind.ANNUAL, month=dt.date(year, 12, 1)
    )
    newest = issued.order_by("-number").first()
    if newest is not None and newest.checksum == checksum:
        return newest
    report = IssuedReport.objects.create(
        kind=ReportKind.ANNUAL,
        month=dt.date(year, 12, 1),
        number=newest.number + 1 if newest else 1,
        issued_at=now,
        issued_by=author,
        data=document,
        checksum=checksum,
    )
    record_change(
        subject="IssuedReport", subject_key=f"{report.kind}/{report.month:%Y}/{report.number}",
        action="issued", author=author, now=now,
        after={"checksum": checksum},
    )  # fmt: skip
    return report


def _gifts(year: int) -> list[dict[str, Any]]:
    rows = Allocation.objects.filter(
        resolution__month__month__year=year, resolution__state=ResolutionState.PASSED
    ).select_related("resolution__month", "initiative")
    return [
        {
            "initiative": gift.initiative.key,
            "month": f"{gift.resolution.month.month:%Y-%m}",
            "resolution": gift.resolution.number,
            "date": f"{gift.resolution.decided_on:%Y-%m-%d}",
            "amount": money.to_text(gift.amount_agorot),
            "payments": [
                {
                    "date": f"{paid.paid_on:%Y-%m-%d}",
                    "amount": money.to_text(paid.amount_agorot),
                    "receipt": paid.receipt,
                }
                for paid in AllocationPayment.objects.filter(allocation=gift).order_by("paid_on")
            ],
            "outcome": gift.outcome,
        }
        for gift in rows.order_by("resolution__number", "initiative__key")
    ]


def _resolutions(year: int) -> list[dict[str, Any]]:
    """Every decision of the board on the year's surplus, the rejected among them."""
    rows = Resolution.objects.filter(month__month__year=year).exclude(state=ResolutionState.DRAFT)
    return [
        {
            "number": row.number,
            "date": f"{row.decided_on:%Y-%m-%d}" if row.decided_on else "",
            "state": row.state,
            "text": row.text,
            "votes": {
                choice: sum(vote.choice == choice for vote in row.votes.all())
                for choice in ("for", "against", "abstain")
            },
        }
        for row in rows.prefetch_related("votes").order_by("decided_on", "pk")
    ]


def _limits(day: dt.date) -> dict[str, str]:
    found = DatedLimit.objects.on(day)
    wanted = ("audit_turnover_nis", "donor_named_above_nis")
    return {key: f"{found[key].value.normalize():f}" for key in wanted if key in found}


def _company() -> dict[str, str]:
    kitchen = Kitchen.objects.first()
    if kitchen is None:
        return {}
    return {
        "number": kitchen.company_number,
        "address_ar": kitchen.address_ar,
        "address_he": kitchen.address_he,
        "address_en": kitchen.address_en,
    }

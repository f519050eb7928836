"""What a reinvestment report keeps beside its figures, so that it prints the same for ever.

Names as they are on the day of issue, the month before, the budget, the map, the year so far.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from kurkum.base.models import Indicator, Kitchen, Named
from kurkum.lib import money
from orders.choices import AccountKind, MonthState
from orders.models import Account, BudgetLine, Initiative, MonthClose
from orders.selectors.ledger import month_sums
from orders.selectors.report_places import places
from orders.selectors.report_year import plain, year_to_date

SIDES = {"income": AccountKind.INCOME, "costs": AccountKind.EXPENSE}


def names_printed() -> dict[str, Any]:
    """Names as they are today, in every language."""
    return {"names": _names(), "kitchen": _kitchen()}


def printed_beside(month: dt.date) -> dict[str, Any]:
    return {
        **names_printed(),
        "previous": _previous(month),
        "budget": _budget(month),
        "places": places(month),
        "year": year_to_date(month),
    }


def _texts(row: Named) -> dict[str, str]:
    return {"ar": row.name_ar, "he": row.name_he, "en": row.name_en}


def _names() -> dict[str, dict[str, dict[str, str]]]:
    accounts = Account.objects.filter(kind__in=SIDES.values())
    initiatives = list(Initiative.objects.select_related("locality"))
    places = {row.key: row.locality for row in initiatives}
    return {
        "accounts": {row.key: _texts(row) for row in accounts},
        "initiatives": {row.key: _texts(row) for row in initiatives},
        "localities": {key: _texts(place) for key, place in places.items() if place},
    }


def _kitchen() -> dict[str, str]:
    kitchen = Kitchen.objects.first()
    return _texts(kitchen) if kitchen else {}


def _previous(month: dt.date) -> dict[str, Any] | None:
    """The closed month before, all grades together."""
    before = (month - dt.timedelta(days=1)).replace(day=1)
    row = MonthClose.objects.filter(month=before, state=MonthState.CLOSED).first()
    if row is None:
        return None
    sums = month_sums(before)
    found: dict[str, Any] = {
        "month": f"{before:%Y-%m}",
        "surplus": money.to_text(row.surplus_agorot),
        "impact": {
            figure.metric: plain(figure.value)
            for figure in Indicator.objects.filter(month=before).defer("rows")
        },
    }
    for side, kind in SIDES.items():
        amounts: dict[str, int] = {}
        for entry in sums:
            if entry.kind == kind:
                amounts[entry.account] = amounts.get(entry.account, 0) + entry.agorot
        found[side] = {account: money.to_text(agorot) for account, agorot in amounts.items()}
    return found


def _budget(month: dt.date) -> dict[str, Any] | None:
    lines = list(BudgetLine.objects.filter(month=month).select_related("account"))
    if not lines:
        return None
    return {
        side: {
            line.account.key: money.to_text(line.agorot)
            for line in lines
            if line.account.kind == kind
        }
        for side, kind in SIDES.items()
    }

"""Closes a month: checklist, costs, result, and what becomes of it. Then nothing moves."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kurkum.base import ports
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import DatedLimit, Indicator, User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from orders.choices import AccountKind, MonthState
from orders.models import (
    Allocation,
    MonthClose,
)
from orders.selectors.ledger import balance, month_sums
from orders.services import ledger
from orders.services.checklist import checklist
from orders.services.costs import book_costs
from orders.services.invoicing import month_end
from orders.surplus import SurplusPolicy, Waterfall, brought_forward_from, divide


def _previous(month: dt.date) -> dt.date:
    return (month - dt.timedelta(days=1)).replace(day=1)


@transaction.atomic
def close_month(*, month: dt.date, author: User | None, now: dt.datetime) -> MonthClose:
    """Closes a month for good. Raises CannotBeDone with every open item of the checklist."""
    row, _created = MonthClose.objects.select_for_update().get_or_create(month=month)
    # Nobody may give from the month before while its rest is being brought forward.
    MonthClose.objects.select_for_update().filter(month=_previous(month)).first()
    if row.state == MonthState.CLOSED:
        raise CannotBeDone(_("%(month)s is closed already.") % {"month": f"{month:%m.%Y}"})
    open_items = [
        item
        for item in checklist(month, today=dates.day_of(now))
        if item.blocks and not item.is_done
    ]
    if open_items:
        raise CannotBeDone(*(_("Not yet: %(item)s") % {"item": item.reason} for item in open_items))
    book_costs(month=month, author=author, now=now)
    waterfall = result_of(month)
    _book_appropriation(month, waterfall, author, now)
    _store(row, month, waterfall, author, now)
    _keep_indicators(month)
    record_change(
        subject="MonthClose",
        subject_key=f"{month:%Y-%m}",
        action="closed",
        author=author,
        now=now,
        after={"surplus_agorot": row.surplus_agorot, "allocable_agorot": row.allocable_agorot},
    )
    return row


def result_of(month: dt.date) -> Waterfall:
    """The month's result and its division, from the books as they stand."""
    last = month_end(month)
    income, costs = income_and_costs(month)
    policy = policy_on(last)
    return divide(
        surplus=income - costs,
        brought_forward=brought_forward_into(month),
        reserve_balance=-balance("reserve", until=month - dt.timedelta(days=1)),
        reserve_target=policy.reserve_months * _mean_costs(month, costs),
        equipment_balance=-balance("equipment_fund", until=month - dt.timedelta(days=1)),
        policy=policy,
    )


def income_and_costs(month: dt.date) -> tuple[int, int]:
    sums = month_sums(month)
    income = sum(row.agorot for row in sums if row.kind == AccountKind.INCOME)
    return income, sum(row.agorot for row in sums if row.kind == AccountKind.EXPENSE)


def policy_on(day: dt.date) -> SurplusPolicy:
    """The board's house rule in force on a day, from the dated limits."""
    values = DatedLimit.objects.on(day)
    return SurplusPolicy(
        reserve_percent=int(values["reserve_share_pct"].value),
        equipment_percent=int(values["equipment_fund_share_pct"].value),
        reserve_months=int(values["reserve_target_months"].value),
        equipment_target=int(values["equipment_fund_target_nis"].value * 100),
    )


def brought_forward_into(month: dt.date) -> int:
    """What the month before left: its unallocated pot, or its loss."""
    before = MonthClose.objects.filter(month=_previous(month), state=MonthState.CLOSED).first()
    if before is None:
        return 0
    return brought_forward_from(waterfall=waterfall_of(before), allocated=allocated_of(before))


def waterfall_of(row: MonthClose) -> Waterfall:
    return Waterfall(
        surplus=row.surplus_agorot,
        brought_forward=row.brought_forward_agorot,
        reserve_target=row.reserve_target_agorot,
        reserve_added=row.reserve_added_agorot,
        equipment_added=row.equipment_added_agorot,
        allocable=row.allocable_agorot,
    )


def allocated_of(row: MonthClose) -> int:
    """Agorot that passed resolutions gave from this month's pot."""
    rows = Allocation.objects.filter(resolution__month=row, resolution__state="passed")
    return rows.aggregate(total=Sum("amount_agorot"))["total"] or 0


def _mean_costs(month: dt.date, costs: int) -> int:
    """Mean of this month's costs and those of up to two closed months before it."""
    before = MonthClose.objects.filter(month__lt=month, state=MonthState.CLOSED)
    known = [costs, *before.order_by("-month").values_list("cost_agorot", flat=True)[:2]]
    return sum(known) // len(known)


def _book_appropriation(
    month: dt.date, waterfall: Waterfall, author: User | None, now: dt.datetime
) -> None:
    kept = waterfall.reserve_added + waterfall.equipment_added
    if not kept:
        return
    ledger.post(
        date=month_end(month),
        description=_("Kept from the surplus of %(month)s") % {"month": f"{month:%m.%Y}"},
        source="appropriation",
        source_key=f"{month:%Y-%m}",
        entries=[
            ledger.Entry("brought_forward", kept),
            ledger.Entry("reserve", -waterfall.reserve_added),
            ledger.Entry("equipment_fund", -waterfall.equipment_added),
        ],
        author=author,
        now=now,
    )


def _store(
    row: MonthClose, month: dt.date, waterfall: Waterfall, author: User | None, now: dt.datetime
) -> None:
    last = month_end(month)
    row.income_agorot, row.cost_agorot = income_and_costs(month)
    row.surplus_agorot = waterfall.surplus
    row.brought_forward_agorot = waterfall.brought_forward
    row.reserve_target_agorot = waterfall.reserve_target
    row.reserve_added_agorot = waterfall.reserve_added
    row.reserve_balance_agorot = -balance("reserve", until=last)
    row.equipment_added_agorot = waterfall.equipment_added
    row.equipment_balance_agorot = -balance("equipment_fund", until=last)
    row.allocable_agorot = waterfall.allocable
    row.state, row.closed_at, row.closed_by = MonthState.CLOSED, now, author
    row.save()


def _keep_indicators(month: dt.date) -> None:
    Indicator.objects.filter(month=month).delete()
    Indicator.objects.bulk_create(
        Indicator(
            month=month,
            metric=figure.metric,
            code=figure.code,
            value=figure.value,
            unit=figure.unit,
            grade=figure.grade,
            definition=figure.definition,
            part=figure.part,
            whole=figure.whole,
            rows=[asdict(row) for row in figure.rows],
        )
        for figure in ports.figures_of(month)
    )

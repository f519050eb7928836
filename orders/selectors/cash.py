"""The cash of the weeks to come: what is owed to the kitchen, what it owes, and how months run.

An estimate: an open invoice is paid on its due date plus the days its customer was late so far;
what is owed to others is paid by the end of the month; every month to come costs and earns what
the last closed one did, its money coming as long after it as it used to. Amounts in agorot with
VAT where VAT is paid.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from kurkum.lib import dates
from orders.choices import MonthState
from orders.models import MonthClose, PaymentMatch
from orders.selectors.ledger import balance
from orders.selectors.owed import open_invoices

OWED = ("payables", "wages_payable", "vat", "initiatives_payable")


@dataclass(frozen=True, slots=True)
class Flow:
    """An expected movement: ``kind`` is an account's key, ``invoice`` or ``months``."""

    date: dt.date
    kind: str
    agorot: int


@dataclass(frozen=True, slots=True)
class CashWeek:
    begins: dt.date
    coming: int
    going: int
    balance: int


@dataclass(frozen=True, slots=True)
class CashForecast:
    today: dt.date
    bank: int
    weeks: Sequence[CashWeek]
    flows: Sequence[Flow]

    @property
    def lowest(self) -> CashWeek | None:
        return min(self.weeks, key=lambda week: week.balance, default=None)


def cash_forecast(today: dt.date, weeks: int = 13) -> CashForecast:
    """The coming weeks, this one included, each from its Sunday."""
    begins = dates.week_start(today)
    last = begins + dt.timedelta(weeks=weeks, days=-1)
    flows = sorted(
        (flow for flow in [*_invoices(today), *_debts(today), *_months(today, last)]
         if flow.date <= last and flow.agorot),
        key=lambda flow: (flow.date, flow.kind),
    )  # fmt: skip
    found, balance_now = [], balance("bank", until=today)
    bank = balance_now
    for number in range(weeks):
        sunday = begins + dt.timedelta(weeks=number)
        saturday = sunday + dt.timedelta(days=6)
        mine = [flow.agorot for flow in flows if sunday <= flow.date <= saturday]
        coming, going = sum(a for a in mine if a > 0), sum(a for a in mine if a < 0)
        balance_now += coming + going
        found.append(CashWeek(sunday, coming, going, balance_now))
    return CashForecast(today, bank, found, flows)


def usual_delay() -> dict[int, int]:
    """Median days by customer id between an invoice's due date and its payment, never below 0."""
    late: defaultdict[int, list[int]] = defaultdict(list)
    for match in PaymentMatch.objects.select_related("payment", "invoice"):
        days = (match.payment.received_on - match.invoice.due_on).days
        late[match.invoice.customer_id].append(max(0, days))
    return {customer: int(median(days)) for customer, days in late.items()}


def usual_wait() -> int | None:
    """Median days from the end of what an invoice charges to its money; None before the first."""
    waits = [
        (match.payment.received_on - match.invoice.period_to).days
        for match in PaymentMatch.objects.select_related("payment", "invoice")
    ]
    return int(median(waits)) if waits else None


def _invoices(today: dt.date) -> list[Flow]:
    delays = usual_delay()
    return [
        Flow(
            max(
                today,
                row.invoice.due_on + dt.timedelta(days=delays.get(row.invoice.customer_id, 0)),
            ),
            "invoice",
            row.open_agorot,
        )
        for row in open_invoices()
    ]


def _debts(today: dt.date) -> list[Flow]:
    """What the books owe today, paid by the end of the month."""
    day = dates.month_of(today).last_day
    return [Flow(day, account, min(0, balance(account, until=today))) for account in OWED]


def _months(today: dt.date, last: dt.date) -> list[Flow]:
    """Each month to come as the last closed one: costs at its end, income as long after it as
    payments take; two months where none has come yet.
    """
    row = MonthClose.objects.filter(state=MonthState.CLOSED).order_by("-month").first()
    if row is None:
        return []
    found, month, wait = [], dates.month_of(today), usual_wait()
    while month.first_day <= last:
        comes = month.plus(2).first_day
        if wait is not None:
            comes = max(today, month.last_day + dt.timedelta(days=wait))
        found.append(Flow(month.last_day, "months", -row.cost_agorot))
        found.append(Flow(comes, "months", row.income_agorot))
        month = month.plus(1)
    return found

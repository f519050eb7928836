"""Where lunch money went: one meal's price, step by step, for a customer or for all.

The costs are those of the margins, from the ledger. What became of the surplus is the kitchen's
own division: a customer's surplus goes the way of the whole. Amounts in agorot before VAT.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kurkum.lib import money
from orders.choices import MonthState, ResolutionState
from orders.models import Account, Allocation, Customer, MonthClose
from orders.selectors.margins import Margin, margins


@dataclass(frozen=True, slots=True)
class Share:
    """Agorot of one meal that went to something; ``total`` is the sum over all meals."""

    key: str
    name: str
    agorot: int
    total: int


@dataclass(frozen=True, slots=True)
class Gift:
    """An initiative that the board gave to from this month, and the whole kitchen's sum."""

    name: str
    agorot: int
    outcome: str


@dataclass(frozen=True, slots=True)
class LunchMoney:
    """One meal of a closed month; the shares and the surplus sum to the price."""

    month: dt.date
    customer: Customer | None
    meals: int
    price: int
    income: int
    costs: Sequence[Share]
    surplus: int
    surplus_total: int
    kept: Sequence[Share]
    gifts: Sequence[Gift]
    grade: str


def lunch_money(month: dt.date, customer: Customer | None) -> LunchMoney | None:
    """None for a month that is not closed, or in which the customer had no meals."""
    closed = MonthClose.objects.filter(month=month, state=MonthState.CLOSED).first()
    found = margins(month, "customer")
    row = found.total if customer is None else _row_of(found.rows, customer)
    if closed is None or row is None or not row.meals:
        return None
    names = {account.key: account.name for account in Account.objects.all()}
    parts = sorted(row.costs.items(), key=lambda cost: -cost[1])
    price = row.per_meal(row.income) or 0
    surplus = row.per_meal(row.result) or 0
    each = money.split(price - surplus, [max(0, total) for _key, total in parts]) if parts else ()
    return LunchMoney(
        month=month,
        customer=customer,
        meals=row.meals,
        price=price,
        income=row.income,
        costs=[
            Share(key, names.get(key, key), agorot, total)
            for (key, total), agorot in zip(parts, each, strict=True)
        ],
        surplus=surplus,
        surplus_total=row.result,
        kept=_kept(closed, surplus, row.result),
        gifts=_gifts(closed),
        grade=row.grade,
    )


def customers_of(month: dt.date) -> list[str]:
    """Keys of the customers that had meals in a month."""
    return [str(row.key) for row in margins(month, "customer").rows]


def _row_of(rows: Sequence[Margin], customer: Customer) -> Margin | None:
    return next((row for row in rows if row.key == customer.key), None)


def _kept(closed: MonthClose, surplus: int, total: int) -> list[Share]:
    """How a meal's surplus is divided, in the proportion of the whole month's pot."""
    given = sum(gift.amount_agorot for gift in _passed(closed))
    pot = [
        ("loss", max(0, -closed.brought_forward_agorot)),
        ("reserve", closed.reserve_added_agorot),
        ("equipment_fund", closed.equipment_added_agorot),
        ("initiatives", given),
        ("waiting", closed.allocable_agorot - given),
    ]
    if surplus <= 0 or not any(agorot for _key, agorot in pot):
        return []
    weights = [Fraction(agorot) for _key, agorot in pot]
    each, whole = money.split(surplus, weights), money.split(total, weights)
    return [
        Share(key, key, agorot, sum_of)
        for (key, _pot), agorot, sum_of in zip(pot, each, whole, strict=True)
        if sum_of
    ]


def _passed(closed: MonthClose) -> list[Allocation]:
    rows = Allocation.objects.filter(
        resolution__month=closed, resolution__state=ResolutionState.PASSED
    )
    return list(rows.select_related("initiative").order_by("-amount_agorot", "pk"))


def _gifts(closed: MonthClose) -> list[Gift]:
    return [
        Gift(gift.initiative.name, gift.amount_agorot, gift.outcome) for gift in _passed(closed)
    ]

"""Sums of the books: income and costs of a month, balances of accounts."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from orders.choices import AccountKind
from orders.models import LedgerEntry


@dataclass(frozen=True, slots=True)
class AccountSum:
    """One account and grade in a month; agorot, positive in the account's natural direction."""

    account: str
    kind: str
    grade: str
    agorot: int


def month_sums(month: dt.date) -> list[AccountSum]:
    """Income and expense of a month by account and grade."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    rows = (
        LedgerEntry.objects.filter(
            transaction__date__range=(month, last),
            account__kind__in=[AccountKind.INCOME, AccountKind.EXPENSE],
        )
        .values("account__key", "account__kind", "grade")
        .annotate(total=Sum("amount_agorot"))
        .order_by("account__position", "account__key", "grade")
    )
    return [
        AccountSum(
            account=row["account__key"],
            kind=row["account__kind"],
            grade=row["grade"],
            agorot=-row["total"] if row["account__kind"] == AccountKind.INCOME else row["total"],
        )
        for row in rows
        if row["total"]
    ]


def balance(account: str, *, until: dt.date) -> int:
    """Debit minus credit of an account up to and including a date, in agorot."""
    total = LedgerEntry.objects.filter(
        account__key=account, transaction__date__lte=until
    ).aggregate(total=Sum("amount_agorot"))["total"]
    return total or 0

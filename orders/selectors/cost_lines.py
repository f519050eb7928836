"""The costs of a month as they stand, each with its grade, and food against suppliers' invoices."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Sum

from menus.choices import MoveKind
from menus.models import PurchaseInvoice, StockMove, Supplier
from orders.choices import AccountKind
from orders.models import Account, LedgerEntry


@dataclass(frozen=True, slots=True)
class CostLine:
    """One kind of cost and grade: what is booked of it in the month."""

    account: str
    key: str
    grade: str
    bookings: int
    agorot: int


@dataclass(frozen=True, slots=True)
class SupplierCheck:
    """What a supplier delivered at its prices, and what it charged before VAT. Agorot."""

    supplier: Supplier
    delivered: int
    charged: int

    @property
    def difference(self) -> int:
        return self.charged - self.delivered


@dataclass(frozen=True, slots=True)
class FoodCheck:
    """Food used against food bought: the rest went into the stores, or came out of them.

    ``used`` is None until the month's food is booked, when the month is closed.
    """

    used: int | None
    suppliers: Sequence[SupplierCheck]

    @property
    def delivered(self) -> int:
        return sum(row.delivered for row in self.suppliers)

    @property
    def charged(self) -> int:
        return sum(row.charged for row in self.suppliers)


def month_days(month: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a month."""
    return month, month.replace(day=calendar.monthrange(month.year, month.month)[1])


def cost_lines(month: dt.date) -> list[CostLine]:
    """Booked costs by account and grade, in the order of the accounts."""
    rows = (
        LedgerEntry.objects.filter(
            account__kind=AccountKind.EXPENSE, transaction__date__range=month_days(month)
        )
        .values("account_id", "grade", key=F("account__key"))
        .annotate(total=Sum("amount_agorot"), many=Count("transaction", distinct=True))
        .order_by("account__position", "key", "grade")
    )
    names = {account.pk: account.name for account in Account.objects.all()}
    return [
        CostLine(names[row["account_id"]], row["key"], row["grade"], row["many"], row["total"])
        for row in rows
    ]


def food_check(month: dt.date) -> FoodCheck:
    """The month's food by its moves and papers."""
    days = month_days(month)
    delivered = {
        row["supplier"]: round((row["total"] or 0) / 1000)
        for row in StockMove.objects.filter(kind=MoveKind.RECEIPT, date__range=days)
        .values(supplier=F("lot__receipt__supplier_id"))
        .annotate(total=Sum(F("grams") * F("lot__agorot_per_kg")))
        .order_by("supplier")
        if row["supplier"]
    }
    charged = {
        row["supplier_id"]: row["total"]
        for row in PurchaseInvoice.objects.filter(issued_on__range=days)
        .values("supplier_id")
        .annotate(total=Sum("net_agorot"))
        .order_by("supplier_id")
    }
    suppliers = Supplier.objects.filter(pk__in=delivered.keys() | charged.keys()).order_by("key")
    used = LedgerEntry.objects.filter(
        account__key="ingredients", transaction__date__range=days
    ).aggregate(total=Sum("amount_agorot"))["total"]
    return FoodCheck(
        used,
        [SupplierCheck(row, delivered.get(row.pk, 0), charged.get(row.pk, 0)) for row in suppliers],
    )

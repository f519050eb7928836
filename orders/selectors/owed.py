"""What customers owe: open invoices, ageing, statements. Computed, never stored; with VAT."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from orders.choices import InvoiceKind
from orders.models import Customer, Invoice, Payment, PaymentMatch

# Days after the due date at which the columns of the ageing begin; the last has no end.
AGES = (1, 31, 61, 91)


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice with what is still to be paid of it, after credit notes and payments."""

    invoice: Invoice
    open_agorot: int

    def days_late(self, today: dt.date) -> int:
        return max(0, (today - self.invoice.due_on).days)


@dataclass(frozen=True, slots=True)
class Ageing:
    """What one customer owes: not due yet, then by days late, less money on account."""

    customer: Customer
    not_due: int
    late: tuple[int, ...]
    on_account: int

    @property
    def total(self) -> int:
        return self.not_due + sum(self.late) - self.on_account

    @property
    def to_her_credit(self) -> int:
        """What waits on her account, as it enters the sum: never above zero."""
        return -self.on_account

    @property
    def overdue(self) -> int:
        return sum(self.late)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement of a customer's account; ``balance`` is what she owes after it."""

    date: dt.date
    kind: str
    reference: str
    agorot: int
    balance: int
    invoice: Invoice | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    customer: Customer
    first: dt.date
    last: dt.date
    before: int
    lines: Sequence[StatementLine]

    @property
    def after(self) -> int:
        return self.lines[-1].balance if self.lines else self.before


def open_invoices(customer: Customer | None = None) -> list[OpenInvoice]:
    """Invoices that are not settled, oldest due date first. One query."""
    rows = Invoice.objects.filter(kind=InvoiceKind.INVOICE).select_related("customer")
    if customer is not None:
        rows = rows.filter(customer=customer)
    credited = Invoice.objects.filter(credits=OuterRef("pk")).values("credits")
    paid = PaymentMatch.objects.filter(invoice=OuterRef("pk")).values("invoice")
    rows = rows.annotate(
        credited=Coalesce(Subquery(credited.annotate(sum=Sum("gross_agorot")).values("sum")), 0),
        paid=Coalesce(Subquery(paid.annotate(sum=Sum("amount_agorot")).values("sum")), 0),
    )
    found = [
        OpenInvoice(row, row.gross_agorot + row.credited - row.paid)
        for row in rows.order_by("due_on", "year", "sequence")
    ]
    return [row for row in found if row.open_agorot]


def on_account() -> dict[int, int]:
    """Money by customer id that no invoice has taken up yet."""
    found: defaultdict[int, int] = defaultdict(int)
    for customer, total in (
        Payment.objects.standing().values_list("customer_id").annotate(total=Sum("amount_agorot"))
    ):
        found[customer] += total
    for customer, total in PaymentMatch.objects.values_list("payment__customer_id").annotate(
        total=Sum("amount_agorot")
    ):
        found[customer] -= total
    return {customer: total for customer, total in found.items() if total}


def ageing(today: dt.date) -> list[Ageing]:
    """One row a customer who owes or has money on account, the most overdue first."""
    by_customer: defaultdict[int, list[OpenInvoice]] = defaultdict(list)
    for row in open_invoices():
        by_customer[row.invoice.customer_id].append(row)
    waiting = on_account()
    customers = Customer.objects.in_bulk([*by_customer, *waiting])
    rows = [
        _ageing(customers[pk], by_customer.get(pk, ()), waiting.get(pk, 0), today)
        for pk in customers
    ]
    return sorted(rows, key=lambda row: (-row.overdue, -row.total, row.customer.key))


def _ageing(
    customer: Customer, rows: Iterable[OpenInvoice], waiting: int, today: dt.date
) -> Ageing:
    late, not_due = [0] * len(AGES), 0
    for row in rows:
        days = row.days_late(today)
        if row.open_agorot < 0:  # credited after it was paid: the customer's money
            waiting -= row.open_agorot
        elif days < AGES[0]:
            not_due += row.open_agorot
        else:
            late[max(place for place, begin in enumerate(AGES) if days >= begin)] += row.open_agorot
    return Ageing(customer, not_due, tuple(late), waiting)


def statement(customer: Customer, first: dt.date, last: dt.date) -> Statement:
    """Invoices, credit notes and payments of a customer with a running balance."""
    moves = sorted(_moves(customer, last), key=lambda move: (move[0], move[1], move[2]))
    before = sum(move[3] for move in moves if move[0] < first)
    lines, balance = [], before
    for date, kind, reference, agorot, invoice in moves:
        if date >= first:
            balance += agorot
            lines.append(StatementLine(date, kind, reference, agorot, balance, invoice))
    return Statement(customer, first, last, before, lines)


Move = tuple[dt.date, str, str, int, Invoice | None]


def _moves(customer: Customer, last: dt.date) -> Iterable[Move]:
    for row in Invoice.objects.filter(customer=customer, issued_on__lte=last):
        yield row.issued_on, row.kind, row.number, row.gross_agorot, row
    for payment in Payment.objects.standing().filter(customer=customer, received_on__lte=last):
        yield payment.received_on, "payment", payment.reference, -payment.amount_agorot, None

"""Suppliers' invoices in the books: what came into the stores is owed until it is paid."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Grade
from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.lib import dates
from menus.models import PurchaseInvoice
from menus.services.purchasing import Charge, record_invoice
from orders.models import LedgerTransaction
from orders.services import ledger

SOURCE = "purchase_invoice"


@transaction.atomic
def enter_purchase_invoice(
    *, charge: Charge, author: User | None, now: dt.datetime
) -> PurchaseInvoice:
    """What a supplier charged for food, kept and booked. Raises BadInput, or CannotBeDone."""
    if charge.net_agorot <= 0 or charge.vat_agorot < 0 or not charge.number.strip():
        raise BadInput(_("Write the number, a net amount above zero and the VAT."))
    invoice = record_invoice(charge=charge, receipts=(), author=author, now=now)
    _book(invoice, author, now)
    return invoice


@transaction.atomic
def book_purchases(*, until: dt.date, author: User | None, now: dt.datetime) -> int:
    """Books invoices that the stores kept and the books do not know yet; returns how many."""
    waiting = unbooked(until)
    for invoice in waiting:
        _book(invoice, author, now, until)
    return len(waiting)


def unbooked(until: dt.date) -> list[PurchaseInvoice]:
    """Suppliers' invoices up to a day that no booking stands for."""
    booked = set(
        LedgerTransaction.objects.filter(source=SOURCE).values_list("source_key", flat=True)
    )
    rows = PurchaseInvoice.objects.filter(issued_on__lte=until).select_related("supplier")
    return [row for row in rows.order_by("issued_on", "pk") if _key(row) not in booked]


def _key(invoice: PurchaseInvoice) -> str:
    return f"{invoice.supplier.key}/{invoice.number}"


def _book(
    invoice: PurchaseInvoice, author: User | None, now: dt.datetime, until: dt.date | None = None
) -> None:
    """In the month of the invoice; once that is closed, in the month that is being closed."""
    day = ledger.date_in_open_month(invoice.issued_on, until or dates.day_of(now))
    ledger.post(
        date=day,
        description=f"{invoice.supplier} {invoice.number}",
        source=SOURCE,
        source_key=_key(invoice),
        entries=[
            ledger.Entry("stock", invoice.net_agorot, Grade.MEASURED),
            ledger.Entry("vat", invoice.vat_agorot),
            ledger.Entry("payables", -invoice.net_agorot - invoice.vat_agorot),
        ],
        author=author,
        now=now,
    )

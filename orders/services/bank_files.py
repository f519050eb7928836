"""A file of payments from the bank: read, matched with a suggestion, booked all or not at all.

Columns ``date`` (2026-11-25), ``amount`` (1234.50, money in; outgoing rows below zero are left
out), ``reference``; and where the bank gives it ``payer``. Other columns are ignored.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from kurkum.lib.rows import Faults, Row
from orders.choices import FileKind
from orders.models import Customer, FileImport
from orders.selectors.owed import OpenInvoice, open_invoices
from orders.services.payments import cancel_payment, record_payment
from orders.services.table_files import read_table

COLUMNS = ("date", "amount", "reference")
NUMBER = re.compile(r"\b(20[0-9]{2})-0*([0-9]{1,5})\b")


@dataclass(frozen=True, slots=True)
class BankRow:
    """One payment of the file, and who it seems to come from and for what."""

    line: int
    date: dt.date
    agorot: int
    reference: str
    payer: str
    customer: Customer | None = None
    invoices: tuple[OpenInvoice, ...] = ()
    because: str = ""


def read_bank_file(*, name: str, content: bytes, today: dt.date) -> list[BankRow]:
    """Every payment with a suggestion. Raises BadInput naming each faulty line."""
    faults = Faults()
    rows = [row for _r, row in faults.each(read_table(name, content, COLUMNS), _payment)]
    for row in rows:
        if row.date > today:
            faults.add(f"{name}:{row.line}", _("This day has not come yet."))
    twice = Counter((row.date, row.reference) for row in rows)
    for row in rows:
        if twice[row.date, row.reference] > 1:
            faults.add(f"{name}:{row.line}", _("another line has the same day and reference"))
    incoming = [row for row in rows if row.agorot > 0]
    if not faults.messages and not incoming:
        faults.add(f"{name}:1", _("there is no incoming payment in this file"))
    if faults.messages:
        raise BadInput(*faults.messages)
    open_rows, customers = open_invoices(), list(Customer.objects.order_by("key"))
    return [_suggest(row, open_rows, customers) for row in incoming]


def _payment(row: Row) -> BankRow:
    return BankRow(
        line=row.line,
        date=row.date("date"),
        agorot=row.agorot("amount"),
        reference=row.needed("reference")[:80],
        payer=row.cells.get("payer", ""),
    )


def _suggest(
    row: BankRow, open_rows: Sequence[OpenInvoice], customers: Sequence[Customer]
) -> BankRow:
    """By an invoice number in the text, else by the payer's name or number, else by the amount."""
    text = f"{row.reference} {row.payer}".casefold()
    named = {(int(year), int(number)) for year, number in NUMBER.findall(text)}
    by_number = [one for one in open_rows if (one.invoice.year, one.invoice.sequence) in named]
    if by_number and len({one.invoice.customer_id for one in by_number}) == 1:
        return _with(row, by_number, _("the invoice's number stands in the reference"))
    known = [customer for customer in customers if _names(customer, text)]
    if len(known) == 1:
        mine = [one for one in open_rows if one.invoice.customer_id == known[0].pk]
        exact = [one for one in mine if one.open_agorot == row.agorot]
        found = _with(row, exact[:1] or mine, _("the payer's name stands in the file"))
        return found if found.customer else _of(row, known[0])
    exact = [one for one in open_rows if one.open_agorot == row.agorot]
    if len(exact) == 1:
        return _with(row, exact, _("only one open invoice has this amount"))
    return row


def _names(customer: Customer, text: str) -> bool:
    words = (customer.name_ar, customer.name_he, customer.name_en, customer.company_number)
    return any(len(word) > 3 and word.casefold() in text for word in words)


def _with(row: BankRow, found: Sequence[OpenInvoice], because: str) -> BankRow:
    if not found:
        return row
    customer = found[0].invoice.customer
    return BankRow(
        row.line, row.date, row.agorot, row.reference, row.payer, customer, tuple(found), because
    )


def _of(row: BankRow, customer: Customer) -> BankRow:
    because = _("the payer's name stands in the file")
    return BankRow(row.line, row.date, row.agorot, row.reference, row.payer, customer, (), because)


@transaction.atomic
def import_bank_file(
    *,
    name: str,
    content: bytes,
    customers: Mapping[int, str],
    author: User | None,
    now: dt.datetime,
) -> FileImport:
    """Books every payment of the file for the customer chosen by line, or nothing at all.

    A line whose customer is the suggested one settles the suggested invoices, another customer's
    oldest. Raises BadInput where a line has no customer, CannotBeDone for a file read in before.
    """
    rows = read_bank_file(name=name, content=content, today=dates.day_of(now))
    known = {customer.key: customer for customer in Customer.objects.all()}
    faults = [
        f"{name}:{row.line}: " + _("choose the customer who paid")
        for row in rows
        if customers.get(row.line) not in known
    ]
    if faults:
        raise BadInput(*faults)
    file = open_file(
        FileKind.BANK, name, content, (len(rows), sum(row.agorot for row in rows)), author, now
    )
    for row in rows:
        customer = known[customers[row.line]]
        as_suggested = row.customer is not None and row.customer.pk == customer.pk
        try:
            record_payment(
                customer=customer,
                received_on=row.date,
                agorot=row.agorot,
                reference=row.reference,
                invoices=[one.invoice for one in row.invoices]
                if as_suggested and row.invoices
                else None,
                file_import=file,
                author=author,
                now=now,
            )
        except BadInput as error:
            raise BadInput(*(f"{name}:{row.line}: {fault}" for fault in error.faults)) from error
    return file


def open_file(
    kind: str,
    name: str,
    content: bytes,
    counted: tuple[int, int],
    author: User | None,
    now: dt.datetime,
) -> FileImport:
    """Notes a file (``counted``: rows and agorot). Raises CannotBeDone while it stands already."""
    try:
        with transaction.atomic():
            file = FileImport.objects.create(
                kind=kind,
                name=name[:120],
                checksum=hashlib.sha256(content).hexdigest(),
                rows=counted[0],
                total_agorot=counted[1],
                imported_at=now,
                imported_by=author,
            )
    except IntegrityError as error:
        raise CannotBeDone(
            _("This file was read in already. Take it back first to read it in again.")
        ) from error
    record_change(
        subject="FileImport",
        subject_key=str(file.pk),
        action="read in",
        author=author,
        now=now,
        after={"file": file.name, "rows": file.rows},
    )
    return file


def close_file(file: FileImport, author: User | None, now: dt.datetime) -> FileImport:
    """Marks a file as taken back. Raises CannotBeDone where it is already."""
    locked = FileImport.objects.select_for_update().get(pk=file.pk)
    if locked.undone_at is not None:
        raise CannotBeDone(_("This file was taken back already."))
    locked.undone_at = now
    locked.save(update_fields=["undone_at"])
    record_change(
        subject="FileImport",
        subject_key=str(locked.pk),
        action="taken back",
        author=author,
        now=now,
        before={"file": locked.name, "rows": locked.rows},
    )
    return locked


@transaction.atomic
def undo_bank_file(*, file: FileImport, author: User | None, now: dt.datetime) -> FileImport:
    """Takes every payment of a file back that still stands."""
    locked = close_file(file, author, now)
    for payment in locked.payments.standing():
        cancel_payment(
            payment=payment,
            reason=_("The file %(name)s was taken back.") % {"name": locked.name},
            author=author,
            now=now,
        )
    return locked

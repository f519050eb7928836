"""Costs from a spreadsheet: every fault by its row, all of it booked or nothing, undone as a whole.

Columns ``date`` (2026-11-25), ``account`` (key or bookkeeper's code of a cost account), ``amount``
(before VAT, 1234.50), ``description``, ``grade`` (measured, counted, estimated, assumed), and
where a cost belongs to one of them ``customer`` and ``site`` (keys).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Grade
from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.lib import dates
from kurkum.lib.rows import Faults, Row, RowFault
from orders.choices import AccountKind, FileKind
from orders.models import Account, Customer, FileImport, LedgerTransaction, Site
from orders.services import ledger
from orders.services.bank_files import close_file, open_file
from orders.services.cost_entry import Cost, enter_cost
from orders.services.table_files import read_table

COLUMNS = ("date", "account", "amount", "description", "grade")
SOURCE = "cost_file"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CostRow:
    line: int
    cost: Cost


@dataclass(frozen=True, slots=True)
class _Known:
    accounts: Mapping[str, Account]
    customers: Mapping[str, Customer]
    sites: Mapping[str, Site]
    today: dt.date


def read_cost_file(*, name: str, content: bytes, today: dt.date) -> list[CostRow]:
    """The costs of a CSV or XLSX file. Raises BadInput naming every faulty row."""
    faults, known = Faults(), _known(today)
    rows = [
        CostRow(row.line, cost)
        for row, cost in faults.each(
            read_table(name, content, COLUMNS), lambda row: _cost(row, known)
        )
    ]
    if not rows and not faults.messages:
        faults.add(f"{name}:1", _("there is no cost in this file"))
    if faults.messages:
        raise BadInput(*faults.messages)
    return rows


def _known(today: dt.date) -> _Known:
    accounts = Account.objects.filter(kind=AccountKind.EXPENSE)
    named = {row.code: row for row in accounts if row.code} | {row.key: row for row in accounts}
    return _Known(
        accounts=named,
        customers={row.key: row for row in Customer.objects.all()},
        sites={row.key: row for row in Site.objects.all()},
        today=today,
    )


def _cost(row: Row, known: _Known) -> Cost:
    agorot, date = row.agorot("amount"), row.date("date")
    grade = row.needed("grade").lower()
    if not agorot:
        raise RowFault(_("A cost is an amount, not zero."))
    if grade not in Grade.values:
        raise RowFault(_("grade must be one of %(grades)s") % {"grades": ", ".join(Grade.values)})
    if date > known.today:
        raise RowFault(_("This day has not come yet."))
    if ledger.is_closed(date):
        raise RowFault(
            _("%(month)s is closed. Book a dated correction in an open month instead.")
            % {"month": f"{date:%m.%Y}"}
        )
    return Cost(
        date=date,
        account=row.one_of("account", known.accounts),
        agorot=agorot,
        description=row.needed("description"),
        grade=grade,
        customer=_optional(row, "customer", known.customers),
        site=_optional(row, "site", known.sites),
    )


def _optional(row: Row, column: str, known: Mapping[str, T]) -> T | None:
    return row.one_of(column, known) if row.cells.get(column) else None


@transaction.atomic
def import_cost_file(
    *, name: str, content: bytes, author: User | None, now: dt.datetime
) -> FileImport:
    """Books every cost of the file, or nothing at all."""
    rows = read_cost_file(name=name, content=content, today=dates.day_of(now))
    counted = (len(rows), sum(row.cost.agorot for row in rows))
    file = open_file(FileKind.COSTS, name, content, counted, author, now)
    for row in rows:
        enter_cost(
            cost=row.cost, source=SOURCE, key=f"{file.pk}:{row.line}", author=author, now=now
        )
    return file


@transaction.atomic
def undo_cost_file(*, file: FileImport, author: User | None, now: dt.datetime) -> FileImport:
    """Corrects every booking of a file, each in its month or, once that is closed, today."""
    locked = close_file(file, author, now)
    bookings = LedgerTransaction.objects.filter(
        source=SOURCE,
        source_key__startswith=f"{locked.pk}:",
        corrects__isnull=True,
        corrections__isnull=True,
    )
    for booking in bookings.order_by("number"):
        ledger.correct(
            booking=booking,
            date=ledger.date_in_open_month(booking.date, dates.day_of(now)),
            reason=_("The file %(name)s was taken back.") % {"name": locked.name},
            author=author,
            now=now,
        )
    return locked

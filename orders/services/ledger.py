"""The one door to the books: bookings that balance, in open months, never changed afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Grade
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.base.services.numbers import next_number
from menus.models import Dish
from orders.choices import MonthState
from orders.models import Account, Customer, LedgerEntry, LedgerTransaction, MonthClose, Site


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a booking: agorot on an account (debit positive, credit negative)."""

    account: str
    amount: int
    grade: str = Grade.COUNTED
    customer: Customer | None = None
    site: Site | None = None
    dish: Dish | None = None


def is_closed(day: dt.date) -> bool:
    return MonthClose.objects.filter(month=day.replace(day=1), state=MonthState.CLOSED).exists()


def date_in_open_month(wanted: dt.date, otherwise: dt.date) -> dt.date:
    """The date a booking belongs to, or ``otherwise`` once that month is closed."""
    return otherwise if is_closed(wanted) else wanted


def ensure_open(day: dt.date) -> None:
    """Raises CannotBeDone when the month of ``day`` is closed."""
    if is_closed(day):
        raise CannotBeDone(
            _("%(month)s is closed. Book a dated correction in an open month instead.")
            % {"month": f"{day:%m.%Y}"}
        )


@transaction.atomic
def post(
    *,
    date: dt.date,
    description: str,
    source: str,
    entries: Sequence[Entry],
    author: User | None,
    now: dt.datetime,
    source_key: str = "",
    corrects: LedgerTransaction | None = None,
) -> LedgerTransaction:
    """Books once. Entries must sum to zero agorot; accounts are named by key.

    Raises BadInput for entries that do not balance or an unknown account, CannotBeDone for a
    closed month or a source that is booked already.
    """
    kept = [entry for entry in entries if entry.amount]
    _check_balance(kept)
    ensure_open(date)
    accounts = _accounts(kept)
    if source_key and corrects is None:
        _check_not_booked(source, source_key)
    booking = LedgerTransaction.objects.create(
        number=next_number("booking"),
        date=date,
        description=description[:200],
        source=source,
        source_key=source_key,
        posted_at=now,
        posted_by=author,
        corrects=corrects,
    )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            transaction=booking,
            account=accounts[entry.account],
            amount_agorot=entry.amount,
            grade=entry.grade,
            customer=entry.customer,
            site=entry.site,
            dish=entry.dish,
        )
        for entry in kept
    )
    return booking


@transaction.atomic
def correct(
    *, booking: LedgerTransaction, date: dt.date, reason: str, author: User | None, now: dt.datetime
) -> LedgerTransaction:
    """The negative twin of a booking, dated in an open month, naming what it corrects.

    Raises CannotBeDone for a booking that was corrected before, or is a correction itself.
    """
    if booking.corrects_id is not None or booking.corrections.exists():
        raise CannotBeDone(
            _("Booking %(number)d was corrected already.") % {"number": booking.number}
        )
    entries = [
        Entry(
            account=entry.account.key,
            amount=-entry.amount_agorot,
            grade=entry.grade,
            customer=entry.customer,
            site=entry.site,
            dish=entry.dish,
        )
        for entry in booking.entries.select_related("account", "customer", "site", "dish")
    ]
    return post(
        date=date,
        description=reason,
        source=booking.source,
        source_key=booking.source_key,
        entries=entries,
        author=author,
        now=now,
        corrects=booking,
    )


# What these book is undone where it was done: an invoice by its credit note, a payment and a file
# by taking them back, so that no list ever differs from the books.
UNDONE_ELSEWHERE = frozenset(
    {"invoice", "payment", "cost_file", "resolution", "allocation_payment"}
)


def correct_by_hand(
    *, booking: LedgerTransaction, date: dt.date, reason: str, author: User | None, now: dt.datetime
) -> LedgerTransaction:
    """A person's correction of a booking. Raises BadInput without a reason, CannotBeDone for a
    booking that its own page undoes.
    """
    if not reason.strip():
        raise BadInput(_("Write why the booking is corrected."))
    if booking.source in UNDONE_ELSEWHERE:
        raise CannotBeDone(
            _("This is undone where it was done: credit the invoice, take the payment back.")
        )
    twin = correct(booking=booking, date=date, reason=reason, author=author, now=now)
    record_change(
        subject="LedgerTransaction",
        subject_key=str(booking.number),
        action="corrected",
        author=author,
        now=now,
        after={"by": twin.number, "date": date.isoformat()},
        reason=reason,
    )
    return twin


def _check_balance(entries: Sequence[Entry]) -> None:
    if not entries:
        raise BadInput(_("A booking needs at least two entries that are not zero."))
    difference = sum(entry.amount for entry in entries)
    if difference:
        raise BadInput(
            _("The entries do not balance: %(agorot)d agorot are left over.")
            % {"agorot": difference}
        )


def _accounts(entries: Sequence[Entry]) -> dict[str, Account]:
    keys = {entry.account for entry in entries}
    accounts = {row.key: row for row in Account.objects.filter(key__in=keys)}
    unknown = sorted(keys - accounts.keys())
    if unknown:
        raise BadInput(_("Unknown account: %(keys)s") % {"keys": ", ".join(unknown)})
    return accounts


def _check_not_booked(source: str, source_key: str) -> None:
    done = LedgerTransaction.objects.filter(
        source=source, source_key=source_key, corrects__isnull=True
    )
    if done.exists():
        raise CannotBeDone(
            _("%(source)s %(key)s is booked already.") % {"source": source, "key": source_key}
        )

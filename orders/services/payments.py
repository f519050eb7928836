"""Payments: recorded, matched to invoices, taken back. Whatever is wrong is undone in the open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates, money
from orders.models import (
    Customer,
    FileImport,
    Invoice,
    LedgerTransaction,
    Payment,
    PaymentMatch,
)
from orders.selectors.owed import open_invoices
from orders.services import ledger


@transaction.atomic
def record_payment(
    *,
    customer: Customer,
    received_on: dt.date,
    agorot: int,
    reference: str,
    author: User | None,
    now: dt.datetime,
    invoices: Sequence[Invoice] | None = None,
    file_import: FileImport | None = None,
) -> Payment:
    """Books money that came in and settles invoices with it: the named ones, else the oldest due.

    What is left over stays on the customer's account. Raises BadInput for an amount that is not
    above zero, a date to come, an empty reference, or a payment that is recorded already.
    """
    _check(received_on, agorot, reference, dates.day_of(now))
    try:
        with transaction.atomic():
            payment = Payment.objects.create(
                customer=customer,
                received_on=received_on,
                amount_agorot=agorot,
                reference=reference.strip()[:80],
                recorded_at=now,
                recorded_by=author,
                file_import=file_import,
            )
    except IntegrityError as error:
        raise BadInput(
            _("A payment of %(customer)s on this day with this reference is recorded already.")
            % {"customer": customer}
        ) from error
    _settle(payment, invoices)
    ledger.post(
        date=ledger.date_in_open_month(received_on, dates.day_of(now)),
        description=payment.reference,
        source="payment",
        source_key=str(payment.pk),
        entries=[
            ledger.Entry("bank", agorot, customer=customer),
            ledger.Entry("receivables", -agorot, customer=customer),
        ],
        author=author,
        now=now,
    )
    _note(payment, "recorded", author, now)
    return payment


def _check(received_on: dt.date, agorot: int, reference: str, today: dt.date) -> None:
    faults = []
    if agorot <= 0:
        faults.append(_("A payment is an amount above zero."))
    if received_on > today:
        faults.append(_("This day has not come yet."))
    if not reference.strip():
        faults.append(_("Write the bank's reference, so that the payment is found again."))
    if faults:
        raise BadInput(*faults)


@transaction.atomic
def settle_from_account(*, payment: Payment, author: User | None, now: dt.datetime) -> int:
    """Uses what a payment left on the account for the oldest open invoices; returns agorot used."""
    locked = Payment.objects.select_for_update().get(pk=payment.pk)
    if locked.cancelled_at is not None:
        raise CannotBeDone(_("This payment was taken back."))
    used = _settle(locked, None)
    _note(locked, "matched", author, now)
    return used


def _settle(payment: Payment, invoices: Sequence[Invoice] | None) -> int:
    done = payment.matches.aggregate(total=Sum("amount_agorot"))["total"] or 0
    left, used = payment.amount_agorot - done, 0
    wanted = None if invoices is None else {invoice.pk for invoice in invoices}
    for row in open_invoices(payment.customer):
        part = min(left, row.open_agorot)
        if part <= 0 or (wanted is not None and row.invoice.pk not in wanted):
            continue
        match, is_new = PaymentMatch.objects.get_or_create(
            payment=payment, invoice=row.invoice, defaults={"amount_agorot": part}
        )
        if not is_new:
            match.amount_agorot += part
            match.save(update_fields=["amount_agorot"])
        left, used = left - part, used + part
    return used


@transaction.atomic
def cancel_payment(
    *, payment: Payment, reason: str, author: User | None, now: dt.datetime
) -> Payment:
    """Takes a payment back: its invoices are open again, its booking is corrected today."""
    locked = Payment.objects.select_for_update().get(pk=payment.pk)
    if locked.cancelled_at is not None:
        raise CannotBeDone(_("This payment was taken back already."))
    if not reason.strip():
        raise BadInput(_("Write why the payment is taken back."))
    locked.matches.all().delete()
    locked.cancelled_at = now
    locked.save(update_fields=["cancelled_at"])
    booking = LedgerTransaction.objects.get(
        source="payment", source_key=str(locked.pk), corrects__isnull=True
    )
    ledger.correct(
        booking=booking,
        date=ledger.date_in_open_month(booking.date, dates.day_of(now)),
        reason=reason,
        author=author,
        now=now,
    )
    _note(locked, "taken back", author, now, reason)
    return locked


def _note(
    payment: Payment, action: str, author: User | None, now: dt.datetime, reason: str = ""
) -> None:
    matched: Mapping[str, str] = {
        row.invoice.number: money.to_text(row.amount_agorot)
        for row in payment.matches.select_related("invoice")
    }
    record_change(
        subject="Payment",
        subject_key=str(payment.pk),
        action=action,
        author=author,
        now=now,
        after={
            "customer": payment.customer.key,
            "amount": money.to_text(payment.amount_agorot),
            "invoices": matched,
        },
        reason=reason,
    )

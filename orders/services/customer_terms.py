"""What stands on a customer's next invoices; those that are issued keep what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from orders.models import Customer

TERMS = ("billing", "payment_days", "company_number", "address", "email", "phone", "language")


@transaction.atomic
def change_terms(
    *, customer: Customer, terms: Mapping[str, object], author: User | None, now: dt.datetime
) -> Customer:
    """How and where a customer is billed from now on (``TERMS``)."""
    locked = Customer.objects.select_for_update().get(pk=customer.pk)
    before = {name: getattr(locked, name) for name in TERMS}
    after = {name: terms.get(name, before[name]) for name in TERMS}
    if after == before:
        return locked
    for name, value in after.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(TERMS))
    record_change(
        subject="Customer",
        subject_key=locked.key,
        action="terms changed",
        author=author,
        now=now,
        before=before,
        after=after,
    )
    return locked

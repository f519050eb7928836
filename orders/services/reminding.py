"""Notes that a reminder was sent, so that nobody is reminded twice in a week by accident."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import Change, User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates, money
from orders.models import Customer
from orders.selectors.owed import open_invoices

SUBJECT, ACTION = "Customer", "reminded"


def note_reminder(*, customer: Customer, author: User | None, now: dt.datetime) -> Change:
    """Raises CannotBeDone where nothing is overdue."""
    today = dates.day_of(now)
    late = [row for row in open_invoices(customer) if row.days_late(today) and row.open_agorot > 0]
    if not late:
        raise CannotBeDone(_("Nothing of %(customer)s is overdue.") % {"customer": customer})
    return record_change(
        subject=SUBJECT,
        subject_key=customer.key,
        action=ACTION,
        author=author,
        now=now,
        after={
            "invoices": [row.invoice.number for row in late],
            "sum": money.to_text(sum(row.open_agorot for row in late)),
        },
    )


def last_reminder(customer: Customer) -> Change | None:
    rows = Change.objects.filter(subject=SUBJECT, subject_key=customer.key, action=ACTION)
    return rows.order_by("-at").first()

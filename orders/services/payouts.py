"""Money that left the bank: suppliers, wages, the tax office. What was owed is owed no more."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.lib import dates, money
from orders.models import Account, LedgerTransaction
from orders.selectors.ledger import balance
from orders.services import ledger

# Initiatives are paid in the board room, each with its receipt.
PAYABLE = ("payables", "wages_payable", "vat")
SOURCE = "payout"


@transaction.atomic
def pay_out(
    *,
    account: Account,
    paid_on: dt.date,
    agorot: int,
    reference: str,
    author: User | None,
    now: dt.datetime,
) -> LedgerTransaction:
    """Books a payment of what is owed on an account. Raises BadInput for more than is owed."""
    if account.key not in PAYABLE or agorot <= 0 or not reference.strip():
        raise BadInput(_("Choose what is paid, and write an amount above zero and a reference."))
    today = dates.day_of(now)
    if paid_on > today:
        raise BadInput(_("This day has not come yet."))
    owed = -balance(account.key, until=today)
    if agorot > owed:
        raise BadInput(
            _("Only %(owed)s ILS are owed there by the books.")
            % {"owed": money.to_text(max(0, owed))}
        )
    return ledger.post(
        date=ledger.date_in_open_month(paid_on, today),
        description=reference.strip(),
        source=SOURCE,
        entries=[ledger.Entry(account.key, agorot), ledger.Entry("bank", -agorot)],
        author=author,
        now=now,
    )

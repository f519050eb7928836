"""The budget: what a month is meant to earn and to spend, by account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from orders.choices import AccountKind
from orders.models import Account, BudgetLine
from orders.services.ledger import is_closed

SIDES = (AccountKind.INCOME, AccountKind.EXPENSE)


@transaction.atomic
def set_budget(
    *, month: dt.date, amounts: Mapping[str, int | None], author: User | None, now: dt.datetime
) -> int:
    """Agorot by account; None takes a line away. Returns how many lines the month has now.

    Raises BadInput for an unknown account or an amount below zero, CannotBeDone for a closed
    month: the board has read its report against the budget as it was.
    """
    if is_closed(month):
        raise CannotBeDone(
            _("%(month)s is closed: its budget stays as the board has read it.")
            % {"month": f"{month:%m.%Y}"}
        )
    accounts = {row.key: row for row in Account.objects.filter(kind__in=SIDES)}
    unknown = sorted(amounts.keys() - accounts.keys())
    if unknown:
        raise BadInput(_("Unknown account: %(keys)s") % {"keys": ", ".join(unknown)})
    if any(agorot is not None and agorot < 0 for agorot in amounts.values()):
        raise BadInput(_("A budget is not below zero."))
    before = _amounts(month)
    for key, agorot in amounts.items():
        lines = BudgetLine.objects.filter(month=month, account=accounts[key])
        if agorot is None:
            lines.delete()
        else:
            BudgetLine.objects.update_or_create(
                month=month, account=accounts[key], defaults={"agorot": agorot}
            )
    after = _amounts(month)
    if after != before:
        record_change(
            subject="BudgetLine",
            subject_key=f"{month:%Y-%m}",
            action="set",
            author=author,
            now=now,
            before={"amounts": before},
            after={"amounts": after},
        )
    return len(after)


def _amounts(month: dt.date) -> dict[str, int]:
    rows = BudgetLine.objects.filter(month=month).order_by("account__position")
    return dict(rows.values_list("account__key", "agorot"))

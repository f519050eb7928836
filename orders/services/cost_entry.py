"""Costs that people enter: one at a time, recurring ones, and equipment spread over its life."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib import money
from orders.choices import AccountKind
from orders.models import Account, CostItem, Customer, LedgerTransaction, Site
from orders.services import ledger


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost before VAT; below zero it is a refund."""

    date: dt.date
    account: Account
    agorot: int
    description: str
    grade: str
    customer: Customer | None = None
    site: Site | None = None


@transaction.atomic
def enter_cost(
    *, cost: Cost, author: User | None, now: dt.datetime, source: str = "cost", key: str = ""
) -> LedgerTransaction:
    """Books a cost in its own, open month. Raises BadInput, or CannotBeDone for a closed month."""
    if not cost.agorot:
        raise BadInput(_("A cost is an amount, not zero."))
    if cost.account.kind != AccountKind.EXPENSE:
        raise BadInput(_("%(account)s is not an account of costs.") % {"account": cost.account})
    if not cost.description.strip():
        raise BadInput(_("Write what the cost was for."))
    entry = ledger.Entry(cost.account.key, cost.agorot, cost.grade, cost.customer, cost.site)
    return ledger.post(
        date=cost.date,
        description=cost.description.strip(),
        source=source,
        source_key=key,
        entries=[entry, ledger.Entry("payables", -cost.agorot, cost.grade)],
        author=author,
        now=now,
    )


@transaction.atomic
def add_cost_item(
    *,
    name: str,
    account: Account,
    rhythm: str,
    agorot: int,
    valid_from: dt.date,
    grade: str,
    author: User | None,
    now: dt.datetime,
    life_months: int | None = None,
) -> CostItem:
    """A cost that recurs from a month on, or equipment that is spread over its months of life."""
    ledger.ensure_open(valid_from)
    if rhythm == CostItem.Rhythm.DEPRECIATION and not life_months:
        raise BadInput(_("Write over how many months the equipment is spread."))
    if agorot <= 0 or not name.strip():
        raise BadInput(_("A recurring cost needs a name and an amount above zero."))
    names = dict.fromkeys(("name_ar", "name_he", "name_en"), name.strip()[:160])
    item = CostItem.objects.create(
        key=_free_key(name),
        **names,
        account=account,
        rhythm=rhythm,
        agorot=agorot,
        life_months=life_months if rhythm == CostItem.Rhythm.DEPRECIATION else None,
        valid_from=valid_from,
        grade=grade,
    )
    _note(item, "added", author, now, {"rhythm": rhythm, "amount": money.to_text(agorot)})
    return item


def _free_key(name: str) -> str:
    stem = slugify(name)[:60] or "cost"
    taken = set(CostItem.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key


@transaction.atomic
def end_cost_item(
    *, item: CostItem, last_day: dt.date, author: User | None, now: dt.datetime
) -> CostItem:
    """The last day a recurring cost holds. Raises BadInput before it began."""
    ledger.ensure_open(last_day + dt.timedelta(days=1))
    if last_day < item.valid_from:
        raise BadInput(_("It cannot end before it began."))
    locked = CostItem.objects.select_for_update().get(pk=item.pk)
    locked.valid_to = last_day
    locked.save(update_fields=["valid_to"])
    _note(locked, "ended", author, now, {"valid_to": last_day.isoformat()})
    return locked


@transaction.atomic
def change_cost_item(
    *, item: CostItem, agorot: int, valid_from: dt.date, author: User | None, now: dt.datetime
) -> CostItem:
    """A new amount from a day on: the old row ends the day before, so the past stays as it was."""
    end_cost_item(item=item, last_day=valid_from - dt.timedelta(days=1), author=author, now=now)
    renewed = add_cost_item(
        name=item.name,
        account=item.account,
        rhythm=item.rhythm,
        agorot=agorot,
        valid_from=valid_from,
        grade=item.grade,
        life_months=item.life_months,
        author=author,
        now=now,
    )
    CostItem.objects.filter(pk=renewed.pk).update(
        name_ar=item.name_ar, name_he=item.name_he, name_en=item.name_en
    )
    return renewed


def _note(
    item: CostItem, action: str, author: User | None, now: dt.datetime, after: dict[str, str]
) -> None:
    record_change(
        subject="CostItem", subject_key=item.key, action=action, author=author, now=now, after=after
    )

"""The price list: dated prices, indexation, the payers' split and the parents' cap.

A new price ends the old one of the same scope by its date. What is locked keeps its price.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Mark
from kurkum.base.errors import BadInput
from kurkum.base.models import DatedLimit, User
from kurkum.base.services.changes import record_change
from kurkum.lib import money
from menus.models import Diet, DinerGroup
from orders.models import Customer, PayerShare, Price
from orders.selectors.prices import ambiguous_prices, prices_in_force
from orders.services.ledger import ensure_open

CAP = "parents_cap_per_meal_nis"
MOST_PERCENT = Decimal(50)


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a price holds; no customer and no diet mean every one."""

    diner_group: DinerGroup
    packaging: str
    customer: Customer | None = None
    diet: Diet | None = None


@transaction.atomic
def add_price(
    *,
    scope: Scope,
    valid_from: dt.date,
    agorot: int,
    mark: str,
    author: User | None,
    now: dt.datetime,
) -> Price:
    """A price from a day on. Raises BadInput where it begins twice or leaves a meal with two."""
    ensure_open(valid_from)
    if agorot <= 0:
        raise BadInput(_("A price is an amount above zero."))
    price = _stored(scope, valid_from, agorot, mark)
    _refuse_ambiguous(valid_from)
    record_change(
        subject="Price",
        subject_key=str(price.pk),
        action="added",
        author=author,
        now=now,
        after=_shown(price),
    )
    return price


def _stored(scope: Scope, valid_from: dt.date, agorot: int, mark: str) -> Price:
    try:
        with transaction.atomic():
            return Price.objects.create(
                customer=scope.customer,
                diner_group=scope.diner_group,
                diet=scope.diet,
                packaging=scope.packaging,
                valid_from=valid_from,
                agorot=agorot,
                mark=mark,
            )
    except IntegrityError as error:
        raise BadInput(
            _("A price for this begins on %(day)s already; choose another day.")
            % {"day": f"{valid_from:%d.%m.%Y}"}
        ) from error


def _refuse_ambiguous(day: dt.date) -> None:
    if clashes := ambiguous_prices(day):
        raise BadInput(
            *(
                _("For %(meal)s two prices would hold. Give the diet its own price there first.")
                % {"meal": meal}
                for meal in clashes[:5]
            )
        )


def _shown(price: Price) -> dict[str, str]:
    return {
        "customer": price.customer.key if price.customer else "",
        "diner_group": price.diner_group.key,
        "diet": price.diet.key if price.diet else "",
        "packaging": price.packaging,
        "valid_from": price.valid_from.isoformat(),
        "price": money.to_text(price.agorot),
    }


@transaction.atomic
def index_prices(
    *,
    percent: Decimal,
    valid_from: dt.date,
    customer: Customer | None,
    author: User | None,
    now: dt.datetime,
) -> list[Price]:
    """Raises (or lowers) every price in force by a percentage from a day on, to the agora.

    With a customer only the prices agreed with her. Raises BadInput for nothing to do, more than
    half, or a day on which prices begin already.
    """
    ensure_open(valid_from)
    if not percent or abs(percent) > MOST_PERCENT:
        raise BadInput(_("Write a percentage between -50 and 50, not zero."))
    rows = [row for row in prices_in_force(valid_from) if customer in (None, row.customer)]
    if not rows:
        raise BadInput(_("No price of this customer is in force on this day."))
    if [row for row in rows if row.valid_from == valid_from]:
        raise BadInput(
            _("Prices begin on %(day)s already; choose another day.")
            % {"day": f"{valid_from:%d.%m.%Y}"}
        )
    added = Price.objects.bulk_create(_indexed(rows, percent, valid_from))
    record_change(
        subject="Price",
        subject_key=customer.key if customer else "*",
        action="indexed",
        author=author,
        now=now,
        after={
            "percent": f"{percent}",
            "valid_from": valid_from.isoformat(),
            "prices": len(added),
        },
    )
    return added


def _indexed(rows: Sequence[Price], percent: Decimal, valid_from: dt.date) -> list[Price]:
    return [
        Price(
            customer=row.customer,
            diner_group=row.diner_group,
            diet=row.diet,
            packaging=row.packaging,
            valid_from=valid_from,
            agorot=row.agorot + money.percent_of(row.agorot, percent),
            mark=Mark.DERIVED,
        )
        for row in rows
    ]


@transaction.atomic
def set_payers(
    *,
    customer: Customer | None,
    valid_from: dt.date,
    percents: Sequence[Decimal],
    source: str,
    author: User | None,
    now: dt.datetime,
) -> PayerShare:
    """Who bears a meal from a day on: ministry, authority, parents, in percent of its price.

    Analytic only: invoices stay whole. Raises BadInput where the parts are not 100 together.
    """
    ministry, authority, parents = percents
    if min(percents) < 0 or sum(percents) != 100:
        raise BadInput(
            _("The three parts must be 100 together; they are %(sum)s.") % {"sum": sum(percents)}
        )
    try:
        with transaction.atomic():
            share = PayerShare.objects.create(
                customer=customer,
                valid_from=valid_from,
                ministry_percent=ministry,
                authority_percent=authority,
                parents_percent=parents,
                mark=Mark.SOURCED if source.strip() else Mark.ASSUMED,
                source=source.strip()[:200],
            )
    except IntegrityError as error:
        raise BadInput(_("A split begins on this day already; choose another day.")) from error
    record_change(
        subject="PayerShare",
        subject_key=str(share),
        action="added",
        author=author,
        now=now,
        after={"percents": [f"{percent}" for percent in percents], "source": share.source},
    )
    return share


@transaction.atomic
def set_parents_cap(
    *,
    agorot: int,
    valid_from: dt.date,
    source: str,
    author: User | None,
    now: dt.datetime,
) -> DatedLimit:
    """The most that parents pay for a meal from a day on, with the rule it stands in."""
    if not source.strip():
        raise BadInput(_("Name the circular or decision that sets this cap."))
    if DatedLimit.objects.filter(key=CAP, valid_from=valid_from).exists():
        raise BadInput(_("A cap begins on this day already; choose another day."))
    cap = DatedLimit.objects.create(
        key=CAP,
        value=money.to_decimal(agorot),
        unit="nis",
        valid_from=valid_from,
        mark=Mark.SOURCED,
        source=source.strip()[:400],
    )
    record_change(
        subject="DatedLimit",
        subject_key=CAP,
        action="added",
        author=author,
        now=now,
        after={"value": money.to_text(agorot), "valid_from": valid_from.isoformat()},
    )
    return cap

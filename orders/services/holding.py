"""Food held back from dispatch, told by the kitchen: a batch was too cool or too warm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from menus.models import Dish
from orders.models import Delivery, DispatchHold, Site

SUBJECT = "DispatchHold"


@dataclass(frozen=True, slots=True)
class BatchFood:
    """A dish of one batch of a date."""

    date: dt.date
    dish: Dish
    batch: str


@transaction.atomic
def hold_back(
    *,
    food: BatchFood,
    sites: Iterable[Site],
    celsius: Decimal,
    author: User | None,
    now: dt.datetime,
) -> int:
    """Keeps the batch from leaving to its sites; a batch that is held already stays so.

    Returns for how many sites. A delivery that has left is not called back by this: the kitchen
    calls the driver.
    """
    rows = [
        DispatchHold(
            date=food.date, site=site, dish=food.dish, batch=food.batch, celsius=celsius,
            raised_at=now, raised_by=author,
        )
        for site in sites
    ]  # fmt: skip
    DispatchHold.objects.bulk_create(rows, ignore_conflicts=True)
    _record(food, "held back", author, now, str(celsius))
    return len(rows)


@transaction.atomic
def let_go(
    *, food: BatchFood, corrective_action: str, author: User | None, now: dt.datetime
) -> int:
    """Lets the batch leave again. Raises BadInput where nobody says what was done."""
    done = corrective_action.strip()
    if not done:
        raise BadInput(_("Say what was done, then the food may leave."))
    held = DispatchHold.objects.filter(date=food.date, batch=food.batch, lifted_at__isnull=True)
    lifted = held.update(lifted_at=now, corrective_action=done)
    if lifted:
        _record(food, "let go", author, now, done)
    return lifted


def held_back(delivery: Delivery) -> list[str]:
    """Why food of a delivery may not leave yet, one sentence for each batch."""
    rows = DispatchHold.objects.filter(
        date=delivery.date, site_id=delivery.site_id, lifted_at__isnull=True
    ).select_related("dish")
    return [
        _(
            "%(dish)s (batch %(batch)s) had %(celsius)s °C in the kitchen: "
            "it stays until the kitchen names what was done."
        )
        % {"dish": row.dish.name, "batch": row.batch, "celsius": row.celsius}
        for row in rows
    ]


def _record(
    food: BatchFood, action: str, author: User | None, now: dt.datetime, after: str
) -> None:
    record_change(
        subject=SUBJECT, subject_key=f"{food.date}/{food.batch}", action=action, author=author,
        now=now, after=after,
    )  # fmt: skip

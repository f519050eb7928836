"""The manager's settings for ordering: limits of a dish, days that teach no forecast."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from menus.models import Dish
from orders.models import DishLimit, LeftOutDay, Site
from orders.models.orders import MAX_PORTIONS


@transaction.atomic
def limit_dish(
    *, dish: Dish, least: int | None, most: int | None, author: User | None, now: dt.datetime
) -> DishLimit | None:
    """From how many portions on a dish is cooked, and up to how many; None lifts a limit.

    Raises BadInput for an impossible count, or a least above the most.
    """
    wrong = [n for n in (least, most) if n is not None and not 0 <= n <= 10 * MAX_PORTIONS]
    if wrong or (least is not None and most is not None and least > most):
        raise BadInput(_("Write the least first, then the most; leave a field empty for no limit."))
    found = DishLimit.objects.filter(dish=dish).first()
    before = _as_json(found)
    if least is None and most is None:
        DishLimit.objects.filter(dish=dish).delete()
        made = None
    else:
        made, _new = DishLimit.objects.update_or_create(
            dish=dish,
            defaults={
                "least_portions": least,
                "most_portions": most,
                "decided_by": author,
                "decided_at": now,
            },
        )
    record_change(
        subject="DishLimit",
        subject_key=dish.key,
        action="changed",
        author=author,
        now=now,
        before=before,
        after=_as_json(made),
    )
    return made


def _as_json(limit: DishLimit | None) -> dict[str, int | None] | None:
    if limit is None:
        return None
    return {"least_portions": limit.least_portions, "most_portions": limit.most_portions}


@transaction.atomic
def leave_day_out(
    *, date: dt.date, reason: str, author: User | None, now: dt.datetime, site: Site | None = None
) -> LeftOutDay:
    """No forecast learns from this day any more: of one site, or of all where none is named."""
    made, _new = LeftOutDay.objects.get_or_create(
        date=date,
        site=site,
        defaults={"reason": reason[:200], "decided_by": author, "decided_at": now},
    )
    _record_day(date, site, "left out of the forecast", author, now, reason)
    return made


@transaction.atomic
def take_day_in(
    *, date: dt.date, author: User | None, now: dt.datetime, site: Site | None = None
) -> None:
    """The day teaches the forecast again."""
    gone, _rows = LeftOutDay.objects.filter(date=date, site=site).delete()
    if gone:
        _record_day(date, site, "counts in the forecast again", author, now, "")


def _record_day(
    date: dt.date, site: Site | None, action: str, author: User | None, now: dt.datetime, why: str
) -> None:
    record_change(
        subject="LeftOutDay",
        subject_key=f"{site.key}/{date}" if site else str(date),
        action=action,
        author=author,
        now=now,
        reason=why[:200],
    )

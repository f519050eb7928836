"""What can be done to an order in one tap: copy it, repeat last week, undo, take it back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from orders.errors import OrderRefused
from orders.models import Order, Site
from orders.selectors.changes import last_save
from orders.selectors.effective import effective_order, special_codes, with_codes
from orders.selectors.ordering import ordering_facts
from orders.services.order_checks import check_time, portions_of
from orders.services.placing import (
    SUBJECT,
    LineWanted,
    as_json,
    save_order,
    subject_key,
)

RESTORED, WITHDRAWN = "restored", "withdrawn"
UNDONE = (RESTORED, WITHDRAWN)


def copy_day(
    *,
    site: Site,
    source: dt.date,
    target: dt.date,
    version: int | None,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> Order:
    """Saves what the site eats on ``source`` as its order of ``target``.

    Special meals are not copied but counted: a code that came since eats, one that ended does not.
    """
    found = effective_order(site, source)
    if not found.lines:
        raise OrderRefused(
            _("There is nothing to copy: nobody eats on %(date)s.") % {"date": source}
        )
    lines = with_codes(found.lines, site, target, special_codes([site]))
    return save_order(
        site=site,
        date=target,
        lines=[LineWanted(*line.key, line.total) for line in lines],
        version=version,
        author=author,
        now=now,
        channel=channel,
        action="copied",
    )


def same_as_last_week(
    *,
    site: Site,
    date: dt.date,
    version: int | None,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> Order:
    """Saves what the site ate on the same weekday of the week before."""
    source = date - dt.timedelta(days=dates.DAYS_IN_WEEK)
    return copy_day(
        site=site,
        source=source,
        target=date,
        version=version,
        author=author,
        now=now,
        channel=channel,
    )


def restore_order(
    *,
    site: Site,
    date: dt.date,
    version: int | None,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> Order | None:
    """Undo: what stood before the last save counts again; a second tap does nothing more.

    ``version`` is the one the person saw (0: none was saved); None takes back whatever was last.
    None comes back where the standing order counts again. Raises OrderRefused where there is
    nothing to go back to, or where somebody changed the day since.
    """
    order = Order.objects.filter(site=site, date=date).first()
    last = last_save(site, date)
    if last is None:
        raise OrderRefused(_("There is no earlier version of this day to go back to."))
    current = order.version if order else 0
    if version is not None and version != current:
        if last.action in UNDONE and current in (0, version + 1):
            return order
        raise OrderRefused(_("This day was changed since. Look again before you undo."))
    if last.before is None:
        withdraw_order(site=site, date=date, author=author, now=now, channel=channel)
        return None
    return save_order(
        site=site,
        date=date,
        lines=[LineWanted(row[0], row[1], row[2]) for row in last.before["lines"]],
        version=None,
        author=author,
        now=now,
        channel=channel,
        action=RESTORED,
    )


@transaction.atomic
def withdraw_order(
    *,
    site: Site,
    date: dt.date,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
    as_manager: bool = False,
) -> None:
    """Takes a saved order back, so that the standing order counts again; the history keeps it.

    Raises CutoffPassed once the day is closed, OrderRefused where nothing is saved.
    """
    facts = ordering_facts(site, date)
    check_time(facts, now, as_manager=as_manager)
    if facts.order is None:
        raise OrderRefused(_("Nothing is saved for this day: the standing order counts."))
    record_change(
        subject=SUBJECT,
        subject_key=subject_key(site, date),
        action=WITHDRAWN,
        author=author,
        now=now,
        channel=channel,
        before=as_json(portions_of(facts.lines)),
    )
    facts.order.delete()

"""Saving orders: the last saved version is the order, and nothing slips in after the cutoff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from orders.choices import OrderSource, OrderState
from orders.errors import CutoffPassed, OrderRefused
from orders.models import Order, OrderDay, OrderLine, ServiceDayOverride, Site
from orders.selectors.effective import EffectiveOrder
from orders.selectors.ordering import OrderingFacts, ordering_facts
from orders.services.order_checks import (
    LineWanted,
    Wanted,
    check_day,
    check_limits,
    check_time,
    check_version,
    portions_of,
    resolve,
)

SUBJECT = "Order"

__all__ = [
    "LineWanted",
    "as_json",
    "lines_of",
    "save_order",
    "subject_key",
]


def subject_key(site: Site, date: dt.date) -> str:
    """How the history names one site's order of one date."""
    return f"{site.key}/{date}"


def save_order(
    *,
    site: Site,
    date: dt.date,
    lines: Sequence[LineWanted],
    version: int | None,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
    as_manager: bool = False,
    action: str = "saved",
) -> Order:
    """Stores ``lines`` as the whole order of a site and date.

    ``version`` is the one the person saw (0: none was saved); None saves over whatever is there.
    What is saved already is not saved again, so a second tap changes nothing.
    ``as_manager`` lifts cutoff, calendar and limits, never the lock.
    Raises BadInput for unknown keys or impossible counts, CutoffPassed, OrderRefused with the
    reasons, SavedMeanwhile with what somebody else saved since.
    """
    # Everything is read and judged before anything is locked; what could have changed since then
    # (the version, the lock of the day) is asked again by the writes themselves.
    facts = ordering_facts(site, date)
    check_time(facts, now, as_manager=as_manager)
    order = facts.order
    wanted = resolve(facts, lines)
    before = portions_of(facts.lines)
    if order is not None and facts.day.is_open and _same(before, wanted):
        return order
    check_version(facts, order, version)
    if not as_manager:
        check_day(facts)
        check_limits(facts, wanted)
    with transaction.atomic():
        if as_manager:
            _open_day(facts, author, now)
        saved = _write(facts, order, wanted, author=author, now=now, channel=channel)
        record_change(
            subject=SUBJECT,
            subject_key=subject_key(site, date),
            action=action,
            author=author,
            now=now,
            channel=channel,
            before=as_json(before) if order else None,
            after=as_json({key: line.portions for key, line in wanted.items()}),
        )
    return saved


def lines_of(found: EffectiveOrder) -> list[LineWanted]:
    return [LineWanted(*line.key, line.total) for line in found.lines]


def _same(before: Mapping[tuple[str, str], int], wanted: Wanted) -> bool:
    return before == {key: line.portions for key, line in wanted.items()}


# --- writing ------------------------------------------------------------------------------------


def _open_day(facts: OrderingFacts, author: User | None, now: dt.datetime) -> None:
    """An order by the manager on a closed day is also her decision that the site eats."""
    if not facts.day.is_open:
        ServiceDayOverride.objects.update_or_create(
            site=facts.day.site,
            date=facts.day.date,
            defaults={
                "is_open": True,
                "profile": None,
                "reason": _("ordered by the kitchen"),
                "decided_by": author,
                "decided_at": now,
            },
        )


def _write(
    facts: OrderingFacts,
    order: Order | None,
    wanted: Wanted,
    *,
    author: User | None,
    now: dt.datetime,
    channel: str,
) -> Order:
    order = _touch(facts, order, author=author, now=now, channel=channel)
    gone = [line.pk for line in facts.lines if (line.diner_group.key, line.diet.key) not in wanted]
    if gone:
        OrderLine.objects.filter(pk__in=gone).delete()
    OrderLine.objects.bulk_create(
        [
            OrderLine(order=order, diner_group=w.diner_group, diet=w.diet, portions=w.portions)
            for w in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["order", "diner_group", "diet"],
        update_fields=["portions"],
    )
    return order


def _touch(
    facts: OrderingFacts,
    order: Order | None,
    *,
    author: User | None,
    now: dt.datetime,
    channel: str,
) -> Order:
    """A new order, or the next version: the row's own version decides between two who save."""
    if order is None:
        try:
            with transaction.atomic(savepoint=False):
                made = Order.objects.create(
                    site=facts.day.site,
                    date=facts.day.date,
                    version=facts.changes + 1,  # no earlier order of this day had it
                    channel=channel,
                    saved_at=now,
                    saved_by=author,
                )
        except IntegrityError as error:
            raise OrderRefused(
                _("Somebody saved this day at the same moment. Reload and look again.")
            ) from error
        # Looked at after the insert, which waits while the day is being locked: see lock_day.
        if OrderDay.objects.filter(date=facts.day.date, state=OrderState.LOCKED).exists():
            raise CutoffPassed(
                _("%(date)s is closed for orders. Ask for an amendment instead.")
                % {"date": facts.day.date},
                date=facts.day.date,
                cutoff=facts.clock.cutoff,
            )
        return made
    seen = Order.objects.filter(pk=order.pk, version=order.version, state=OrderState.OPEN)
    taken = seen.update(
        version=order.version + 1,
        source=OrderSource.SAVED,
        channel=channel,
        saved_at=now,
        saved_by=author,
    )
    if not taken:
        raise OrderRefused(_("Somebody saved this day at the same moment. Reload and look again."))
    order.version += 1
    order.saved_at, order.saved_by, order.channel = now, author, channel
    return order


def as_json(portions: Mapping[tuple[str, str], int]) -> dict[str, list[list[str | int]]]:
    return {"lines": [[group, diet, count] for (group, diet), count in sorted(portions.items())]}

"""Saving orders: the last saved version is the order, and nothing slips in after the cutoff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from orders.choices import OrderSource, OrderState
from orders.errors import OrderRefused
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
    closed_day,
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
    wanted = resolve(facts, lines)
    if facts.order is not None and facts.day.is_open and _same(portions_of(facts.lines), wanted):
        return facts.order
    check_version(facts, facts.order, version)
    if not as_manager:
        check_day(facts)
        check_limits(facts, wanted)
    stamp = _Stamp(author, now, channel)
    with transaction.atomic():
        if as_manager:
            _open_day(facts, stamp)
        saved = _write(facts, wanted, stamp)
        _record(facts, wanted, stamp, action)
    return saved


def _same(before: Mapping[tuple[str, str], int], wanted: Wanted) -> bool:
    return before == {key: line.portions for key, line in wanted.items()}


def lines_of(found: EffectiveOrder) -> list[LineWanted]:
    return [LineWanted(*line.key, line.total) for line in found.lines]


# --- writing ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stamp:
    """Who saves, when, and through which door."""

    author: User | None
    now: dt.datetime
    channel: str

    @property
    def on_order(self) -> dict[str, object]:
        return {"channel": self.channel, "saved_at": self.now, "saved_by": self.author}


def _open_day(facts: OrderingFacts, stamp: _Stamp) -> None:
    """An order by the manager on a closed day is also her decision that the site eats."""
    if not facts.day.is_open:
        ServiceDayOverride.objects.update_or_create(
            site=facts.day.site,
            date=facts.day.date,
            defaults={
                "is_open": True,
                "profile": None,
                "reason": _("ordered by the kitchen"),
                "decided_by": stamp.author,
                "decided_at": stamp.now,
            },
        )


def _write(facts: OrderingFacts, wanted: Wanted, stamp: _Stamp) -> Order:
    order = _first(facts, stamp) if facts.order is None else _next(facts.order, stamp)
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


def _first(facts: OrderingFacts, stamp: _Stamp) -> Order:
    """A new order; its version is one that no earlier order of this day had."""
    day = facts.day
    try:
        with transaction.atomic(savepoint=False):
            made = Order.objects.create(
                site=day.site, date=day.date, version=facts.changes + 1, **stamp.on_order
            )
    except IntegrityError as error:
        raise _meanwhile() from error
    # Looked at after the insert, which waits while the day is being locked: see lock_day.
    if OrderDay.objects.filter(date=day.date, state=OrderState.LOCKED).exists():
        raise closed_day(facts)
    return made


def _next(order: Order, stamp: _Stamp) -> Order:
    """The next version: the row's own version decides between two who save."""
    seen = Order.objects.filter(pk=order.pk, version=order.version, state=OrderState.OPEN)
    if not seen.update(version=order.version + 1, source=OrderSource.SAVED, **stamp.on_order):
        raise _meanwhile()
    order.version += 1
    order.saved_at, order.saved_by, order.channel = stamp.now, stamp.author, stamp.channel
    return order


def _meanwhile() -> OrderRefused:
    return OrderRefused(_("Somebody saved this day at the same moment. Reload and look again."))


def _record(facts: OrderingFacts, wanted: Wanted, stamp: _Stamp, action: str) -> None:
    record_change(
        subject=SUBJECT,
        subject_key=subject_key(facts.day.site, facts.day.date),
        action=action,
        author=stamp.author,
        now=stamp.now,
        channel=stamp.channel,
        before=as_json(portions_of(facts.lines)) if facts.order else None,
        after=as_json({key: line.portions for key, line in wanted.items()}),
    )


def as_json(portions: Mapping[tuple[str, str], int]) -> dict[str, list[list[str | int]]]:
    return {"lines": [[group, diet, count] for (group, diet), count in sorted(portions.items())]}

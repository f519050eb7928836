"""Closing a day at its cutoff: orders frozen, prices fixed, demand written down once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from orders.choices import OrderSource, OrderState
from orders.errors import LockRefused
from orders.models import (
    Amendment,
    DemandLine,
    Order,
    OrderDay,
    OrderLine,
    Site,
    StandingOrder,
)
from orders.pricing import PriceQuestion, PriceRow
from orders.selectors.cutoffs import clocks
from orders.selectors.effective import EffectiveLine, EffectiveOrder, effective_orders
from orders.selectors.expansion import Portions, demand_rows, kitchen_on, no_menu
from orders.selectors.prices import price_rows, unit_price
from orders.services.ledger import ensure_open

SUBJECT = "OrderDay"
# A cutoff lies at most this many days before its service date (long closures included).
LONGEST_LEAD_DAYS = 40


@dataclass(frozen=True, slots=True)
class Locked:
    """What a lock did; ``was_locked`` when there was nothing left to do."""

    date: dt.date
    was_locked: bool
    sites: int
    portions: int
    unpriced: tuple[str, ...] = ()


@transaction.atomic
def lock_day(
    *, date: dt.date, author: User | None, now: dt.datetime, channel: str = Channel.SYSTEM
) -> Locked:
    """Freezes the day: orders, prices, demand per dish. Locking a locked day changes nothing.

    Raises LockRefused for a day on which nobody eats, a line without a published menu, a dish
    without a recipe.
    """
    OrderDay.objects.get_or_create(date=date)
    day = OrderDay.objects.select_for_update().get(date=date)
    if day.state == OrderState.LOCKED:
        return _already(date)
    ensure_open(date)
    _let_nobody_order()
    eating = _eating(date)
    orders = _freeze_orders(date, eating, now)
    lines, unpriced = _freeze_lines(eating, orders, date)
    _write_demand(eating, lines, date)
    day.state, day.locked_at = OrderState.LOCKED, now
    day.save(update_fields=["state", "locked_at"])
    portions = sum(found.portions for found in eating)
    record_change(
        subject=SUBJECT,
        subject_key=str(date),
        action="locked",
        author=author,
        now=now,
        channel=channel,
        after={"sites": len(eating), "portions": portions},
    )
    return Locked(date, False, len(eating), portions, unpriced)


def _let_nobody_order() -> None:
    """Makes new orders wait for the end of the lock, so that none slips in unseen.

    SQLite has one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Order._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _already(date: dt.date) -> Locked:
    rows = OrderLine.objects.filter(order__date=date, portions__gt=0)
    counts = rows.values_list("order_id", "portions")
    sites = {order for order, _portions in counts}
    return Locked(date, True, len(sites), sum(portions for _order, portions in counts))


def _eating(date: dt.date) -> list[EffectiveOrder]:
    """Every site that eats on the date; reads fresh inside the lock's transaction."""
    found = effective_orders(date, date)
    eating = [order for order in found.values() if order.day.is_open and order.portions > 0]
    if not eating:
        raise LockRefused(
            _("Nobody eats on %(date)s: no open site has an order or a standing order.")
            % {"date": date}
        )
    return eating


def _freeze_orders(
    date: dt.date, eating: Sequence[EffectiveOrder], now: dt.datetime
) -> dict[int, Order]:
    """By site id; what stood in a standing order becomes an order of its own.

    What was ordered for a site that has closed since is not eaten: it is set to 0.
    """
    saved = [found.order for found in eating if found.order is not None]
    OrderLine.objects.filter(order__date=date).exclude(order__in=saved).update(portions=0)
    Order.objects.filter(date=date).update(state=OrderState.LOCKED, locked_at=now)
    made = Order.objects.bulk_create(
        Order(
            site=found.site,
            date=found.date,
            state=OrderState.LOCKED,
            source=OrderSource.STANDING,
            channel=Channel.SYSTEM,
            saved_at=now,
            locked_at=now,
        )
        for found in eating
        if found.order is None
    )
    return {order.site_id: order for order in [*saved, *made]}


def _freeze_lines(
    eating: Sequence[EffectiveOrder], orders: dict[int, Order], date: dt.date
) -> tuple[dict[tuple[int, int, int], OrderLine], tuple[str, ...]]:
    """Order lines by (site, diner group, diet) id with their prices, and what has no price."""
    prices = price_rows(date)
    lines, unpriced = [], []
    for found in eating:
        for line in found.lines:
            agorot = price_of(found.site, line, date, prices)
            if agorot is None:
                unpriced.append(f"{found.site.name}: {line.diner_group.name}, {line.diet.name}")
            lines.append(
                OrderLine(
                    order=orders[found.site.pk],
                    diner_group=line.diner_group,
                    diet=line.diet,
                    portions=line.portions,
                    unit_agorot=agorot,
                )
            )
    OrderLine.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["order", "diner_group", "diet"],
        update_fields=["portions", "unit_agorot"],
    )
    rows = OrderLine.objects.filter(order__in=orders.values()).select_related("order")
    by_key = {(row.order.site_id, row.diner_group_id, row.diet_id): row for row in rows}
    return by_key, tuple(unpriced)


def price_of(
    site: Site, line: EffectiveLine, date: dt.date, prices: Sequence[PriceRow]
) -> int | None:
    """The agorot of one portion; food is cooked without a price too, and the books then say so."""
    question = PriceQuestion(
        customer=site.customer.key,
        diner_group=line.diner_group.key,
        diet=line.diet.key,
        packaging=site.packaging,
        on=date,
    )
    return unit_price(question, prices)


def _write_demand(
    eating: Sequence[EffectiveOrder],
    lines: dict[tuple[int, int, int], OrderLine],
    date: dt.date,
) -> None:
    kitchen = kitchen_on(date)
    missing = {
        no_menu(found.site.line, date)
        for found in eating
        if (found.site.line_id, date) not in kitchen.menus
    }
    if missing:
        raise LockRefused(*sorted(missing))
    rows = [
        row
        for found in eating
        for line in found.lines
        for row in demand_rows(
            Portions(
                day=found.day,
                diner_group=line.diner_group,
                diet=line.diet,
                portions=line.portions,
                order_line=lines[found.site.pk, line.diner_group.pk, line.diet.pk],
            ),
            kitchen,
        )
    ]
    DemandLine.objects.bulk_create(rows)


# --- automatic ----------------------------------------------------------------------------------


def days_due(now: dt.datetime) -> list[dt.date]:
    """Unlocked dates whose cutoff has passed, earliest first, however long nobody was there.

    They begin after the last locked date up to today; a day somebody ordered for is never passed
    over. A reopened day is due once its amendments end.
    """
    today = dates.day_of(now)
    locked = OrderDay.objects.filter(state=OrderState.LOCKED)
    last = locked.filter(date__lte=today).aggregate(last=Max("date"))["last"]
    first = today if last is None else last + dt.timedelta(days=1)
    ordered = Order.objects.filter(state=OrderState.OPEN, date__lte=today).order_by("date")
    earliest = ordered.values_list("date", flat=True).first()
    first = min(first, earliest) if earliest else first
    horizon = today + dt.timedelta(days=LONGEST_LEAD_DAYS)
    if not StandingOrder.objects.exists() and not Order.objects.exists():
        return []
    done = set(locked.filter(date__gte=first).values_list("date", flat=True))
    reopened = set(
        OrderDay.objects.filter(state=OrderState.OPEN)
        .exclude(reopened_reason="")
        .values_list("date", flat=True)
    )
    found = clocks(first, horizon)
    return [
        day
        for day, clock in found.items()
        if day not in done and now >= (clock.amendments_until if day in reopened else clock.cutoff)
    ]


def close_due_days(
    *, now: dt.datetime, author: User | None = None, since: dt.date | None = None
) -> list[Locked | CannotBeDone]:
    """Locks every day that is due; what cannot be locked is returned with its reasons.

    Each day stands for itself: one that fails does not hold up the others. Days on which nobody
    eats are passed over, and so are those before ``since``.
    """
    results: list[Locked | CannotBeDone] = []
    due = [day for day in days_due(now) if since is None or day >= since]
    for date in _with_eaters(due):
        try:
            results.append(lock_day(date=date, author=author, now=now))
        except CannotBeDone as error:
            results.append(error)
    return results


def _with_eaters(days: Sequence[dt.date]) -> Iterable[dt.date]:
    if not days:
        return []
    found = effective_orders(days[0], days[-1])
    eating = {date for (_site, date), order in found.items() if order.portions > 0}
    return [day for day in days if day in eating]


# --- reopening ----------------------------------------------------------------------------------


@transaction.atomic
def reopen_day(
    *,
    date: dt.date,
    reason: str,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> OrderDay:
    """Opens a locked day again, with a reason, as long as the kitchen has not planned it.

    Raises LockRefused when it is not locked, planned already, or amendments were granted.
    """
    ensure_open(date)
    day = _reopenable(date, reason)
    DemandLine.objects.filter(date=date).delete()
    orders = Order.objects.filter(date=date)
    orders.filter(source=OrderSource.STANDING).delete()
    OrderLine.objects.filter(order__date=date).update(unit_agorot=None)
    orders.update(state=OrderState.OPEN, locked_at=None)
    day.state, day.locked_at, day.reopened_reason = OrderState.OPEN, None, reason.strip()
    day.save(update_fields=["state", "locked_at", "reopened_reason"])
    record_change(
        subject=SUBJECT,
        subject_key=str(date),
        action="reopened",
        author=author,
        now=now,
        channel=channel,
        reason=reason.strip(),
    )
    return day


def _reopenable(date: dt.date, reason: str) -> OrderDay:
    day = OrderDay.objects.select_for_update().filter(date=date).first()
    if day is None or day.state != OrderState.LOCKED:
        raise LockRefused(_("%(date)s is not locked.") % {"date": date})
    if not reason.strip():
        raise LockRefused(_("Say why the day is opened again; the schools will see it."))
    if day.is_planned:
        raise LockRefused(
            _("%(date)s is planned in the kitchen already: use amendments.") % {"date": date}
        )
    if Amendment.objects.filter(order__date=date).exists():
        raise LockRefused(
            _("Amendments to %(date)s were already asked for: decide those instead.")
            % {"date": date}
        )
    return day

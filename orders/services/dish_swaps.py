"""Another dish on a locked day: the frozen demand follows the menu, plate by plate.

What was ordered is taken back under the old menu and given again under the new one, as signed
amendments of the kitchen, so that nothing that was frozen is rewritten and every count still ties.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from menus.models import Dish, MenuItem
from menus.services.menu import change_dish
from orders.choices import AmendmentState, DeliveryState, OrderState
from orders.models import Amendment, Delivery, DemandLine, Order, OrderDay, OrderLine, Site
from orders.selectors.calendar import ServiceDay, service_days
from orders.selectors.expansion import Kitchen, Portions, demand_rows, kitchen_on
from orders.services.amendments import portions_now
from orders.services.delivery_notes import follow_demand

SWAPPED = "dish_swapped"


@dataclass(frozen=True, slots=True)
class Swapped:
    """What a swap did. ``gone``: their van had left, they eat the old dish."""

    date: dt.date
    old: Dish
    new: Dish
    sites: tuple[Site, ...]
    gone: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class _Plate:
    """Portions of one order line whose plate changes."""

    day: ServiceDay
    line: OrderLine
    portions: int


@transaction.atomic
def swap_in_demand(
    *, item: MenuItem, dish: Dish, reason: str, author: User | None, now: dt.datetime
) -> Swapped:
    """Puts ``dish`` in the item's place, on the menu and in what is frozen of it.

    Raises BadInput without a reason, MenuRefused where the menu's rules forbid the dish.
    """
    if not reason.strip():
        raise BadInput(_("Say why the dish is swapped; the sites will read it."))
    menu_day, old = item.menu_day, item.dish
    date, line = menu_day.date, menu_day.line
    day = OrderDay.objects.select_for_update().filter(date=date).first()
    before = kitchen_on(date)
    change_dish(item=item, dish=dish, author=author, now=now, reason=reason)
    if day is None or day.state != OrderState.LOCKED:
        return Swapped(date, old, dish, (), ())
    after = kitchen_on(date)
    orders = list(
        Order.objects.filter(date=date, site__line=line).select_related("site__line").order_by("pk")
    )
    left = _left(date)
    waiting = [order for order in orders if order.site_id not in left]
    plates = list(_changed(waiting, before, after, date))
    _write(plates, before, after, reason, author, now)
    if Delivery.objects.filter(date=date).exists():
        follow_demand(date)
    _record(item, old, dish, len(plates), reason, author, now)
    fed = {plate.day.site.pk: plate.day.site for plate in plates}
    gone = tuple(order.site for order in orders if order.site_id in left)
    return Swapped(date, old, dish, tuple(fed.values()), gone)


def _left(date: dt.date) -> set[int]:
    """Sites whose delivery has left the kitchen."""
    out = [DeliveryState.DISPATCHED, DeliveryState.RECEIVED]
    return set(Delivery.objects.filter(date=date, state__in=out).values_list("site_id", flat=True))


def _changed(
    orders: Iterable[Order], before: Kitchen, after: Kitchen, date: dt.date
) -> Iterator[_Plate]:
    """The order lines that are served something else under the new menu."""
    rows = list(orders)
    days = service_days([order.site for order in rows], date, date)
    for order in rows:
        now = portions_now(order)
        for line in order.lines.select_related("diner_group", "diet"):
            portions = now.get((line.diner_group_id, line.diet_id), 0)
            old = before.menu(order.site.line, date).served(line.diet_id)
            new = after.menu(order.site.line, date).served(line.diet_id)
            if portions > 0 and old != new:
                yield _Plate(days[order.site_id, date], line, portions)


def _write(
    plates: list[_Plate],
    before: Kitchen,
    after: Kitchen,
    reason: str,
    author: User | None,
    now: dt.datetime,
) -> None:
    """Two amendments a plate: the old one away, the new one there."""
    steps = [(plate, sign) for plate in plates for sign in (-1, 1)]
    rows = Amendment.objects.bulk_create(
        Amendment(
            order_id=plate.line.order_id, diner_group=plate.line.diner_group,
            diet=plate.line.diet, delta=sign * plate.portions, granted=sign * plate.portions,
            state=AmendmentState.ACCEPTED, channel=Channel.SYSTEM, requested_at=now,
            requested_by=author, decided_at=now, decided_by=author,
            causes=[{"code": SWAPPED, "reason": reason}],
        )
        for plate, sign in steps
    )  # fmt: skip
    demand: list[DemandLine] = []
    for (plate, sign), amendment in zip(steps, rows, strict=True):
        wanted = Portions(
            plate.day, plate.line.diner_group, plate.line.diet, sign * plate.portions,
            plate.line, amendment,
        )  # fmt: skip
        demand += demand_rows(wanted, before if sign < 0 else after)
    DemandLine.objects.bulk_create(demand)


def _record(
    item: MenuItem,
    old: Dish,
    new: Dish,
    plates: int,
    reason: str,
    author: User | None,
    now: dt.datetime,
) -> None:
    day = item.menu_day
    record_change(
        subject="OrderDay", subject_key=str(day.date), action="dish swapped", author=author,
        now=now, before={"dish": old.key}, after={"dish": new.key, "plates": plates},
        reason=reason,
    )  # fmt: skip

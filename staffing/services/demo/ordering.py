"""How the schools of the story order: most keep their standing order, some count again."""

from __future__ import annotations

import datetime as dt

from kurkum.base.models import User
from orders.models import Site
from orders.selectors.cutoffs import clock_of
from orders.selectors.effective import effective_orders
from orders.services.placing import LineWanted, lines_of, save_order
from staffing.services.demo.setting import Setting

SHARE_THAT_ORDERS = 0.35
HOURS_BEFORE_CUTOFF = 2


def order_day(setting: Setting, date: dt.date, *, share: float = SHARE_THAT_ORDERS) -> None:
    """Some sites save their own counts, two hours before the day's cutoff."""
    dice = setting.dice("orders", date)
    now = clock_of(date).cutoff - dt.timedelta(hours=HOURS_BEFORE_CUTOFF)
    found = effective_orders(date, date)
    for order in sorted(found.values(), key=lambda order: order.site.key):
        if not order.day.is_open or order.portions == 0 or dice.random() > share:
            continue
        absent = dice.betavariate(2, 28)  # about 7 % stay at home
        lines = [
            LineWanted(line.diner_group, line.diet, _less(dice.random(), line, absent))
            for line in lines_of(order)
        ]
        save_order(
            site=order.site,
            date=date,
            lines=lines,
            version=order.order.version if order.order else None,
            author=_secretary(order.site) or setting.manager,
            now=now,
        )


def _less(luck: float, line: LineWanted, absent: float) -> int:
    """Small groups stay whole most days: nobody is 7 % absent."""
    if line.portions < 8:
        return line.portions - (1 if luck < absent and line.portions > 1 else 0)
    return round(line.portions * (1 - absent))


def _secretary(site: Site) -> User | None:
    access = site.accesses.select_related("user").order_by("user__username").first()
    return access.user if access else None

"""One kitchen day at a glance: what is cooked, for how many, by whom, and how far it has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from kurkum.base.errors import CannotBeDone
from menus.selectors.menu import DayMenu, menus_between
from orders.choices import OrderState
from orders.models import OrderDay
from orders.selectors.cutoffs import clock_of
from orders.selectors.effective import effective_orders
from staffing.choices import TaskState
from staffing.models import BatchTask, ProductionPlan
from staffing.selectors.availability import crew_on
from staffing.selectors.plans import shown_plan
from staffing.selectors.workload import Wanted, demand_lines, wanted


@dataclass(frozen=True, slots=True)
class Eaters:
    """How many meals for how many sites; ``missing``: open sites of which nobody said a number."""

    meals: int
    sites: int
    missing: int = 0


@dataclass(frozen=True, slots=True)
class DayState:
    """``eaters`` are as things stand while orders are open; ``plan`` None: nothing is planned."""

    date: dt.date
    is_locked: bool
    eaters: Eaters
    cutoff: dt.datetime | None
    menus: tuple[DayMenu, ...]
    plan: ProductionPlan | None
    tasks: int
    tasks_done: int
    cooks: int
    crew_source: str


def day_state(day: dt.date) -> DayState:
    plan, crew = shown_plan(day), crew_on(day)
    done = Count("pk", filter=Q(state=TaskState.DONE))
    counts = BatchTask.objects.filter(plan=plan).aggregate(all=Count("pk"), done=done)
    locked = OrderDay.objects.filter(date=day, state=OrderState.LOCKED).exists()
    return DayState(
        date=day,
        is_locked=locked,
        eaters=_firm(wanted(day, demand_lines(day))) if locked else eaters_so_far(day),
        cutoff=None if locked else _cutoff(day),
        menus=tuple(sorted(menus_between(day, day).values(), key=lambda menu: menu.line.key)),
        plan=plan,
        tasks=counts["all"] if plan else 0,
        tasks_done=counts["done"] if plan else 0,
        cooks=len(crew.cooks),
        crew_source=crew.source,
    )


def eaters_so_far(day: dt.date) -> Eaters:
    """Saved and standing orders of a day that is still open."""
    found = effective_orders(day, day).values()
    return Eaters(
        meals=sum(order.portions for order in found),
        sites=sum(order.portions > 0 for order in found),
        missing=sum(order.day.is_open and order.source is None for order in found),
    )


def _firm(lines: Iterable[Wanted]) -> Eaters:
    """Per site, diner group and diet the largest count over its dishes."""
    most: dict[tuple[str, str, str], int] = {}
    for line in lines:
        key = (line.site.key, line.diner_group, line.diet)
        most[key] = max(most.get(key, 0), line.portions)
    return Eaters(sum(most.values()), len({site for site, _group, _diet in most}))


def _cutoff(day: dt.date) -> dt.datetime | None:
    """None where no rule of the kitchen is valid on the day."""
    try:
        return clock_of(day).cutoff
    except CannotBeDone:
        return None

"""What needs the kitchen manager now: one short list, most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurkum.lib.dates import elapsed_minutes
from orders.choices import AmendmentState, OrderState
from orders.models import Amendment, OrderDay
from staffing.choices import TaskState
from staffing.models import BatchReading, BatchTask, ProductionPlan
from staffing.selectors.ahead import kitchen_days_after
from staffing.selectors.availability import crew_on
from staffing.selectors.plans import is_superseded_on_paper, shown_plan
from staffing.selectors.workload import demand_lines, orders_checksum, wanted

LATE_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Need:
    """Something to decide or do: how urgent ("stop", "warn", "info"), what, and where."""

    level: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class DayState:
    """One kitchen day at a glance; ``plan`` None: nothing is planned."""

    date: dt.date
    is_locked: bool
    meals: int
    sites: int
    plan: ProductionPlan | None
    tasks: int
    tasks_done: int
    cooks: int
    crew_source: str


def day_state(day: dt.date) -> DayState:
    rows = demand_lines(day)
    lines = wanted(day, rows)
    most: dict[tuple[str, str, str], int] = {}
    for line in lines:
        key = (line.site.key, line.diner_group, line.diet)
        most[key] = max(most.get(key, 0), line.portions)
    plan, crew = shown_plan(day), crew_on(day)
    done = Count("pk", filter=Q(state=TaskState.DONE))
    counts = BatchTask.objects.filter(plan=plan).aggregate(all=Count("pk"), done=done)
    locked = OrderDay.objects.filter(date=day, state=OrderState.LOCKED).exists()
    return DayState(
        day, locked, sum(most.values()), len({line.site.key for line in lines}), plan,
        counts["all"] if plan else 0, counts["done"] if plan else 0, len(crew.cooks), crew.source,
    )  # fmt: skip


def needs_now(now: dt.datetime, today: dt.date) -> list[Need]:
    """Everything that waits for the manager, most urgent first."""
    following = kitchen_days_after(today)[:1]
    found = [*_of_today(now, today), *_amendments()]
    for day in following:
        found += _of_next_day(day)
    order = {"stop": 0, "warn": 1, "info": 2}
    return sorted(found, key=lambda need: order[need.level])


def _of_today(now: dt.datetime, today: dt.date) -> Iterator[Need]:
    plan = shown_plan(today)
    if plan is None:
        if demand_lines(today):
            yield Need("stop", _("Today is ordered, but not planned."), _plan_url(today))
        return
    yield from _of_plan(plan)
    yield from _late_tasks(plan, elapsed_minutes(today, now))
    bad = BatchReading.objects.filter(batch__plan=plan, is_ok=False, corrective_action="").count()
    if bad:
        text = ngettext(
            "%(count)s temperature is outside its limit.",
            "%(count)s temperatures are outside their limits.",
            bad,
        )
        yield Need("stop", text % {"count": bad}, reverse("staffing:kitchen", args=[today]))


def _of_plan(plan: ProductionPlan) -> Iterator[Need]:
    gaps = plan.gaps.count()
    if gaps:
        text = ngettext("The plan has %(count)s gap.", "The plan has %(count)s gaps.", gaps) % {
            "count": gaps
        }
        yield Need("stop", text, _plan_url(plan.date))
    checksum = orders_checksum(wanted(plan.date, demand_lines(plan.date)))
    if checksum != plan.orders_checksum:
        text = _("The orders changed after the plan was made: plan again.")
        yield Need("stop", text, _plan_url(plan.date))
    if is_superseded_on_paper(plan):
        text = _("A printed sheet of an older version is in the kitchen: print the new one.")
        yield Need("warn", text, _plan_url(plan.date))


def _late_tasks(plan: ProductionPlan, minute: int) -> Iterator[Need]:
    late = plan.tasks.filter(state=TaskState.WAITING, start_minute__lt=minute - LATE_MINUTES)
    count = late.count()
    if count:
        text = ngettext(
            "%(count)s task should have begun.", "%(count)s tasks should have begun.", count
        )
        yield Need("warn", text % {"count": count}, reverse("staffing:kitchen", args=[plan.date]))


def _amendments() -> Iterator[Need]:
    waiting = Amendment.objects.filter(state=AmendmentState.PENDING).count()
    if waiting:
        text = ngettext(
            "%(count)s late change waits for a decision.",
            "%(count)s late changes wait for a decision.",
            waiting,
        )
        yield Need("warn", text % {"count": waiting}, reverse("staffing:today"))


def _of_next_day(day: dt.date) -> Iterator[Need]:
    if not demand_lines(day):
        return
    plan = shown_plan(day)
    if plan is None:
        yield Need("warn", _("The next day is locked, but not planned."), _plan_url(day))
    else:
        yield from _of_plan(plan)


def _plan_url(day: dt.date) -> str:
    return reverse("staffing:production", args=[day])

"""Work of one day for a later one: what must soak tonight, and what was soaked for today.

Portions ahead are the firm demand where the later day is locked, else what the sites would eat as
things stand; a margin is added to what is only expected. Reference portions are hundredths.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kurkum.base.models import DatedLimit
from kurkum.lib.dates import at_minute, elapsed_minutes
from menus.models import Dish, MenuDay
from menus.selectors.menu import menus_between
from orders.models import DemandLine
from orders.selectors.effective import effective_orders
from staffing.choices import PlanState
from staffing.models import BatchTask, ProcessStep
from staffing.selectors.workload import Wanted

FURTHEST_DAYS = 10
Basis = Literal["locked", "expected"]
Counts = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AheadWork:
    """The steps of a dish at ``day_offset`` that are done today for ``for_date``."""

    dish: Dish
    line: str
    day_offset: int
    portions: int
    reference_portions: int
    for_date: dt.date
    basis: Basis


@dataclass(frozen=True, slots=True)
class EarlierStep:
    """A step of a dish that was done on an earlier day; ``done_portions`` None: in no plan."""

    dish: str
    position: int
    kind: str
    needed_portions: int
    done_portions: int | None
    start: int
    end: int


def work_ahead(day: dt.date, limits: Mapping[str, DatedLimit]) -> tuple[AheadWork, ...]:
    """What is begun on ``day`` for the kitchen's next days."""
    later = kitchen_days_after(day)
    margin = int(limits["ahead_margin_pct"].value) if "ahead_margin_pct" in limits else 0
    work: list[AheadWork] = []
    for number, for_date in enumerate(later, 1):
        offsets = ProcessStep.objects.filter(day_offset=-number).values_list("dish_id", flat=True)
        dishes = Dish.objects.in_bulk(list(offsets))
        if dishes:
            work += _for_date(for_date, -number, {row.key: row for row in dishes.values()}, margin)
    return tuple(work)


def kitchen_days_after(day: dt.date) -> list[dt.date]:
    """The next dates with a menu, nearest first."""
    last = day + dt.timedelta(days=FURTHEST_DAYS)
    rows = MenuDay.objects.filter(date__gt=day, date__lte=last)
    return sorted(set(rows.values_list("date", flat=True)))


def _for_date(
    for_date: dt.date, offset: int, dishes: Mapping[str, Dish], margin: int
) -> Iterable[AheadWork]:
    locked = DemandLine.objects.filter(date=for_date).exists()
    portions, reference = _firm(for_date, dishes) if locked else _expected(for_date, dishes)
    percent = 100 if locked else 100 + margin
    basis: Basis = "locked" if locked else "expected"
    for dish, line in sorted(portions):
        count = -(-portions[dish, line] * percent // 100)
        if count > 0:
            hundredths = -(-reference[dish, line] * percent // 100)
            yield AheadWork(dishes[dish], line, offset, count, hundredths, for_date, basis)


def _firm(day: dt.date, dishes: Mapping[str, Dish]) -> tuple[Counts, Counts]:
    portions: Counts = Counter()
    reference: Counts = Counter()
    rows = DemandLine.objects.filter(date=day, dish__key__in=dishes).select_related("dish", "line")
    for row in rows:
        portions[row.dish.key, row.line.key] += row.portions
        reference[row.dish.key, row.line.key] += row.reference_portions
    return portions, reference


def _expected(day: dt.date, dishes: Mapping[str, Dish]) -> tuple[Counts, Counts]:
    """What each site would eat as things stand, saved orders before standing ones."""
    portions: Counts = Counter()
    reference: Counts = Counter()
    menus = menus_between(day, day)
    for order in effective_orders(day, day).values():
        menu = menus.get((order.site.line_id, day))
        for line in order.lines if menu else ():
            for served in menu.served(line.diet.pk) if menu else ():
                if served.dish.key in dishes:
                    key = (served.dish.key, order.site.line.key)
                    share = line.diner_group.portion_factor_percent * served.portion_percent
                    portions[key] += line.total
                    reference[key] += line.total * share // 100
    return portions, reference


# -- what was done before -------------------------------------------------------------------------


def earlier_steps(
    day: dt.date, lines: Iterable[Wanted], steps: Iterable[ProcessStep]
) -> tuple[EarlierStep, ...]:
    """The steps of today's dishes that belonged to earlier days, as those days planned them."""
    needed: Counter[str] = Counter()
    for line in lines:
        needed[line.dish] += line.reference_portions
    early = [step for step in steps if step.day_offset < 0 and needed[step.dish.key]]
    return tuple(_earlier(day, step, -(-needed[step.dish.key] // 100)) for step in early)


def _earlier(day: dt.date, step: ProcessStep, needed: int) -> EarlierStep:
    rows = BatchTask.objects.filter(
        step=step, plan__state=PlanState.CURRENT, plan__date__lt=day,
        plan__date__gte=day - dt.timedelta(days=FURTHEST_DAYS),
    )  # fmt: skip
    tasks = list(rows.select_related("plan", "batch").order_by("-plan__date", "start_minute"))
    newest = [task for task in tasks if task.plan.date == tasks[0].plan.date]
    key, kind = step.dish.key, step.kind
    if not newest:
        return EarlierStep(key, step.position, kind, needed, None, 0, 0)
    done = sum(task.batch.reference_portions for task in newest if task.batch) // 100
    starts = [elapsed_minutes(day, at_minute(task.plan.date, task.start_minute)) for task in newest]
    ends = [elapsed_minutes(day, at_minute(task.plan.date, task.end_minute)) for task in newest]
    return EarlierStep(key, step.position, kind, needed, done, min(starts), max(ends))

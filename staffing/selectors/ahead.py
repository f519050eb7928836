"""Work of one day for a later one: what must soak tonight, and what was soaked for today.

Portions ahead are the firm demand where the later day is locked, else the standing orders; a
margin is added to what is only expected. Reference portions are hundredths.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q

from kurkum.base.models import DatedLimit
from kurkum.lib.dates import at_minute, elapsed_minutes, weekday_number
from menus.models import Dish, MenuDay
from orders.models import DemandLine, StandingLine
from staffing.choices import PlanState
from staffing.models import BatchTask, ProcessStep
from staffing.selectors.workload import Wanted

FURTHEST_DAYS = 10
Basis = Literal["locked", "standing"]
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
    work = []
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
    basis: Basis = "locked" if locked else "standing"
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
    """Standing orders of that weekday; a diet's twin is counted where the menu names one."""
    portions: Counts = Counter()
    reference: Counts = Counter()
    for menu in MenuDay.objects.filter(date=day).select_related("line"):
        served = _served(menu)
        for row in _standing(day, menu.line.key):
            factor = row.diner_group.portion_factor_percent
            for item in served:
                dish = item[1].get(row.diet_id, item[0])
                if dish in dishes:
                    portions[dish, menu.line.key] += row.portions
                    reference[dish, menu.line.key] += row.portions * factor * item[2] // 100
    return portions, reference


def _served(menu: MenuDay) -> list[tuple[str, dict[int, str], int]]:
    """Each dish of the menu, its twins by diet, and its share of a portion in per cent."""
    items = menu.items.select_related("dish").prefetch_related(
        "substitutions__twin", "dish__twins__twin"
    )
    served = []
    for item in items:
        twins = {row.diet_id: row.twin.key if row.twin else "" for row in item.dish.twins.all()}
        twins |= {row.diet_id: row.twin.key if row.twin else "" for row in item.substitutions.all()}
        served.append((item.dish.key, twins, item.portion_percent))
    return served


def _standing(day: dt.date, line: str) -> Iterable[StandingLine]:
    rows = StandingLine.objects.filter(
        Q(standing_order__valid_to__isnull=True) | Q(standing_order__valid_to__gte=day),
        standing_order__valid_from__lte=day, standing_order__site__line__key=line,
        standing_order__site__is_active=True, weekday=weekday_number(day),
    )  # fmt: skip
    return rows.select_related("diner_group")


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

"""The work that is foreseen: expected portions × process steps, as minutes by skill and time.

Rough on purpose: it says how many hands a day needs, weeks ahead. The day's production plan says
exactly who does what.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from kurkum.lib.dates import elapsed_minutes, weekday_number
from menus.models import DishTwin, KitchenLine, MenuCycle, MenuCycleItem, MenuItem
from orders.models import Vehicle
from orders.selectors.effective import EffectiveOrder, effective_orders
from orders.selectors.forecast import foreseen_orders
from orders.selectors.travel import minutes_from_kitchen
from staffing.choices import DRIVING, SUPERVISING, StepKind
from staffing.models import Equipment, ProcessStep, ShiftPattern

SUPERVISED_KINDS = (StepKind.COOK, StepKind.BAKE)
Menu = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class WorkSpan:
    """Cooks' minutes of one skill between two times of a date; ``heads``: a presence instead."""

    skill: str
    from_minute: int
    to_minute: int
    minutes: int = 0
    heads: int = 0


@dataclass
class DishDay:
    """Reference portions (hundredths) of a dish on a date, and when the first and last leave."""

    hundredths: int = 0
    first_ready: int = 24 * 60
    last_ready: int = 0
    lines: set[str] = field(default_factory=set)

    def add(self, hundredths: int, ready: tuple[int, int], line: str) -> None:
        self.hundredths += hundredths
        self.first_ready = min(self.first_ready, ready[0])
        self.last_ready = max(self.last_ready, ready[1])
        self.lines.add(line)


@dataclass(frozen=True, slots=True)
class Hours:
    """When the kitchen is open, in minutes of the day."""

    opens: int
    closes: int

    def clip(self, begin: int, end: int) -> tuple[int, int]:
        """The span inside the opening hours, at least half an hour long."""
        end = min(max(end, self.opens + 30), self.closes)
        return max(self.opens, min(begin, end - 30)), end


def hours_of(patterns: Sequence[ShiftPattern]) -> Hours:
    return Hours(min(one.start_minute for one in patterns), max(one.end_minute for one in patterns))


def foreseen_work(
    first: dt.date,
    last: dt.date,
    patterns: Sequence[ShiftPattern],
    *,
    today: dt.date | None = None,
) -> dict[dt.date, list[WorkSpan]]:
    """By date, the work of the dishes, of driving and of supervising a kosher line.

    With ``today`` from the forecast, as :func:`foreseen_dishes` says.
    """
    hours = hours_of(patterns)
    dishes = foreseen_dishes(first, last, today=today)
    steps = _steps({dish for day in dishes.values() for dish in day})
    machines = _machines()
    vans = Vehicle.objects.filter(is_active=True)
    kosher = _kosher_lines()
    work: dict[dt.date, list[WorkSpan]] = defaultdict(list)
    for date in sorted(dishes):
        for dish, wanted in sorted(dishes[date].items()):
            for span, offset in _dish_work(wanted, steps.get(dish, []), machines, hours):
                work[_working_day(date, offset, dishes)].append(span)
        work[date] += _presences(dishes[date], steps, vans, kosher, hours)
    return dict(work)


def _working_day(date: dt.date, offset: int, days: Mapping[dt.date, object]) -> dt.date:
    """Work of an earlier day, on the last working day that is early enough."""
    early = [day for day in days if day <= date + dt.timedelta(days=offset)]
    return max(early, default=date)


# --- portions -----------------------------------------------------------------------------------


def foreseen_dishes(
    first: dt.date, last: dt.date, *, today: dt.date | None = None
) -> dict[dt.date, dict[int, DishDay]]:
    """Dishes by id on each date on which anybody eats: saved orders, else standing ones.

    With ``today`` the standing ones of days to come are scaled to what each site's own past leads
    to expect; a site without history enough counts as it stands.
    """
    found: dict[dt.date, dict[int, DishDay]] = {}
    expected = (
        effective_orders(first, last)
        if today is None
        else foreseen_orders(first, last, today=today)
    )
    orders = [order for order in expected.values() if order.portions]
    drives = minutes_from_kitchen(list({order.site.pk: order.site for order in orders}.values()))
    menus, twins = _Menus(first, last), _twins()
    for order in sorted(orders, key=lambda order: (order.date, order.site.key)):
        menu = menus.on(order.site.line_id, order.date)
        day = found.setdefault(order.date, {})
        for line in order.lines:
            ready = _ready(order, line.diner_group.key, drives[order.site.pk])
            for dish, percent in menu:
                cooked = dish if line.diet.is_regular else twins.get((dish, line.diet.pk), dish)
                hundredths = line.total * line.diner_group.portion_factor_percent * percent // 100
                if cooked is not None and hundredths:
                    day.setdefault(cooked, DishDay()).add(hundredths, ready, order.site.line.key)
    return {date: day for date, day in found.items() if day}


def _ready(order: EffectiveOrder, group: str, drive: int) -> tuple[int, int]:
    """From when to when the van may leave: the site's window opens, the children sit down."""
    opens = order.site.window_from.hour * 60 + order.site.window_from.minute
    eats = elapsed_minutes(order.date, order.day.eat_at[group])
    return min(opens, eats) - drive, eats - drive - order.site.service_minutes


def _twins() -> dict[tuple[int, int], int | None]:
    rows = DishTwin.objects.values_list("dish_id", "diet_id", "twin_id")
    return {(dish, diet): twin for dish, diet, twin in rows}


class _Menus:
    """What a line cooks on a date: the dated menu, else the cycle that runs then."""

    def __init__(self, first: dt.date, last: dt.date) -> None:
        self.dated: dict[tuple[int, dt.date], Menu] = defaultdict(list)
        items = MenuItem.objects.filter(menu_day__date__gte=first, menu_day__date__lte=last)
        for item in items.select_related("menu_day"):
            key = (item.menu_day.line_id, item.menu_day.date)
            self.dated[key].append((item.dish_id, item.portion_percent))
        self.cycles = list(MenuCycle.objects.order_by("starts_on"))
        self.items: dict[tuple[int, int, int], Menu] = defaultdict(list)
        for one in MenuCycleItem.objects.all():
            key_of = (one.cycle_id, one.week, one.weekday)
            self.items[key_of].append((one.dish_id, one.portion_percent))

    def on(self, line: int, date: dt.date) -> Menu:
        if (line, date) in self.dated:
            return self.dated[line, date]
        running = [
            cycle
            for cycle in self.cycles
            if cycle.line_id == line
            and cycle.starts_on <= date
            and (cycle.ends_on is None or date <= cycle.ends_on)
        ]
        if not running:
            return []
        week = (date - running[-1].starts_on).days // 7 % running[-1].weeks + 1
        return self.items[running[-1].pk, week, weekday_number(date)]


# --- steps --------------------------------------------------------------------------------------


def _steps(dishes: Iterable[int]) -> dict[int, list[ProcessStep]]:
    found: dict[int, list[ProcessStep]] = defaultdict(list)
    rows = ProcessStep.objects.filter(dish_id__in=list(dishes))
    for step in rows.select_related("skill", "equipment_kind").order_by("dish_id", "position"):
        found[step.dish_id].append(step)
    return found


def _machines() -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for kind in Equipment.objects.filter(is_active=True).values_list("kind_id", flat=True):
        found[kind] += 1
    return found


def _dish_work(
    wanted: DishDay, steps: Sequence[ProcessStep], machines: Mapping[int, int], hours: Hours
) -> Iterable[tuple[WorkSpan, int]]:
    """The attended minutes of each step, in the time left before what follows it.

    Cooking and what comes after it ends as late as its food may leave; what is done before can be
    done any time since the kitchen opened.
    """
    portions = Decimal(wanted.hundredths) / 100
    tail = 0
    bound = True
    for step in reversed(steps):
        batches = -(-wanted.hundredths // (100 * step.batch_max)) if step.batch_max else 1
        each = portions / batches
        elapsed = int(step.fixed_minutes + step.minutes_per_100 * each / 100)
        share = step.attended_minutes_per_100 * each / 100
        attended = int((step.attended_minutes + share) * batches * step.hands)
        if step.skill is not None and attended:
            rounds = -(-batches // max(1, machines.get(step.equipment_kind_id or 0, batches)))
            begin = wanted.first_ready - tail - elapsed * rounds if bound else hours.opens
            span = hours.clip(begin, wanted.last_ready - tail)
            if step.day_offset:
                span = hours.clip(hours.closes - 240, hours.closes)
            yield WorkSpan(step.skill.key, *span, minutes=attended), step.day_offset
        tail += elapsed + step.min_lag
        bound = bound and not step.ends_cooking


# --- presences ----------------------------------------------------------------------------------


def _kosher_lines() -> frozenset[str]:
    rows = KitchenLine.objects.filter(requires_kosher_ingredients=True)
    return frozenset(rows.values_list("key", flat=True))


def _presences(
    dishes: Mapping[int, DishDay],
    steps: Mapping[int, Sequence[ProcessStep]],
    vans: Iterable[Vehicle],
    kosher: frozenset[str],
    hours: Hours,
) -> list[WorkSpan]:
    """A driver for each van while it is out; a supervisor while a kosher line cooks and packs."""
    spans = [
        WorkSpan(DRIVING, *hours.clip(minute(van.from_time), minute(van.to_time)), heads=1)
        for van in vans
    ]
    watched = {dish: day for dish, day in dishes.items() if day.lines & kosher}
    if watched:
        begin = min(
            day.first_ready - _cooking_and_after(steps.get(dish, []))
            for dish, day in watched.items()
        )
        end = max(day.last_ready for day in watched.values())
        spans.append(WorkSpan(SUPERVISING, *hours.clip(begin, end), heads=1))
    return spans


def _cooking_and_after(steps: Sequence[ProcessStep]) -> int:
    """Minutes from lighting the fire under one batch until it is packed."""
    total = 0
    for position, step in enumerate(steps):
        if any(one.kind in SUPERVISED_KINDS for one in steps[: position + 1]):
            total += step.fixed_minutes + step.min_lag
    return total


def minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute

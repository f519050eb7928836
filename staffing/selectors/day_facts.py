"""Everything one date's production plan stands on, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import DatedLimit
from menus.models import Dish, KitchenLine
from orders.choices import OrderState
from orders.models import DemandLine, OrderDay
from staffing.errors import NothingOrdered, OrdersStillOpen
from staffing.models import ProcessStep, Setup
from staffing.selectors.ahead import AheadWork, EarlierStep, earlier_steps, work_ahead
from staffing.selectors.availability import Crew, UsableEquipment, crew_on, usable_equipment
from staffing.selectors.recipes import DishRecipe, dish_recipes
from staffing.selectors.workload import (
    Departures,
    Wanted,
    demand_lines,
    departures_of,
    orders_checksum,
    wanted,
)


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something the plan takes for granted: a stable code and its facts, put in words later."""

    code: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class DayFacts:
    """The date's demand, people, equipment, recipes and limits as the database knows them."""

    date: dt.date
    lines: tuple[Wanted, ...]
    rows: tuple[DemandLine, ...]
    departures: Departures
    crew: Crew
    equipment: tuple[UsableEquipment, ...]
    dishes: Mapping[str, Dish]
    recipes: Mapping[str, DishRecipe]
    steps: tuple[ProcessStep, ...]
    setups: tuple[Setup, ...]
    limits: Mapping[str, DatedLimit]
    feeds: Mapping[str, frozenset[str]]
    ahead: tuple[AheadWork, ...]
    earlier: tuple[EarlierStep, ...]

    @property
    def checksum(self) -> str:
        return orders_checksum(self.lines)

    def limit(self, key: str) -> int:
        """A dated figure as a whole number. Raises CannotBeDone naming the missing one."""
        if key not in self.limits:
            raise CannotBeDone(f"no limit {key!r} is in force on {self.date}: add it to the limits")
        return int(self.limits[key].value)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What is not known for sure and was taken for granted, for the sheet to say."""
        found = []
        if self.departures.estimated:
            found.append(Assumption("departures_estimated", {}))
        if self.crew.source != "published":
            found.append(Assumption(f"crew_{self.crew.source}", {}))
        for step in self.earlier:
            if step.done_portions is None:
                found.append(Assumption("earlier_unknown", {"dish": step.dish}))
            elif step.done_portions < step.needed_portions:
                facts: dict[str, str | int] = {
                    "dish": step.dish, "done": step.done_portions, "needed": step.needed_portions,
                }  # fmt: skip
                found.append(Assumption("earlier_short", facts))
        return tuple(found)


def locked_demand(day: dt.date) -> list[DemandLine]:
    """The firm demand. Raises OrdersStillOpen before the lock, NothingOrdered on an empty day."""
    rows = demand_lines(day)
    if not rows and not OrderDay.objects.filter(date=day, state=OrderState.LOCKED).exists():
        raise OrdersStillOpen(day)
    if not rows:
        raise NothingOrdered(day)
    return rows


def day_facts(day: dt.date) -> DayFacts:
    """Reads the date. Raises OrdersStillOpen or NothingOrdered."""
    rows = locked_demand(day)
    lines = wanted(day, rows)
    if not lines:
        raise NothingOrdered(day)
    limits = DatedLimit.objects.on(day)
    ahead = work_ahead(day, limits)
    dishes = {row.dish.key: row.dish for row in rows} | {work.dish.key: work.dish for work in ahead}
    steps = _steps(list(dishes.values()))
    return DayFacts(
        day, lines, tuple(rows), departures_of(day, lines), crew_on(day), usable_equipment(day),
        dishes, dish_recipes(day, dishes.values()), steps,
        tuple(Setup.objects.select_related("equipment_kind").order_by("pk")), limits, _feeds(),
        ahead, earlier_steps(day, lines, steps),
    )  # fmt: skip


def _steps(dishes: Sequence[Dish]) -> tuple[ProcessStep, ...]:
    rows = ProcessStep.objects.filter(dish__in=dishes).order_by("dish__key", "position")
    return tuple(rows.select_related("dish", "skill", "equipment_kind"))


def _feeds() -> dict[str, frozenset[str]]:
    """Which lines a batch of each line may feed, itself among them."""
    rows = KitchenLine.objects.prefetch_related("may_feed")
    return {row.key: frozenset({row.key, *(fed.key for fed in row.may_feed.all())}) for row in rows}

"""Small kitchens and single tasks for the tests of the production core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kurkum.lib.solving import Limits, Status, run
from staffing.planning.production import (
    AttendedPart,
    Batch,
    Cook,
    DemandLine,
    Dish,
    Equipment,
    Hold,
    KitchenDay,
    Mode,
    Problem,
    ProcessStep,
    Setup,
    Task,
    Use,
    Window,
)
from staffing.planning.production.model import TimetableModel
from staffing.planning.production.rules import RULES, Rule

REPEATABLE = Limits(seconds=3.0, deterministic=True, workers=1)
PLAIN = ("makespan",)


def pinned(key: str, start: int, minutes: int = 10, **fields: Any) -> Task:
    """A task that can only start at ``start``."""
    mode = Mode(minutes, fields.pop("uses", ()), fields.pop("attended", ()))
    return Task(key, "cook", (mode,), earliest=start, latest=start + minutes, **fields)


def attended(skill: str = "cook", minutes: int = 10, **fields: Any) -> tuple[AttendedPart, ...]:
    return (AttendedPart(skill, 0, minutes, **fields),)


def day(*tasks: Task, **fields: Any) -> Problem:
    """The hundred minutes from midnight, with nothing in them but ``tasks``."""
    return Problem(**{"start": 0, "end": 100, "tasks": tasks, "layers": PLAIN, **fields})


def held(cook_ends: int, packed: int, *, ready_by: int, eat_at: int, limit: int) -> Problem:
    """One batch, cooked and packed at given times, for one site."""
    cook = pinned("cook", cook_ends - 10, batch="soup-1")
    pack = pinned("pack", packed - 10, batch="soup-1")
    batch = Batch("soup-1", "soup", "H", 50, 5000, 10000)
    hold = Hold("soup-1", "nahf", "cook", "pack", 50, ready_by, eat_at, limit)
    return day(cook, pack, batches=(batch,), holds=(hold,), layers=("hold",))


def is_possible(problem: Problem, rules: Sequence[Rule] = RULES) -> bool:
    """Whether a timetable exists; every test problem is small enough to be decided."""
    model = TimetableModel(problem, optional=False, rules=rules)
    status = run(model.model, limits=Limits(5.0, workers=1), seed=1).status
    assert status is not Status.UNKNOWN
    return status.has_plan


KETTLE = Equipment("kettle-1", "kettle", 150)
COOKS = (
    Cook("amal", ("cook", "pack", "wash"), 300, 780, (Window(600, 630),)),
    Cook("badia", ("cook", "pack"), 300, 780, (Window(630, 660),)),
    Cook("dalal", ("pack",), 300, 780, learning=("cook",)),
)


def steps_of(dish: str) -> tuple[ProcessStep, ...]:
    return (
        ProcessStep(dish, 1, "prep", "cook", minutes_per_100=20, hands=2, burdens=("lifting",)),
        ProcessStep(
            dish, 2, "cook", "cook", "kettle", 40, attended_at="start", attended_minutes=10,
            batch_max=300 * 100, load_per_100=50, max_lag=120,
        ),
        ProcessStep(
            dish, 3, "chill", equipment_kind="chiller", fixed_minutes=20, load_per_100=5,
            attended_at="none", max_lag=60,
        ),
        ProcessStep(
            dish, 4, "pack", "pack", "packing", 5, minutes_per_100=2, max_lag=60,
        ),
    )  # fmt: skip


def line(
    dish: str = "kefta", portions: int = 100, site: str = "nahf", kitchen: str = "H",
    ready_by: int = 690, eat_at: int = 750,
) -> DemandLine:  # fmt: skip
    return DemandLine(
        site, kitchen, "primary", "regular", dish, portions, portions * 100, portions * 200,
        ready_by, eat_at,
    )  # fmt: skip


def kitchen(*demand: DemandLine, **fields: Any) -> KitchenDay:
    """A kettle, a chiller, a packing line and three cooks; meat, milk and soup."""
    classes = {"kefta": "meat", "fatteh": "dairy", "soup": "parve"}
    facts: dict[str, Any] = {
        "start": 300,
        "end": 840,
        "dishes": tuple(Dish(key, "A", name) for key, name in classes.items()),
        "steps": tuple(step for key in classes for step in steps_of(key)),
        "demand": demand,
        "equipment": (
            KETTLE,
            Equipment("chiller-1", "chiller", 20, exclusive=False),
            Equipment("packing-1", "packing", 1),
        ),
        "cooks": COOKS,
        "max_hold_minutes": {"A": 240},
        "setups": (
            Setup("kettle", "meat", "dairy", 20, "wash"),
            Setup("kettle", "dairy", "meat", 20, "wash"),
        ),
        "sample_portions": 1,
    }
    return KitchenDay(**{**facts, **fields})


def use(kind: str, load: int = 1) -> tuple[Use, ...]:
    return (Use(kind, load),)

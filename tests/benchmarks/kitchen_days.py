"""Kitchen days of any size, as a believable central kitchen would meet them. Same seed, same day.

Dishes, hands' minutes, vessels and hold classes follow the demo kitchen: two kitchen lines, two
waves (long-day schools at midday, daycare after it) and a factory between them.

The house is as large as its work: at least ``kitchens`` times the demo's, and then as many
machines of each kind, and cooks, as keep the minutes that one of them works within ``BUSY`` and
``COOK_BUSY``. Those are about what the demo's own day asks of them, near the most that can be
fitted before the vans leave, so that a day of any number of batches can be cooked and is none the
easier for it. (Smaller vessels alone made days of 140 tasks that were proven not to fit.)
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from staffing.planning.production import (
    Cook,
    DemandLine,
    Dish,
    Equipment,
    KitchenDay,
    Problem,
    ProcessStep,
    Setup,
    Window,
    problem_of,
)

HOLD_MINUTES = {"A": 240, "B": 180, "C": 120, "cold": 180}
WAVES = ((11 * 60, 12 * 60), (12 * 60, 13 * 60), (13 * 60, 14 * 60))  # leaves, eaten
IDLE_MINUTES = 15
BUSY = {"kettle": 210, "pan": 105, "oven": 130, "packing": 170}
COOK_BUSY = 280
HOUSE = {"kettle": 2, "pan": 2, "oven": 3, "packing": 1}
SHIFTS = (4 * 60 + 15, 5 * 60, 6 * 60)
FACTORS = {"kindergarten": 70, "primary": 100, "secondary": 130}


@dataclass(frozen=True)
class Pattern:
    """A dish's making in short: class, hold, vessel, hands' minutes for 100, minutes to cook."""

    key: str
    setup_class: str
    hold: str
    vessel: str
    prep: int
    cook: int
    batch_max: int


MAINS = (
    Pattern("mujaddara", "parve", "A", "kettle", 70, 55, 300),
    Pattern("maqluba", "meat", "A", "oven", 120, 80, 450),
    Pattern("kefta-tomato", "meat", "A", "oven", 140, 55, 450),
    Pattern("kefta-tahini", "sesame", "B", "oven", 140, 55, 450),
    Pattern("bamia-beef", "meat", "A", "kettle", 60, 120, 300),
    Pattern("freekeh-chicken", "meat", "A", "kettle", 90, 65, 300),
    Pattern("musakhan", "meat", "B", "pan", 110, 70, 250),
    Pattern("sayadieh", "fish", "C", "oven", 90, 60, 450),
    Pattern("shish-barak", "dairy", "B", "kettle", 100, 45, 300),
)
KOSHER_MAINS = tuple(p for p in MAINS if p.setup_class != "dairy")
SIDES = (
    Pattern("lentil-soup", "parve", "A", "kettle", 40, 50, 450),
    Pattern("loubieh", "parve", "A", "pan", 60, 45, 250),
    Pattern("sabanekh", "parve", "B", "pan", 45, 40, 250),
    Pattern("rice-vermicelli", "gluten", "A", "oven", 25, 45, 500),
    Pattern("roast-vegetables", "parve", "A", "oven", 60, 30, 450),
    Pattern("zahra-tahini", "sesame", "B", "oven", 70, 45, 450),
)
SALADS = (
    Pattern("arab-salad", "parve", "cold", "", 90, 0, 400),
    Pattern("tabbouleh", "gluten", "cold", "", 110, 0, 400),
    Pattern("cabbage-salad", "parve", "cold", "", 35, 0, 400),
)


def kitchen_day(
    meals: int, *, seed: int = 1, kitchens: int = 1, mains: int = 2, vessel: int = 100
) -> KitchenDay:
    """A day of about ``meals`` meals in a house of ``kitchens`` times the demo's, or as needed."""
    chance = random.Random(seed)
    menu = {"H": _menu(chance, MAINS, mains, 0), "K": _menu(chance, KOSHER_MAINS, mains, 1)}
    patterns = {pattern.key: pattern for dishes in menu.values() for pattern in dishes}
    day = KitchenDay(
        start=4 * 60 + 15,
        end=14 * 60,
        dishes=tuple(
            Dish(p.key, p.hold, p.setup_class, diet_class=p.setup_class) for p in patterns.values()
        ),
        steps=tuple(step for p in patterns.values() for step in steps(p, vessel)),
        demand=tuple(_demand(chance, menu, meals, 19 * kitchens)),
        equipment=(),
        cooks=(),
        max_hold_minutes=HOLD_MINUTES,
        setups=tuple(_setups()),
        sample_portions=1,
        idle_minutes=IDLE_MINUTES,
    )
    return _housed(day, kitchens)


def _housed(day: KitchenDay, kitchens: int) -> KitchenDay:
    """The day in a house large enough for its work."""
    machines, hands = work_of(problem_of(day))
    counts = {
        kind: max(count * kitchens, -(-machines[kind] // BUSY[kind]))
        for kind, count in HOUSE.items()
    }
    cooks = max(15 * kitchens, -(-hands // COOK_BUSY))
    return replace(day, equipment=tuple(_equipment(counts, kitchens)), cooks=tuple(_cooks(cooks)))


def work_of(problem: Problem) -> tuple[Counter[str], int]:
    """Minutes on each kind of equipment, and minutes of hands."""
    machines: Counter[str] = Counter()
    hands = 0
    for task in problem.tasks:
        (mode,) = task.modes
        machines.update({use.kind: mode.minutes for use in mode.uses})
        hands += sum(part.minutes * part.hands for part in mode.attended)
    return machines, hands


def _menu(chance: random.Random, mains: Sequence[Pattern], count: int, turn: int) -> list[Pattern]:
    """As a manager would: mains and sides spread over kettles, pans and ovens, and one salad."""
    vessels = ("oven", "kettle", "pan")
    chosen = []
    for number in range(count):
        vessel = vessels[(turn + number) % 3]
        chosen.append(chance.choice([p for p in mains if p.vessel == vessel]))
    for number in range(count):
        vessel = vessels[(turn + 2 + number) % 3]
        chosen.append(chance.choice([p for p in SIDES if p.vessel == vessel]))
    return [*dict.fromkeys(chosen), chance.choice(SALADS)]


def steps(p: Pattern, vessel: int = 100) -> list[ProcessStep]:
    """Preparation, cooking, filling and packing; a salad is cut, chilled and packed."""
    packing: dict[str, Any] = {
        "equipment_kind": "packing",
        "fixed_minutes": 3,
        "minutes_per_100": 1,
    }
    if not p.vessel:
        return [
            ProcessStep(p.key, 1, "prep", "prep", minutes_per_100=p.prep // 3, hands=3),
            ProcessStep(
                p.key, 2, "mix", "prep", fixed_minutes=10, hands=1, batch_max=p.batch_max * vessel,
                max_lag=60,
            ),
            ProcessStep(
                p.key, 3, "chill", equipment_kind="chiller", fixed_minutes=30, load_per_100=2,
                attended_at="none",
            ),
            ProcessStep(p.key, 4, "pack", "packing", hands=1, max_lag=90, **packing),
        ]  # fmt: skip
    return [
        ProcessStep(
            p.key, 1, "prep", "prep", minutes_per_100=p.prep // 4, hands=3, burdens=("lifting",)
        ),
        ProcessStep(
            p.key, 2, "cook", "cook", p.vessel, p.cook, attended_at="start", attended_minutes=15,
            batch_max=p.batch_max * vessel, load_per_100=100 * 100 // p.batch_max, max_lag=120,
            burdens=("hot",),
        ),
        ProcessStep(
            p.key, 3, "fill", "cook", fixed_minutes=5, minutes_per_100=2, max_lag=15,
            burdens=("hot", "lifting"),
        ),
        ProcessStep(p.key, 4, "pack", "packing", hands=2, **packing),
    ]  # fmt: skip


def _demand(
    chance: random.Random, menu: dict[str, list[Pattern]], meals: int, sites: int
) -> list[DemandLine]:
    shares = [chance.randint(50, 150) for _ in range(sites)]
    lines = []
    for number, share in enumerate(shares):
        portions = max(10, meals * share // sum(shares))
        group = chance.choice(list(FACTORS))
        leaves, eaten = WAVES[number % 3 if number % 4 else 0]
        line = "K" if number % 3 == 2 else "H"
        mains = (len(menu[line]) - 1) // 2
        main, side = number // 3 % mains, mains + number // 3 % mains
        for pattern in (menu[line][main], menu[line][side], menu[line][-1]):
            lines.append(
                DemandLine(
                    f"site-{number:03}", line, group, "regular", pattern.key, portions,
                    portions * FACTORS[group], portions * 200, leaves - 5 * (number % 3), eaten,
                )
            )  # fmt: skip
    return lines


def _equipment(counts: Mapping[str, int], kitchens: int) -> list[Equipment]:
    machines = [
        Equipment(f"{kind}-{number}", kind, capacity=1 if kind == "packing" else 110)
        for kind, count in counts.items()
        for number in range(1, count + 1)
    ]
    chillers = [
        Equipment(f"chiller-{number}", "chiller", capacity=20, exclusive=False)
        for number in range(1, kitchens + 1)
    ]
    return machines + chillers


def _cooks(count: int) -> list[Cook]:
    cooks = []
    for number in range(count):
        start = SHIFTS[number % 3]
        pause = start + 240 + 30 * (number % 2)
        skills = ["prep"]
        skills += ["cook"] if number % 2 == 0 else []
        skills += ["packing"] if number % 5 < 3 else []
        skills += ["washing"] if number % 3 == 0 else []
        learning = ("cook",) if number % 7 == 1 else ()
        cooks.append(
            Cook(
                f"cook-{number:02}", tuple(skills), start, start + 510,
                (Window(pause, pause + 30),), learning,
            )
        )  # fmt: skip
    return cooks


def _setups() -> list[Setup]:
    minutes = {
        ("dairy", "meat"): 30, ("meat", "dairy"): 30, ("dairy", "parve"): 20,
        ("meat", "parve"): 15, ("fish", "meat"): 20, ("meat", "fish"): 15,
        ("sesame", "parve"): 15, ("sesame", "meat"): 15, ("gluten", "parve"): 10,
        ("fish", "parve"): 15, ("sesame", "gluten"): 15, ("meat", "gluten"): 15,
    }  # fmt: skip
    return [
        Setup(kind, before, after, time, "washing")
        for kind in ("kettle", "pan", "oven")
        for (before, after), time in minutes.items()
    ]

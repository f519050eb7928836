"""An in-house roster case the size of the real kitchen: 15 cooks, 28 days, every rule in play.

The figures of the law are handed in here as assumptions of the benchmark; the product reads its
own from dated reference data.
"""

from __future__ import annotations

from random import Random

from staffing.planning.roster import (
    Burden,
    Cook,
    Cover,
    Flag,
    Law,
    Night,
    Problem,
    Ride,
    ShiftType,
    Window,
    Wish,
    Worked,
)

DAY = 1440
SUNDAY, FRIDAY, SATURDAY = 6, 4, 5
NAMES = (
    "amal", "badia", "dalal", "fatima", "ghada", "hanan", "ibtisam", "jamila", "khadija",
    "laila", "maryam", "nadia", "rania", "samira", "widad",
)  # fmt: skip
SHIFTS = (
    ShiftType("early", 285, 705, 375, 45),
    ShiftType("day", 390, 885, 450, 45),
    ShiftType("school", 450, 870, 375, 45),
    ShiftType("friday", 330, 690, 330, 30),
)
LAW = Law(
    max_day_minutes=720,
    min_rest_minutes=480,
    weekly_rest_minutes=2160,
    normal_day_minutes=516,
    eve_of_rest_minutes=420,
    normal_week_minutes=2520,
    max_overtime_week_minutes=960,
    overtime_first_minutes=120,
    overtime_first_percent=125,
    overtime_more_percent=150,
    rest_day_percent=150,
    break_from_minutes=360,
    min_break_minutes=45,
    night=Night(1320, 1800, 120, max_shift_minutes=420, max_weeks=1, of_weeks=3),
)
# Skills beside assisting and packing, which everyone has: one letter each, see SKILL_OF.
TALENTS = ("cms", "cm", "cs", "c", "c", "cd", "c", "l", "d", "d", "m", "", "", "", "l")
SKILL_OF = {"c": "cooking", "s": "supervising", "d": "driving", "m": "kosher"}
# Contract in percent of a full week, and how many cooks ride together from each village.
PARTS = (100, 100, 100, 100, 75, 75, 100, 75, 75, 60, 60, 50, 50, 75, 50)
REST_DAYS = (FRIDAY, SUNDAY, FRIDAY, FRIDAY, SUNDAY, SATURDAY, FRIDAY, FRIDAY,
             SATURDAY, FRIDAY, SUNDAY, FRIDAY, SATURDAY, FRIDAY, FRIDAY)  # fmt: skip
SCHOOL_RUN = (4, 7, 11, 13)
FULL_WEEK = 2520


def kitchen_problem(cooks: int = 15, days: int = 28, seed: int = 1) -> Problem:
    """A kitchen of ``cooks`` (multiples of 15 repeat the fifteen), from a Sunday on."""
    random = Random(seed)
    people = tuple(_cook(position, days, random) for position in range(cooks))
    return Problem(
        days=days,
        first_weekday=SUNDAY,
        week_starts_on=SUNDAY,
        shifts=SHIFTS,
        cooks=people,
        cover=_cover(days, cooks // 15 or 1),
        laws=(LAW,),
        wishes=tuple(_wishes(people, days, random)),
        burdens=_burdens(days),
        rides=_rides(people),
        history=tuple(_history(people)),
        history_from=-7,
    )


def _cook(position: int, days: int, random: Random) -> Cook:
    kind = position % len(NAMES)
    talents = TALENTS[kind]
    skills = {"assistant", "packing"} | {SKILL_OF[one] for one in talents if one in SKILL_OF}
    learning = {"cooking"} if "l" in talents else set()
    week = FULL_WEEK * PARTS[kind] // 100
    return Cook(
        key=NAMES[kind] if position < len(NAMES) else f"{NAMES[kind]}{position // len(NAMES)}",
        skills=frozenset(skills | learning),
        learning=frozenset(learning),
        certified=frozenset(skills & {"cooking"} if "s" in talents or kind == 1 else ()),
        min_week_minutes=week * 7 // 10,
        max_week_minutes=week,
        guaranteed_minutes=week * days // 7 * 7 // 10,
        max_run=6,
        days_off=frozenset(random.sample(range(days), 2)),
        rest_day=REST_DAYS[kind],
        unavailable=_school_run(days) if kind in SCHOOL_RUN else (),
        flags=frozenset({Flag.NO_OVERTIME, Flag.NO_NIGHT}) if kind == 6 else frozenset(),
        hourly_agorot=4000 + 300 * ("s" in talents) + 150 * ("c" in talents),
        fair_share=PARTS[kind],
        past_burdens={"early": random.randrange(12, 25), "friday": random.randrange(5)},
    )


def _school_run(days: int) -> tuple[Window, ...]:
    return tuple(Window(day * DAY + 390, day * DAY + 445) for day in range(days))


def _cover(days: int, size: int) -> tuple[Cover, ...]:
    wanted = {
        "early": (("cooking", 2, 4), ("driving", 1, 4), ("assistant", 1, 2)),
        "day": (("cooking", 1, 4), ("kosher", 1, 5), ("assistant", 1, 2)),
        "school": (("packing", 3, 2), ("driving", 1, 4)),
    }
    friday = {"friday": (("cooking", 1, 4), ("driving", 1, 4), ("packing", 2, 2))}
    cover = []
    for day in range(days):
        weekday = (SUNDAY + day) % 7
        if weekday == SATURDAY:
            continue
        for shift, posts in (friday if weekday == FRIDAY else wanted).items():
            cover += [Cover(day, shift, n * size, skill, weight) for skill, n, weight in posts]
    return tuple(cover)


def _wishes(cooks: tuple[Cook, ...], days: int, random: Random) -> list[Wish]:
    wishes = []
    for cook in cooks:
        for day in random.sample(range(days), 3):
            wishes.append(Wish(cook.key, random.randrange(1, 4), wanted=False, day=day))
        for day in random.sample(range(days), 2):
            shift = random.choice(("early", "day", "school"))
            wishes.append(Wish(cook.key, random.randrange(1, 4), wanted=True, day=day, shift=shift))
        day = random.randrange(days)
        afternoon = Window(day * DAY + 780, day * DAY + 1080)
        wishes.append(Wish(cook.key, 2, wanted=False, window=afternoon))
    return wishes


def _burdens(days: int) -> tuple[Burden, ...]:
    fridays = frozenset(day for day in range(days) if (SUNDAY + day) % 7 == FRIDAY)
    return (
        Burden("early", {"early": 1}),
        Burden("friday", {"friday": 1}, days=fridays, weight=2),
    )


def _rides(cooks: tuple[Cook, ...]) -> tuple[Ride, ...]:
    size = 3
    groups = (cooks[first : first + size] for first in range(0, len(cooks) - size + 1, 5))
    return tuple(
        Ride(f"village{position}", frozenset(cook.key for cook in group))
        for position, group in enumerate(groups)
    )


def _history(cooks: tuple[Cook, ...]) -> list[Worked]:
    """The week before: everyone worked its last three working days on one shift."""
    lived = []
    for position, cook in enumerate(cooks):
        shift = SHIFTS[2 if cook.unavailable else position % 3]
        for day in (-5, -4, -3):
            if (SUNDAY + day) % 7 != cook.rest_day:
                start, end = day * DAY + shift.start, day * DAY + shift.end
                lived.append(Worked(cook.key, day, start, end, shift.paid_minutes, shift.key))
    return lived

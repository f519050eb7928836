"""Small random problems for property tests: every part of a problem can appear."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st

from staffing.planning.roster import (
    DEFAULT_GOALS,
    Assignment,
    Burden,
    Cook,
    Cover,
    Flag,
    Law,
    Night,
    Problem,
    Ride,
    Solution,
    Window,
    Wish,
    Worked,
)

from .samples import DAY, SHIFTS

T = TypeVar("T")
KEYS = ("amal", "badia", "dalal")
SKILLS = ("cooking", "packing")
WHOLE_LAW = Law(
    max_day_minutes=600,
    min_rest_minutes=480,
    weekly_rest_minutes=2160,
    normal_day_minutes=480,
    eve_of_rest_minutes=420,
    normal_week_minutes=1680,
    max_overtime_week_minutes=600,
    overtime_first_minutes=60,
    overtime_first_percent=125,
    overtime_more_percent=150,
    rest_day_percent=150,
    night=Night(1320, 1800, 120, max_weeks=1, of_weeks=2),
)


def maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


@st.composite
def cooks(draw: st.DrawFn, key: str, days: int) -> Cook:
    skills = draw(st.frozensets(st.sampled_from(SKILLS), min_size=1))
    role = draw(st.sampled_from(("plain", "learning", "certified")))
    least = draw(st.integers(0, 6)) * 240
    return Cook(
        key,
        skills=skills,
        learning=skills if role == "learning" else frozenset(),
        certified=skills if role == "certified" else frozenset(),
        max_shifts=draw(st.dictionaries(st.sampled_from(("early", "night")), st.integers(0, 3))),
        min_minutes=draw(st.sampled_from((0, 0, 0, 480))),
        max_minutes=draw(maybe(st.integers(4, 12).map(lambda n: n * 240))),
        min_week_minutes=least,
        max_week_minutes=draw(maybe(st.integers(6, 9).map(lambda n: n * 240))),
        guaranteed_minutes=draw(st.sampled_from((0, 500, 1300))),
        max_run=draw(maybe(st.integers(2, 5))),
        min_run=draw(st.integers(1, 2)),
        min_days_off=draw(st.integers(1, 2)),
        max_days_off=draw(maybe(st.integers(4, 6))),
        max_weekends=draw(maybe(st.integers(0, 2))),
        days_off=draw(st.frozensets(st.integers(0, days - 1), max_size=2)),
        rest_day=draw(maybe(st.integers(0, 6))),
        rest_day_work=draw(st.booleans()),
        unavailable=draw(st.lists(windows(days), max_size=2).map(tuple)),
        flags=draw(st.frozensets(st.sampled_from(Flag), max_size=1)),
        hourly_agorot=draw(st.sampled_from((0, 4000, 4333))),
        fair_share=draw(st.sampled_from((50, 100))),
        past_burdens={"late": draw(st.integers(0, 3))},
    )


@st.composite
def windows(draw: st.DrawFn, days: int) -> Window:
    start = draw(st.integers(0, days - 1)) * DAY + draw(st.integers(0, 23)) * 60
    return Window(start, start + draw(st.integers(1, 20)) * 60)


@st.composite
def covers(draw: st.DrawFn, days: int) -> tuple[Cover, ...]:
    posts = draw(
        st.sets(
            st.tuples(
                st.integers(0, days - 1),
                st.sampled_from([kind.key for kind in SHIFTS]),
                st.sampled_from((None, *SKILLS)),
            ),
            min_size=3,
            max_size=20,
        )
    )
    ordered = sorted(posts, key=lambda post: (post[0], post[1], post[2] or ""))
    return tuple(
        Cover(day, shift, draw(st.integers(0, 2)), skill, draw(st.integers(1, 4)), 1)
        for day, shift, skill in ordered
    )


@st.composite
def wishes(draw: st.DrawFn, days: int) -> Wish:
    wanted, weight = draw(st.booleans()), draw(st.integers(1, 3))
    cook = draw(st.sampled_from(KEYS))
    shift = draw(maybe(st.sampled_from([kind.key for kind in SHIFTS])))
    if draw(st.booleans()):
        return Wish(cook, weight, wanted, shift=shift, window=draw(windows(days)))
    return Wish(cook, weight, wanted, day=draw(st.integers(0, days - 1)), shift=shift)


@st.composite
def histories(draw: st.DrawFn, length: int) -> tuple[Worked, ...]:
    lived = []
    for key in KEYS:
        for day in range(-length, 0):
            kind = draw(st.sampled_from((None, None, SHIFTS[0], SHIFTS[3])))
            if kind is not None:
                start, end = day * DAY + kind.start, day * DAY + kind.end
                lived.append(Worked(key, day, start, end, kind.paid_minutes, kind.key))
    return tuple(lived)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    days = draw(st.integers(1, 10))
    length = draw(st.sampled_from((0, 3, 9)))
    return Problem(
        days=days,
        first_weekday=draw(st.integers(0, 6)),
        shifts=SHIFTS,
        cooks=tuple(draw(cooks(key, days)) for key in KEYS),
        cover=draw(covers(days)),
        laws=draw(st.sampled_from(((), (WHOLE_LAW,), (Law(), Law(4, max_day_minutes=480))))),
        wishes=draw(st.lists(wishes(days), max_size=5).map(tuple)),
        burdens=(Burden("late", {"late": 1, "night": 2}),),
        rides=(Ride("car", frozenset(KEYS[:2])),),
        history=draw(histories(length)),
        history_from=-length,
        budget_agorot=draw(st.sampled_from((None, 60_000))),
        goals=DEFAULT_GOALS,
    )


@st.composite
def rosters(draw: st.DrawFn) -> tuple[Problem, Solution]:
    """A problem and any roster of shifts that it offers, lawful or not."""
    problem = draw(problems())
    posts = [(cover.day, cover.shift, cover.skill) for cover in problem.cover]
    taken: dict[tuple[str, int], Assignment] = {}
    for day, shift, skill in draw(st.lists(st.sampled_from(posts), max_size=6)):
        key = draw(st.sampled_from(KEYS))
        taken[key, day] = Assignment(day, shift, key, skill)
    return problem, Solution(tuple(taken.values()))

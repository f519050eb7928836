"""Tiny rosters written as strings: one letter a day, a dot for a day off.

The horizon begins on a Sunday. Shifts: E 06:00–14:00, L 14:00–22:00, N 22:00–06:00 (each 480
paid minutes), S 08:00–12:00 (240 minutes), X 06:00–16:00 (600 minutes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kurkum.lib.solving import Limits
from staffing.planning.roster import (
    Assignment,
    Cook,
    Cover,
    Goal,
    Law,
    Problem,
    ShiftType,
    Solution,
    Worked,
    solve,
)
from staffing.planning.roster.rules import RULES

SUNDAY = 6
DAY = 1440
KEYS = {"E": "early", "L": "late", "N": "night", "S": "short", "X": "long"}
SHIFTS = (
    ShiftType("early", 360, 840, 480, 30),
    ShiftType("late", 840, 1320, 480, 30, forbidden_next=frozenset({"short"})),
    ShiftType("night", 1320, 1800, 480, 30),
    ShiftType("short", 480, 720, 240),
    ShiftType("long", 360, 960, 600, 0),
)
COVER_ONLY = (Goal("cover", ("under_cover",)),)
QUICK = Limits(seconds=5, workers=1)
SKILL = "cooking"


def cook(key: str = "amal", **figures: Any) -> Cook:
    """A cook without any limit but those given."""
    return Cook(key, **figures)


def problem(
    *cooks: Cook,
    days: int = 7,
    law: Law | None = None,
    history: Mapping[str, str] | None = None,
    skill: str | None = None,
    **parts: Any,
) -> Problem:
    """An otherwise empty problem in which every shift may be worked on every day."""
    lived = history or {}
    offered = tuple(Cover(day, kind.key, 0, skill) for day in range(days) for kind in SHIFTS)
    defaults: dict[str, Any] = {
        "days": days,
        "first_weekday": SUNDAY,
        "shifts": SHIFTS,
        "cooks": cooks or (cook(),),
        "cover": offered,
        "laws": (law,) if law else (),
        "history": tuple(one for key, text in lived.items() for one in _lived(key, text)),
        "history_from": -max((len(text) for text in lived.values()), default=0),
        "goals": COVER_ONLY,
    }
    return Problem(**(defaults | parts))


def _lived(key: str, text: str) -> list[Worked]:
    kinds = {kind.key: kind for kind in SHIFTS}
    worked = []
    for day, letter in enumerate(text, start=-len(text)):
        if letter != ".":
            kind = kinds[KEYS[letter]]
            start, end = day * DAY + kind.start, day * DAY + kind.end
            worked.append(Worked(key, day, start, end, kind.paid_minutes, kind.key))
    return worked


def roster(skill: str | None = None, **rows: str) -> Solution:
    """A roster from one string per cook; every shift is counted under ``skill``."""
    return Solution(
        tuple(
            Assignment(day, KEYS[letter], key, skill)
            for key, text in rows.items()
            for day, letter in enumerate(text)
            if letter != "."
        )
    )


def accepted(asked: Problem, plan: Solution, *, without: str = "") -> bool:
    """Whether the model allows exactly this roster, with one rule left out if named."""
    pinned = replace(asked, fixed=plan.assignments, frozen_until=asked.days)
    rules = {name: rule for name, rule in RULES.items() if name != without}
    return solve(pinned, limits=QUICK, seed=1, rules=rules).status.has_plan

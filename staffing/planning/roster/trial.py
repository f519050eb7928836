"""Tries what it would take: rules given up for once, and the fewest changes that fill a gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kurkum.lib.solving import Limits, Result

from .conflicts import LAW_RULES
from .demand import Solution
from .draft import Instance
from .law import MINUTES_IN_DAY
from .measure import Gap
from .people import Cook, Window, refuse
from .problem import Problem
from .replace import repair_problem
from .solve import solve


def released(problem: Problem, instances: Iterable[Instance]) -> Problem:
    """``problem`` without the named rule instances, none of which may be law.

    An absence is given up for its day only; a limit of a week, a run or the whole time for good.
    """
    for one in instances:
        refuse(one.rule in LAW_RULES, f"{one.rule} is law and cannot be given up")
        if one.rule == "fixed":
            kept = tuple(f for f in problem.fixed if (f.cook, f.day) != (one.cook, one.day))
            problem = replace(problem, fixed=kept)
        cooks = tuple(
            _relieved(cook, one) if cook.key == one.cook else cook for cook in problem.cooks
        )
        problem = replace(problem, cooks=cooks)
    return problem


def _relieved(cook: Cook, one: Instance) -> Cook:
    if one.rule == "unavailable":
        day = Window(one.day * MINUTES_IN_DAY, (one.day + 1) * MINUTES_IN_DAY)
        kept = tuple(w for w in cook.unavailable if not day.overlaps(w.start, w.end))
        return replace(cook, unavailable=kept)
    if one.rule == "day_off":
        return replace(cook, days_off=cook.days_off - {one.day})
    if one.rule == "shift_limit":
        return replace(cook, max_shifts={})
    lifted: dict[str, dict[str, int | None]] = {
        "max_week": {"max_week_minutes": None},
        "max_minutes": {"max_minutes": None},
        "min_minutes": {"min_minutes": 0},
        "max_run": {"max_run": None},
        "min_run": {"min_run": 1},
        "max_days_off": {"max_days_off": None},
        "min_days_off": {"min_days_off": 1},
        "max_weekends": {"max_weekends": None},
    }
    return replace(cook, **lifted.get(one.rule, {}))  # type: ignore[arg-type]


def fill(
    problem: Problem, standing: Solution, gap: Gap, *, limits: Limits, seed: int, frozen_until: int
) -> Result[Solution]:
    """The roster that fills ``gap`` with the fewest changed days; other gaps are accepted.

    Where it cannot be filled, the answer is ``standing`` itself or as good.
    """
    asked = repair_problem(problem, standing, [], frozen_until=frozen_until)
    wanted = {(one.day, one.shift, one.skill): one.required for one in problem.cover}
    place = (gap.day, gap.shift, gap.skill)
    cover = tuple(
        replace(one, required=wanted[place]) if (one.day, one.shift, one.skill) == place else one
        for one in asked.cover
    )
    return solve(replace(asked, cover=cover), limits=limits, seed=seed, hint=standing)

"""Every check of ``verify`` rejects a plan that was spoiled in its own way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from staffing.planning.production import (
    Cook,
    Gap,
    Mode,
    PlannedTask,
    Problem,
    Solution,
    Span,
    Window,
    problem_of,
    solve,
    verify,
)
from staffing.planning.production.verify import CHECKS
from tests.staffing.planning.production.build import REPEATABLE, kitchen, line

Pair = tuple[Problem, Solution]
COOK, PACK = "kefta-H-1-2", "kefta-H-1-4"


@cache
def good() -> Pair:
    day = kitchen(line("kefta"), line("fatteh", site="rameh", ready_by=750, eat_at=810))
    problem = problem_of(day)
    solution = solve(problem, limits=REPEATABLE, seed=1).solution
    assert solution is not None
    return problem, solution


def _task(key: str, **changes: Any) -> Pair:
    problem, plan = good()
    tasks = [replace(t, **changes) if t.key == key else t for t in plan.tasks]
    return problem, replace(plan, tasks=tuple(tasks))


def _shifted(key: str, minutes: int) -> Pair:
    was = good()[1].task_by_key[key]
    return _task(key, start=was.start + minutes, end=was.end + minutes)


def _without(*keys: str) -> Pair:
    problem, plan = good()
    return problem, replace(plan, tasks=tuple(t for t in plan.tasks if t.key not in keys))


def _asked(**changes: Any) -> Pair:
    return replace(good()[0], **changes), good()[1]


def _equipment(kind: str, **changes: Any) -> Pair:
    items = good()[0].equipment
    return _asked(equipment=tuple(replace(i, **changes) if i.kind == kind else i for i in items))


def _cooks(**changes: Any) -> Pair:
    return _asked(cooks=tuple(replace(cook, **changes) for cook in good()[0].cooks))


def _holds(**changes: Any) -> Pair:
    return _asked(holds=tuple(replace(hold, **changes) for hold in good()[0].holds))


def _named(*cooks: str) -> Pair:
    problem, plan = good()
    tasks = [
        replace(t, attended=tuple(replace(s, cooks=cooks[: len(s.cooks)]) for s in t.attended))
        for t in plan.tasks
    ]
    return problem, replace(plan, tasks=tuple(tasks))


def _stranger() -> Pair:
    problem, plan = good()
    return problem, replace(plan, tasks=(*plan.tasks, PlannedTask("tea", "cook", 400, 410)))


def _less_demand() -> Pair:
    first, *others = good()[0].demand
    return _asked(demand=(replace(first, portions=first.portions + 1), *others))


def _early_window() -> Pair:
    tasks = [replace(t, latest=300 + 1) if t.key == COOK else t for t in good()[0].tasks]
    return _asked(tasks=tuple(tasks))


def _moved_fixed() -> Pair:
    was = good()[1].task_by_key[COOK]
    return _asked(fixed=(replace(was, start=was.start - 5, end=was.end - 5),))


def _changed_hands() -> Pair:
    problem, plan = good()
    task = problem.task_by_key[COOK]
    part = replace(task.modes[0].attended[0], unbroken=True)
    mode = Mode(task.modes[0].minutes, task.modes[0].uses, (part,))
    tasks = [replace(t, modes=(mode,)) if t.key == COOK else t for t in problem.tasks]
    start = plan.task_by_key[COOK].start
    spans = (Span(start, start + 5, ("amal",)), Span(start + 5, start + 10, ("badia",)))
    return replace(problem, tasks=tuple(tasks)), _task(COOK, attended=spans)[1]


def _everything_on_one_kettle_at_once() -> Pair:
    kefta, fatteh = (good()[1].task_by_key[key] for key in (COOK, "fatteh-H-1-2"))
    return _shifted(COOK, fatteh.start - kefta.start)


SPOILED: dict[str, Callable[[], Pair]] = {
    "known_tasks": _stranger,
    "known_equipment": lambda: _task(COOK, equipment=("cauldron",)),
    "whole_batches": lambda: _without(PACK),
    "gaps_told": lambda: (
        good()[0], replace(good()[1], gaps=(Gap("kefta", "kefta-H-1", 101),))
    ),
    "demand_shared_out": _less_demand,
    "duration": lambda: _task(COOK, end=good()[1].task_by_key[COOK].end + 5),
    "grid": lambda: _shifted(COOK, 1),
    "horizon": lambda: _shifted(COOK, -1000),
    "task_window": _early_window,
    "not_before_now": lambda: _asked(now=830),
    "fixed": _moved_fixed,
    "precedence": lambda: _shifted(PACK, -100),
    "right_equipment": lambda: _task(COOK, equipment=("packing-1",)),
    "vessel_fits": lambda: _equipment("kettle", capacity=1),
    "one_task_at_a_time": _everything_on_one_kettle_at_once,
    "shared_capacity": lambda: _equipment("chiller", capacity=1),
    "open_equipment": lambda: _equipment("kettle", windows=(Window(300, 305),)),
    "clean_between": lambda: _without(*(t.key for t in good()[1].cleanings)),
    "hold_limit": lambda: _holds(limit=1),
    "ready_by": lambda: _holds(ready_by=301),
    "holds_told": lambda: (good()[0], replace(good()[1], holds=())),
    "attended": lambda: _task(COOK, attended=()),
    "skilled": lambda: _cooks(skills=("wash",), learning=()),
    "present": lambda: _cooks(start=299, end=301, breaks=()),
    "one_place": lambda: _named("amal", "amal"),
    "unbroken": _changed_hands,
}  # fmt: skip


def test_a_good_plan_has_nothing_wrong() -> None:
    problem, plan = good()
    assert verify(problem, plan) == []
    assert plan.cleanings


@pytest.mark.parametrize("check", CHECKS)
def test_a_spoiled_plan_is_rejected_by_its_check(check: str) -> None:
    assert check in {violation.rule for violation in verify(*SPOILED[check]())}


def test_a_learner_alone_is_rejected() -> None:
    start = good()[1].task_by_key[COOK].start
    span = Span(start, start + 10, ("dalal",))
    spoiled = _task(COOK, attended=(span,))
    assert "learner_beside_able" in {violation.rule for violation in verify(*spoiled)}


def test_a_cook_nobody_knows_is_rejected() -> None:
    cooks = tuple(Cook(f"other-{n}", ("cook",), 300, 780) for n in range(3))
    assert "skilled" in {v.rule for v in verify(*_asked(cooks=cooks))}

"""What has begun stays; the rest changes as little as it can; the difference is told."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from staffing.planning.production import (
    Away,
    Changes,
    Down,
    Equipment,
    Problem,
    Solution,
    difference,
    problem_of,
    replan,
    revised,
    solve,
    timing,
    verify,
)
from staffing.planning.production.greedy import Draft
from staffing.planning.production.layers import Timing, solve_layers
from staffing.planning.production.model import Timetable, TimetableModel
from tests.staffing.planning.production.build import KETTLE, REPEATABLE, kitchen, line


@cache
def planned() -> tuple[Problem, Solution]:
    second = replace(KETTLE, key="kettle-2")
    day = kitchen(line("kefta"), line("soup", site="rameh", ready_by=750, eat_at=810))
    problem = problem_of(replace(day, equipment=(*day.equipment, second)))
    solution = solve(problem, limits=REPEATABLE, seed=1).solution
    assert solution is not None
    return problem, solution


def replanned(now: int, changes: Changes) -> Solution:
    problem, old = planned()
    new = replan(problem, old, now=now, changes=changes, limits=REPEATABLE).solution
    assert new is not None
    assert verify(revised(problem, old, now=now, changes=changes), new) == []
    return new


def test_nothing_changes_where_nothing_happened() -> None:
    assert difference(planned()[1], replanned(400, Changes())) == ()


def test_begun_tasks_stay_as_they_were() -> None:
    old = planned()[1]
    now = sorted(task.start for task in old.tasks)[3] + 1
    new = replanned(now, Changes(away=(Away("badia", now + 60),)))
    for task in old.tasks:
        if task.start < now:
            assert (new.task_by_key[task.key].start, new.task_by_key[task.key].end) == (
                task.start, task.end,
            )  # fmt: skip


def test_a_broken_kettle_moves_its_batch_to_the_other_one_only() -> None:
    problem, old = planned()
    cooked = old.task_by_key["soup-H-1-2"]
    down = Changes(down=(Down(cooked.equipment[0], cooked.start, problem.end),))
    new = replanned(cooked.start, down)
    (line_,) = difference(old, new)
    assert (line_.what, line_.task) == ("other_equipment", "soup-H-1-2")


def test_work_in_a_vessel_that_breaks_is_done_again() -> None:
    problem, old = planned()
    cooked = old.task_by_key["kefta-H-1-2"]
    now = cooked.start + 5
    changed = revised(
        problem, old, now=now,
        changes=Changes(down=(Down(cooked.equipment[0], now, problem.end),)),
    )  # fmt: skip
    assert "kefta-H-1-2" not in changed.fixed_by_key
    assert "kefta-H-1-1" in changed.fixed_by_key


def test_a_cook_who_leaves_is_named_no_more() -> None:
    new = replanned(500, Changes(away=(Away("badia", 500),)))
    spans = [span for task in new.tasks for span in task.attended if span.start >= 500]
    assert all("badia" not in span.cooks for span in spans)


def test_the_cooks_of_a_changed_task_are_to_be_told() -> None:
    old = planned()[1]
    first = old.tasks[0]
    moved = replace(first, start=first.start + 5, end=first.end + 5)
    (line_,) = difference(old, replace(old, tasks=(moved, *old.tasks[1:])))
    assert line_.what == "moved"
    assert line_.tell == tuple(sorted({c for span in first.attended for c in span.cooks}))


def test_an_unknown_cook_or_machine_is_refused() -> None:
    problem, old = planned()
    with pytest.raises(ValueError, match="no cook"):
        revised(problem, old, now=400, changes=Changes(away=(Away("zaha", 400),)))
    with pytest.raises(ValueError, match="no equipment"):
        revised(problem, old, now=400, changes=Changes(down=(Down("grill", 400, 500),)))


def test_a_machine_that_is_down_all_day_is_never_open() -> None:
    problem, old = planned()
    down = Changes(down=(Down("kettle-1", problem.start, problem.end),))
    kettle = revised(problem, old, now=300, changes=down).equipment_by_key["kettle-1"]
    assert isinstance(kettle, Equipment)
    assert all(window.end <= problem.start for window in kettle.windows)


def test_where_no_draft_is_whole_the_search_begins_at_a_plan_that_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem, previous = planned()
    known: list[Timetable] = []

    def watched(model: TimetableModel, names: list[str], *how: Any) -> Timing:
        known.append(dict(how[-1] or {}))
        return solve_layers(model, names, *how)

    monkeypatch.setattr(timing, "drafted", lambda *_how: Draft({}, 100))
    monkeypatch.setattr(timing, "solve_layers", watched)
    assert replan(problem, previous, now=320, limits=REPEATABLE).solution is not None
    assert {task.key for task in problem.tasks} <= set(known[0])

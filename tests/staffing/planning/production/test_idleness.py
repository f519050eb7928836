"""Nobody stands idle alone: what counts, what does not, and who is chosen to stand."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest

from kurkum.lib.solving import Limits, Status
from staffing.planning.production import Cook, PlannedTask, Problem, Window, layer_value
from staffing.planning.production.budget import Budget
from staffing.planning.production.naming import Naming, name_cooks
from tests.staffing.planning.production.build import attended, day, pinned

MOST = 15


def cook(key: str, end: int = 60, *skills: str, breaks: tuple[Window, ...] = ()) -> Cook:
    return Cook(key, skills or ("cook",), 0, end, breaks)


def shift(*cooks: Cook, work: tuple[tuple[int, int, int], ...]) -> Problem:
    """Work as (start, minutes, hands) of the skill "cook"."""
    tasks = [
        pinned(f"t{start}", start, minutes, attended=attended(minutes=minutes, hands=hands))
        for start, minutes, hands in work
    ]
    return day(*tasks, cooks=cooks, end=60, idle_minutes=MOST)


def named(problem: Problem) -> Naming:
    limits = Limits(5.0, deterministic=True, workers=1)
    return name_cooks(problem, plan_of(problem), budget=Budget(limits), seed=1)


def plan_of(problem: Problem) -> dict[str, PlannedTask]:
    return {
        task.key: PlannedTask(task.key, task.kind, task.earliest or 0, task.latest or 0)
        for task in problem.tasks
    }


def alone(problem: Problem) -> int:
    """The layer's value; counted again from the finished names."""
    naming = named(problem)
    assert naming.status is Status.OPTIMAL
    plan = {
        key: replace(planned, attended=naming.names[key])
        for key, planned in plan_of(problem).items()
    }
    value = next(layer.value for layer in naming.layers if layer.name == "alone")
    assert value == layer_value(problem, plan, "alone")
    return value


class Example(NamedTuple):
    what: str
    problem: Problem
    minutes: int


AMAL, BADIA, WASHER = cook("amal"), cook("badia"), cook("dalal", 60, "wash")
PAUSE = cook("dalal", 60, "wash", breaks=(Window(15, 20),))

EXAMPLES = (
    Example("all have work", shift(AMAL, BADIA, work=((0, 60, 2),)), 0),
    Example("she has work now and then", shift(AMAL, BADIA, work=((0, 15, 1), (15, 45, 2))), 0),
    Example("longest that is allowed", shift(AMAL, WASHER, work=((20, 15, 1),)), 0),
    Example("a minute too long", shift(AMAL, WASHER, work=((20, 16, 1),)), 1),
    Example("from her arrival on", shift(AMAL, WASHER, work=((0, 30, 1),)), 15),
    Example("until she leaves", shift(AMAL, WASHER, work=((40, 20, 1),)), 5),
    Example("others change, she stands", shift(AMAL, WASHER, work=((0, 20, 1), (20, 20, 1))), 25),
    Example("a break ends a stretch", shift(AMAL, PAUSE, work=((0, 35, 1),)), 0),
    Example("two without work are company", shift(AMAL, BADIA, WASHER, work=((0, 60, 1),)), 0),
    Example("nobody else is there", shift(WASHER, cook("amal", 20), work=((0, 20, 1),)), 5),
    Example("a day without work", shift(AMAL, WASHER, work=()), 0),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.what)
def test_minutes_alone_without_work_are_counted_beyond_the_figure(example: Example) -> None:
    assert alone(example.problem) == example.minutes


def test_who_stands_without_work_is_not_always_the_same() -> None:
    problem = shift(AMAL, BADIA, work=((0, 15, 1), (15, 15, 1), (30, 15, 1), (45, 15, 1)))
    assert alone(problem) == 0
    who = [named(problem).names[f"t{start}"][0].cooks for start in (0, 15, 30, 45)]
    assert who[0] == who[2] != who[1] == who[3]


def test_without_a_figure_standing_alone_counts_for_nothing() -> None:
    problem = replace(shift(AMAL, WASHER, work=((0, 60, 1),)), idle_minutes=None)
    assert [layer.name for layer in named(problem).layers] == ["handovers", "evenness"]
    assert layer_value(problem, plan_of(problem), "alone") == 0


def test_nobody_leaves_her_work_to_give_another_one_some() -> None:
    naming = named(shift(AMAL, BADIA, work=((0, 60, 1),)))
    assert [(layer.name, layer.value) for layer in naming.layers[:2]] == [
        ("handovers", 0), ("alone", 45),
    ]  # fmt: skip


def test_what_is_past_is_not_judged() -> None:
    problem = shift(AMAL, WASHER, work=((20, 40, 1),))
    assert alone(replace(problem, now=40)) == 5


def test_begun_work_that_is_short_of_hands_leaves_nobody_alone_with_her_pause() -> None:
    """Of three, one works where two are asked for: two have no work, so neither is alone."""
    problem = shift(AMAL, WASHER, cook("eman", 60, "wash"), work=((0, 60, 2),))
    begun = PlannedTask("t0", "cook", 0, 60)
    assert alone(replace(problem, now=10, fixed=(begun,))) == 0


def test_standing_for_less_than_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="idle"):
        replace(shift(AMAL, work=()), idle_minutes=-1)

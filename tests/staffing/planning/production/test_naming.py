"""Each rule of naming alone, and what makes one choice of names better than another."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from kurkum.lib.solving import Limits
from staffing.planning.production import Cook, PlannedTask, Problem, Window
from staffing.planning.production.budget import Budget
from staffing.planning.production.greedy.names import names_by_matching
from staffing.planning.production.naming import Naming, name_cooks
from staffing.planning.production.naming_model import NAMING_RULES
from staffing.planning.production.parts import parts_of
from tests.staffing.planning.production.build import attended, day, pinned

ONE = Limits(5.0, workers=1)


class Example(NamedTuple):
    rule: str
    allowed: Problem
    forbidden: Problem


def _cook(key: str, start: int = 0, end: int = 100, **fields: Any) -> Cook:
    return Cook(key, **{"skills": ("cook",), "start": start, "end": end, **fields})


def _work(*cooks: Cook, starts: tuple[int, ...] = (0,), **part: Any) -> Problem:
    tasks = [
        pinned(f"t{start}-{n}", start, 20, attended=attended(minutes=20, **part))
        for n, start in enumerate(starts)
    ]
    return day(*tasks, cooks=cooks, end=240)


def _plan(problem: Problem) -> dict[str, PlannedTask]:
    return {
        task.key: PlannedTask(task.key, task.kind, task.earliest or 0, task.latest or 0)
        for task in problem.tasks
    }


def names(problem: Problem, rules: frozenset[str] = NAMING_RULES) -> Naming:
    return name_cooks(problem, _plan(problem), budget=Budget(ONE), seed=1, rules=rules)


AMAL, BADIA = _cook("amal"), _cook("badia")
WASHER, LEARNER = _cook("dalal", skills=("wash",)), _cook("eman", skills=(), learning=("cook",))
HALVES = (_cook("amal", 0, 10), _cook("badia", 10, 20))

EXAMPLES = (
    Example("skilled", _work(AMAL, BADIA, hands=2), _work(AMAL, WASHER, hands=2)),
    Example("present", _work(_cook("amal", 0, 20)), _work(_cook("amal", 0, 19))),
    Example("enough_hands", _work(AMAL, BADIA, hands=2), _work(AMAL, hands=2)),
    Example("learner_beside_able", _work(AMAL, LEARNER, hands=2), _work(LEARNER)),
    Example("one_place", _work(AMAL, starts=(0, 20)), _work(AMAL, starts=(0, 19))),
    Example("unbroken", _work(*HALVES), _work(*HALVES, unbroken=True)),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.rule)
def test_a_naming_rule_allows_what_keeps_it(example: Example) -> None:
    assert names(example.allowed).status.has_plan


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.rule)
def test_a_naming_rule_forbids_what_breaks_it(example: Example) -> None:
    assert not names(example.forbidden).status.has_plan


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.rule)
def test_without_a_naming_rule_its_bad_example_is_accepted(example: Example) -> None:
    assert names(example.forbidden, NAMING_RULES - {example.rule}).status.has_plan


def test_every_naming_rule_has_an_example() -> None:
    assert {example.rule for example in EXAMPLES} == NAMING_RULES


def test_work_is_not_handed_over_where_one_cook_can_stay() -> None:
    resting = _cook("amal", breaks=(Window(10, 15),))
    naming = names(_work(resting, BADIA))
    assert [span.cooks for span in naming.names["t0-0"]] == [("badia",)]


def test_work_is_handed_over_at_a_break_where_nobody_can_stay() -> None:
    naming = names(_work(*HALVES))
    assert [span.cooks for span in naming.names["t0-0"]] == [("amal",), ("badia",)]
    assert naming.layers[0].value == 1


def test_the_tasks_that_cannot_be_named_together_are_told() -> None:
    problem = _work(AMAL, starts=(0, 19, 60))
    assert set(names(problem).conflict) == {"t0-0", "t19-1"}


def test_long_work_is_shared_between_equal_cooks() -> None:
    cooks = (_cook("amal", 0, 240), _cook("badia", 0, 240))
    problem = _work(*cooks, starts=tuple(range(0, 240, 20)))
    busy = [span.cooks[0] for spans in names(problem).names.values() for span in spans]
    assert 3 <= busy.count("amal") <= 9  # six each, an hour more or less


def matched(problem: Problem) -> dict[str, list[tuple[str, ...]]]:
    found = names_by_matching(problem, parts_of(problem, _plan(problem), {}))
    assert found is not None
    return {task: [span.cooks for span in spans] for task, spans in found.items()}


def test_matching_takes_a_cook_who_is_free_before_it_moves_another() -> None:
    cooks = (_cook("amal"), _cook("badia"))
    early = pinned("early", 0, 40, attended=attended(minutes=40))
    late = pinned("late", 20, 40, attended=attended(minutes=40))
    names = matched(day(early, late, cooks=cooks))
    assert names == {"early": [("amal",)], "late": [("badia",)]}


def test_matching_takes_a_cook_who_can_stay_to_the_end() -> None:
    assert matched(_work(_cook("amal", 0, 10), BADIA))["t0-0"] == [("badia",)]


def test_matching_keeps_the_many_sided_for_the_rest() -> None:
    both = _cook("amal", skills=("cook", "wash"))
    problem = _work(both, BADIA)
    assert matched(problem)["t0-0"] == [("badia",)]

"""The first draft of a day: always within the rules, the same each time, and quick to name."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kurkum.lib.solving import Limits
from staffing.planning.production import (
    Cook,
    Gap,
    Mode,
    PlannedTask,
    Problem,
    Solution,
    Task,
    Window,
    problem_of,
    solve,
    verify,
)
from staffing.planning.production.greedy import Draft, construct
from staffing.planning.production.greedy.cells import Levels, begins, span
from staffing.planning.production.greedy.names import names_by_matching
from staffing.planning.production.model import unit_of
from staffing.planning.production.parts import parts_of
from staffing.planning.production.values import held_batches, is_made
from tests.staffing.planning.production.build import attended, day, kitchen, line
from tests.staffing.planning.production.test_properties import random_kitchen


def drafted(problem: Problem, **fields: PlannedTask) -> Draft:
    draft = construct(problem, unit=unit_of(problem), seed=1, wishes=fields)
    assert draft is not None
    return draft


def named(problem: Problem, draft: Draft) -> Solution:
    """The draft with names by matching, gaps and holds, as ``verify`` wants it."""
    names = names_by_matching(problem, parts_of(problem, draft.plan, {}))
    assert names is not None
    tasks = (replace(one, attended=names.get(one.key, ())) for one in draft.plan.values())
    gaps = (
        Gap(batch.dish, batch.key, batch.portions)
        for batch in problem.batches
        if not is_made(problem, draft.plan, batch.key)
    )
    return Solution(tuple(tasks), tuple(gaps), held_batches(problem, draft.plan))


WHOLE = (line("kefta"), line("soup", site="rameh"), line("fatteh", site="sajur", ready_by=600))


def test_a_day_with_room_is_drafted_whole() -> None:
    assert drafted(problem_of(kitchen(*WHOLE))).missing == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_every_draft_keeps_every_rule_and_can_be_named(number: int) -> None:
    problem = random_kitchen(Random(number))
    assert verify(problem, named(problem, drafted(problem))) == []


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_a_plan_is_there_however_short_the_time(number: int) -> None:
    problem = random_kitchen(Random(number))
    result = solve(problem, limits=Limits(0.01, workers=1), seed=1)
    assert result.solution is not None
    assert verify(problem, result.solution) == []


def test_the_same_seed_gives_the_same_draft() -> None:
    problem = random_kitchen(Random(7))
    assert drafted(problem) == drafted(problem)


def test_what_does_not_fit_is_left_out_and_counted() -> None:
    many = [line("soup", 299, site=f"s{n}", ready_by=500, eat_at=560) for n in range(6)]
    problem = problem_of(kitchen(*many))
    draft = drafted(problem)
    left_out = [b for b in problem.batches if not is_made(problem, draft.plan, b.key)]
    assert draft.missing == sum(batch.portions for batch in left_out) > 0


def test_a_batch_that_did_not_fit_comes_first_the_next_time() -> None:
    """The roomy soup takes the kettle's last hour at first; the other one can use no other."""
    tight = line("kefta", ready_by=480, eat_at=680)
    roomy = line("soup", site="rameh", ready_by=480, eat_at=540)
    assert drafted(problem_of(kitchen(tight, roomy))).missing == 0


def test_tasks_stand_where_they_are_wished_if_they_can() -> None:
    problem = problem_of(kitchen(*WHOLE))
    plan = drafted(problem).plan
    earlier = {
        key: replace(planned, start=planned.start - 30, end=planned.end - 30)
        for key, planned in plan.items()
        if planned.batch == "fatteh-H-1"
    }
    again = drafted(problem, **earlier).plan
    assert {key: again[key].start for key in earlier} == {
        key: planned.start for key, planned in earlier.items()
    }


def test_nothing_begins_before_now_and_what_has_begun_stays() -> None:
    problem = problem_of(kitchen(line("kefta")))
    first = drafted(problem).plan["kefta-H-1-1"]
    begun = replace(problem, now=first.start + 5, fixed=(first,))
    plan = drafted(begun).plan
    assert plan["kefta-H-1-1"] == first
    assert all(one.start >= first.start + 5 for key, one in plan.items() if key != first.key)


def test_begun_work_that_cannot_be_ended_has_no_draft() -> None:
    problem = problem_of(kitchen(line("kefta")))
    first = drafted(problem).plan["kefta-H-1-1"]
    late = replace(problem, now=820, fixed=(first,))
    assert construct(late, unit=5, seed=1) is None


# -- names -----------------------------------------------------------------------------------------


def at_once(*tasks: tuple[str, int, str], cooks: tuple[Cook, ...]) -> tuple[Problem, Draft]:
    """Tasks of ten minutes (key, start, skill) with their times."""
    made = tuple(Task(key, "cook", (Mode(10, (), attended(skill)),)) for key, _, skill in tasks)
    plan = {key: PlannedTask(key, "cook", start, start + 10) for key, start, _ in tasks}
    return day(*made, cooks=cooks), Draft(plan, 0)


AMAL, BADIA = Cook("amal", ("bake", "cook"), 0, 100), Cook("badia", ("cook",), 0, 100)


def test_whoever_can_do_more_makes_room_for_whoever_cannot() -> None:
    problem, draft = at_once(("a", 0, "cook"), ("b", 5, "bake"), cooks=(AMAL, BADIA))
    solution = named(problem, draft)
    assert solution.task_by_key["b"].attended[0].cooks == ("amal",)
    assert verify(problem, solution) == []


def test_work_goes_on_with_somebody_else_in_a_break() -> None:
    resting = replace(AMAL, breaks=(Window(5, 20),))
    problem, draft = at_once(("a", 0, "cook"), cooks=(resting, BADIA))
    spans = named(problem, draft).task_by_key["a"].attended
    assert spans[-1].cooks == ("badia",)
    assert verify(problem, named(problem, draft)) == []


def test_without_anybody_there_are_no_names() -> None:
    problem, draft = at_once(("a", 0, "bake"), ("b", 0, "bake"), cooks=(AMAL, BADIA))
    assert names_by_matching(problem, parts_of(problem, draft.plan, {})) is None


# -- cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "end", "cells"), [(0, 3, 0b111), (1, 3, 0b110), (2, 2, 0), (-4, 1, 1), (3, 1, 0)]
)
def test_a_span_holds_its_cells(begin: int, end: int, cells: int) -> None:
    assert span(begin, end) == cells


@given(st.integers(0, 2**30), st.integers(1, 9))
def test_work_begins_where_enough_cells_follow(cells: int, length: int) -> None:
    starts = {i for i in range(31) if begins(cells, length) >> i & 1}
    assert starts == {i for i in range(31) if all(cells >> j & 1 for j in range(i, i + length))}


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(1, 3)), max_size=6))
def test_levels_count_down_in_each_cell_and_never_below_nothing(
    takings: list[tuple[int, int]],
) -> None:
    levels = Levels(8, 5)
    for cells, amount in takings:
        levels.take(cells, amount)
    for cell in range(8):
        left = max(0, 5 - sum(amount for cells, amount in takings if cells >> cell & 1))
        assert [bool(levels.at_least(n) >> cell & 1) for n in range(1, 7)] == [
            n <= left for n in range(1, 7)
        ]


def test_what_is_given_back_is_there_again() -> None:
    levels = Levels(8, 4)
    before = levels.state
    levels.take(0b1100, 2)
    levels.give(0b1100, 2)
    assert levels.state == before

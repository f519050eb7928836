"""Each rule alone: the model and the checks must agree, and each without the other's code."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kurkum.lib.solving import Status
from staffing.planning.roster import Assignment, Problem, Solution, solve, verify
from staffing.planning.roster.rules import RULES

from .examples import ALLOWED, FORBIDDEN, Example
from .samples import QUICK, accepted, problem, roster

# Two rules are about the roster as a whole and have tests of their own below.
WHOLE_ROSTER = {"fixed", "frozen"}


@pytest.mark.parametrize("example", FORBIDDEN, ids=str)
def test_the_model_refuses_what_a_rule_forbids(example: Example) -> None:
    assert not accepted(example.problem, example.roster)


@pytest.mark.parametrize("example", FORBIDDEN, ids=str)
def test_the_check_names_exactly_the_rule_that_is_broken(example: Example) -> None:
    assert {one.rule for one in verify(example.problem, example.roster)} == {example.rule}


@pytest.mark.parametrize("example", FORBIDDEN, ids=str)
def test_a_bad_roster_is_accepted_once_its_rule_is_left_out(example: Example) -> None:
    assert accepted(example.problem, example.roster, without=example.rule)


@pytest.mark.parametrize("example", ALLOWED, ids=str)
def test_the_model_allows_what_stays_inside_a_rule(example: Example) -> None:
    assert accepted(example.problem, example.roster)


@pytest.mark.parametrize("example", ALLOWED, ids=str)
def test_the_check_is_silent_about_what_stays_inside_a_rule(example: Example) -> None:
    assert verify(example.problem, example.roster) == []


@pytest.mark.parametrize("rule", sorted(RULES.keys() - WHOLE_ROSTER))
def test_every_rule_has_an_example_on_either_side(rule: str) -> None:
    assert rule in {example.rule for example in FORBIDDEN}
    assert rule in {example.rule for example in ALLOWED}


def test_a_fixed_shift_stands_in_every_roster() -> None:
    asked = problem(fixed=roster(amal="......E").assignments)
    result = solve(asked, limits=QUICK, seed=1)
    assert result.solution is not None
    assert Assignment(6, "early", "amal") in result.solution.assignments


def test_a_fixed_shift_is_missed_by_the_check() -> None:
    asked = problem(fixed=roster(amal="E......").assignments)
    assert [one.rule for one in verify(asked, Solution())] == ["fixed"]


def test_without_the_rule_a_fixed_shift_may_fall_away() -> None:
    asked = problem(fixed=roster(amal="EE.....").assignments)
    forbidden = replace(asked, cooks=(replace(asked.cooks[0], days_off=frozenset({0})),))
    assert solve(forbidden, limits=QUICK, seed=1).status is Status.INFEASIBLE
    rules = {name: rule for name, rule in RULES.items() if name != "fixed"}
    assert solve(forbidden, limits=QUICK, seed=1, rules=rules).status is Status.OPTIMAL


def test_nothing_is_added_to_days_that_are_frozen() -> None:
    asked = replace(_wants_early_on_the_first_two_days(), frozen_until=1)
    result = solve(asked, limits=QUICK, seed=1)
    assert result.solution == roster(amal=".E.....")


def test_nothing_is_added_to_days_after_those_that_are_open() -> None:
    asked = replace(_wants_early_on_the_first_two_days(), frozen_from=1)
    result = solve(asked, limits=QUICK, seed=1)
    assert result.solution == roster(amal="E......")
    assert [one.rule for one in verify(asked, roster(amal=".E....."))] == ["frozen"]


def test_without_the_rule_frozen_days_fill_up() -> None:
    asked = replace(_wants_early_on_the_first_two_days(), frozen_until=1)
    rules = {name: rule for name, rule in RULES.items() if name != "frozen"}
    assert solve(asked, limits=QUICK, seed=1, rules=rules).solution == roster(amal="EE.....")


def test_the_check_names_a_shift_added_to_a_frozen_day() -> None:
    assert [one.rule for one in verify(problem(frozen_until=1), roster(amal="E......"))] == [
        "frozen"
    ]


def _wants_early_on_the_first_two_days() -> Problem:
    asked = problem()
    wanted = tuple(
        replace(cover, required=int(cover.day < 2 and cover.shift == "early"))
        for cover in asked.cover
    )
    return replace(asked, cover=wanted)

"""Random problems: what is solved is sound and worth what it says; what is not has a reason."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings

from kurkum.lib.solving import Limits, Status
from staffing.planning.roster import Problem, Solution, explain_conflict, measure, solve, verify

from .random_problems import problems, rosters
from .samples import accepted

EXAMPLES = 60
LIMITS = Limits(seconds=10, workers=1)
SETTINGS = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_every_roster_keeps_the_rules_and_is_worth_what_the_solver_says() -> None:
    seen: Counter[Status] = Counter()

    @SETTINGS
    @given(problems())
    def check(asked: Problem) -> None:
        result = solve(asked, limits=LIMITS, seed=1)
        seen[result.status] += 1
        if result.solution is None:
            assert result.status is Status.INFEASIBLE
            assert explain_conflict(asked, seconds=10) is not None
            return
        assert verify(asked, result.solution) == []
        assert {layer.name: layer.value for layer in result.layers} == measure(
            asked, result.solution
        )
        assert all(layer.bound <= layer.value for layer in result.layers)

    check()
    # Infeasible examples are counted, so that they cannot quietly take the test over.
    assert seen.total() >= EXAMPLES
    assert seen[Status.OPTIMAL] > seen.total() // 3
    assert seen[Status.INFEASIBLE] > 0


def test_the_model_and_the_check_judge_any_roster_alike() -> None:
    seen: Counter[bool] = Counter()

    @SETTINGS
    @given(rosters())
    def check(case: tuple[Problem, Solution]) -> None:
        asked, plan = case
        sound = verify(asked, plan) == []
        seen[sound] += 1
        assert accepted(asked, plan) == sound

    check()
    assert min(seen[True], seen[False]) > 5

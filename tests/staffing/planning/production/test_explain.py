"""Why a day does not fit, and what would have to give."""

from __future__ import annotations

from dataclasses import replace

import pytest

from staffing.planning.production import (
    Batch,
    Cook,
    Equipment,
    Mode,
    Problem,
    Reason,
    Task,
    Use,
    explain,
    problem_of,
    solve,
)
from staffing.planning.production.bottlenecks import bottlenecks
from staffing.planning.production.explain import remedy_of
from staffing.planning.production.reasons import reasons_of_gap
from tests.staffing.planning.production.build import (
    KETTLE,
    REPEATABLE,
    attended,
    day,
    kitchen,
    line,
)

WHOLE_DAY = (line("kefta"), line("soup", site="rameh"))


def codes(problem: Problem) -> set[str]:
    return {reason.code for reason in explain(problem).reasons}


def test_a_day_that_fits_needs_no_reason() -> None:
    explanation = explain(problem_of(kitchen(*WHOLE_DAY)))
    assert (explanation.fits, explanation.reasons, explanation.gaps) == (True, (), ())


def test_a_missing_machine_is_named() -> None:
    day = kitchen(*WHOLE_DAY)
    problem = problem_of(replace(day, equipment=day.equipment[1:]))
    explanation = explain(problem)
    assert explanation.fits is False
    assert {r.facts["kind"] for r in explanation.reasons if r.code == "no_equipment"} == {"kettle"}
    assert [r.facts for r in explanation.remedies if r.code == "more_equipment"] == [
        {"kind": "kettle"}
    ]


def test_a_remedy_that_was_offered_can_be_tried_again_by_its_name() -> None:
    day = kitchen(*WHOLE_DAY)
    problem = problem_of(replace(day, equipment=day.equipment[1:]))
    offered = explain(problem).remedies
    assert offered
    for remedy in offered:
        again = remedy_of(problem, remedy.code, remedy.facts)
        assert again == remedy
        assert again.problem == remedy.problem


@pytest.mark.parametrize(
    ("code", "facts"),
    [("later_departure", {"ready_by": 600, "minutes": 15}), ("start_earlier", {"minutes": 60}),
     ("swap_dish", {"dish": "kefta"}), ("more_cooks", {"skill": "cook", "start": 360})],
)  # fmt: skip
def test_a_named_remedy_says_what_it_changes(code: str, facts: dict[str, str | int]) -> None:
    remedy = remedy_of(problem_of(kitchen(*WHOLE_DAY)), code, facts)
    assert remedy is not None
    assert (remedy.code, remedy.facts) == (code, facts)


def test_an_unknown_remedy_is_none() -> None:
    assert remedy_of(problem_of(kitchen(*WHOLE_DAY)), "pray", {}) is None


def test_a_vessel_that_is_too_small_is_named() -> None:
    day = kitchen(*WHOLE_DAY)
    small = replace(KETTLE, capacity=10)
    assert "no_vessel_fits" in codes(
        problem_of(replace(day, equipment=(small, *day.equipment[1:])))
    )


def test_a_missing_skill_is_named() -> None:
    day = kitchen(*WHOLE_DAY)
    unskilled = tuple(replace(cook, skills=("cook",), learning=()) for cook in day.cooks)
    explanation = explain(problem_of(replace(day, cooks=unskilled, setups=())))
    assert {r.facts["skill"] for r in explanation.reasons if r.code == "no_cook"} == {"pack"}


def test_too_few_at_once_is_named() -> None:
    day = kitchen(*WHOLE_DAY)
    alone = replace(day.cooks[0], breaks=())
    assert "too_few_cooks" in codes(problem_of(replace(day, cooks=(alone,))))


def test_a_departure_that_is_too_early_is_named() -> None:
    assert "chain_too_long" in codes(problem_of(kitchen(line(ready_by=310, eat_at=400))))


def test_food_that_would_be_held_too_long_is_named() -> None:
    problem = problem_of(kitchen(line(ready_by=600, eat_at=830)))
    short = tuple(replace(hold, limit=200) for hold in problem.holds)
    assert "hold_too_long" in codes(replace(problem, holds=short))


def test_a_kettle_that_is_full_is_named_with_its_hours() -> None:
    many = [line("soup", 299, site=f"s{n}", ready_by=500, eat_at=560) for n in range(6)]
    explanation = explain(problem_of(kitchen(*many)))
    full = [r for r in explanation.reasons if r.facts.get("kind") == "kettle"]
    assert full[0].code == "equipment_full"
    assert int(full[0].facts["needed"]) > int(full[0].facts["available"])
    assert explanation.gaps


def test_remedies_make_the_day_fit() -> None:
    day = kitchen(line("soup", 299, ready_by=400, eat_at=460))
    explanation = explain(problem_of(day))
    assert explanation.remedies
    assert all(explain(remedy.problem).fits for remedy in explanation.remedies)


def one_kettle_too_few() -> Problem:
    """Forty minutes of kettle, a hundred minutes of day, and no gap of forty in it."""
    kettle, batches, tasks = Equipment("kettle-1", "kettle"), [], []
    for key, start, minutes, latest in (("a", 30, 10, 40), ("b", 0, 40, 100), ("c", 65, 10, 75)):
        mode = Mode(minutes, (Use("kettle"),))
        tasks.append(Task(key, "cook", (mode,), key, earliest=start, latest=latest))
        batches.append(Batch(key, "soup", "H", 100, 10000, 20000))
    return day(*tasks, batches=tuple(batches), equipment=(kettle,), layers=("shortfall",))


def test_what_counting_cannot_show_is_told_by_its_hours() -> None:
    (gap,) = explain(one_kettle_too_few()).gaps
    assert [reason.code for reason in gap.because] == ["not_together"]
    facts = gap.because[0].facts
    assert int(facts["start"]) < int(facts["end"])


def test_a_proven_gap_of_a_plan_says_why_too() -> None:
    solution = solve(one_kettle_too_few(), limits=REPEATABLE, seed=1).solution
    assert solution is not None
    (gap,) = solution.gaps
    windows = {"a": (30, 40), "b": (0, 100), "c": (65, 75)}
    start, end = windows[gap.batch]
    assert gap.because == (Reason("not_together", {"start": start, "end": end}),)


def test_a_gap_that_is_not_proven_claims_no_more_than_that() -> None:
    (reason,) = reasons_of_gap(one_kettle_too_few(), "b", proven=False)
    assert (reason.code, reason.facts) == ("not_found", {})


def test_what_is_evident_in_the_batch_comes_before_anything_else() -> None:
    problem = replace(one_kettle_too_few(), equipment=())
    assert [r.code for r in reasons_of_gap(problem, "b", proven=True)] == ["no_equipment"]


@pytest.mark.parametrize(("minutes", "reasons"), [(50, []), (51, ["hands_busy"])])
def test_hands_that_suffice_for_each_skill_must_suffice_for_all(
    minutes: int, reasons: list[str]
) -> None:
    tasks = [
        Task(skill, "cook", (Mode(minutes, attended=attended(skill, minutes)),))
        for skill in ("cook", "wash")
    ]
    problem = day(*tasks, cooks=(Cook("amal", ("cook", "wash"), 0, 100),))
    assert [reason.code for reason in bottlenecks(problem)] == reasons

"""Demand becomes batches: by vessel, wave and kitchen line; changes leave begun batches alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.planning.production import Ahead, Batch, Problem, ProcessStep, amended, problem_of
from tests.staffing.planning.production.build import kitchen, line, steps_of


def fed(problem: Problem) -> dict[str, int]:
    sites: dict[str, int] = {}
    for batch in problem.batches:
        for share in batch.shares:
            site = share.demand.site
            sites[site] = sites.get(site, 0) + share.portions
    return sites


def test_what_fits_into_one_vessel_is_one_batch_with_its_samples() -> None:
    (batch,) = problem_of(kitchen(line(portions=200), line(site="rameh", portions=99))).batches
    assert (batch.portions, batch.reference_portions) == (300, 30000)


def test_one_portion_too_many_makes_two_batches() -> None:
    problem = problem_of(kitchen(line(portions=200), line(site="rameh", portions=100)))
    assert len(problem.batches) == 2
    assert fed(problem) == {"nahf": 200, "rameh": 100}


def test_waves_are_cooked_apart_where_that_costs_no_batch() -> None:
    late = line(site="rameh", portions=200, ready_by=810, eat_at=830)
    batches = problem_of(kitchen(line(portions=200), late)).batches
    assert [{s.demand.site for s in batch.shares} for batch in batches] == [{"nahf"}, {"rameh"}]


def test_the_spare_room_of_line_k_feeds_line_h() -> None:
    problem = problem_of(kitchen(line(kitchen="K"), line(site="rameh", kitchen="H")))
    assert [batch.line for batch in problem.batches] == ["K"]


def test_line_h_never_feeds_line_k() -> None:
    share = problem_of(kitchen(line(kitchen="K"))).batches[0].shares
    with pytest.raises(ValueError, match="cannot feed"):
        Batch("b", "kefta", "H", 100, 10000, 0, share)


def test_a_dish_that_is_not_halal_stays_on_its_line() -> None:
    day = kitchen(line(kitchen="K"), line(site="rameh", kitchen="H"))
    day = replace(day, dishes=tuple(replace(dish, halal=False) for dish in day.dishes))
    assert [batch.line for batch in problem_of(day).batches] == ["H", "K"]


def test_minutes_grow_with_the_batch_and_stand_on_the_grid() -> None:
    problem = problem_of(kitchen(line(portions=120)))
    assert problem.task_by_key["kefta-H-1-1"].modes[0].minutes == 25  # 20 × 1.21, up to fives
    assert problem.task_by_key["kefta-H-1-2"].modes[0].minutes == 40


def test_more_hands_shorten_a_step_that_is_attended_throughout() -> None:
    step = ProcessStep("kefta", 1, "prep", "cook", minutes_per_100=60, hands=1, most_hands=2)
    day = kitchen(line(), steps=(step, *steps_of("kefta")[1:]))
    modes = problem_of(day).task_by_key["kefta-H-1-1"].modes
    assert [(mode.minutes, mode.attended[0].hands) for mode in modes] == [(65, 1), (35, 2)]


def test_work_for_a_later_day_is_a_batch_without_holds() -> None:
    soak = ProcessStep("soup", 1, "soak", "cook", fixed_minutes=15, day_offset=-1)
    day = kitchen(
        line(), steps=(soak, *steps_of("kefta")), ahead=(Ahead("soup", "H", -1, 90, 9000),)
    )
    problem = problem_of(day)
    assert [task.key for task in problem.tasks_of("soup-H-ahead-1")] == ["soup-H-ahead-1-1"]
    assert {hold.batch for hold in problem.holds} == {"kefta-H-1"}


def test_more_portions_go_where_there_is_room() -> None:
    old = problem_of(kitchen(line(portions=100)))
    new = amended(kitchen(line(portions=125)), old, begun=())
    assert [batch.key for batch in new.batches] == ["kefta-H-1"]
    assert fed(new) == {"nahf": 125}


def test_a_begun_batch_does_not_grow() -> None:
    old = problem_of(kitchen(line(portions=100)))
    new = amended(kitchen(line(portions=125)), old, begun=("kefta-H-1",))
    assert [batch.portions for batch in new.batches] == [101, 26]


def test_portions_no_longer_asked_for_stay_spare_in_a_begun_batch() -> None:
    old = problem_of(kitchen(line(portions=100)))
    (batch,) = amended(kitchen(line(portions=80)), old, begun=("kefta-H-1",)).batches
    assert batch.portions == 101
    assert [(extra.kind, extra.portions) for extra in batch.extras] == [
        ("sample", 1),
        ("spare", 20),
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 700), st.sampled_from("HK"), st.sampled_from((690, 750))),
        min_size=1,
        max_size=6,
    )
)
def test_batches_always_add_up_to_the_demand(lines: list[tuple[int, str, int]]) -> None:
    demand = [
        line(portions=count, site=f"site-{n}", kitchen=name, ready_by=ready, eat_at=ready + 60)
        for n, (count, name, ready) in enumerate(lines)
    ]
    problem = problem_of(kitchen(*demand))
    assert fed(problem) == {one.site: one.portions for one in demand}
    assert all(batch.reference_portions <= 30000 for batch in problem.batches)

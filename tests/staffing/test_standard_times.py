"""Standard times proposed from measured ones: enough of them, the plausible ones, the median."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kurkum.base.choices import Mark
from kurkum.lib.dates import at_minute
from staffing.choices import PlanState, TaskState
from staffing.models import Batch, BatchTask, ProcessStep, ProductionPlan
from staffing.selectors.standard_times import LEAST, proposals
from staffing.services.standard_times import NothingMeasured, accept_time
from tests.factories import menus
from tests.factories.base import TODAY, at, manager

pytestmark = pytest.mark.django_db
NOW = at(TODAY, 18)


@pytest.fixture
def step() -> ProcessStep:
    """10 minutes and 20 more per 100 portions: 30 minutes for a batch of 100."""
    return ProcessStep.objects.create(
        dish=menus.dish("salad", menus.ingredient("cucumber")), position=1, kind="cut",
        fixed_minutes=10, minutes_per_100=Decimal(20),
    )  # fmt: skip


def measured(step: ProcessStep, *minutes: int, state: str = PlanState.CURRENT) -> None:
    """One day with a batch of 100 for each measurement."""
    for number, taken in enumerate(minutes, start=1):
        day = TODAY - dt.timedelta(days=number)
        plan = ProductionPlan.objects.create(
            date=day, state=state, version=ProductionPlan.objects.count() + 1, status="optimal",
            seconds=1, seed=1, orders_checksum="0", created_at=NOW,
        )  # fmt: skip
        recipe = step.dish.recipes.get()
        batch = Batch.objects.create(
            plan=plan, key="salad-1", dish=step.dish, recipe=recipe, line=menus.line(),
            portions=100, reference_portions=10_000, grams=1,
        )  # fmt: skip
        BatchTask.objects.create(
            plan=plan, batch=batch, key="salad-1-1", step=step, kind="cut", start_minute=300,
            end_minute=330, state=TaskState.DONE, started_at=at_minute(day, 300),
            done_at=at_minute(day, 300 + taken),
        )  # fmt: skip


def test_the_median_of_five_measurements_is_proposed(step: ProcessStep) -> None:
    measured(step, 30, 45, 45, 45, 60)
    (one,) = proposals(TODAY)
    assert (one.count, one.percent) == (5, 50)
    assert (one.fixed_minutes, one.minutes_per_100) == (15, Decimal("30.00"))
    assert one.is_worth_it


def test_fewer_than_five_say_nothing(step: ProcessStep) -> None:
    measured(step, *[45] * (LEAST - 1))
    assert proposals(TODAY) == []


@pytest.mark.parametrize(("taken", "counts"), [(5, False), (6, True), (150, True), (151, False)])
def test_presses_that_cannot_be_true_are_left_out(
    step: ProcessStep, taken: int, counts: bool
) -> None:
    """A fifth of 30 minutes is 6, five times is 150."""
    measured(step, 30, 30, 30, 30, taken)
    assert bool(proposals(TODAY)) is counts


def test_tasks_of_replaced_plans_do_not_count_twice(step: ProcessStep) -> None:
    measured(step, *[45] * LEAST, state=PlanState.SUPERSEDED)
    assert proposals(TODAY) == []


def test_a_time_that_fits_is_not_worth_a_change(step: ProcessStep) -> None:
    measured(step, 30, 31, 32, 31, 30)
    (one,) = proposals(TODAY)
    assert not one.is_worth_it


def test_taking_it_over_changes_the_step_and_marks_it_derived(step: ProcessStep) -> None:
    measured(step, 45, 45, 45, 45, 45)
    accept_time(step=step, author=manager(), now=NOW)
    step.refresh_from_db()
    assert (step.fixed_minutes, step.minutes_per_100) == (15, Decimal(30))
    assert step.mark == Mark.DERIVED
    (again,) = proposals(TODAY)
    assert again.percent == 0


def test_a_second_press_changes_nothing(step: ProcessStep) -> None:
    measured(step, 44, 44, 44, 44, 44)
    accept_time(step=step, author=manager(), now=NOW)
    step.refresh_from_db()
    before = (step.fixed_minutes, step.minutes_per_100)
    with pytest.raises(NothingMeasured):
        accept_time(step=step, author=manager(), now=NOW)
    step.refresh_from_db()
    assert (step.fixed_minutes, step.minutes_per_100) == before


def test_without_measurements_nothing_is_taken_over(step: ProcessStep) -> None:
    with pytest.raises(NothingMeasured):
        accept_time(step=step, author=manager(), now=NOW)

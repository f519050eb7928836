"""Every invariant of production plans: a row is corrupted behind the services' back, and named.

A plan of one batch written by hand; no solve.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from kurkum.lib.dates import at_minute
from orders.choices import DeliveryState
from orders.models import Delivery, DeliveryLine, DemandLine, OrderDay, Site
from orders.services.locking import lock_day
from staffing.choices import ExtraKind, PlanState, TaskState
from staffing.models import (
    Batch,
    BatchExtra,
    BatchReading,
    BatchShare,
    BatchTask,
    Equipment,
    EquipmentKind,
    PlanGap,
    ProductionPlan,
    RetainedSample,
)
from staffing.production_checks import production_breaches
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW, at

NINE, TEN, NOON = (at_minute(TOMORROW, 60 * hour) for hour in (9, 10, 12))


@pytest.fixture
def plan(db: None) -> ProductionPlan:
    """One school's 120 portions in one batch on one kettle, in force."""
    orders.cutoff_rule()
    orders.price()
    menus.menu_day(menus.dish(), date=TOMORROW)
    school: Site = orders.site()
    menus.regular()
    orders.standing_order(school, 120)
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    line = DemandLine.objects.get()
    made = ProductionPlan.objects.create(
        date=TOMORROW, version=1, state=PlanState.CURRENT, status="feasible", seconds=Decimal(1),
        seed=1, created_at=at(TODAY, 13), document={"batches": [{"id": "b1"}]},
    )  # fmt: skip
    batch = Batch.objects.create(
        plan=made, key="b1", dish=line.dish, line=line.line, portions=121,
        recipe=line.dish.recipes.get(), reference_portions=12100, grams=36300,
    )  # fmt: skip
    BatchShare.objects.create(batch=batch, demand_line=line, portions=120)
    BatchExtra.objects.create(batch=batch, kind=ExtraKind.SAMPLE, portions=1)
    kind = EquipmentKind.objects.create(key="kettle", name_en="kettle")
    kettle = Equipment.objects.create(key="kettle_1", name_en="Kettle 1", kind=kind, capacity=100)
    for key, start in (("t1", 540), ("t2", 600)):
        BatchTask.objects.create(
            plan=made, batch=batch, key=key, kind="cook", equipment=kettle, start_minute=start,
            end_minute=start + 60,
        )  # fmt: skip
    OrderDay.objects.filter(date=TOMORROW).update(is_planned=True)
    return made


def _gap(plan: ProductionPlan) -> None:
    PlanGap.objects.create(plan=plan, what="mujaddara", missing=3, because=["too few kettles"])


def _kettle_twice(plan: ProductionPlan) -> None:
    plan.tasks.filter(key="t2").update(start_minute=570)


def _another_day(plan: ProductionPlan) -> None:
    DemandLine.objects.update(date=TODAY)


def _cold(plan: ProductionPlan, action: str = "") -> None:
    BatchReading.objects.create(
        batch=plan.batches.get(), point="core", celsius=Decimal("61.0"), taken_at=TEN, is_ok=False,
        corrective_action=action,
    )  # fmt: skip


def _delivered(
    *, left: dt.datetime, received: dt.datetime | None = None, portions: int = 120
) -> None:
    line = DemandLine.objects.get()
    state = DeliveryState.DISPATCHED if received is None else DeliveryState.RECEIVED
    delivery = Delivery.objects.create(
        number=1, date=TOMORROW, site=line.site, state=state, dispatched_at=left,
        received_at=received,
    )  # fmt: skip
    DeliveryLine.objects.create(
        delivery=delivery, dish=line.dish, diner_group=line.diner_group, diet=line.diet,
        ordered=120, dispatched=portions,
    )  # fmt: skip


def _cold_and_sent(plan: ProductionPlan) -> None:
    _cold(plan)
    _delivered(left=TEN)


def _cold_on_the_way_and_handed_over(plan: ProductionPlan) -> None:
    _cold(plan)
    _delivered(left=NINE, received=NOON)


def _sample_gone(plan: ProductionPlan) -> None:
    RetainedSample.objects.create(
        batch=plan.batches.get(), grams=200, taken_at=NINE, keep_until=NOON, discarded_at=TEN
    )


def _other_batches_written(plan: ProductionPlan) -> None:
    plan.document = {"batches": [{"id": "b1"}, {"id": "b2"}]}
    plan.save(update_fields=["document"])


def _begun_without_time(plan: ProductionPlan) -> None:
    plan.tasks.filter(key="t1").update(state=TaskState.STARTED, started_at=None)


@pytest.mark.parametrize(
    ("corrupt", "invariant"),
    [
        (_gap, "plan_in_force_has_no_gap"),
        (_kettle_twice, "equipment_holds_one_batch"),
        (_another_day, "batch_feeds_its_day"),
        (_cold_and_sent, "bad_reading_has_an_action"),
        (_cold_on_the_way_and_handed_over, "bad_reading_has_an_action"),
        (_sample_gone, "sample_is_kept"),
        (_other_batches_written, "plan_document_agrees"),
        (_begun_without_time, "begun_task_has_a_time"),
    ],
)
def test_a_corrupted_row_is_named(
    plan: ProductionPlan, corrupt: Callable[[ProductionPlan], None], invariant: str
) -> None:
    assert list(production_breaches()) == []
    corrupt(plan)
    assert [breach.invariant for breach in production_breaches()] == [invariant]


def test_a_cold_batch_that_is_held_back_breaks_nothing(plan: ProductionPlan) -> None:
    _cold(plan)
    assert list(production_breaches()) == []


def test_a_cold_batch_may_leave_once_something_was_done(plan: ProductionPlan) -> None:
    _cold(plan, action="reheated to 82 °C")
    _delivered(left=NOON)
    assert list(production_breaches()) == []


def test_a_van_that_left_the_cold_dish_behind_breaks_nothing(plan: ProductionPlan) -> None:
    _cold(plan)
    _delivered(left=NOON, portions=0)
    assert list(production_breaches()) == []


def test_food_that_was_eaten_before_the_reading_breaks_nothing(plan: ProductionPlan) -> None:
    _cold(plan)
    _delivered(left=NINE, received=at_minute(TOMORROW, 599))
    assert list(production_breaches()) == []

"""The living day: tasks, temperatures, late changes, an ill cook, the way back of food."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kurkum.base.choices import Role
from kurkum.base.ports import AmendmentQuestion, breaches
from kurkum.lib.dates import at_minute
from orders.models import DispatchHold, OrderDay, Site
from staffing.choices import AvailabilityLevel, PlanState, TaskState
from staffing.models import Availability, Batch, BatchTask, Cook, ProductionPlan, TaskWork
from staffing.selectors.plans import handed_out, in_force
from staffing.selectors.today import needs_now
from staffing.selectors.tracing import batches_of_site, sites_of_batch
from staffing.services.amendments import judge_amendment
from staffing.services.differences import plan_difference
from staffing.services.kitchen_day import (
    PlanIsOld,
    TaskMovedOn,
    finish_task,
    start_task,
    take_sample,
)
from staffing.services.production import DayBegun, SolveRequest, plan_day
from staffing.services.production_runs import request_production
from staffing.services.replanning import replan_day
from staffing.services.temperatures import name_action, record_reading
from tests.factories.base import manager, user
from tests.staffing.contract_production import faults
from tests.staffing.planned_kitchen import DAY, REQUEST, planned

__all__ = ["planned"]
pytestmark = pytest.mark.django_db
FIVE = at_minute(DAY, 5 * 60)


def test_a_task_is_begun_once(planned: ProductionPlan) -> None:
    task = planned.tasks.first()
    assert task is not None
    start_task(task=task, author=manager(), now=FIVE)
    with pytest.raises(TaskMovedOn):
        start_task(task=task, author=manager(), now=FIVE)


def test_a_finished_task_keeps_what_was_made(planned: ProductionPlan) -> None:
    task = planned.tasks.filter(batch__isnull=False).first()
    assert task is not None
    done = finish_task(task=task, author=manager(), now=FIVE, portions=123)
    assert done.state == TaskState.DONE
    assert planned.batches.get(tasks=task).prepared_portions == 123


def test_a_task_of_a_replaced_plan_is_refused(planned: ProductionPlan) -> None:
    ProductionPlan.objects.filter(pk=planned.pk).update(state=PlanState.SUPERSEDED)
    task = planned.tasks.first()
    assert task is not None
    with pytest.raises(PlanIsOld):
        start_task(task=task, author=manager(), now=FIVE)


def test_a_sample_is_kept_for_three_days(planned: ProductionPlan) -> None:
    batch = planned.batches.first()
    assert batch is not None
    sample = take_sample(batch=batch, author=manager(), now=FIVE)
    assert (sample.grams, (sample.keep_until - sample.taken_at).days) == (200, 3)


def test_a_batch_names_its_sites_and_a_site_its_batches(planned: ProductionPlan) -> None:
    site = Site.objects.get(key="school_zaytoun")
    shares = batches_of_site(site, DAY)
    assert shares
    for share in shares:
        assert site in [one.site for one in sites_of_batch(share.batch)]


def test_the_stored_plan_breaks_no_invariant(planned: ProductionPlan) -> None:
    assert [one for one in breaches() if "plan" in one.invariant or "batch" in one.invariant] == []


def names_of_breaches() -> set[str]:
    return {one.invariant for one in breaches()}


def test_a_batch_that_does_not_add_up_is_named(planned: ProductionPlan) -> None:
    batch = planned.batches.first()
    assert batch is not None
    planned.batches.filter(pk=batch.pk).update(portions=batch.portions + 1)
    assert "batch_adds_up" in names_of_breaches()


def test_a_planned_day_that_could_be_reopened_is_named(planned: ProductionPlan) -> None:
    OrderDay.objects.filter(date=DAY).update(is_planned=False)
    assert "planned_day_is_marked" in names_of_breaches()


def test_a_cook_in_two_places_is_named(planned: ProductionPlan) -> None:
    one = TaskWork.objects.filter(task__plan=planned).first()
    assert one is not None
    elsewhere = TaskWork.objects.filter(task__plan=planned).exclude(task__work__cook=one.cook)
    other = elsewhere.first()
    assert other is not None
    TaskWork.objects.create(
        task=other.task, cook=one.cook, from_minute=one.from_minute, to_minute=one.to_minute
    )
    assert "cook_is_in_one_place" in names_of_breaches()


def test_fewer_portions_always_fit(planned: ProductionPlan) -> None:
    question = AmendmentQuestion(DAY, "school_zaytoun", "grades_1_6", "regular", -20, FIVE)
    assert judge_amendment(question).fits == -20


def test_portions_that_nobody_there_eats_wait_for_the_manager(planned: ProductionPlan) -> None:
    question = AmendmentQuestion(DAY, "school_zaytoun", "adult", "regular", 5, FIVE)
    judged = judge_amendment(question)
    assert judged.fits == 0
    assert judged.causes[0][0] == "not_ordered_there"


def test_an_ill_cook_changes_little_and_what_changed_is_listed(planned: ProductionPlan) -> None:
    ill = Cook.objects.get(key="iman_z")
    Availability.objects.create(
        cook=ill, level=AvailabilityLevel.UNAVAILABLE, date_from=DAY, date_to=DAY
    )
    new = replan_day(day=DAY, now=FIVE, author=manager(), request=SolveRequest(4.0))
    changed = plan_difference(planned, new)
    assert new.version == planned.version + 1
    assert not TaskWork.objects.filter(task__plan=new, cook=ill).exists()
    assert not new.gaps.exists()
    assert changed
    assert len(changed) < new.tasks.count()
    assert faults(handed_out(new)) == []


def test_a_day_on_which_nothing_changed_keeps_its_plan_and_sheets(
    planned: ProductionPlan,
) -> None:
    same = replan_day(day=DAY, now=FIVE, author=manager(), request=SolveRequest(4.0))
    assert same == planned
    assert ProductionPlan.objects.filter(date=DAY).count() == 1


# -- a day that has begun -------------------------------------------------------------------------


def begun(plan: ProductionPlan) -> BatchTask:
    task = plan.tasks.filter(batch__isnull=False).order_by("start_minute", "key")[0]
    return start_task(task=task, author=manager(), now=FIVE)


def test_a_day_that_has_begun_is_not_planned_anew(planned: ProductionPlan) -> None:
    begun(planned)
    with pytest.raises(DayBegun):
        plan_day(day=DAY, now=FIVE, author=manager(), request=REQUEST)
    with pytest.raises(DayBegun):
        request_production(day=DAY, author=manager(), seconds=5, seed=1, now=FIVE)
    assert ProductionPlan.objects.filter(date=DAY).count() == 1


def test_a_changed_plan_keeps_its_work_and_holds_food_for_whoever_gets_it_now(
    planned: ProductionPlan,
) -> None:
    batch = planned.batches.exclude(dish__hold_class="cold").filter(shares__isnull=False)[0]
    record_reading(batch=batch, point="pack", celsius=Decimal(50), author=manager(), now=FIVE)
    task = begun(planned)
    DispatchHold.objects.all().delete()
    Availability.objects.create(
        cook=Cook.objects.get(key="iman_z"),
        level=AvailabilityLevel.UNAVAILABLE,
        date_from=DAY,
        date_to=DAY,
    )
    new = replan_day(day=DAY, now=FIVE, author=manager(), request=SolveRequest(4.0))
    assert new.tasks.get(key=task.key).state == TaskState.STARTED
    after = in_force(Batch.objects.get(pk=batch.pk))
    assert after.plan == new
    held = DispatchHold.objects.filter(lifted_at__isnull=True, batch=batch.key)
    assert {row.site for row in held} == {one.site for one in sites_of_batch(after)}


def test_only_who_may_trace_a_batch_is_led_there(planned: ProductionPlan) -> None:
    batch = planned.batches.all()[0]
    trace = reverse("staffing:trace_batch", args=[batch.pk])
    for person, is_led in ((manager(), True), (user("amal-the-cook", Role.COOK), False)):
        client = Client()
        client.force_login(person)
        page = client.get(reverse("staffing:batch", args=[batch.pk])).content.decode()
        assert (trace in page) is is_led
        assert (client.get(trace).status_code == 200) is is_led


def test_todays_page_leads_to_the_food_that_must_stay(planned: ProductionPlan) -> None:
    batch = planned.batches.exclude(dish__hold_class="cold").filter(shares__isnull=False)[0]
    reading = record_reading(
        batch=batch, point="pack", celsius=Decimal(50), author=manager(), now=FIVE
    )
    page = reverse("staffing:batch", args=[batch.pk])
    assert [one.level for one in needs_now(FIVE, DAY) if one.url == page] == ["stop"]
    name_action(reading=reading, corrective_action="heated", author=manager(), now=FIVE)
    assert page not in [one.url for one in needs_now(FIVE, DAY)]

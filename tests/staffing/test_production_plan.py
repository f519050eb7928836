"""A day of the whole demo kitchen: planned, stored, written down, printed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from kurkum.base.models import Change
from orders.models import DemandLine, OrderDay
from staffing.choices import PlanState
from staffing.models import BatchShare, ProductionPlan, TaskWork
from staffing.selectors.plans import handed_out
from staffing.selectors.sheet_facts import sheet_facts
from staffing.services.production import plan_day
from staffing.services.stored_plan import stored_solution
from tests.factories.base import NOW
from tests.staffing.contract_production import faults
from tests.staffing.planned_kitchen import DAY, REQUEST, planned

__all__ = ["planned"]
pytestmark = pytest.mark.django_db


def test_the_whole_kitchen_fits_without_a_gap(planned: ProductionPlan) -> None:
    assert planned.state == PlanState.CURRENT
    assert planned.tasks.count() >= 80
    assert not planned.gaps.exists()


def test_its_document_passes_a_check_that_knows_no_solver(planned: ProductionPlan) -> None:
    assert faults(handed_out(planned)) == []


def test_every_demand_line_is_fed_to_the_last_portion(planned: ProductionPlan) -> None:
    fed: dict[int, int] = {}
    for share in BatchShare.objects.filter(batch__plan=planned):
        fed[share.demand_line_id] = fed.get(share.demand_line_id, 0) + share.portions
    ordered = dict(DemandLine.objects.filter(date=DAY).values_list("pk", "portions"))
    assert fed == ordered


def test_the_day_is_marked_as_planned_and_its_history_written(planned: ProductionPlan) -> None:
    assert OrderDay.objects.get(date=DAY).is_planned
    assert Change.objects.filter(subject="ProductionPlan", action="planned").count() == 1


def test_the_same_input_and_seed_give_the_same_plan_and_no_second_version(
    planned: ProductionPlan,
) -> None:
    again = plan_day(day=DAY, now=NOW, author=None, request=REQUEST)
    assert again.pk == planned.pk


def test_the_stored_plan_reads_back_as_it_was_solved(planned: ProductionPlan) -> None:
    solution = stored_solution(planned)
    assert len(solution.tasks) == planned.tasks.count()
    spans = sum(len(span.cooks) for task in solution.tasks for span in task.attended)
    assert spans == TaskWork.objects.filter(task__plan=planned).count()


def test_special_meals_are_listed_with_their_codes(planned: ProductionPlan) -> None:
    specials = sheet_facts(planned).specials
    assert any(one.codes for one in specials)
    assert all(not one.diet.is_regular for one in specials)


def steal_a_portion(document: dict[str, Any]) -> None:
    document["batches"][0]["for"][0]["portions"] -= 1


def send_a_cook_home(document: dict[str, Any]) -> None:
    busy = {cook for task in document["tasks"] for part in task["attended"] for cook in part[2]}
    cook = next(row for row in document["cooks"] if row["key"] in busy)
    cook["to"] = cook["from"]


def hold_too_long(document: dict[str, Any]) -> None:
    document["holds"][0]["limit"] = document["holds"][0]["minutes"] - 1


def use_a_vessel_twice(document: dict[str, Any]) -> None:
    tasks = [task for task in document["tasks"] if task["equipment"] == "packing_line_1"]
    tasks[1]["start"], tasks[1]["end"] = tasks[0]["start"], tasks[0]["end"]


def forget_a_step(document: dict[str, Any]) -> None:
    batch = next(row["id"] for row in document["batches"] if row["for"])
    task = next(row for row in document["tasks"] if row["batch"] == batch)
    document["tasks"].remove(task)


def leave_before_it_is_packed(document: dict[str, Any]) -> None:
    for row in document["departures"]:
        row["depart"] = f"{DAY}T05:00"


def serve_k_from_h(document: dict[str, Any]) -> None:
    document["rules"]["line_feeds"]["k"] = []


@pytest.mark.parametrize(
    "spoil",
    [
        steal_a_portion, send_a_cook_home, hold_too_long, use_a_vessel_twice, forget_a_step,
        leave_before_it_is_packed, serve_k_from_h,
    ],
)  # fmt: skip
def test_the_check_sees_a_spoiled_plan(
    planned: ProductionPlan, spoil: Callable[[dict[str, Any]], None]
) -> None:
    document = copy.deepcopy(handed_out(planned))
    spoil(document)
    assert faults(document) != []

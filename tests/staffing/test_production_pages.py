"""Pages of the kitchen's day: who may open them, what they do, and the background solve."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kurkum.base.choices import Role
from kurkum.base.models import SolverRun
from kurkum.lib.dates import at_minute
from staffing.choices import PlanState, TaskState
from staffing.models import BatchReading, Equipment, EquipmentOutage, PlanGap, ProductionPlan
from staffing.selectors.today import needs_now
from staffing.services.production_runs import perform_production, request_production
from tests.factories.base import NOW, manager, user
from tests.staffing.planned_kitchen import DAY, NEXT, OPEN, planned

__all__ = ["planned"]
pytestmark = pytest.mark.django_db


def signed_in(*roles: str) -> Client:
    client, person = Client(), user("person", *roles)
    person.language = "en"
    person.save(update_fields=["language"])
    client.force_login(person)
    return client


def page(name: str, *words: object) -> str:
    return reverse(f"staffing:{name}", args=words)


def pages_of_the_manager(plan: ProductionPlan) -> list[str]:
    return [
        page("today"), page("production", DAY), page("production", OPEN),
        page("production_sheet", plan.pk), page("production_labels", plan.pk),
        page("kitchen", DAY), page("batch", plan.batches.all()[0].pk),
        page("cook_card", plan.pk, "samira_k"), page("production_part", plan.pk, "stores"),
    ]  # fmt: skip


def test_the_manager_opens_every_page(planned: ProductionPlan) -> None:
    client = signed_in(Role.MANAGER)
    found = {url: client.get(url).status_code for url in pages_of_the_manager(planned)}
    assert set(found.values()) == {200}


@pytest.mark.parametrize("role", [Role.SCHOOL, Role.DRIVER, Role.BOARD, Role.BOOKKEEPER])
def test_others_open_none_of_them(planned: ProductionPlan, role: str) -> None:
    client = signed_in(role)
    found = {url: client.get(url).status_code for url in pages_of_the_manager(planned)}
    assert set(found.values()) == {403}


def test_a_cook_sees_tasks_and_papers_but_plans_nothing(planned: ProductionPlan) -> None:
    client = signed_in(Role.COOK)
    assert client.get(page("kitchen", DAY)).status_code == 200
    assert client.get(page("production_sheet", planned.pk)).status_code == 200
    assert client.get(page("today")).status_code == 403
    assert client.post(page("production_solve", DAY), {"seconds": 5}).status_code == 403


def test_a_part_of_the_sheet_that_there_is_not_is_not_found(planned: ProductionPlan) -> None:
    client = signed_in(Role.MANAGER)
    assert client.get(page("production_part", planned.pk, "poems")).status_code == 404


def test_a_part_on_paper_counts_as_printed(planned: ProductionPlan) -> None:
    signed_in(Role.COOK).get(page("production_part", planned.pk, "packing"))
    planned.refresh_from_db()
    assert planned.printed_at is not None


def test_a_cook_begins_and_finishes_a_task(planned: ProductionPlan) -> None:
    client, task = signed_in(Role.COOK), planned.tasks.filter(batch__isnull=False)[0]
    client.post(page("task_start", task.pk))
    client.post(page("task_finish", task.pk), {"portions": "77"})
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    assert planned.batches.get(tasks=task).prepared_portions == 77


def test_a_bad_temperature_asks_what_was_done(planned: ProductionPlan) -> None:
    client = signed_in(Role.COOK)
    batch = planned.batches.exclude(dish__hold_class="cold")[0]
    given = {"point": "pack", "celsius": "50"}
    answer = client.post(page("batch_reading", batch.pk), given, follow=True)
    assert "until you say what was done" in answer.content.decode()
    reading = BatchReading.objects.get()
    assert (reading.is_ok, reading.corrective_action) == (False, "")
    client.post(page("reading_action", reading.pk), {"corrective_action": "reheated to 76 °C"})
    reading.refresh_from_db()
    assert reading.corrective_action == "reheated to 76 °C"


def test_printing_the_sheet_is_remembered(planned: ProductionPlan) -> None:
    signed_in(Role.MANAGER).get(page("production_sheet", planned.pk))
    planned.refresh_from_db()
    assert planned.printed_at is not None


def test_a_day_that_is_open_is_not_queued(planned: ProductionPlan) -> None:
    answer = signed_in(Role.MANAGER).post(
        page("production_solve", OPEN), {"seconds": 5}, follow=True
    )
    assert "not locked" in answer.content.decode()
    assert not SolverRun.objects.exists()


def test_a_background_solve_is_watched_and_ends_with_a_plan(planned: ProductionPlan) -> None:
    client = signed_in(Role.MANAGER)
    run = request_production(day=NEXT, author=manager(), seconds=2, seed=1, now=NOW)
    waiting = client.get(page("production_run", run.pk), headers={"hx-request": "true"})
    assert "waiting for its turn" in waiting.content.decode()
    assert f"Planning Thursday {NEXT:%d.%m.%Y}" in waiting.content.decode()
    perform_production(run.pk)
    run.refresh_from_db()
    assert run.state == SolverRun.State.DONE
    assert ProductionPlan.objects.filter(run=run, date=NEXT).exists()
    done = client.get(page("production_run", run.pk), headers={"hx-request": "true"})
    assert done.headers["HX-Redirect"] == page("production", NEXT)


def test_the_rest_of_the_day_is_adapted_in_the_background(
    planned: ProductionPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(Role.MANAGER)
    oven = Equipment.objects.filter(kind__key="oven").order_by("key")[0]
    EquipmentOutage.objects.create(equipment=oven, from_at=at_minute(DAY, 5 * 60), reason="dark")
    answer = client.post(page("production_replan", DAY))
    run = SolverRun.objects.get()
    assert answer.headers["Location"] == page("production_run", run.pk)
    monkeypatch.setattr(timezone, "now", lambda: at_minute(DAY, 5 * 60))
    perform_production(run.pk)
    run.refresh_from_db()
    assert (run.state, run.log) == (SolverRun.State.DONE, "")
    adapted = ProductionPlan.objects.get(run=run)
    assert adapted.version > planned.version
    assert not adapted.tasks.filter(equipment=oven, start_minute__gt=5 * 60).exists()


def test_adapting_a_day_on_which_nothing_changed_says_so(
    planned: ProductionPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(Role.MANAGER)
    client.post(page("production_replan", DAY))
    run = SolverRun.objects.get()
    monkeypatch.setattr(timezone, "now", lambda: at_minute(DAY, 5 * 60))
    perform_production(run.pk)
    monkeypatch.undo()
    client.get(page("production_run", run.pk), headers={"hx-request": "true"})
    shown = client.get(page("production", DAY)).content.decode()
    assert "Nothing had to change: the plan stays as it is." in shown
    assert ProductionPlan.objects.filter(date=DAY).count() == 1


def test_without_a_plan_nothing_can_be_adapted(planned: ProductionPlan) -> None:
    answer = signed_in(Role.MANAGER).post(page("production_replan", NEXT), follow=True)
    assert "No plan is in force" in answer.content.decode()
    assert not SolverRun.objects.exists()


def test_a_waiting_solve_can_be_stopped(planned: ProductionPlan) -> None:
    run = request_production(day=NEXT, author=manager(), seconds=2, seed=1, now=NOW)
    signed_in(Role.MANAGER).post(page("production_stop", run.pk))
    run.refresh_from_db()
    assert run.state == SolverRun.State.CANCELLED
    perform_production(run.pk)
    assert not ProductionPlan.objects.filter(date=NEXT).exists()


def test_what_waits_is_listed_most_urgent_first(planned: ProductionPlan) -> None:
    planned.gaps.create(what="arab_salad", missing=3, because=[])
    at_six = at_minute(DAY, 6 * 60)
    needs = needs_now(at_six, DAY)
    levels = [need.level for need in needs]
    assert "The plan has 1 gap." in [need.text for need in needs]
    assert any("should have begun" in need.text for need in needs)
    assert levels == sorted(levels, key=["stop", "warn", "info"].index)


def test_a_newer_try_with_gaps_is_never_silent(planned: ProductionPlan) -> None:
    draft = ProductionPlan.objects.create(
        date=DAY, version=planned.version + 1, state=PlanState.DRAFT, status="feasible",
        layers=[], seconds=1, seed=1, document=planned.document, orders_checksum="x",
        created_at=NOW,
    )  # fmt: skip
    PlanGap.objects.create(plan=draft, what="mujaddara_rice", missing=12, because=[])
    shown = signed_in(Role.MANAGER).get(page("production", DAY)).content.decode()
    assert "Planning again left gaps (version 2); the plan below stays in force." in shown
    assert "12 portions do not fit" in shown
    draft.delete()
    assert "left gaps" not in signed_in(Role.MANAGER).get(page("production", DAY)).content.decode()

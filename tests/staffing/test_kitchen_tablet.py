"""The tablet: food that may not leave, what a batch takes from the stores, what the vans hear."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.lib.dates import at_minute
from menus.choices import MoveKind
from menus.models import StockLot, StockMove
from menus.units import KitchenQuantity
from orders.errors import DispatchRefused
from orders.models import Delivery, DeliveryLine, DispatchHold
from orders.services.delivery_notes import prepare_deliveries
from orders.services.dispatching import Measured, dispatch
from staffing.amount_words import quantity
from staffing.choices import TaskState
from staffing.models import Batch, BatchReading, BatchTask, ProductionPlan
from staffing.selectors.kitchen_queue import batch_view, kitchen_queue
from staffing.selectors.sheet_facts import sheet_facts
from staffing.selectors.tracing import (
    made_for_site,
    recall_of_batch,
    recall_of_lot,
    sites_of_batch,
)
from staffing.services.batch_stock import gross_grams
from staffing.services.kitchen_day import (
    discard,
    discard_sample,
    finish_task,
    start_task,
    take_sample,
)
from staffing.services.recall import batch_recall
from staffing.services.temperatures import name_action, record_reading
from tests.factories.base import manager
from tests.staffing.planned_kitchen import DAY, planned

__all__ = ["planned"]
pytestmark = pytest.mark.django_db
FIVE = at_minute(DAY, 5 * 60)
TEN = at_minute(DAY, 10 * 60)


def hot_batch(plan: ProductionPlan) -> Batch:
    batches = plan.batches.exclude(dish__hold_class="cold").filter(shares__isnull=False)
    batch = batches.order_by("-portions", "key").first()
    assert batch is not None
    return batch


def read(batch: Batch, celsius: str, action: str = "") -> BatchReading:
    return record_reading(
        batch=batch, point="pack", celsius=Decimal(celsius), author=manager(), now=TEN,
        corrective_action=action,
    )  # fmt: skip


def delivery_with(batch: Batch) -> Delivery:
    prepare_deliveries(date=DAY, author=None, now=FIVE)
    return Delivery.objects.get(date=DAY, site=sites_of_batch(batch)[0].site)


def leave(delivery: Delivery) -> None:
    lines = DeliveryLine.objects.filter(delivery=delivery).select_related("dish")
    dishes = {line.dish.pk: line.dish for line in lines}.values()
    warm = [
        Measured(dish, Decimal(4 if dish.hold_class == "cold" else 82)) for dish in dishes
    ]  # fmt: skip
    dispatch(delivery_id=delivery.pk, readings=warm, counts={}, author=manager(), now=TEN)


@pytest.mark.parametrize(("celsius", "is_ok"), [("74.9", False), ("75", True), ("75.1", True)])
def test_a_temperature_is_judged_by_the_limit_and_at_it_is_good(
    planned: ProductionPlan, celsius: str, is_ok: bool
) -> None:
    assert read(hot_batch(planned), celsius).is_ok is is_ok


def test_food_below_the_limit_does_not_leave_until_somebody_says_what_was_done(
    planned: ProductionPlan,
) -> None:
    batch = hot_batch(planned)
    delivery = delivery_with(batch)
    reading = read(batch, "60")
    assert batch_view(batch).blocked == (reading,)
    with pytest.raises(DispatchRefused, match="60"):
        leave(delivery)
    name_action(
        reading=reading, corrective_action="heated to 82 °C", author=manager(), now=TEN
    )  # fmt: skip
    assert batch_view(batch).blocked == ()
    leave(delivery)


def test_of_two_low_readings_both_need_an_answer(planned: ProductionPlan) -> None:
    batch = hot_batch(planned)
    first, second = read(batch, "60"), read(batch, "61")
    name_action(reading=first, corrective_action="heated", author=manager(), now=TEN)
    assert DispatchHold.objects.filter(lifted_at__isnull=True).exists()
    name_action(reading=second, corrective_action="heated again", author=manager(), now=TEN)
    assert not DispatchHold.objects.filter(lifted_at__isnull=True).exists()


def test_a_low_reading_with_its_action_holds_nothing_back(planned: ProductionPlan) -> None:
    assert not read(hot_batch(planned), "60", "heated to 82 °C").is_ok
    assert not DispatchHold.objects.exists()


def test_an_answer_without_words_or_a_second_one_is_refused(planned: ProductionPlan) -> None:
    reading = read(hot_batch(planned), "60")
    with pytest.raises(BadInput):
        name_action(reading=reading, corrective_action=" ", author=manager(), now=TEN)
    name_action(reading=reading, corrective_action="heated", author=manager(), now=TEN)
    with pytest.raises(BadInput):
        name_action(reading=reading, corrective_action="again", author=manager(), now=TEN)


def test_a_temperature_that_no_food_has_is_refused(planned: ProductionPlan) -> None:
    with pytest.raises(BadInput):
        read(hot_batch(planned), "151")


# -- stores ---------------------------------------------------------------------------------------


def stock_for(batch: Batch) -> None:
    """A kilogram too much of everything in the recipe, all of one delivery."""
    for line in batch.recipe.lines.filter(ingredient__isnull=False):
        assert line.ingredient is not None
        lot = StockLot.objects.create(
            ingredient=line.ingredient, lot_code="A1", created_on=DAY - dt.timedelta(days=1)
        )
        StockMove.objects.create(
            lot=lot, kind=MoveKind.RECEIPT, grams=900_000, date=DAY - dt.timedelta(days=1), at=FIVE
        )


def first_task(batch: Batch) -> BatchTask:
    task = batch.tasks.order_by("start_minute", "key").first()
    assert task is not None
    return task


def test_the_first_step_of_a_batch_takes_its_ingredients_once(planned: ProductionPlan) -> None:
    batch = hot_batch(planned)
    StockMove.objects.all().delete()
    stock_for(batch)
    task = first_task(batch)
    start_task(task=task, author=manager(), now=FIVE)
    used = StockMove.objects.filter(kind=MoveKind.USE)
    taken = {move.lot.ingredient_id: -move.grams for move in used.select_related("lot")}
    line = batch.recipe.lines.filter(ingredient__scale_exponent=1, part__isnull=True)[0]
    assert line.ingredient is not None
    expected = line.gross_grams * batch.reference_portions / 100 / batch.recipe.yield_portions
    assert abs(taken[line.ingredient.pk] - expected) <= 1
    finish_task(task=task, author=manager(), now=FIVE)
    assert used.count() == len(taken)
    assert {lot.ingredient_id for lot in batch.lots.all()} == set(taken)


def test_a_recall_of_a_lot_names_the_sites_of_its_batches(planned: ProductionPlan) -> None:
    batch = hot_batch(planned)
    StockMove.objects.all().delete()
    stock_for(batch)
    start_task(task=first_task(batch), author=manager(), now=FIVE)
    lot = batch.lots.all()[0]
    named = {(row.site.key, row.portions) for row in recall_of_lot(lot)}
    assert named == {(one.site.key, one.portions) for one in sites_of_batch(batch)}
    assert {row.batch for row in recall_of_lot(lot)} == {batch.key}
    assert batch_recall(batch=batch, language="en", now=TEN).startswith(b"%PDF")


def test_where_only_the_day_is_known_every_dish_with_the_ingredient_is_named(
    planned: ProductionPlan,
) -> None:
    batch = hot_batch(planned)
    stock_for(batch)
    lot = StockLot.objects.filter(lot_code="A1")[0]
    StockMove.objects.create(lot=lot, kind=MoveKind.USE, grams=-5, date=DAY, at=FIVE)
    rows = recall_of_lot(lot)
    assert {row.batch for row in rows} == {""}
    assert batch.dish in {row.dish for row in rows}


def test_a_sites_plate_leads_back_to_batches_and_lots(planned: ProductionPlan) -> None:
    batch = hot_batch(planned)
    StockMove.objects.all().delete()
    stock_for(batch)
    start_task(task=first_task(batch), author=manager(), now=FIVE)
    share = sites_of_batch(batch)[0]
    made = next(one for one in made_for_site(share.site, DAY) if one.batch.pk == batch.pk)
    assert made.portions == share.portions
    assert set(made.lots) == set(batch.lots.all())
    assert sum(row.portions for row in recall_of_batch(batch)) == sum(
        one.portions for one in sites_of_batch(batch)
    )


# -- counts ---------------------------------------------------------------------------------------


def test_when_a_dish_is_cooked_the_deliveries_hear_of_it(planned: ProductionPlan) -> None:
    batch = hot_batch(planned)
    delivery = delivery_with(batch)
    for task in planned.tasks.filter(batch__dish=batch.dish):
        finish_task(task=task, author=manager(), now=TEN)
    lines = delivery.lines.filter(dish=batch.dish)
    assert [line.prepared for line in lines] == [line.ordered for line in lines]
    others = delivery.lines.exclude(dish=batch.dish)
    assert {line.prepared for line in others} == {None}


def test_a_short_batch_says_how_many_are_missing(planned: ProductionPlan) -> None:
    batch = hot_batch(planned)
    Batch.objects.filter(pk=batch.pk).update(prepared_portions=batch.portions - 12)
    batch.refresh_from_db()
    assert batch_view(batch).missing == 12


def test_the_queue_tells_how_far_the_kitchen_is_behind(planned: ProductionPlan) -> None:
    queue = kitchen_queue(DAY, now=TEN)
    first = min(planned.tasks.values_list("start_minute", flat=True))
    assert queue.behind == 10 * 60 - first
    assert queue.clock == "10:00"
    assert queue.all == planned.tasks.count()


def test_the_tablet_counts_batches_as_the_printed_sheet_does(planned: ProductionPlan) -> None:
    facts = sheet_facts(planned)
    printed = {batch.row.pk: (batch.number, batch.of) for batch in facts.batches}
    queue = kitchen_queue(DAY, now=TEN)
    shown = {one.row.batch_id: (one.number, one.of) for one in queue.waiting if one.row.batch_id}
    assert shown == printed
    assert max(of for _number, of in shown.values()) > 1
    view = batch_view(facts.batches[-1].row)
    assert (view.number, view.of) == printed[view.row.pk]
    assert view.quantities == facts.batches[-1].quantities


@pytest.mark.parametrize(
    ("amount", "unit", "step", "written"),
    [
        ("0.5", "kg", 100, "500 g"),
        ("1920", "g", 10, "1.92 kg"),
        ("999", "g", 1, "999 g"),
        ("3.496", "kg", 1, "3.5 kg"),
        ("23.994", "kg", 1, "23.99 kg"),
        ("13.10", "kg", 100, "13.1 kg"),
        ("1", "piece", 120, "1 piece"),
        ("67", "piece", 120, "67 pieces"),
        ("2.5", "tin", 400, "2.5 tins"),
        ("1.65", "l", 10, "1.65 litres"),
    ],
)
def test_amounts_are_written_as_the_kitchen_measures_them(
    amount: str, unit: str, step: int, written: str
) -> None:
    grams = {"kg": 1000, "g": 1, "l": 1000}.get(unit, step)
    with translation.override("en"):
        value = KitchenQuantity(Decimal(amount), unit, Decimal(amount) * grams)
        assert quantity(value) == written


def test_food_thrown_away_is_summed_by_stage(planned: ProductionPlan) -> None:
    batch = hot_batch(planned)
    for grams in (1200, 300):
        discard(batch=batch, stage="preparation", grams=grams, author=manager(), now=TEN)
    assert [one.grams for one in batch_view(batch).thrown] == [1500]


def test_more_cannot_be_thrown_away_than_went_in(planned: ProductionPlan) -> None:
    batch = hot_batch(planned)
    most = max(batch.grams, gross_grams(batch))
    discard(batch=batch, stage="preparation", grams=most - 1000, author=manager(), now=TEN)
    with pytest.raises(BadInput):
        discard(batch=batch, stage="unserved", grams=1001, author=manager(), now=TEN)
    discard(batch=batch, stage="preparation", grams=1000, author=manager(), now=TEN)
    assert sum(one.grams for one in batch_view(batch).thrown) == most


@pytest.mark.parametrize("times", [-1, 2.1, 1000])
def test_portions_that_no_batch_makes_finish_nothing(planned: ProductionPlan, times: float) -> None:
    batch = hot_batch(planned)
    task = first_task(batch)
    made = int(batch.portions * times)
    with pytest.raises(BadInput):
        finish_task(task=task, author=manager(), now=TEN, portions=made)
    task.refresh_from_db()
    assert task.state != TaskState.DONE


def test_a_second_tap_takes_no_second_sample(planned: ProductionPlan) -> None:
    batch = hot_batch(planned)
    take_sample(batch=batch, author=manager(), now=TEN)
    with pytest.raises(CannotBeDone):
        take_sample(batch=batch, author=manager(), now=TEN)
    assert batch.samples.count() == 1


@pytest.mark.parametrize("made", ["-5", "abc", "999999999999", "1e3"])
def test_a_number_that_cannot_be_read_leaves_the_task_open(
    planned: ProductionPlan, client: Client, made: str
) -> None:
    client.force_login(manager())
    task = first_task(hot_batch(planned))
    page = client.post(
        reverse("staffing:task_finish", args=[task.pk]), {"portions": made}, follow=True
    )
    task.refresh_from_db()
    assert task.state == TaskState.WAITING
    assert [one.level_tag for one in page.context["messages"]] == ["error"]


def test_a_sample_is_thrown_away_after_its_time_only(planned: ProductionPlan) -> None:
    sample = take_sample(batch=hot_batch(planned), author=manager(), now=TEN)
    with pytest.raises(CannotBeDone):
        discard_sample(
            sample=sample, author=manager(), now=sample.keep_until - dt.timedelta(minutes=1)
        )
    gone = discard_sample(sample=sample, author=manager(), now=sample.keep_until)
    assert gone.discarded_at == sample.keep_until
    with pytest.raises(CannotBeDone):
        discard_sample(sample=sample, author=manager(), now=sample.keep_until)

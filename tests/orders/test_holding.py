"""Food that the kitchen holds back: what may not leave, and what lets it leave again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kurkum.base.errors import BadInput
from kurkum.base.models import Change
from menus.models import Dish
from orders.choices import DeliveryState
from orders.errors import DispatchRefused
from orders.models import Delivery, DispatchHold, Site
from orders.services.delivery_notes import prepare_deliveries
from orders.services.dispatching import Measured, dispatch
from orders.services.holding import BatchFood, held_back, hold_back, let_go
from orders.services.locking import lock_day
from tests.factories import orders
from tests.factories.base import TODAY, TOMORROW, at, limit, user

PACKED = at(TOMORROW, 10)
LEAVING = at(TOMORROW, 11)


@pytest.fixture
def note(school: Site) -> Delivery:
    """The delivery note of 120 portions of mujaddara."""
    limit("hot_dispatch_min_celsius", "70", "celsius")
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    (found,) = prepare_deliveries(date=TOMORROW, author=None, now=at(TODAY, 12))
    return found


def dish_of(note: Delivery) -> Dish:
    return note.lines.select_related("dish").get().dish


def food_of(note: Delivery, batch: str = "mujaddara-1") -> BatchFood:
    return BatchFood(note.date, dish_of(note), batch)


def hold(note: Delivery, batch: str = "mujaddara-1", site: Site | None = None) -> int:
    return hold_back(
        food=food_of(note, batch), sites=[site or note.site], celsius=Decimal("58.5"),
        author=user(), now=PACKED,
    )  # fmt: skip


def release(note: Delivery, batch: str = "mujaddara-1", done: str = "heated to 82 °C") -> int:
    return let_go(
        food=food_of(note, batch), corrective_action=done, author=user(), now=LEAVING
    )  # fmt: skip


def leave(note: Delivery) -> Delivery:
    """Measured hot at the door, so that only a hold can stand against it."""
    return dispatch(
        delivery_id=note.pk, readings=[Measured(dish_of(note), Decimal(80))], counts={},
        author=user(), now=LEAVING,
    )  # fmt: skip


def test_food_held_back_does_not_leave_however_warm_it_is_at_the_door(note: Delivery) -> None:
    hold(note)
    with pytest.raises(DispatchRefused) as refused:
        leave(note)
    (reason,) = refused.value.reasons
    assert "mujaddara-1" in str(reason)
    assert "58.5" in str(reason)
    note.refresh_from_db()
    assert (note.state, note.dispatched_at) == (DeliveryState.PLANNED, None)
    assert not note.readings.exists()


def test_it_leaves_once_somebody_says_what_was_done(note: Delivery) -> None:
    hold(note)
    assert release(note) == 1
    assert held_back(note) == []
    assert leave(note).state == DeliveryState.DISPATCHED
    row = DispatchHold.objects.get()
    assert (row.lifted_at, row.corrective_action) == (LEAVING, "heated to 82 °C")


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_without_words_it_stays(note: Delivery, words: str) -> None:
    hold(note)
    with pytest.raises(BadInput):
        release(note, done=words)
    with pytest.raises(DispatchRefused):
        leave(note)


def test_each_batch_in_the_box_needs_its_own_words(note: Delivery) -> None:
    hold(note)
    hold(note, "mujaddara-2")
    release(note)
    with pytest.raises(DispatchRefused, match="mujaddara-2"):
        leave(note)
    release(note, "mujaddara-2")
    assert leave(note).state == DeliveryState.DISPATCHED


def test_a_batch_of_another_site_keeps_nobody_else_waiting(note: Delivery) -> None:
    other = orders.site("farasha")
    hold(note, site=other)
    assert held_back(note) == []
    assert leave(note).state == DeliveryState.DISPATCHED


def test_a_batch_of_another_day_keeps_nothing_waiting(note: Delivery) -> None:
    hold_back(
        food=BatchFood(TODAY, dish_of(note), "mujaddara-1"), sites=[note.site],
        celsius=Decimal(58), author=user(), now=PACKED,
    )  # fmt: skip
    assert leave(note).state == DeliveryState.DISPATCHED


def test_two_tablets_hold_a_batch_once(note: Delivery) -> None:
    hold(note)
    hold(note)
    assert DispatchHold.objects.count() == 1
    assert release(note) == 1


def test_food_that_cools_again_is_held_again(note: Delivery) -> None:
    hold(note)
    release(note)
    hold(note)
    with pytest.raises(DispatchRefused):
        leave(note)
    assert DispatchHold.objects.count() == 2


def test_who_held_it_and_who_let_it_go_can_be_read_later(note: Delivery) -> None:
    hold(note)
    release(note)
    rows = Change.objects.filter(subject="DispatchHold").order_by("pk")
    assert [row.action for row in rows] == ["held back", "let go"]
    assert {row.subject_key for row in rows} == {f"{TOMORROW}/mujaddara-1"}


def test_letting_go_what_nobody_holds_changes_nothing(note: Delivery) -> None:
    assert release(note) == 0
    assert not Change.objects.filter(subject="DispatchHold").exists()

"""Delivery notes, temperatures at the door, counts at each hand-over."""

from __future__ import annotations

from decimal import Decimal

import pytest

from menus.choices import HoldClass
from menus.models import Dish
from orders.choices import DeliveryState
from orders.errors import DispatchRefused
from orders.models import Delivery, DeliveryLine, DemandLine, Reading, Site
from orders.services.amendments import Wish, request_amendment
from orders.services.delivery_notes import prepare_deliveries
from orders.services.dispatching import (
    Measured,
    dispatch,
    mark_arrived,
    note_leftovers,
    receive,
    tell_prepared,
)
from orders.services.locking import lock_day
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW, at, limit, user

LEAVING = at(TOMORROW, 11)
ARRIVING = at(TOMORROW, 11, 40)


@pytest.fixture
def note(school: Site) -> Delivery:
    """The delivery note of 120 portions of mujaddara."""
    limit("hot_dispatch_min_celsius", "70", "celsius")
    limit("hot_receipt_min_celsius", "65", "celsius")
    limit("cold_store_max_celsius", "5", "celsius")
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    (found,) = prepare_deliveries(date=TOMORROW, author=None, now=at(TODAY, 12))
    return found


def leave(note: Delivery, celsius: str = "78", did: str = "", **counts: int) -> Delivery:
    (line,) = note.lines.select_related("dish")
    return dispatch(
        delivery_id=note.pk,
        readings=[Measured(line.dish, Decimal(celsius), did)],
        counts={line.pk: counts["portions"]} if counts else {},
        author=user(),
        now=LEAVING,
    )


def hand_over(note: Delivery, **counts: int) -> Delivery:
    line = note.lines.get()
    chosen = {line.pk: counts["portions"]} if counts else {}
    return receive(delivery_id=note.pk, readings=[], counts=chosen, author=user(), now=ARRIVING)


def test_a_note_is_made_once_and_its_number_stays(note: Delivery) -> None:
    (again,) = prepare_deliveries(date=TOMORROW, author=None, now=LEAVING)
    assert (again.pk, again.number) == (note.pk, note.number)
    assert note.lines.get().ordered == 120


def test_an_amendment_changes_the_note_that_has_not_left(note: Delivery) -> None:
    wish = Wish(note.site, TOMORROW, menus.diner_group(), menus.regular(), -20)
    request_amendment(wish=wish, author=user(), now=at(TODAY, 18))
    assert note.lines.get().ordered == 100


def test_a_day_that_is_not_locked_has_no_notes(school: Site) -> None:
    with pytest.raises(DispatchRefused, match="lock the day first"):
        prepare_deliveries(date=TOMORROW, author=None, now=LEAVING)


def test_food_at_the_limit_leaves(note: Delivery) -> None:
    assert leave(note, "70.0").state == DeliveryState.DISPATCHED
    assert note.lines.get().dispatched == 120


def test_food_below_the_limit_stays_until_somebody_names_what_she_did(note: Delivery) -> None:
    with pytest.raises(DispatchRefused, match=r"69\.9 °C, at least 70 °C"):
        leave(note, "69.9")
    assert not Reading.objects.exists()
    leave(note, "69.9", "reheated to 82 °C")
    assert Reading.objects.get().is_ok is False


def test_a_hot_dish_does_not_leave_unmeasured(note: Delivery) -> None:
    with pytest.raises(DispatchRefused, match="Measure Mujaddara"):
        dispatch(delivery_id=note.pk, readings=[], counts={}, author=user(), now=LEAVING)


def test_a_cold_dish_has_a_most_and_no_least(note: Delivery) -> None:
    Dish.objects.update(hold_class=HoldClass.COLD)
    with pytest.raises(DispatchRefused, match="at most 5 °C"):
        leave(note, "6")
    assert leave(note, "4").state == DeliveryState.DISPATCHED


def test_a_short_batch_leaves_short(note: Delivery) -> None:
    tell_prepared(date=TOMORROW, portions={DemandLine.objects.get().pk: 90})
    leave(note)
    line = note.lines.get()
    assert (line.ordered, line.prepared, line.dispatched) == (120, 90, 90)


def test_more_than_was_ordered_does_not_leave(note: Delivery) -> None:
    with pytest.raises(DispatchRefused, match="from 0 to 120"):
        leave(note, portions=121)


def test_what_arrives_is_counted_by_the_site(note: Delivery) -> None:
    leave(note)
    found = hand_over(note, portions=118)
    assert (found.state, found.received_at, found.is_confirmed) == ("received", ARRIVING, True)
    assert note.lines.get().received == 118


def test_more_than_left_cannot_arrive(note: Delivery) -> None:
    leave(note, portions=100)
    with pytest.raises(DispatchRefused, match="from 0 to 100"):
        hand_over(note, portions=101)


def test_a_double_tap_is_told_that_it_is_done(note: Delivery) -> None:
    leave(note)
    with pytest.raises(DispatchRefused, match="on its way"):
        leave(note)


def test_the_first_time_at_the_door_counts(note: Delivery) -> None:
    leave(note)
    mark_arrived(delivery_id=note.pk, author=user(), now=at(TOMORROW, 11, 30))
    mark_arrived(delivery_id=note.pk, author=user(), now=ARRIVING)
    hand_over(note)
    note.refresh_from_db()
    assert note.arrived_at == at(TOMORROW, 11, 30)


def test_leftovers_are_noted_and_never_more_than_arrived(note: Delivery) -> None:
    leave(note)
    hand_over(note)
    line = note.lines.get()
    note_leftovers(delivery_id=note.pk, counts={line.pk: 12}, author=user(), now=ARRIVING)
    assert DeliveryLine.objects.get().leftover == 12
    with pytest.raises(DispatchRefused, match="from 0 to 120"):
        note_leftovers(delivery_id=note.pk, counts={line.pk: 121}, author=user(), now=ARRIVING)


def test_a_site_without_demand_gets_no_note(note: Delivery) -> None:
    orders.site("empty")
    assert len(prepare_deliveries(date=TOMORROW, author=None, now=LEAVING)) == 1

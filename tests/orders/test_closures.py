"""A sudden closure: one action, from this minute on, and no food wasted in silence."""

from __future__ import annotations

import datetime as dt

import pytest

from kurkum.base.errors import BadInput
from orders.choices import DayReason, DeliveryState
from orders.models import Delivery, ServiceDayOverride, Site
from orders.selectors.closures import SuddenClosure
from orders.selectors.demand import firm_demand
from orders.selectors.effective import effective_order
from orders.services.closures import close_suddenly
from orders.services.delivery_notes import prepare_deliveries
from orders.services.locking import lock_day
from tests.factories import base, orders
from tests.factories.base import TODAY, TOMORROW, at, manager

WEDNESDAY = dt.date(2026, 11, 25)
NOW = at(TODAY, 20)


@pytest.fixture
def valley(school: Site) -> Site:
    """Tomorrow is locked for a school in Nahf and one in Bi'ina."""
    other = orders.site("biina-b", place=base.locality("biina", "32.92790", "35.27320"))
    orders.standing_order(other, 60)
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    prepare_deliveries(date=TOMORROW, author=None, now=at(TODAY, 12))
    return other


def close_nahf(**facts: object) -> SuddenClosure:
    given = {"first": TOMORROW, "last": WEDNESDAY, "reason": "sirens", **facts}
    return close_suddenly(
        localities=[base.locality()],
        author=manager(),
        now=NOW,
        **given,  # type: ignore[arg-type]
    )


def test_a_locked_day_is_taken_back_and_an_open_one_closes(school: Site, valley: Site) -> None:
    close_nahf()
    assert {line.site.key for line in firm_demand(TOMORROW)} == {"biina-b"}
    later = effective_order(school, WEDNESDAY)
    assert (later.portions, later.day.reason, later.day.detail) == (0, DayReason.CLOSURE, "sirens")
    assert Delivery.objects.get(site=school).state == DeliveryState.CANCELLED


def test_other_places_go_on_as_before(valley: Site) -> None:
    close_nahf()
    assert effective_order(valley, WEDNESDAY).portions == 60


def test_what_is_cooked_already_is_offered_to_who_still_eats(valley: Site) -> None:
    found = close_nahf(cooked={(TOMORROW, "mujaddara"): 100})
    (freed,) = found.freed
    assert (freed.portions, freed.cooked) == (120, 40)
    assert [site.key for site in freed.partners] == ["biina-b"]


def test_what_nobody_counted_is_not_said_to_be_nothing(valley: Site) -> None:
    assert close_nahf().freed[0].cooked is None


def test_food_that_has_left_stays_where_it_is(school: Site, valley: Site) -> None:
    Delivery.objects.filter(site=school).update(
        state=DeliveryState.DISPATCHED, dispatched_at=at(TOMORROW, 8)
    )
    found = close_nahf()
    assert [note.site.key for note in found.on_the_way] == ["nahf-a"]
    assert found.freed == ()
    assert {line.site.key for line in firm_demand(TOMORROW)} == {"nahf-a", "biina-b"}


def test_it_stands_over_what_a_site_had_decided_before(school: Site, valley: Site) -> None:
    ServiceDayOverride.objects.create(
        site=school, date=WEDNESDAY, is_open=True, reason="party", decided_at=at(TODAY, 10)
    )
    close_nahf()
    assert not effective_order(school, WEDNESDAY).day.is_open


def test_no_place_no_reason_and_a_day_gone_by_are_all_named(valley: Site) -> None:
    with pytest.raises(BadInput) as caught:
        close_suddenly(
            localities=[], first=dt.date(2026, 11, 1), last=TODAY, reason=" ", author=None, now=NOW
        )
    assert len(caught.value.faults) == 3

"""The forecast of a site beside what is ordered: what it learns from, and where it is used."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.choices import OrderState
from orders.models import LeftOutDay, Order, OrderLine, Site
from orders.planning.forecast import Forecast
from orders.selectors.effective import effective_orders
from orders.selectors.forecast import Expectation, expectations, foreseen_orders
from tests.factories import menus
from tests.factories.base import NOW, TODAY, TOMORROW

SUNDAY_FIVE_WEEKS_AGO = dt.date(2026, 10, 18)


def lived(site: Site, portions: int, *, left_out: int = 0) -> None:
    """Five weeks of locked orders, Sunday to Thursday; on Tuesdays ``left_out`` less."""
    for index in range((TODAY - SUNDAY_FIVE_WEEKS_AGO).days):
        day = SUNDAY_FIVE_WEEKS_AGO + dt.timedelta(days=index)
        if index % 7 > 4:
            continue
        order = Order.objects.create(
            site=site, date=day, state=OrderState.LOCKED, saved_at=NOW, locked_at=NOW
        )
        count = portions - (left_out if index % 7 == 2 else 0)
        OrderLine.objects.create(
            order=order, diner_group=menus.diner_group(), diet=menus.regular(), portions=count
        )


def told(site: Site) -> dict[str, int | bool]:
    found = expectations(effective_orders(TOMORROW, TOMORROW, [site]), before=TODAY)
    one = found[site.pk, TOMORROW]
    return {"told": one.forecast.portions, "stands": one.portions, "unusual": one.is_unusual}


def test_a_standing_order_that_is_far_from_what_was_eaten_is_flagged(school: Site) -> None:
    lived(school, 90)
    assert told(school) == {"told": 90, "stands": 120, "unusual": True}


def test_an_order_like_every_week_is_not_flagged(school: Site) -> None:
    lived(school, 120)
    assert told(school) == {"told": 120, "stands": 120, "unusual": False}


@pytest.mark.parametrize(
    ("usual", "stands", "asked"),
    [
        (29, 27, False), (29, 24, True), (0, 5, True), (100, 104, False), (200, 191, False),
        (200, 190, True),
    ],
)  # fmt: skip
def test_a_person_is_asked_only_where_the_difference_is_large_in_portions_and_in_share(
    usual: int, stands: int, asked: bool
) -> None:
    narrow = Forecast(TOMORROW, usual, usual, usual, days_used=20)
    assert Expectation(narrow, stands).is_unusual is asked


def test_a_weekday_that_is_always_smaller_is_told_smaller(school: Site) -> None:
    lived(school, 120, left_out=40)
    assert 79 <= told(school)["told"] <= 84


def test_days_that_were_left_out_teach_nothing(school: Site) -> None:
    lived(school, 120, left_out=40)
    for week in range(5):
        day = SUNDAY_FIVE_WEEKS_AGO + dt.timedelta(days=7 * week + 2)
        LeftOutDay.objects.create(site=school if week % 2 else None, date=day, decided_at=NOW)
    assert told(school)["told"] == 120


def test_a_site_with_little_history_is_not_told_anything(school: Site) -> None:
    assert expectations(effective_orders(TOMORROW, TOMORROW, [school]), before=TODAY) == {}


def test_the_roster_is_told_the_forecast_where_nobody_ordered_yet(school: Site) -> None:
    lived(school, 90)
    found = foreseen_orders(TOMORROW, TOMORROW, today=TODAY)
    assert found[school.pk, TOMORROW].portions == 90


def test_the_roster_is_told_the_order_where_somebody_ordered(school: Site) -> None:
    lived(school, 90)
    order = Order.objects.create(site=school, date=TOMORROW, saved_at=NOW)
    OrderLine.objects.create(
        order=order, diner_group=menus.diner_group(), diet=menus.regular(), portions=111
    )
    found = foreseen_orders(TOMORROW, TOMORROW, today=TODAY)
    assert found[school.pk, TOMORROW].portions == 111


def test_forecasts_cost_two_queries_however_many_days_are_asked(school: Site) -> None:
    lived(school, 90)
    found = effective_orders(TODAY, TODAY + dt.timedelta(days=28), [school])
    with CaptureQueriesContext(connection) as asked:
        expectations(found, before=TODAY)
    assert len(asked) <= 2


@pytest.mark.parametrize("portions", [0, 3])
def test_a_tiny_site_is_told_something_that_is_never_negative(school: Site, portions: int) -> None:
    lived(school, portions)
    found = expectations(effective_orders(TOMORROW, TOMORROW, [school]), before=TODAY)
    assert found[school.pk, TOMORROW].forecast.portions == portions

"""The manager's day: missing first, forecast beside, limits of dishes, reminders, few queries."""

from __future__ import annotations

import datetime as dt
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kurkum.base.errors import BadInput
from kurkum.base.models import Change
from menus.models import Dish
from orders.choices import OrderState
from orders.models import Delivery, DishLimit, LeftOutDay, Order, OrderLine, Site
from orders.selectors.effective import effective_order
from orders.selectors.order_board import dish_loads, order_board, reminder
from orders.services.delivery_notes import prepare_deliveries
from orders.services.limits import leave_day_out, limit_dish, take_day_in
from orders.services.locking import lock_day
from orders.services.placing import LineWanted, save_order
from tests.factories import base, menus, orders
from tests.factories.base import NOW, TODAY, TOMORROW, at

MOST_QUERIES = 20


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at(TODAY, 9))


@pytest.fixture
def manager(db: None) -> Client:
    client = Client()
    person = base.manager()
    person.language = "en"
    person.save(update_fields=["language"])
    client.force_login(person)
    return client


def save(site: Site, portions: int) -> Order:
    return save_order(
        site=site, date=TOMORROW, lines=[LineWanted("grades_1_6", "regular", portions)],
        version=None, author=None, now=at(TODAY, 9),
    )  # fmt: skip


def test_who_is_missing_stands_first_then_standing_orders_then_orders(school: Site) -> None:
    save(school, 110)
    orders.site("nahf-b")
    orders.standing_order(orders.site("nahf-c"), 30)
    words = [(row.site.key, row.word) for row in order_board(TOMORROW).rows]
    assert words == [("nahf-b", "missing"), ("nahf-c", "standing order"), ("nahf-a", "ordered")]


def test_forty_sites_with_history_cost_at_most_twenty_queries_and_one_page(
    school: Site, manager: Client
) -> None:
    for number in range(39):
        site = orders.site(f"site-{number:02}")
        orders.standing_order(site, 30)
        for day in range(1, 15):
            order = Order.objects.create(
                site=site, date=TODAY - dt.timedelta(days=day), state=OrderState.LOCKED,
                saved_at=NOW, locked_at=NOW,
            )  # fmt: skip
            OrderLine.objects.create(
                order=order, diner_group=menus.diner_group(), diet=menus.regular(), portions=31
            )
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    with CaptureQueriesContext(connection) as asked:
        page = manager.get(f"/orders/days/{TOMORROW}/")
    assert page.content.decode().count('<th scope="row">') == 40
    assert len(asked) <= MOST_QUERIES, "\n".join(
        one["sql"].replace('"', "")[-130:] for one in asked
    )


def test_the_reminder_speaks_the_schools_language_and_goes_to_its_own_mobile(school: Site) -> None:
    Site.objects.filter(pk=school.pk).update(phone="050-123 4567", email="office@school.example")
    row = order_board(TOMORROW).rows[0]
    assert row.whatsapp.startswith("https://wa.me/972501234567?text=")
    assert row.mail.startswith("mailto:office@school.example?subject=")
    found = effective_order(row.site, TOMORROW)
    assert unquote(row.whatsapp).endswith(reminder(found, order_board(TOMORROW).clock))
    assert "24.11.2026" in unquote(row.mail)


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_the_reminder_says_that_a_standing_order_will_be_cooked(
    school: Site, language: str
) -> None:
    Site.objects.update(language=language)
    empty = orders.site("nahf-b")
    Site.objects.filter(pk=empty.pk).update(language=language)
    board = order_board(TOMORROW)
    said = {row.site.key: reminder(effective_order(row.site, TOMORROW), board.clock)
            for row in board.rows}  # fmt: skip
    assert "120" in said["nahf-a"]
    assert "120" not in said["nahf-b"]
    if language == "en":
        assert "we cook your standing order, 120 portions" in said["nahf-a"]
        assert "We have no order from you yet" in said["nahf-b"]


def test_a_dish_above_its_most_is_flagged_and_below_its_least_too(school: Site) -> None:
    dish = Dish.objects.get()
    for least, most, flags in ((None, 119, (False, True)), (121, None, (True, False))):
        limit_dish(dish=dish, least=least, most=most, author=base.manager(), now=NOW)
        load = dish_loads(TOMORROW)[0]
        assert (load.portions, load.is_under, load.is_over) == (120, *flags)


def test_a_least_above_the_most_is_refused_and_empty_lifts_the_limit(school: Site) -> None:
    dish = Dish.objects.get()
    with pytest.raises(BadInput):
        limit_dish(dish=dish, least=10, most=5, author=None, now=NOW)
    limit_dish(dish=dish, least=5, most=10, author=None, now=NOW)
    limit_dish(dish=dish, least=None, most=None, author=None, now=NOW)
    assert not DishLimit.objects.exists()
    assert Change.objects.filter(subject="DishLimit").count() == 2


def test_a_day_is_left_out_of_the_forecast_once_and_taken_in_again(school: Site) -> None:
    for _tap in range(2):
        leave_day_out(date=TODAY, reason="strike", author=base.manager(), now=NOW)
    assert LeftOutDay.objects.count() == 1
    take_day_in(date=TODAY, author=base.manager(), now=NOW)
    assert not LeftOutDay.objects.exists()


def test_the_manager_orders_for_a_school_that_telephoned(school: Site, manager: Client) -> None:
    page = f"/orders/sites/nahf-a/{TOMORROW}/"
    manager.post(page, {"version": "0", "count:grades_1_6:regular": "90"})
    assert Order.objects.get().channel == "phone"
    assert "You order for the school" in manager.get(page).content.decode()


def test_a_shortage_is_shared_on_its_page_with_words_to_send(school: Site, manager: Client) -> None:
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    prepare_deliveries(date=TOMORROW, author=None, now=at(TODAY, 12))
    assert Delivery.objects.exists()
    page = f"/orders/days/{TOMORROW}/shortage/"
    dish = Dish.objects.get()
    assert dish.name in manager.get(page).content.decode()
    answer = manager.post(page, {"dish": dish.key, "missing": "5", "reason": "the pot burned"})
    assert "the pot burned" in answer.content.decode()
    assert "wa.me" in answer.content.decode()
    again = manager.post(page, {"dish": dish.key, "missing": "5", "reason": "the pot burned"})
    assert again.status_code == 422


def test_a_kitchen_without_a_rule_is_told_what_to_do(manager: Client) -> None:
    assert "add one" in manager.get(f"/orders/days/{TOMORROW}/").content.decode()

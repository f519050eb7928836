"""The manager's board, the standing order and the delivery pages, by role."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kurkum.base.choices import Role
from orders.models import (
    Amendment,
    CustomerAccess,
    Delivery,
    ServiceDayOverride,
    Site,
    SiteAccess,
    StandingPause,
)
from orders.selectors.effective import effective_order
from orders.services.delivery_notes import prepare_deliveries
from orders.services.holding import BatchFood, hold_back, let_go
from orders.services.locking import lock_day
from tests.factories import base, orders
from tests.factories.base import TODAY, TOMORROW, at


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at(TODAY, 9))


def client_of(name: str, *roles: str) -> Client:
    person = base.user(name, *roles)
    person.language = "en"
    person.save(update_fields=["language"])
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def manager(school: Site) -> Client:
    return client_of("manar", Role.MANAGER)


@pytest.fixture
def secretary(school: Site) -> Client:
    client = client_of("samira", Role.SCHOOL)
    SiteAccess.objects.create(user=base.user("samira"), site=school)
    return client


@pytest.fixture
def delivery(school: Site) -> Delivery:
    lock_day(date=TODAY, author=None, now=at(TODAY, 8))
    return prepare_deliveries(date=TODAY, author=None, now=at(TODAY, 8))[0]


def path_of(delivery: Delivery, step: str = "") -> str:
    return f"/orders/deliveries/{delivery.pk}/{step}"


def filled(delivery: Delivery, count: int) -> dict[str, str]:
    line = delivery.lines.get()
    return {f"line:{line.pk}": str(count), f"celsius:{line.dish.pk}": "78,5"}


def test_the_board_of_forty_sites_asks_at_most_twenty_times(manager: Client) -> None:
    for number in range(39):
        orders.standing_order(orders.site(f"site-{number}"), 50)
    with CaptureQueriesContext(connection) as asked:
        answer = manager.get(f"/orders/days/{TOMORROW}/")
    assert answer.content.decode().count("<tr>") == 42
    assert len(asked) <= 20, "\n".join(one["sql"] for one in asked)


def test_a_site_without_an_order_stands_first_with_a_reminder_in_its_language(
    manager: Client,
) -> None:
    orders.site("a-new-school")
    text = manager.get(f"/orders/days/{TOMORROW}/").content.decode()
    assert text.index("A New School") < text.index("Nahf A")
    assert "https://wa.me/?text=%D9" in text


def test_a_day_is_locked_and_opened_again_only_with_a_reason(manager: Client) -> None:
    manager.post(f"/orders/days/{TOMORROW}/lock/")
    refused = manager.post(f"/orders/days/{TOMORROW}/reopen/", {"reason": " "}, follow=True)
    assert "Say why" in refused.content.decode()
    done = manager.post(f"/orders/days/{TOMORROW}/reopen/", {"reason": "strike"}, follow=True)
    assert "Opened again because: strike" in " ".join(done.content.decode().split())


def test_a_week_is_changed_from_a_date_on(secretary: Client, school: Site) -> None:
    week = {f"count:{day}:grades_1_6:regular": "90" for day in range(5)}
    answer = secretary.post(
        "/orders/standing/nahf-a/change/", {**week, "first": str(TOMORROW)}, follow=True
    )
    assert "Saved." in answer.content.decode()
    assert effective_order(school, TOMORROW).portions == 90


def test_meals_pause_from_a_date_until_a_date(secretary: Client, school: Site) -> None:
    last = TOMORROW + dt.timedelta(days=2)
    secretary.post("/orders/standing/nahf-a/pause/", {"first": str(TOMORROW), "last": str(last)})
    assert StandingPause.objects.filter(site=school, date_to=last).exists()
    assert effective_order(school, TOMORROW).portions == 0


def test_one_date_alone_can_be_without_meals(secretary: Client, school: Site) -> None:
    secretary.post("/orders/standing/nahf-a/day/", {"date": str(TOMORROW), "kind": "closed"})
    assert ServiceDayOverride.objects.get(site=school).date == TOMORROW


def test_a_change_after_the_lock_is_answered_at_once(secretary: Client, school: Site) -> None:
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 9))
    form = {"line": "grades_1_6:regular", "delta": "-5"}
    answer = secretary.post(f"/orders/sites/nahf-a/{TOMORROW}/ask/", form, follow=True)
    assert "Your change was answered: accepted." in answer.content.decode()
    assert Amendment.objects.get().granted == -5


def test_food_leaves_arrives_and_is_signed_for(
    manager: Client, secretary: Client, delivery: Delivery
) -> None:
    manager.post(path_of(delivery, "dispatch/"), filled(delivery, 118))
    secretary.post(path_of(delivery, "receive/"), filled(delivery, 117))
    line = delivery.lines.get()
    secretary.post(path_of(delivery, "leftovers/"), {f"line:{line.pk}": "4"})
    line.refresh_from_db()
    delivery.refresh_from_db()
    assert (line.dispatched, line.received, line.leftover) == (118, 117, 4)
    assert delivery.is_confirmed


def test_a_driver_hands_over_without_signing_for_the_school(
    manager: Client, delivery: Delivery
) -> None:
    driver = client_of("suha", Role.DRIVER)
    driver.post(path_of(delivery, "dispatch/"), filled(delivery, 118))
    driver.post(path_of(delivery, "arrived/"))
    driver.post(path_of(delivery, "receive/"), filled(delivery, 118))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.is_confirmed) == ("received", False)


def test_a_temperature_that_is_none_is_refused_in_words(
    manager: Client, delivery: Delivery
) -> None:
    form = filled(delivery, 118) | {f"celsius:{delivery.lines.get().dish.pk}": "hot"}
    answer = manager.post(path_of(delivery, "dispatch/"), form, follow=True)
    assert "is not a temperature" in answer.content.decode()


def test_a_payer_reads_her_sites_and_no_others(school: Site, delivery: Delivery) -> None:
    mine, other = client_of("paula", Role.PAYER), client_of("peter", Role.PAYER)
    CustomerAccess.objects.create(user=base.user("paula"), customer=school.customer)
    assert "Nahf A" in mine.get("/orders/my-sites/").content.decode()
    assert mine.get(path_of(delivery)).status_code == 200
    assert mine.post(path_of(delivery, "receive/")).status_code == 403
    assert other.get(path_of(delivery)).status_code == 404


def test_the_delivery_report_opens_as_pdf(manager: Client, delivery: Delivery) -> None:
    orders.kitchen()
    answer = manager.get(f"/orders/deliveries/{TODAY}/report.pdf")
    assert answer.content.startswith(b"%PDF")


ALLOWED = {
    f"/orders/days/{TOMORROW}/": {"manager"},
    f"/orders/days/{TOMORROW}/lock/": {"manager"},
    f"/orders/days/{TOMORROW}/reopen/": {"manager"},
    "/orders/amendments/1/": {"manager"},
    "/orders/standing/nahf-a/": {"manager", "school"},
    "/orders/standing/nahf-a/change/": {"manager", "school"},
    "/orders/standing/nahf-a/pause/": {"manager", "school"},
    "/orders/standing/nahf-a/day/": {"manager", "school"},
    f"/orders/sites/nahf-a/{TOMORROW}/ask/": {"manager", "school"},
    "/orders/deliveries/": {"manager", "driver", "school", "payer"},
    f"/orders/deliveries/{TODAY}/": {"manager", "driver", "school", "payer"},
    f"/orders/deliveries/{TODAY}/routes.pdf": {"manager", "driver"},
    f"/orders/deliveries/{TODAY}/report.pdf": {"manager"},
    "/orders/deliveries/1/": {"manager", "driver", "school", "payer"},
    "/orders/deliveries/1/dispatch/": {"manager", "driver"},
    "/orders/deliveries/1/arrived/": {"manager", "driver"},
    "/orders/deliveries/1/receive/": {"manager", "driver", "school"},
    "/orders/deliveries/1/leftovers/": {"manager", "school"},
    "/orders/my-sites/": {"payer"},
}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("path", ALLOWED)
def test_every_page_is_closed_unless_it_says_for_whom(school: Site, path: str, role: str) -> None:
    orders.kitchen()
    answer = client_of("nadia", role).get(path)
    assert (answer.status_code != 403) == (role in ALLOWED[path])


def test_whoever_sends_it_off_reads_first_that_food_is_held_back(
    manager: Client, delivery: Delivery
) -> None:
    page = reverse("orders:delivery", args=[delivery.pk])
    assert "held back" not in manager.get(page).content.decode()
    dish = delivery.lines.select_related("dish")[0].dish
    food = BatchFood(delivery.date, dish, "soup-1")
    hold_back(
        food=food, sites=[delivery.site], celsius=Decimal("58.5"), author=None, now=at(TODAY, 9)
    )
    shown = manager.get(page).content.decode()
    assert "Food is held back" in shown
    assert "58.5" in shown
    let_go(food=food, corrective_action="heated to 82", author=None, now=at(TODAY, 9))
    assert "held back" not in manager.get(page).content.decode()

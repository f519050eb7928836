"""The order page: who may open it, what it saves, and how every mistake ends."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kurkum.base.choices import Role
from orders.models import Order, Site, SiteAccess
from orders.selectors.effective import effective_order
from tests.factories import base, menus, orders
from tests.factories.base import TODAY, TOMORROW, at

PAGE = f"/orders/sites/nahf-a/{TOMORROW}/"
FIELD = "count:grades_1_6:regular"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, at(TODAY, 9))


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def client_of(name: str, *roles: str, site: Site | None = None) -> Client:
    person = base.user(name, *roles)
    person.language = "en"
    person.save(update_fields=["language"])
    if site is not None:
        SiteAccess.objects.create(user=person, site=site)
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def secretary(school: Site) -> Client:
    return client_of("samira", Role.SCHOOL, site=school)


def test_the_page_is_prefilled_from_the_standing_order(secretary: Client) -> None:
    text = secretary.get(PAGE).content.decode()
    assert f'name="{FIELD}" value="120"' in text
    assert "the standing order will be used" in text


def test_what_is_typed_is_saved_and_the_page_says_so(secretary: Client, school: Site) -> None:
    answer = secretary.post(PAGE, {"version": "0", FIELD: "97"}, headers=HTMX)
    assert "Saved at 09:00. Nothing to send." in answer.content.decode()
    assert effective_order(school, TOMORROW).portions == 97


def test_saving_one_order_asks_the_database_at_most_twelve_times(secretary: Client) -> None:
    secretary.post(PAGE, {"version": "0", FIELD: "97"}, headers=HTMX)
    with CaptureQueriesContext(connection) as asked:
        answer = secretary.post(PAGE, {"version": "1", FIELD: "98"}, headers=HTMX)
    assert answer.status_code == 200
    written = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(written) <= 12, "\n".join(written)


@pytest.mark.parametrize("typed", ["1000000000", "hello", "", "-3", "1e3", "9" * 40])
def test_an_impossible_count_is_answered_in_place_and_nothing_is_written(
    secretary: Client, typed: str
) -> None:
    answer = secretary.post(PAGE, {"version": "0", FIELD: typed}, headers=HTMX)
    assert answer.status_code == 422
    assert "What you typed is still here" in answer.content.decode()
    assert not Order.objects.exists()


def test_digits_of_the_arabic_keyboard_are_read(secretary: Client, school: Site) -> None:
    secretary.post(PAGE, {"version": "0", FIELD: " ٩٧ "}, headers=HTMX)
    assert effective_order(school, TOMORROW).portions == 97


def test_the_second_of_two_secretaries_sees_the_first_and_may_choose(
    secretary: Client, school: Site
) -> None:
    other = client_of("bushra", Role.SCHOOL, site=school)
    secretary.post(PAGE, {"version": "0", FIELD: "97"}, headers=HTMX)
    answer = other.post(PAGE, {"version": "0", FIELD: "80"}, headers=HTMX)
    assert answer.status_code == 422
    assert "samira saved this day meanwhile" in answer.content.decode()
    assert effective_order(school, TOMORROW).portions == 97
    other.post(PAGE, {"version": "1", FIELD: "80"}, headers=HTMX)
    assert effective_order(school, TOMORROW).portions == 80


def test_after_the_cutoff_the_page_saves_nothing(
    secretary: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, at(TODAY, 12))
    answer = secretary.post(PAGE, {"version": "0", FIELD: "97"}, headers=HTMX)
    assert "Ask for an amendment" in answer.content.decode()
    assert not Order.objects.exists()


@pytest.mark.parametrize(("minute", "closed"), [(59, False), (60, True)])
def test_the_page_comes_anew_when_the_clock_finds_the_day_closed(
    secretary: Client, monkeypatch: pytest.MonkeyPatch, minute: int, closed: bool
) -> None:
    now = at(TODAY, 11) + dt.timedelta(minutes=minute)
    monkeypatch.setattr(timezone, "now", lambda: now)
    answer = secretary.get(f"{PAGE}clock/", headers=HTMX)
    assert ("HX-Refresh" in answer.headers) is closed
    assert ("every 60s" in answer.content.decode()) is not closed


def test_undo_brings_the_earlier_version_back(secretary: Client, school: Site) -> None:
    secretary.post(PAGE, {"version": "0", FIELD: "97"}, headers=HTMX)
    secretary.post(PAGE, {"version": "1", FIELD: "9"}, headers=HTMX)
    secretary.post(f"{PAGE}undo/")
    assert effective_order(school, TOMORROW).portions == 97


def test_a_day_is_copied_to_another(secretary: Client, school: Site) -> None:
    secretary.post(PAGE, {"version": "0", FIELD: "97"}, headers=HTMX)
    answer = secretary.post(f"{PAGE}copy/", {"target": "not a day"}, follow=True)
    assert "Choose a day to copy to" in answer.content.decode()


def test_somebody_elses_school_does_not_exist_for_a_secretary(school: Site) -> None:
    stranger = client_of("nadia", Role.SCHOOL)
    assert stranger.get(PAGE).status_code == 404
    assert stranger.post(PAGE, {"version": "0", FIELD: "1"}).status_code == 404


@pytest.mark.parametrize("path", ["", "clock/", "history/", "undo/", "copy/", "same-as-last-week/"])
@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.SCHOOL, Role.MANAGER}))
def test_nobody_but_schools_and_the_kitchen_opens_ordering(
    school: Site, path: str, role: str
) -> None:
    assert client_of("nadia", role).get(PAGE + path).status_code == 403


def test_a_secretary_begins_with_the_next_day_that_can_be_ordered(secretary: Client) -> None:
    assert secretary.get("/", follow=True).redirect_chain[-1][0] == PAGE


def test_the_first_load_of_the_order_page_stays_under_a_hundred_kilobytes(
    school: Site, secretary: Client
) -> None:
    """Everything but the fonts, over the wire: the page compressed, its files as they are."""
    for number in range(12):
        diet = menus.diet(f"diet_{number}", f"allergen_{number}", needs_paper=True)
        orders.special_meal(school, f"A{number:02}", diet)
    page = secretary.get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    text = gzip.decompress(page.content).decode()
    files = set(re.findall(r'(?:href|src)="/static/([^"#]+)', text)) | {"orders/allergens.svg"}
    sizes = {name: Path(str(finders.find(name))).stat().st_size for name in files}
    assert len(sizes) >= 6
    assert len(page.content) + sum(sizes.values()) < 100_000, sizes

"""A school orders its lunch in a real browser, on a phone, at a desk, and by keyboard alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from kurkum.base.choices import Role
from kurkum.base.models import User
from kurkum.lib import dates
from orders.models import CustomerAccess, OrderLine, Site, SiteAccess
from tests.browser.conftest import DESK, PHONE, Drive, sign_in
from tests.factories import base, menus, orders

pytestmark = pytest.mark.django_db(transaction=True)
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WAIT_SECONDS = 10
FIELD = "count:grades_1_6:regular"


def next_school_day() -> dt.date:
    """The first day after tomorrow on which the school eats; its cutoff lies ahead."""
    day = dates.day_of(timezone.now()) + dt.timedelta(days=3)
    while dates.weekday_number(day) > 4:
        day += dt.timedelta(days=1)
    return day


@pytest.fixture
def school() -> Site:
    orders.kitchen()
    orders.cutoff_rule()
    orders.price()
    menus.regular()
    menus.menu_day(menus.dish(), date=next_school_day())
    found = orders.site()
    orders.standing_order(found, 120)
    return found


@pytest.fixture
def secretary(school: Site) -> User:
    person = base.user("samira", Role.SCHOOL)
    SiteAccess.objects.create(user=person, site=school)
    return person


def open_day(browser: webdriver.Chrome, server: LiveServer) -> None:
    browser.get(f"{server.url}/orders/sites/nahf-a/{next_school_day()}/")


def wait_until_saved(browser: webdriver.Chrome) -> None:
    WebDriverWait(browser, WAIT_SECONDS).until(
        lambda page: page.find_elements(By.CSS_SELECTOR, "#status [data-saved]")
    )


def portions_saved() -> int:
    return OrderLine.objects.get().portions


@pytest.mark.parametrize(("language", "width"), [("ar", PHONE), ("he", PHONE), ("en", DESK)])
def test_a_tap_on_the_stepper_is_saved_without_sending(
    at_width: Drive, live_server: LiveServer, secretary: User, language: str, width: int
) -> None:
    browser = at_width(width)
    sign_in(browser, live_server, secretary, language)
    open_day(browser, live_server)
    browser.find_element(By.CSS_SELECTOR, '#counts [data-step="1"]').click()
    wait_until_saved(browser)
    assert portions_saved() == 121


def test_the_keyboard_alone_can_order(
    at_width: Drive, live_server: LiveServer, secretary: User
) -> None:
    browser = at_width(DESK)
    sign_in(browser, live_server, secretary, "en")
    open_day(browser, live_server)
    for _press in range(40):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        if browser.switch_to.active_element.get_attribute("name") == FIELD:
            break
    browser.switch_to.active_element.send_keys(Keys.CONTROL, "a")
    browser.switch_to.active_element.send_keys("97", Keys.TAB)
    wait_until_saved(browser)
    assert portions_saved() == 97


def test_without_a_connection_the_page_says_so_and_sends_later(
    at_width: Drive, live_server: LiveServer, secretary: User
) -> None:
    browser = at_width(PHONE)
    sign_in(browser, live_server, secretary, "en")
    open_day(browser, live_server)
    browser.execute_cdp_cmd("Network.enable", {})
    set_offline(browser, offline=True)
    browser.find_element(By.CSS_SELECTOR, '#counts [data-step="1"]').click()
    WebDriverWait(browser, WAIT_SECONDS).until(
        lambda page: "no connection" in page.find_element(By.ID, "status").text
    )
    set_offline(browser, offline=False)
    wait_until_saved(browser)
    assert portions_saved() == 121


def test_an_expired_session_keeps_what_was_typed(
    at_width: Drive, live_server: LiveServer, secretary: User
) -> None:
    browser = at_width(PHONE)
    sign_in(browser, live_server, secretary, "en")
    open_day(browser, live_server)
    browser.delete_all_cookies()
    browser.find_element(By.CSS_SELECTOR, '#counts [data-step="1"]').click()
    WebDriverWait(browser, WAIT_SECONDS).until(
        lambda page: "Not saved" in page.find_element(By.ID, "status").text
    )
    assert "121" in browser.execute_script("return JSON.stringify(localStorage)")


def set_offline(browser: webdriver.Chrome, *, offline: bool) -> None:
    facts = {"offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.execute_cdp_cmd("Network.emulateNetworkConditions", facts)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("language", "width"), [("ar", PHONE), ("he", DESK)])
def test_no_page_of_a_role_has_a_barrier(
    at_width: Drive, live_server: LiveServer, school: Site, role: str, language: str, width: int
) -> None:
    person = base.user(f"one-{role}", role)
    SiteAccess.objects.create(user=person, site=school)
    CustomerAccess.objects.create(user=person, customer=school.customer)
    browser = at_width(width)
    sign_in(browser, live_server, person, language)
    browser.get(live_server.url)
    found = {browser.current_url: barriers(browser)}
    links = browser.find_elements(By.CSS_SELECTOR, ".bar nav a")
    for url in [link.get_attribute("href") for link in links]:
        browser.get(str(url))
        found[str(url)] = barriers(browser)
    assert {url: named for url, named in found.items() if named} == {}


def barriers(browser: webdriver.Chrome) -> list[str]:
    """The rules of accessibility that the page breaks, each with the first place."""
    browser.execute_script(AXE)
    rules: list[dict[str, object]] = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run().then(result => done(result.violations.map("
        "rule => ({id: rule.id, where: rule.nodes[0].html.slice(0, 160)}))));"
    )
    return [f"{rule['id']}: {rule['where']}" for rule in rules]

"""A school orders its lunch in a real browser, on a phone, at a desk, and by keyboard alone."""

from __future__ import annotations

import datetime as dt

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
from orders.models import OrderDay, OrderLine, Site, SiteAccess, SpecialMeal, StandingOrder
from orders.services.locking import lock_day
from orders.services.placing import LineWanted, save_order
from tests.browser.conftest import DESK, PHONE, Drive, barriers, sign_in
from tests.factories import base, menus, orders

pytestmark = pytest.mark.django_db(transaction=True)
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


# --- whole journeys, in both directions and at both widths ----------------------------------------

SCREENS = pytest.mark.parametrize(
    ("language", "width"), [("ar", PHONE), ("he", PHONE), ("en", DESK)]
)


def press(browser: webdriver.Chrome, selector: str) -> None:
    """Scrolls to it and presses it, as a thumb would."""
    found = browser.find_element(By.CSS_SELECTOR, selector)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    found.click()


def wait_for(browser: webdriver.Chrome, selector: str) -> None:
    WebDriverWait(browser, WAIT_SECONDS).until(
        lambda page: page.find_elements(By.CSS_SELECTOR, selector)
    )


def value(browser: webdriver.Chrome) -> str:
    field = browser.find_element(By.CSS_SELECTOR, f"[name='{FIELD}']")
    return str(field.get_attribute("value"))


@SCREENS
def test_a_school_orders_undoes_and_copies_its_day(
    at_width: Drive, live_server: LiveServer, secretary: User, language: str, width: int
) -> None:
    browser = at_width(width)
    sign_in(browser, live_server, secretary, language)
    open_day(browser, live_server)
    for _tap in range(3):
        press(browser, '#counts [data-step="1"]')
    WebDriverWait(browser, WAIT_SECONDS).until(lambda _page: OrderLine.objects.exists())
    wait_until_saved(browser)
    assert portions_saved() == 123
    assert barriers(browser) == []
    press(browser, "button[form=undo]")
    wait_for(browser, ".toast.success")
    assert value(browser) == "120"
    assert not OrderLine.objects.exists()
    press(browser, "#last-week button")
    WebDriverWait(browser, WAIT_SECONDS).until(lambda _page: OrderLine.objects.exists())
    wait_until_saved(browser)
    assert portions_saved() == 120


@SCREENS
def test_a_school_changes_its_week_and_registers_a_special_meal(
    at_width: Drive, live_server: LiveServer, secretary: User, language: str, width: int
) -> None:
    diet = menus.diet("sesame_free", "sesame", needs_paper=True)
    browser = at_width(width)
    sign_in(browser, live_server, secretary, language)
    browser.get(f"{live_server.url}/orders/standing/nahf-a/")
    assert barriers(browser) == []
    cell = browser.find_element(By.CSS_SELECTOR, "[name='count:0:grades_1_6:regular']")
    cell.clear()
    cell.send_keys("٩٩")
    first = dates.day_of(timezone.now()) + dt.timedelta(days=9)
    set_value(browser, "#change-first", str(first))
    press(browser, "form[data-unsaved] button.main")
    wait_for(browser, ".toast.success")
    newest = StandingOrder.objects.latest("valid_from")
    assert newest.lines.get(weekday=0).portions == 99
    browser.get(f"{live_server.url}/orders/special/nahf-a/")
    assert barriers(browser) == []
    set_value(browser, "[name=diet]", str(diet.pk))
    set_value(browser, "[name=paper_valid_until]", str(first + dt.timedelta(days=300)))
    press(browser, "form[data-unsaved] button.main")
    wait_for(browser, ".toast.success")
    assert SpecialMeal.objects.get().label_code == "A01"


def set_value(browser: webdriver.Chrome, selector: str, text: str) -> None:
    """Date fields are typed in the machine's own order; their value is not."""
    field = browser.find_element(By.CSS_SELECTOR, selector)
    browser.execute_script("arguments[0].value = arguments[1]", field, text)


@SCREENS
def test_a_change_after_the_closing_is_asked_for_and_answered(
    at_width: Drive, live_server: LiveServer, secretary: User, language: str, width: int
) -> None:
    lock_day(date=next_school_day(), author=None, now=timezone.now())
    browser = at_width(width)
    sign_in(browser, live_server, secretary, language)
    open_day(browser, live_server)
    for _tap in range(4):
        press(browser, "form[action$='/ask/'] [data-step='1']")
    press(browser, "form[action$='/ask/'] button.main")
    wait_for(browser, ".toast.success")
    assert browser.find_elements(By.CSS_SELECTOR, ".note.ok")
    assert barriers(browser) == []


def test_the_second_of_two_secretaries_sees_both_and_chooses(
    at_width: Drive, live_server: LiveServer, secretary: User, school: Site
) -> None:
    browser = at_width(PHONE)
    sign_in(browser, live_server, secretary, "en")
    open_day(browser, live_server)
    save_order(
        site=school, date=next_school_day(), version=0, author=base.user("bushra", Role.SCHOOL),
        lines=[LineWanted("grades_1_6", "regular", 97)], now=timezone.now(),
    )  # fmt: skip
    press(browser, '#counts [data-step="1"]')
    wait_for(browser, "#status .note.warn")
    words = browser.find_element(By.ID, "status").text
    assert "bushra" in words
    assert "97" in words
    assert "121" in words
    assert portions_saved() == 97
    press(browser, "#status button")
    wait_until_saved(browser)
    assert portions_saved() == 121


def test_leaving_at_once_after_typing_loses_nothing(
    at_width: Drive, live_server: LiveServer, secretary: User
) -> None:
    browser = at_width(PHONE)
    sign_in(browser, live_server, secretary, "en")
    open_day(browser, live_server)
    press(browser, '#counts [data-step="1"]')
    browser.get(f"{live_server.url}/orders/standing/")
    WebDriverWait(browser, WAIT_SECONDS).until(lambda _page: OrderLine.objects.exists())
    assert portions_saved() == 121


def test_pasted_words_and_a_billion_portions_are_answered_in_place(
    at_width: Drive, live_server: LiveServer, secretary: User
) -> None:
    browser = at_width(PHONE)
    sign_in(browser, live_server, secretary, "en")
    open_day(browser, live_server)
    field = browser.find_element(By.CSS_SELECTOR, f"[name='{FIELD}']")
    for typed in ("97 pupils", "1000000000"):
        field.clear()
        field.send_keys(typed, Keys.TAB)
        wait_for(browser, "#status .note.bad")
        assert value(browser) == typed
    field.clear()
    field.send_keys("٩٧", Keys.TAB)
    wait_until_saved(browser)
    assert portions_saved() == 97


@SCREENS
def test_the_manager_locks_reopens_and_sees_who_is_missing(
    at_width: Drive, live_server: LiveServer, school: Site, language: str, width: int
) -> None:
    orders.site("nahf-b")
    browser = at_width(width)
    sign_in(browser, live_server, base.manager(), language)
    browser.get(f"{live_server.url}/orders/days/{next_school_day()}/")
    rows = browser.find_elements(By.CSS_SELECTOR, "tbody th a")
    assert "nahf-b" in str(rows[0].get_attribute("href"))
    wait_for(browser, "details summary")
    assert barriers(browser) == []
    press(browser, "form[action$='/lock/'] button")
    wait_for(browser, "form[action$='/reopen/'] button")
    assert OrderDay.objects.get(date=next_school_day()).state == "locked"
    browser.find_element(By.ID, "reason").send_keys("a school forgot")
    press(browser, "form[action$='/reopen/'] button")
    wait_for(browser, "form[action$='/lock/'] button")
    assert OrderDay.objects.get(date=next_school_day()).state == "open"

"""The manager hands a workbook in, reads what is wrong, imports it and takes it back."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytest_django.live_server_helper import LiveServer
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from kurkum.base.models import KitchenImport
from orders.models import Site
from tests.browser.conftest import DESK, PHONE, Drive, sign_in
from tests.factories import base
from tests.staffing.second_kitchen import second_kitchen

pytestmark = pytest.mark.django_db(transaction=True)
WAIT_SECONDS = 30


@pytest.fixture
def workbooks(tmp_path: Path) -> dict[str, str]:
    """A sound workbook, and one with a town that nobody knows in cell B2 of the cooks."""
    sound, spoilt = tmp_path / "zaatar.xlsx", tmp_path / "spoilt.xlsx"
    sound.write_bytes(second_kitchen())
    book = load_workbook(io.BytesIO(second_kitchen()))
    book["cooks"]["B2"] = "حيفا"
    book.save(spoilt)
    return {"sound": str(sound), "spoilt": str(spoilt)}


def press(browser: webdriver.Chrome, selector: str) -> None:
    """Presses a button and waits until another page stands there."""
    before = browser.find_element(By.TAG_NAME, "html")
    button = browser.find_element(By.CSS_SELECTOR, selector)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    WebDriverWait(browser, WAIT_SECONDS).until(
        lambda page: page.find_element(By.TAG_NAME, "html") != before
    )


def hand_in(browser: webdriver.Chrome, server: LiveServer, path: str) -> None:
    browser.get(f"{server.url}/kitchen/workbook/")
    browser.find_element(By.ID, "workbook").send_keys(path)
    press(browser, "form[enctype] button.main")


@pytest.mark.parametrize(("language", "width"), [("ar", PHONE), ("he", DESK)])
def test_a_kitchen_moves_in_by_hand(
    at_width: Drive,
    live_server: LiveServer,
    workbooks: dict[str, str],
    language: str,
    width: int,
) -> None:
    browser = at_width(width)
    sign_in(browser, live_server, base.manager(), language)
    hand_in(browser, live_server, workbooks["spoilt"])
    fault = browser.find_element(By.CSS_SELECTOR, "main table tbody tr").text
    assert "B2" in fault
    assert "حيفا" in fault
    assert not browser.find_elements(By.CSS_SELECTOR, "main form button.main")
    hand_in(browser, live_server, workbooks["sound"])
    press(browser, "main form button.main")
    assert Site.objects.count() == 4
    browser.get(f"{live_server.url}/kitchen/workbook/")  # without the message over it
    press(browser, "main li form button")
    assert not Site.objects.exists()
    assert KitchenImport.objects.filter(state="undone").count() == 1

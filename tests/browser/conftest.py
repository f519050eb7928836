"""A real Chromium against the running site, as a phone and as a desk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.remote_connection import RemoteConnection

from kurkum.base.models import User

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
HERE = Path(__file__).parent
PHONE, DESK = 390, 1200

AXE = (HERE / "axe.min.js").read_text(encoding="utf-8")

Drive = Callable[[int], webdriver.Chrome]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium(live_server: LiveServer) -> Iterator[webdriver.Chrome]:
    """One browser for all tests; where there is none, they are skipped unless it is required.

    It goes before the server does, so that the server can close its side of each connection.
    """
    if CHROMIUM is None or DRIVER is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("chromium and chromedriver are required and were not found")
        pytest.skip("chromium or chromedriver is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield browser
    browser.quit()
    if isinstance(browser.command_executor, RemoteConnection):
        # Its sockets outlive quit().
        browser.command_executor.close()  # type: ignore[no-untyped-call]


@pytest.fixture
def at_width(chromium: webdriver.Chrome) -> Drive:
    """The browser at a width in pixels, with nobody signed in and nothing remembered."""

    def resize(width: int) -> webdriver.Chrome:
        chromium.delete_all_cookies()
        chromium.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width == PHONE},
        )
        return chromium

    return resize


def sign_in(browser: webdriver.Chrome, server: LiveServer, person: User, language: str) -> None:
    User.objects.filter(pk=person.pk).update(language=language)
    client = Client()
    client.force_login(person)
    browser.get(f"{server.url}/health/")
    browser.execute_script("localStorage.clear()")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    browser.add_cookie({"name": settings.SESSION_COOKIE_NAME, "value": cookie})


def barriers(browser: webdriver.Chrome) -> list[str]:
    """The rules of accessibility that the page breaks, each with the first place."""
    browser.execute_script(AXE)
    # A message that is still fading in is judged as it will stand.
    browser.execute_script(
        "document.getAnimations().forEach(one => "
        "one.effect.getComputedTiming().endTime === Infinity || one.finish());"
    )
    rules: list[dict[str, object]] = browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run().then(result => done(result.violations.map("
        "rule => ({id: rule.id, where: rule.nodes[0].html.slice(0, 160)}))));"
    )
    return [f"{rule['id']}: {rule['where']}" for rule in rules]

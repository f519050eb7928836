"""Every page that a person can reach by following links stands without a barrier.

The links are followed by the test client, which is quick; the browser then opens one example of
every address, by turns on a phone in Arabic and at a desk in Hebrew. New pages are found by
themselves as soon as something links to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django.live_server_helper import LiveServer

from kurkum.base.choices import Role
from kurkum.base.models import User
from orders.models import Customer, CustomerAccess, Site, SiteAccess
from orders.services.delivery_notes import prepare_deliveries
from staffing.models import Cook
from staffing.services.production import SolveRequest, plan_day
from tests.browser.conftest import DESK, PHONE, Drive, barriers, sign_in
from tests.factories import base
from tests.factories.base import NOW
from tests.staffing import planned_kitchen

pytestmark = pytest.mark.django_db(transaction=True)
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
SCREENS = ((PHONE, "ar"), (DESK, "he"))
LEFT_ALONE = {"set_language", "logout", "health"}
MOST_PAGES = 400


def person(role: str) -> User:
    """Somebody of the role with what it reads: a site, a customer, herself as a cook."""
    found = base.user(f"one-{role}", role)
    if role == Role.SCHOOL:
        SiteAccess.objects.create(user=found, site=Site.objects.get(key="school_zaytoun"))
    if role == Role.PAYER:
        CustomerAccess.objects.create(user=found, customer=Customer.objects.earliest("key"))
    if role in (Role.COOK, Role.DRIVER):
        free = Cook.objects.filter(user=None).earliest("key")
        Cook.objects.filter(pk=free.pk).update(user=found)
    return found


def name_of(path: str) -> str | None:
    """The address's name without its arguments; None for the admin and for files."""
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return None if found.app_name == "admin" else found.view_name


def reachable(user: User) -> Iterator[tuple[str, str]]:
    """(name, path) of one example of every page that links lead to from the person's first."""
    client = Client()
    client.force_login(user)
    waiting, seen, asked = ["/"], set(LEFT_ALONE), 0
    while waiting and asked < MOST_PAGES:
        path = waiting.pop(0)
        name = name_of(path)
        if name is None or name in seen:
            continue
        asked += 1
        answer = client.get(path, follow=True)
        seen.add(name)
        if answer.status_code != 200 or b"<!doctype html>" not in answer.content[:200]:
            continue  # a file, or a part of a page that htmx loads into it
        path = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        seen.add(name_of(path) or name)
        yield name_of(path) or name, path
        waiting += [unescape(link) for link in LINK.findall(answer.content.decode())]


@pytest.fixture
def kitchen() -> None:
    """The whole demonstration kitchen with one locked, planned and prepared day."""
    planned_kitchen.load()
    prepare_deliveries(date=planned_kitchen.DAY, author=None, now=NOW)
    plan_day(day=planned_kitchen.DAY, now=NOW, author=None, request=SolveRequest(seconds=1.0))


def test_no_page_that_can_be_reached_has_a_barrier(
    at_width: Drive, live_server: LiveServer, kitchen: None
) -> None:
    opened: set[str] = set()
    found: dict[str, list[str]] = {}
    for number, role in enumerate(Role.values):
        user = person(role)
        pages = [(name, path) for name, path in reachable(user) if name not in opened]
        opened |= {name for name, _path in pages}
        width, language = SCREENS[number % 2]
        browser = at_width(width)
        sign_in(browser, live_server, user, language)
        for name, path in pages:
            browser.get(f"{live_server.url}{path}")
            if named := barriers(browser):
                found[f"{name} {path}"] = named
            wide = browser.execute_script("return document.documentElement.scrollWidth")
            if wide > width:
                found[f"{name} {path} is too wide"] = [f"{wide} pixels of {width}"]
    assert len(opened) > 25
    assert found == {}

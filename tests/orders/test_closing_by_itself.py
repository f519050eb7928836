"""The cutoff closes a day by itself, on the first request after it, and breaks no page."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from menus.models import MenuDay
from orders.middleware import CloseDueDays
from orders.models import CutoffRule, OrderDay, Site
from tests.factories import menus
from tests.factories.base import TODAY, TOMORROW, at

NOON = at(TODAY, 12)


class Server:
    """The site by itself, at a time that the test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.site = CloseDueDays(lambda _request: HttpResponse("ok"))

    def asked_at(self, now: dt.datetime) -> str:
        self.monkeypatch.setattr(timezone, "now", lambda: now)
        return self.site(HttpRequest()).content.decode()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, school: Site) -> Server:
    monkeypatch.setattr(settings, "CLOSE_DAYS_EVERY_SECONDS", 60)
    OrderDay.objects.create(date=TODAY, state="locked", locked_at=at(TODAY, 0), is_planned=True)
    return Server(monkeypatch)


def locked_days() -> set[dt.date]:
    return set(OrderDay.objects.filter(state="locked").values_list("date", flat=True))


def test_nothing_closes_before_the_cutoff(server: Server) -> None:
    server.asked_at(NOON - dt.timedelta(seconds=1))
    assert locked_days() == {TODAY}


def test_the_first_request_after_the_cutoff_closes_the_day(server: Server) -> None:
    assert server.asked_at(NOON) == "ok"
    assert locked_days() == {TODAY, TOMORROW}


def test_a_server_that_was_down_for_two_days_catches_up(server: Server) -> None:
    wednesday = TOMORROW + dt.timedelta(days=1)
    menus.menu_day(date=wednesday)
    server.asked_at(at(wednesday, 9))
    assert locked_days() == {TODAY, TOMORROW, wednesday}


def test_it_looks_at_most_once_a_minute(server: Server) -> None:
    server.asked_at(NOON - dt.timedelta(seconds=30))
    server.asked_at(NOON)
    assert TOMORROW not in locked_days()
    server.asked_at(NOON + dt.timedelta(seconds=30))
    assert TOMORROW in locked_days()


def test_a_day_that_cannot_be_closed_breaks_no_page_and_is_tried_again(server: Server) -> None:
    MenuDay.objects.filter(date=TOMORROW).delete()
    assert server.asked_at(NOON) == "ok"
    menus.menu_day(date=TOMORROW)
    server.asked_at(NOON + dt.timedelta(minutes=14))
    assert TOMORROW not in locked_days()
    server.asked_at(NOON + dt.timedelta(minutes=15))
    assert TOMORROW in locked_days()


def test_a_kitchen_without_a_cutoff_rule_still_serves_pages(server: Server) -> None:
    CutoffRule.objects.all().delete()
    assert server.asked_at(NOON) == "ok"


def test_cron_closes_the_days_that_are_due(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    out = io.StringIO()
    call_command("close_due_days", stdout=out)
    assert out.getvalue() == "Days closed: 1.\n"

"""The whole demo kitchen on one locked and planned day, made once for all tests of a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from menus.models import KitchenLine
from menus.services.menu import generate_menu, publish_menu
from orders.services.locking import lock_day
from staffing.models import ProductionPlan
from staffing.services.production import SolveRequest, plan_day
from staffing.services.scenario import load_kitchen, load_reference
from tests.conftest import FIXTURES
from tests.factories.base import NOW

DAY = dt.date(2026, 11, 25)
NEXT = dt.date(2026, 11, 26)
OPEN = dt.date(2026, 11, 30)
REQUEST = SolveRequest(seconds=3.0, seed=1)


def load() -> None:
    """Reference, kitchen, two published weeks of menus; the day and the next are locked."""
    load_reference(FIXTURES / "reference", author=None, now=NOW)
    load_kitchen(FIXTURES / "demo", author=None, now=NOW)
    for line in KitchenLine.objects.all():
        generate_menu(line=line, first=DAY, last=OPEN, author=None, now=NOW)
        publish_menu(line=line, first=DAY, last=OPEN, author=None, now=NOW)
    for day in (DAY, NEXT):
        lock_day(date=day, author=None, now=NOW)


@pytest.fixture(scope="module")
def planned(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[ProductionPlan]:
    """The stored plan of ``DAY``; each test's own changes are rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        load()
        yield plan_day(day=DAY, now=NOW, author=None, request=REQUEST)
        transaction.set_rollback(True)

"""The whole demo kitchen on one locked and planned day, made once for all tests of a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from kurkum.base.choices import Channel
from kurkum.lib.solving import Result
from menus.models import KitchenLine
from menus.services.menu import generate_menu, publish_menu
from orders.services.locking import lock_day
from staffing.models import ProductionPlan
from staffing.planning.production import Solution
from staffing.selectors.day_facts import day_facts
from staffing.services.problem_building import build_day
from staffing.services.production import SolveRequest, check_plan, solved
from staffing.services.scenario import load_kitchen, load_reference
from staffing.services.storing import PlanOrigin, store_plan
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


SOLVED: dict[str, Result[Solution]] = {}


def plan() -> ProductionPlan:
    """What ``plan_day`` does; a question that was solved for another file is not solved again."""
    built = build_day(day_facts(DAY))
    question = repr(built.problem)
    if question not in SOLVED:
        SOLVED[question] = solved(built, REQUEST)
    result = SOLVED[question]
    check_plan(built, result)
    origin = PlanOrigin(NOW, None, Channel.WEB, REQUEST.seconds, REQUEST.seed)
    return store_plan(built=built, result=result, origin=origin)


@pytest.fixture(scope="module")
def planned(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[ProductionPlan]:
    """The stored plan of ``DAY``; each test's own changes are rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        load()
        yield plan()
        transaction.set_rollback(True)

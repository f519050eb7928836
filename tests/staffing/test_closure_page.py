"""A sudden closure on its page: what it stops, what is cooked already, whom it could feed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from kurkum.base.choices import Role
from kurkum.base.models import Locality
from orders.models import Closure, Site
from orders.selectors.effective import effective_order
from staffing.models import ProductionPlan
from staffing.selectors.cooked import cooked_by
from tests.factories import base
from tests.factories.base import at
from tests.staffing.planned_kitchen import DAY, OPEN, planned

__all__ = ["planned"]
pytestmark = pytest.mark.django_db
PAGE = "/kitchen/closures/"


@pytest.fixture
def manager(planned: ProductionPlan, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(timezone, "now", lambda: at(DAY, 8))
    person = base.user("manar", Role.MANAGER)
    person.language = "en"
    person.save(update_fields=["language"])
    client = Client()
    client.force_login(person)
    return client


def close(client: Client, place: str, first: dt.date, last: dt.date, reason: str = "alarm") -> str:
    typed = {
        "localities": [Locality.objects.get(key=place).pk], "first": str(first),
        "last": str(last), "kind": "emergency", "reason": reason,
    }  # fmt: skip
    return client.post(PAGE, typed).content.decode()


def test_a_place_closes_from_this_minute_and_its_food_is_offered(manager: Client) -> None:
    site = Site.objects.get(key="school_zaytoun")
    page = close(manager, site.locality.key, DAY, OPEN)
    assert effective_order(site, DAY).portions == 0
    assert not effective_order(site, OPEN).day.is_open
    assert "Cooked already:" in page
    assert "Ask by WhatsApp" in page
    assert "alarm" in page


def test_nothing_is_closed_without_a_place_and_a_reason(manager: Client) -> None:
    before = Closure.objects.count()
    answer = manager.post(PAGE, {"first": str(DAY), "last": str(DAY), "kind": "emergency"})
    assert answer.status_code == 422
    assert Closure.objects.count() == before


def test_ending_a_closure_opens_the_days_after_today(manager: Client) -> None:
    site = Site.objects.get(key="school_zaytoun")
    close(manager, site.locality.key, DAY, OPEN)
    made = Closure.objects.filter(decided_at__isnull=False).get()
    manager.post(f"{PAGE}{made.pk}/end/")
    assert effective_order(site, OPEN).day.is_open


def test_before_the_first_fire_nothing_is_cooked_and_at_noon_everything(
    planned: ProductionPlan,
) -> None:
    at_night, at_noon = cooked_by(DAY, DAY, at(DAY, 1)), cooked_by(DAY, DAY, at(DAY, 15))
    assert sum(at_night.values()) == 0
    hot = {key for key, portions in at_noon.items() if portions}
    assert len(hot) >= 3


def test_a_day_without_a_plan_says_nothing(planned: ProductionPlan) -> None:
    assert cooked_by(OPEN, OPEN, at(OPEN, 10)) == {}

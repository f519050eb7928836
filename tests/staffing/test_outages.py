"""An oven breaks in the morning, and works again at noon."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from kurkum.base.choices import Role
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import Change
from staffing.models import Equipment, EquipmentKind, EquipmentOutage
from staffing.selectors.availability import usable_equipment
from staffing.selectors.outages import outages_on
from staffing.services.outages import back_in_use, report_broken
from tests.factories.base import at, manager, user

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 25)
EIGHT = at(DAY, 8, 10)


@pytest.fixture
def oven() -> Equipment:
    kind = EquipmentKind.objects.create(key="oven", name_en="Oven", unit="trays")
    return Equipment.objects.create(key="oven_1", name_en="Oven 1", kind=kind, capacity=20)


def broke(
    oven: Equipment, until: dt.time | None = None, now: dt.datetime = EIGHT
) -> EquipmentOutage:
    return report_broken(
        equipment=oven, day=DAY, until=until, reason="no steam", author=manager(), now=now
    )  # fmt: skip


def test_what_breaks_is_out_of_use_from_that_minute_on(oven: Equipment) -> None:
    row = broke(oven)
    assert (row.from_at, row.to_at) == (EIGHT, None)
    assert outages_on(DAY, EIGHT) == (row,)
    assert outages_on(DAY + dt.timedelta(days=1), EIGHT) == (row,)
    assert outages_on(DAY - dt.timedelta(days=1), EIGHT) == ()


def test_the_plan_no_longer_counts_on_it(oven: Equipment) -> None:
    assert usable_equipment(DAY)[0].windows == ()
    broke(oven, dt.time(12))
    after = usable_equipment(DAY)[0].windows
    assert after[0] == (0, 8 * 60 + 10)
    assert not any(begin < 9 * 60 < end for begin, end in after)


def test_what_breaks_on_a_later_day_is_gone_from_its_first_minute(oven: Equipment) -> None:
    assert broke(oven, now=at(DAY - dt.timedelta(days=2), 15)).from_at == at(DAY, 0)


@pytest.mark.parametrize("until", [dt.time(8, 10), dt.time(7)])
def test_an_end_before_the_beginning_is_refused(oven: Equipment, until: dt.time) -> None:
    with pytest.raises(BadInput):
        broke(oven, until)
    assert not EquipmentOutage.objects.exists()


def test_a_second_press_breaks_it_once(oven: Equipment) -> None:
    broke(oven)
    with pytest.raises(CannotBeDone):
        broke(oven)
    assert EquipmentOutage.objects.count() == 1


def test_it_works_again_and_may_break_again(oven: Equipment) -> None:
    row = back_in_use(outage=broke(oven), author=manager(), now=at(DAY, 12))
    assert row.to_at == at(DAY, 12)
    assert outages_on(DAY, at(DAY, 12)) == ()
    with pytest.raises(CannotBeDone):
        back_in_use(outage=row, author=manager(), now=at(DAY, 13))
    broke(oven, now=at(DAY, 14))
    rows = Change.objects.filter(subject="EquipmentOutage").order_by("pk")
    assert [one.action for one in rows] == ["broke", "mended", "broke"]


def test_the_manager_writes_it_down_on_the_plans_page(oven: Equipment) -> None:
    client, person = Client(), user("manar", Role.MANAGER)
    client.force_login(person)
    url = reverse("staffing:equipment_broken", args=[DAY])
    bad = client.post(url, {"equipment": oven.pk, "until": "soon"}, follow=True)
    assert [one.level_tag for one in bad.context["messages"]] == ["error"]
    client.post(url, {"equipment": oven.pk, "until": "", "reason": "no steam"})
    row = EquipmentOutage.objects.get()
    client.post(reverse("staffing:equipment_mended", args=[row.pk]))
    row.refresh_from_db()
    assert row.to_at is not None

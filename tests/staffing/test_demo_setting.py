"""Where the demonstration's story plays: a month of meals behind it, a day of meals ahead."""

from __future__ import annotations

import datetime as dt

import pytest

from kurkum.base.choices import Role
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from orders.models import Closure, Site
from staffing.services.demo.setting import Setting, find_setting, recall_setting
from tests.factories import base, orders

pytestmark = pytest.mark.django_db
LAST_DAY_OF_SCHOOL, FIRST_DAY_OF_SCHOOL = dt.date(2026, 6, 30), dt.date(2026, 9, 1)


@pytest.fixture(autouse=True)
def school() -> Site:
    """A school from Sunday to Thursday, closed in July and August."""
    found = orders.site()
    Closure.objects.create(
        key="summer",
        date_from=LAST_DAY_OF_SCHOOL + dt.timedelta(days=1),
        date_to=FIRST_DAY_OF_SCHOOL - dt.timedelta(days=1),
        site=found,
        name_en="Summer",
        kind="summer",
        mark="assumed",
    )
    return found


@pytest.fixture
def manager() -> User:
    return base.user("a-manager", Role.MANAGER)


def found(asked: dt.date, manager: User) -> Setting:
    return find_setting(asked=asked, seed=1, manager=manager)


def test_in_term_it_plays_on_the_day_asked_for_with_two_months_behind_it(manager: User) -> None:
    setting = found(dt.date(2026, 11, 26), manager)
    assert not setting.was_moved
    assert (setting.begins, setting.tomorrow) == (dt.date(2026, 9, 1), dt.date(2026, 11, 29))


@pytest.mark.parametrize(
    "asked",
    [dt.date(2026, 7, 20), dt.date(2026, 8, 31), FIRST_DAY_OF_SCHOOL, dt.date(2026, 9, 30)],
)
def test_in_a_vacation_and_the_month_after_it_plays_in_the_last_full_week(
    manager: User, asked: dt.date
) -> None:
    setting = found(asked, manager)
    assert setting.was_moved
    assert setting.today == dt.date(2026, 6, 21)
    assert setting.begins == dt.date(2026, 4, 1)
    lived = setting.service_days(setting.begins, dt.date(2026, 4, 30))
    assert len(lived) == 22, "the first month is known from its first day"


def test_it_does_not_begin_in_a_month_without_meals(manager: User) -> None:
    setting = found(dt.date(2026, 10, 20), manager)
    assert not setting.was_moved
    assert setting.begins == FIRST_DAY_OF_SCHOOL


def test_a_kitchen_that_never_cooks_has_no_story(manager: User) -> None:
    Closure.objects.update(date_from=dt.date(2025, 1, 1), date_to=dt.date(2027, 12, 31))
    with pytest.raises(CannotBeDone, match="No full service week was found before 2026-11-26"):
        found(dt.date(2026, 11, 26), manager)


def test_a_told_story_is_recalled_whatever_the_calendars_say_by_now(manager: User) -> None:
    told = found(dt.date(2026, 11, 26), manager)
    Closure.objects.update(date_from=dt.date(2026, 11, 20), date_to=dt.date(2026, 12, 31))
    again = recall_setting(told.facts(), manager=manager)
    assert (again.asked, again.today, again.tomorrow) == (told.asked, told.today, told.tomorrow)
    assert (again.begins, again.seed, again.now) == (told.begins, told.seed, told.now)

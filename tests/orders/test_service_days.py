"""Whether a site eats on a date: calendar, weekday, its own decisions, and their order."""

from __future__ import annotations

import datetime as dt

import pytest

from orders.choices import ClosureKind, Community, DayReason
from orders.models import Closure, ServiceDayOverride, Site, StandingPause
from orders.selectors.calendar import service_day, service_days
from orders.selectors.cutoffs import clock_of
from tests.factories import base, orders
from tests.factories.base import TODAY, TOMORROW, at

FRIDAY = dt.date(2026, 11, 27)


def close(**facts: object) -> Closure:
    given = {
        "key": f"closure-{Closure.objects.count()}", "name_en": "Eid al-Adha",
        "kind": ClosureKind.HOLIDAY, "date_from": TODAY, "date_to": TOMORROW, **facts,
    }  # fmt: skip
    return Closure.objects.create(**given)


def reason(site: Site, date: dt.date = TODAY) -> DayReason:
    return service_day(site, date).reason


def decide(site: Site, *, is_open: bool, hour: int = 8) -> ServiceDayOverride:
    return ServiceDayOverride.objects.create(
        site=site, date=TODAY, is_open=is_open, reason="our own", decided_at=at(TODAY, hour)
    )


@pytest.fixture
def site(db: None) -> Site:
    orders.cutoff_rule()
    return orders.site()


def test_an_ordinary_day_tells_when_each_group_eats(site: Site) -> None:
    day = service_day(site, TODAY)
    assert (day.is_open, day.reason) == (True, DayReason.EATS)
    assert day.eat_at == {"grades_1_6": at(TODAY, 12, 30)}


def test_a_weekday_outside_the_mask_is_closed(site: Site) -> None:
    assert reason(site, FRIDAY) == DayReason.WEEKDAY


def test_a_holiday_closes_from_its_first_to_its_last_day(site: Site) -> None:
    close(community=Community.ARAB_MUSLIM)
    days = [TODAY - dt.timedelta(days=1), TODAY, TOMORROW, TOMORROW + dt.timedelta(days=1)]
    assert [service_day(site, day).is_open for day in days] == [True, False, False, True]


def test_a_holiday_of_another_community_does_not_close_the_site(site: Site) -> None:
    close(community=Community.JEWISH)
    assert reason(site) == DayReason.EATS


def test_a_closure_of_another_place_does_not_close_the_site(site: Site) -> None:
    close(locality=base.locality("biina"))
    assert reason(site) == DayReason.EATS


def test_a_closure_of_its_place_names_itself(site: Site) -> None:
    close(locality=base.locality(), is_provisional=True)
    day = service_day(site, TODAY)
    assert (day.detail, day.is_provisional) == ("Eid al-Adha", True)


def test_who_eats_in_the_summer_is_not_closed_by_it(site: Site) -> None:
    close(community=Community.ARAB_MUSLIM, kind=ClosureKind.SUMMER)
    assert reason(site) == DayReason.CLOSURE
    site.in_summer = True
    assert reason(site) == DayReason.EATS


def test_the_sites_own_decision_counts_before_the_calendar(site: Site) -> None:
    close(community=Community.ARAB_MUSLIM)
    decide(site, is_open=True)
    assert service_day(site, TODAY).is_open


def test_a_sudden_closure_counts_before_what_was_decided_earlier(site: Site) -> None:
    decide(site, is_open=True, hour=8)
    close(locality=base.locality(), decided_at=at(TODAY, 9))
    assert reason(site) == DayReason.CLOSURE


def test_what_was_decided_after_a_sudden_closure_counts_before_it(site: Site) -> None:
    close(locality=base.locality(), decided_at=at(TODAY, 9))
    decide(site, is_open=True, hour=10)
    assert service_day(site, TODAY).is_open


def test_one_date_only_counts_before_a_pause(site: Site) -> None:
    StandingPause.objects.create(
        site=site, date_from=TODAY, date_to=TOMORROW, decided_at=at(TODAY, 8)
    )
    decide(site, is_open=True)
    assert [reason(site), reason(site, TOMORROW)] == [DayReason.DECIDED, DayReason.PAUSED]


def test_a_site_that_is_no_longer_served_never_eats(site: Site) -> None:
    site.is_active = False
    decide(site, is_open=True)
    assert reason(site) == DayReason.INACTIVE


def test_all_sites_of_a_month_take_four_queries(
    site: Site, django_assert_num_queries: object
) -> None:
    sites = [site, *(orders.site(f"site-{number}") for number in range(4))]
    last = TODAY + dt.timedelta(days=29)
    with django_assert_num_queries(4):  # type: ignore[operator]
        assert len(service_days(sites, TODAY, last)) == 5 * 30


def test_the_cutoff_of_a_sunday_is_on_thursday_at_noon(site: Site) -> None:
    clock = clock_of(dt.date(2026, 11, 29))
    assert clock.cutoff == at(dt.date(2026, 11, 26), 12)
    assert clock.amendments_until == at(dt.date(2026, 11, 29), 8)


def test_the_cutoff_after_a_holiday_is_before_the_holiday(site: Site) -> None:
    close(community=Community.ARAB_MUSLIM, date_from=TODAY, date_to=TOMORROW)
    assert clock_of(dt.date(2026, 11, 25)).cutoff == at(dt.date(2026, 11, 22), 12)


def test_a_day_on_which_another_site_eats_is_a_working_day_of_the_kitchen(site: Site) -> None:
    other = orders.site("karmiel-a")
    Site.objects.filter(pk=other.pk).update(community=Community.JEWISH)
    close(community=Community.ARAB_MUSLIM, date_from=TODAY, date_to=TOMORROW)
    assert clock_of(dt.date(2026, 11, 25)).cutoff == at(TOMORROW, 12)

"""The three verbs of a standing order, and what they never touch."""

from __future__ import annotations

import datetime as dt

import pytest

from kurkum.base.errors import BadInput
from orders.choices import DayReason
from orders.errors import OrderRefused
from orders.models import AttendanceProfile, Site, StandingOrder, StandingPause
from orders.selectors.effective import effective_order
from orders.services.standing import (
    WeekLine,
    change_from,
    decide_day,
    pause,
    resume,
    undecide_day,
)
from tests.factories.base import TODAY, TOMORROW, at, user

MORNING = at(TODAY, 9)
WEDNESDAY, THURSDAY = dt.date(2026, 11, 25), dt.date(2026, 11, 26)


def week(portions: int) -> list[WeekLine]:
    return [WeekLine(day, "grades_1_6", "regular", portions) for day in range(5)]


def change(site: Site, first: dt.date, portions: int) -> StandingOrder:
    return change_from(site=site, first=first, lines=week(portions), author=user(), now=MORNING)


def portions(site: Site, date: dt.date) -> int:
    return effective_order(site, date).portions


def test_a_change_holds_from_its_date_and_not_a_day_earlier(school: Site) -> None:
    change(school, WEDNESDAY, 90)
    assert [portions(school, day) for day in (TOMORROW, WEDNESDAY, THURSDAY)] == [120, 90, 90]


def test_of_two_changes_the_one_entered_last_replaces_what_comes_after(school: Site) -> None:
    change(school, THURSDAY, 80)
    change(school, WEDNESDAY, 90)
    assert portions(school, THURSDAY) == 90


def test_changing_the_same_date_twice_keeps_the_second(school: Site) -> None:
    change(school, WEDNESDAY, 80)
    change(school, WEDNESDAY, 70)
    assert portions(school, WEDNESDAY) == 70
    assert StandingOrder.objects.filter(valid_to__isnull=True).count() == 1


def test_a_closed_day_is_not_changed_through_the_standing_order(school: Site) -> None:
    with pytest.raises(OrderRefused, match="closed already"):
        change(school, TODAY, 90)
    assert portions(school, TODAY) == 120


def test_an_unknown_group_a_wrong_weekday_and_a_huge_count_are_all_named(school: Site) -> None:
    wrong = [
        WeekLine(0, "giants", "regular", 1),
        WeekLine(7, "grades_1_6", "regular", 1),
        WeekLine(0, "grades_1_6", "regular", 10**9),
    ]
    with pytest.raises(BadInput) as caught:
        change_from(site=school, first=WEDNESDAY, lines=wrong, author=user(), now=MORNING)
    assert len(caught.value.faults) == 3


def test_a_pause_covers_its_first_and_last_day_and_resumes_by_itself(school: Site) -> None:
    pause(site=school, first=TOMORROW, last=WEDNESDAY, reason="trip", author=user(), now=MORNING)
    assert [portions(school, day) for day in (TODAY, TOMORROW, WEDNESDAY, THURSDAY)] == [
        120, 0, 0, 120,
    ]  # fmt: skip


def test_a_pause_that_ends_before_it_begins_is_refused(school: Site) -> None:
    with pytest.raises(BadInput):
        pause(site=school, first=WEDNESDAY, last=TOMORROW, reason="", author=user(), now=MORNING)


def test_a_pause_is_cut_short_or_taken_back(school: Site) -> None:
    found = pause(site=school, first=TOMORROW, last=THURSDAY, reason="", author=user(), now=MORNING)
    resume(pause_id=found.pk, first=THURSDAY, author=user(), now=MORNING)
    assert [portions(school, day) for day in (WEDNESDAY, THURSDAY)] == [0, 120]
    resume(pause_id=found.pk, first=TOMORROW, author=user(), now=MORNING)
    assert not StandingPause.objects.exists()


def test_one_date_only_closes_that_date_and_names_the_reason(school: Site) -> None:
    decide_day(
        site=school, date=WEDNESDAY, is_open=False, reason="teachers' day", author=user(),
        now=MORNING,
    )  # fmt: skip
    found = effective_order(school, WEDNESDAY)
    assert (found.portions, found.day.reason) == (0, DayReason.DECIDED)
    assert "teachers' day" in found.day.words
    undecide_day(site=school, date=WEDNESDAY, author=user(), now=MORNING)
    assert portions(school, WEDNESDAY) == 120


def test_a_profile_thins_out_the_standing_order(school: Site) -> None:
    exam = AttendanceProfile.objects.create(key="exam", attendance_percent=60)
    decide_day(
        site=school, date=WEDNESDAY, is_open=True, reason="", author=user(), now=MORNING,
        profile=exam,
    )  # fmt: skip
    assert portions(school, WEDNESDAY) == 72


def test_a_short_day_gives_no_meal(school: Site) -> None:
    short = AttendanceProfile.objects.create(
        key="short", name_en="Ends by 13:30", attendance_percent=100, gives_entitlement=False
    )
    decide_day(
        site=school, date=WEDNESDAY, is_open=True, reason="", author=user(), now=MORNING,
        profile=short,
    )  # fmt: skip
    found = effective_order(school, WEDNESDAY)
    assert (found.portions, found.day.reason) == (0, DayReason.NOT_DUE)

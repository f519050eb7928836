"""Hours worked, from the clock to the books."""

from __future__ import annotations

import datetime as dt

import pytest

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import Change
from orders.models import Account
from staffing.models import WorkedHours
from staffing.selectors.hours import month_hours
from staffing.services.attendance import clock_in, clock_out, enter_hours, post_labour
from staffing.services.hours_print import hours_pdf, hours_rows
from tests.factories import roster as make
from tests.factories.base import at
from tests.factories.roster import SUNDAY

DECEMBER = dt.date(2026, 12, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def kitchen() -> make.Kitchen:
    return make.kitchen()


def accounts() -> None:
    for key, kind in (("kitchen_labour", "expense"), ("wages_payable", "liability")):
        Account.objects.create(key=key, kind=kind)


def test_coming_and_going_leaves_one_row_less_the_planned_break(kitchen: make.Kitchen) -> None:
    amal = kitchen.cooks["amal"]
    make.published((amal, SUNDAY, kitchen.day, kitchen.skills["cooking"]))
    clock_in(cook=amal, author=None, now=at(SUNDAY, 7, 28))
    row = clock_out(cook=amal, author=None, now=at(SUNDAY, 15, 33))
    assert (row.break_minutes, row.date) == (45, SUNDAY)


def test_nobody_comes_twice_or_goes_without_having_come(kitchen: make.Kitchen) -> None:
    amal = kitchen.cooks["amal"]
    with pytest.raises(CannotBeDone, match="has not clocked in"):
        clock_out(cook=amal, author=None, now=at(SUNDAY, 15))
    clock_in(cook=amal, author=None, now=at(SUNDAY, 7))
    with pytest.raises(CannotBeDone, match="already"):
        clock_in(cook=amal, author=None, now=at(SUNDAY, 8))


def test_a_clock_that_was_forgotten_is_for_the_manager(kitchen: make.Kitchen) -> None:
    amal = kitchen.cooks["amal"]
    clock_in(cook=amal, author=None, now=at(SUNDAY, 7))
    with pytest.raises(CannotBeDone, match="the manager enters"):
        clock_out(cook=amal, author=None, now=at(SUNDAY + dt.timedelta(days=1), 7))


def test_a_correction_replaces_the_day_and_the_history_keeps_both(kitchen: make.Kitchen) -> None:
    amal = kitchen.cooks["amal"]
    make.worked(amal, SUNDAY, 450, 930, pause=45)
    enter_hours(
        cook=amal, date=SUNDAY, came=dt.time(7), went=dt.time(12), break_minutes=0,
        author=kitchen.manager, now=at(SUNDAY, 18),
    )  # fmt: skip
    assert month_hours(DECEMBER, amal)[0].minutes == 300
    assert Change.objects.get(action="corrected").before


def test_a_correction_that_makes_no_sense_keeps_nothing(kitchen: make.Kitchen) -> None:
    amal = kitchen.cooks["amal"]
    make.worked(amal, SUNDAY, 450, 930)
    for came, went, pause in ((12, 7, 0), (7, 8, 60)):
        with pytest.raises(BadInput):
            enter_hours(
                cook=amal, date=SUNDAY, came=dt.time(came), went=dt.time(went),
                break_minutes=pause, author=None, now=at(SUNDAY, 18),
            )  # fmt: skip
    assert month_hours(DECEMBER, amal)[0].minutes == 480


def test_worked_hours_stand_against_the_plan(kitchen: make.Kitchen) -> None:
    amal = kitchen.cooks["amal"]
    make.published((amal, SUNDAY, kitchen.day, kitchen.skills["cooking"]))
    make.worked(amal, SUNDAY, 450, 960, pause=45)
    [day] = month_hours(DECEMBER, amal)[0].days
    assert (day.planned, day.worked, day.difference) == (435, 465, 30)


def test_where_nobody_clocked_the_plan_counts_and_the_grade_says_so(kitchen: make.Kitchen) -> None:
    make.published((kitchen.cooks["amal"], SUNDAY, kitchen.day, kitchen.skills["cooking"]))
    [month] = month_hours(DECEMBER)
    assert (month.days[0].worked, month.minutes, month.grade) == (None, 435, "estimated")


def test_the_cost_is_the_wage_times_the_employers_factor(kitchen: make.Kitchen) -> None:
    make.worked(kitchen.cooks["amal"], SUNDAY, 450, 450 + 516 + 60)
    [month] = month_hours(DECEMBER)
    assert month.gross_agorot == 44_325
    assert month.cost_agorot == 57_623


def test_overtime_of_a_week_that_reaches_back_into_november_is_counted(
    kitchen: make.Kitchen,
) -> None:
    amal, sunday = kitchen.cooks["amal"], dt.date(2026, 11, 29)
    for number in range(5):
        make.worked(amal, sunday + dt.timedelta(days=number), 420, 420 + 516)
    [month] = month_hours(DECEMBER)
    assert [day.date.day for day in month.days] == [1, 2, 3]
    assert sum(day.first + day.more for day in month.days) == 96


def test_labour_is_booked_once_at_its_whole_cost(kitchen: make.Kitchen) -> None:
    accounts()
    make.worked(kitchen.cooks["amal"], SUNDAY, 450, 930)
    now = at(dt.date(2027, 1, 3), 9)
    booking = post_labour(month=DECEMBER, author=kitchen.manager, now=now)
    assert booking is not None
    amounts = dict(booking.entries.values_list("account__key", "amount_agorot"))
    assert amounts == {"kitchen_labour": 46800, "wages_payable": -46800}
    with pytest.raises(CannotBeDone, match="booked already"):
        post_labour(month=DECEMBER, author=kitchen.manager, now=now)


def test_labour_is_not_booked_while_somebody_has_no_going(kitchen: make.Kitchen) -> None:
    accounts()
    WorkedHours.objects.create(cook=kitchen.cooks["amal"], date=SUNDAY, clock_in=at(SUNDAY, 7))
    with pytest.raises(CannotBeDone, match="Amal has no going"):
        post_labour(month=DECEMBER, author=None, now=at(dt.date(2027, 1, 3), 9))


def test_the_month_sheet_has_the_same_bytes_twice_in_each_language(kitchen: make.Kitchen) -> None:
    make.worked(kitchen.cooks["amal"], SUNDAY, 450, 930)
    for language in ("ar", "he", "en"):
        first = hours_pdf(DECEMBER, language=language)
        assert first.startswith(b"%PDF")
        assert first == hours_pdf(DECEMBER, language=language)


def test_the_payroll_rows_sum_to_the_month(kitchen: make.Kitchen) -> None:
    make.worked(kitchen.cooks["amal"], SUNDAY, 450, 450 + 600, pause=30)
    heading, [row] = hours_rows(DECEMBER)
    cells = dict(zip(heading, row, strict=True))
    assert (cells["cook"], cells["worked_minutes"]) == ("amal", "570")
    assert int(cells["normal_minutes"]) + int(cells["overtime_125_minutes"]) == 570

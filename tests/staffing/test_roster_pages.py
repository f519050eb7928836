"""Who sees which page of the roster, and what is on it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kurkum.base.choices import Role
from kurkum.base.models import SolverRun
from kurkum.lib.dates import day_of
from orders.models import Account, BudgetLine
from staffing.choices import AvailabilityLevel, FlagRule
from staffing.models import Assignment, Availability, CoverRequirement, Roster, SwapRequest
from staffing.services.calendar_feed import feed_token
from staffing.services.roster_runs import perform_run
from staffing.services.rostering import SolveOrder, plan_roster, refresh_roster
from tests.factories import base
from tests.factories import roster as make
from tests.factories.base import at
from tests.factories.roster import SUNDAY

pytestmark = pytest.mark.django_db


def client_of(person: object) -> Client:
    client = Client()
    person.language = "en"  # type: ignore[attr-defined]
    person.save()  # type: ignore[attr-defined]
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


@pytest.fixture
def kitchen() -> make.Kitchen:
    found = make.kitchen()
    make.usual_week(found)
    suha = found.cooks["suha"]
    suha.user = base.user("suha", Role.COOK)
    suha.save()
    return found


def week(kitchen: make.Kitchen) -> Roster:
    return make.published((kitchen.cooks["suha"], SUNDAY, kitchen.day, kitchen.skills["driving"]))


def addresses(roster: Roster) -> list[str]:
    return [
        reverse("staffing:roster", args=[roster.pk]),
        reverse("staffing:roster_day", args=[roster.pk, SUNDAY]),
        reverse("staffing:roster_cell", args=[roster.pk, SUNDAY, "suha"]),
        reverse("staffing:roster_wall", args=[roster.pk]),
        reverse("staffing:replace", args=["suha", SUNDAY]),
        reverse("staffing:clock"),
        reverse("staffing:hours", args=[SUNDAY.replace(day=1)]),
        reverse("staffing:cook_hours", args=[SUNDAY.replace(day=1), "suha"]),
    ]


def test_the_manager_opens_every_page_of_the_roster(kitchen: make.Kitchen) -> None:
    client = client_of(kitchen.manager)
    assert [client.get(url).status_code for url in addresses(week(kitchen))] == [200] * 8


@pytest.mark.parametrize("role", [Role.COOK, Role.SCHOOL, Role.BOARD, Role.PAYER, Role.DRIVER])
def test_nobody_else_opens_them(kitchen: make.Kitchen, role: str) -> None:
    client = client_of(base.user(f"one_{role}", role))
    assert {client.get(url).status_code for url in addresses(week(kitchen))} == {403}


def test_a_stranger_is_sent_to_the_sign_in_page(kitchen: make.Kitchen) -> None:
    assert {Client().get(url).status_code for url in addresses(week(kitchen))} == {302}


def test_the_grid_says_who_works_when_and_marks_cells_for_the_keyboard(
    kitchen: make.Kitchen,
) -> None:
    page = client_of(kitchen.manager).get(addresses(week(kitchen))[0]).content.decode()
    assert "07:30" in page
    assert 'draggable="true"' in page
    assert page.count('data-date="2026-12-06"') == 4


def test_the_grid_needs_a_fixed_number_of_queries(
    kitchen: make.Kitchen, django_assert_max_num_queries: object
) -> None:
    client, url = client_of(kitchen.manager), addresses(week(kitchen))[0]
    with django_assert_max_num_queries(26):  # type: ignore[operator]
        client.get(url)


def test_the_wages_of_a_roster_stand_against_the_budget_of_its_days(kitchen: make.Kitchen) -> None:
    roster = week(kitchen)
    refresh_roster(roster)
    client, url = client_of(kitchen.manager), addresses(roster)[0]
    assert "no budget for these days" in client.get(url).content.decode()
    labour = Account.objects.create(key="kitchen_labour", name_en="Labour", kind="expense")
    BudgetLine.objects.create(month=SUNDAY.replace(day=1), account=labour, agorot=310_000)
    page = client.get(url).content.decode()
    # 7 hours 15 minutes at 45.00, with the employer's share of 1.3; 7 of 31 days of 3,100.00.
    assert [text in page for text in ("326.25 ₪", "424.13 ₪", "700.00 ₪")] == [True] * 3
    BudgetLine.objects.update(agorot=155_000)
    assert "74.13 ₪" in client.get(url).content.decode()


def test_an_edit_is_judged_before_it_is_kept(kitchen: make.Kitchen) -> None:
    url = reverse("staffing:roster_cell", args=[week(kitchen).pk, SUNDAY, "suha"])
    client = client_of(kitchen.manager)
    tried = client.post(url, {"shift": "early", "skill": "driving", "try": "1"})
    assert "No rule stands against it" in tried.content.decode()
    assert Assignment.objects.get().shift.key == "day"
    client.post(url, {"shift": "early", "skill": "driving"})
    assert Assignment.objects.get().shift.key == "early"


def test_an_unlawful_edit_shows_its_rule_and_keeps_nothing(kitchen: make.Kitchen) -> None:
    make.away(kitchen.cooks["rania"], SUNDAY)
    url = reverse("staffing:roster_cell", args=[week(kitchen).pk, SUNDAY, "rania"])
    page = client_of(kitchen.manager).post(url, {"shift": "day", "skill": "driving"})
    assert "cannot come at these hours" in page.content.decode()
    assert Assignment.objects.count() == 1


def test_a_shift_dragged_to_another_cook_changes_hands(kitchen: make.Kitchen) -> None:
    roster = week(kitchen)
    row = Assignment.objects.get()
    url = reverse("staffing:roster_move", args=[roster.pk])
    client_of(kitchen.manager).post(url, {"assignment": row.pk, "cook": "rania"})
    assert Assignment.objects.get().cook.key == "rania"


@pytest.mark.parametrize("typed", ["", "abc", "-1", "9" * 30])
def test_a_drag_that_names_no_shift_is_not_found(kitchen: make.Kitchen, typed: str) -> None:
    url = reverse("staffing:roster_move", args=[week(kitchen).pk])
    sent = client_of(kitchen.manager).post(url, {"assignment": typed, "cook": "rania"})
    assert sent.status_code == 404
    assert Assignment.objects.get().cook.key != "rania"


def test_cover_is_adjusted_with_a_reason(kitchen: make.Kitchen) -> None:
    url = reverse("staffing:roster_day", args=[week(kitchen).pk, SUNDAY])
    client_of(kitchen.manager).post(
        url, {"shift": "early", "skill": "driving", "adjustment": "1", "reason": "two vans"}
    )
    row = CoverRequirement.objects.get(shift=kitchen.early, skill=kitchen.skills["driving"])
    assert (row.derived, row.adjustment, row.reason) == (0, 1, "two vans")


def test_a_solve_runs_in_the_background_and_ends_in_a_draft(kitchen: make.Kitchen) -> None:
    client = client_of(kitchen.manager)
    client.post(reverse("staffing:roster_solve"), {"start": SUNDAY, "weeks": 1, "seconds": 5})
    run = SolverRun.objects.get()
    assert run.state == SolverRun.State.QUEUED
    page = client.get(reverse("staffing:roster_run", args=[run.pk])).content.decode()
    assert "waiting for its turn" in page
    assert f"from {SUNDAY:%d.%m.%Y}" in page
    perform_run(run.pk)
    run.refresh_from_db()
    assert run.state == SolverRun.State.DONE
    assert Roster.objects.get().run == run


def test_the_bar_of_a_solve_tells_how_much_of_its_time_is_used() -> None:
    begun = at(SUNDAY, 9)
    run = SolverRun(started_at=begun, seconds=40)
    later = [begun + dt.timedelta(seconds=seconds) for seconds in (-1, 0, 10, 60)]
    assert [run.percent_of_time(now) for now in later] == [0, 0, 25, 99]
    assert SolverRun(seconds=40).percent_of_time(begun) is None


def test_a_solve_that_was_stopped_before_its_turn_does_nothing(kitchen: make.Kitchen) -> None:
    client = client_of(kitchen.manager)
    client.post(reverse("staffing:roster_solve"), {"start": SUNDAY, "weeks": 1, "seconds": 5})
    run = SolverRun.objects.get()
    client.post(reverse("staffing:roster_stop", args=[run.pk]))
    perform_run(run.pk)
    assert not Roster.objects.exists()


def test_a_solve_that_cannot_be_done_tells_its_reason(kitchen: make.Kitchen) -> None:
    CoverRequirement.objects.all().delete()
    client = client_of(kitchen.manager)
    client.post(reverse("staffing:roster_solve"), {"start": SUNDAY, "weeks": 1, "seconds": 5})
    perform_run(SolverRun.objects.get().pk)
    assert "No work is foreseen" in SolverRun.objects.get().log


# --- the cook's own page ------------------------------------------------------------------------


def coming(kitchen: make.Kitchen) -> Roster:
    """A published shift of Suha's that is still to come, whatever the day of the test."""
    Roster.objects.all().delete()
    roster = week(kitchen)
    tomorrow = day_of(timezone.now()) + dt.timedelta(days=1)
    roster.start, roster.end = tomorrow, tomorrow + dt.timedelta(days=6)
    roster.save()
    Assignment.objects.update(date=tomorrow)
    return roster


def test_a_cook_sees_her_shift_and_not_a_draft(kitchen: make.Kitchen) -> None:
    client = client_of(kitchen.cooks["suha"].user)
    order = SolveOrder(seconds=1)
    plan_roster(start=SUNDAY, weeks=1, order=order, author=None, now=at(SUNDAY, 8))
    page = client.get(reverse("staffing:my_shifts")).content.decode()
    assert "No published shifts yet" in page
    coming(kitchen)
    assert "07:30" in client.get(reverse("staffing:my_shifts")).content.decode()


def test_the_cause_of_a_flag_is_on_no_page(kitchen: make.Kitchen) -> None:
    make.flag(kitchen.cooks["suha"], FlagRule.NO_NIGHT)
    make.away(kitchen.cooks["suha"], SUNDAY + dt.timedelta(days=1))
    roster = week(kitchen)
    pages = [client_of(kitchen.manager).get(url).content for url in addresses(roster)[:3]]
    pages.append(client_of(kitchen.cooks["suha"].user).get(reverse("staffing:my_shifts")).content)
    assert not any(b"private" in page for page in pages)


def test_a_cook_without_a_row_of_her_own_is_kept_out(kitchen: make.Kitchen) -> None:
    client = client_of(base.user("stranger", Role.COOK))
    assert client.get(reverse("staffing:my_shifts")).status_code == 403


def test_a_wish_is_kept_and_taken_back(kitchen: make.Kitchen) -> None:
    client = client_of(kitchen.cooks["suha"].user)
    far = dt.date(2099, 1, 4)
    client.post(reverse("staffing:my_wish"), {"level": "undesired", "first": far})
    row = Availability.objects.get()
    assert (row.level, row.date_from, row.date_to) == (AvailabilityLevel.UNDESIRED, far, far)
    client.post(reverse("staffing:my_wish_drop", args=[row.pk]))
    assert not Availability.objects.exists()


def test_a_wish_for_yesterday_is_refused_with_what_to_do(kitchen: make.Kitchen) -> None:
    client = client_of(kitchen.cooks["suha"].user)
    answer = client.post(
        reverse("staffing:my_wish"), {"level": "undesired", "first": dt.date(2020, 1, 5)}
    )
    assert answer.status_code == 422
    assert "from tomorrow on" in answer.content.decode()


def test_i_cannot_come_takes_the_day_out_of_her_availability(kitchen: make.Kitchen) -> None:
    coming(kitchen)
    row = Assignment.objects.get()
    client = client_of(kitchen.cooks["suha"].user)
    client.post(reverse("staffing:my_cannot_come", args=[row.pk]))
    assert Availability.objects.get().date_from == row.date


def test_another_cooks_shift_cannot_be_touched(kitchen: make.Kitchen) -> None:
    coming(kitchen)
    Assignment.objects.update(cook=kitchen.cooks["rania"])
    url = reverse("staffing:my_cannot_come", args=[Assignment.objects.get().pk])
    assert client_of(kitchen.cooks["suha"].user).post(url).status_code == 404


def test_a_swap_is_asked_for_from_the_page(kitchen: make.Kitchen) -> None:
    coming(kitchen)
    url = reverse("staffing:my_swap", args=[Assignment.objects.get().pk])
    client_of(kitchen.cooks["suha"].user).post(url, {"taker": "rania"})
    assert SwapRequest.objects.get().taker == kitchen.cooks["rania"]


def test_who_asked_for_a_swap_sees_how_it_stands(kitchen: make.Kitchen) -> None:
    coming(kitchen)
    hers = client_of(kitchen.cooks["suha"].user)
    hers.post(reverse("staffing:my_swap", args=[Assignment.objects.get().pk]), {"taker": "rania"})
    assert "she has not answered yet" in hers.get(reverse("staffing:my_shifts")).content.decode()
    SwapRequest.objects.update(state=SwapRequest.State.AGREED)
    assert "the manager decides" in hers.get(reverse("staffing:my_shifts")).content.decode()
    SwapRequest.objects.update(state=SwapRequest.State.REFUSED)
    assert "the manager decides" not in hers.get(reverse("staffing:my_shifts")).content.decode()


def test_the_calendar_feed_needs_no_sign_in_but_its_own_address(kitchen: make.Kitchen) -> None:
    coming(kitchen)
    token = feed_token(kitchen.cooks["suha"])
    answer = Client().get(reverse("staffing:my_calendar", args=[token]))
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.count(b"BEGIN:VEVENT") == 1
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    assert Client().get(reverse("staffing:my_calendar", args=["x" + token])).status_code == 404


# --- the clock ----------------------------------------------------------------------------------


def test_the_tablet_clocks_a_cook_in_and_out(kitchen: make.Kitchen) -> None:
    client, url = client_of(kitchen.manager), reverse("staffing:clock")
    client.post(url, {"cook": "amal", "act": "in"})
    assert "Go (came" in client.get(url).content.decode()

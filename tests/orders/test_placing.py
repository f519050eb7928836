"""Saving an order: who may, until when, how many, and what two people at once see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kurkum.base.errors import BadInput
from kurkum.base.models import Change
from orders.errors import CutoffPassed, OrderRefused, SavedMeanwhile
from orders.models import (
    Closure,
    Order,
    OrderLine,
    ServiceDayOverride,
    Site,
    SpecialMeal,
    StandingPause,
)
from orders.selectors.changes import changes_of_day
from orders.selectors.effective import effective_order
from orders.services.locking import lock_day
from orders.services.order_verbs import (
    copy_day,
    restore_order,
    same_as_last_week,
    withdraw_order,
)
from orders.services.placing import LineWanted, save_order
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW, at, user

MORNING = at(TODAY, 9)


def save(site: Site, portions: int = 110, *, version: int | None = None, **facts: object) -> Order:
    given = {"date": TOMORROW, "author": user(), "now": MORNING, "version": version, **facts}
    wanted = given.pop("lines", [LineWanted("grades_1_6", "regular", portions)])
    return save_order(site=site, lines=wanted, **given)  # type: ignore[arg-type]


def undo(site: Site, *, version: int) -> None:
    restore_order(site=site, date=TOMORROW, version=version, author=user(), now=MORNING)


def test_the_last_saved_version_is_the_order(school: Site) -> None:
    save(school, 110, version=0)
    save(school, 95, version=1)
    found = effective_order(school, TOMORROW)
    assert (found.portions, found.version, found.source) == (95, 2, "saved")


def test_without_an_order_the_standing_order_counts(school: Site) -> None:
    found = effective_order(school, TOMORROW)
    assert (found.portions, found.version, found.source) == (120, 0, "standing")


def test_who_saves_over_somebody_elses_order_is_shown_it_and_nothing_is_lost(school: Site) -> None:
    save(school, 110, version=0, author=user("amal"))
    with pytest.raises(SavedMeanwhile) as caught:
        save(school, 70, version=0, author=user("bushra"))
    assert caught.value.saved_by == "amal"
    assert caught.value.lines == {("grades_1_6", "regular"): 110}
    assert effective_order(school, TOMORROW).portions == 110


def test_a_day_can_be_saved_until_the_last_second_before_its_cutoff(school: Site) -> None:
    last = at(TODAY, 12) - dt.timedelta(seconds=1)
    assert save(school, now=last).version == 1


def test_at_the_cutoff_itself_the_day_is_closed(school: Site) -> None:
    with pytest.raises(CutoffPassed, match="2026-11-23 12:00"):
        save(school, now=at(TODAY, 12))
    assert not Order.objects.exists()


def test_the_kitchen_may_still_order_for_a_school_after_the_cutoff(school: Site) -> None:
    assert save(school, now=at(TODAY, 13), as_manager=True).version == 1


def test_a_locked_day_is_closed_even_for_the_kitchen(school: Site) -> None:
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    with pytest.raises(CutoffPassed, match="amendment"):
        save(school, as_manager=True)


@pytest.mark.parametrize("portions", [-1, 5001, 10**9])
def test_an_impossible_count_is_refused(school: Site, portions: int) -> None:
    with pytest.raises(BadInput, match="0 to 5000"):
        save(school, portions)
    assert not Order.objects.exists()


def test_more_than_are_enrolled_is_refused(school: Site) -> None:
    with pytest.raises(OrderRefused, match="201 portions are more than the 200 enrolled"):
        save(school, 201)


def test_an_unknown_diet_and_group_are_both_named(school: Site) -> None:
    lines = [LineWanted("grades_1_6", "moon", 1), LineWanted("giants", "regular", 1)]
    with pytest.raises(BadInput) as caught:
        save(school, lines=lines)
    assert len(caught.value.faults) == 2


def test_a_special_line_never_exceeds_its_label_codes(school: Site) -> None:
    coeliac = menus.diet("gluten_free", "gluten", needs_paper=True)
    orders.special_meal(school, "G-1", coeliac)
    lines = [LineWanted("grades_1_6", "gluten_free", 2)]
    with pytest.raises(OrderRefused, match="1 label code is registered"):
        save(school, lines=lines)


def test_a_closed_day_says_which_closure_closes_it(school: Site) -> None:
    Closure.objects.create(
        key="trip", name_en="School trip", kind="trip", date_from=TOMORROW, date_to=TOMORROW,
        site=school,
    )  # fmt: skip
    with pytest.raises(OrderRefused, match="School trip"):
        save(school)


def test_a_paused_day_says_so(school: Site) -> None:
    StandingPause.objects.create(
        site=school, date_from=TODAY, date_to=TOMORROW, reason="exams", decided_at=MORNING
    )
    with pytest.raises(OrderRefused, match="paused: exams"):
        save(school)


def test_a_day_without_a_published_menu_takes_no_orders_yet(school: Site) -> None:
    with pytest.raises(OrderRefused, match="No menu is published"):
        save(school, date=TOMORROW + dt.timedelta(days=1))


def test_an_order_by_the_kitchen_opens_a_closed_day_for_that_site(school: Site) -> None:
    friday = dt.date(2026, 11, 27)
    save(school, 30, date=friday, as_manager=True)
    assert ServiceDayOverride.objects.get().is_open
    assert effective_order(school, friday).portions == 30


def test_every_save_leaves_a_trace_with_before_and_after(school: Site) -> None:
    save(school, 110)
    save(school, 95)
    newest = Change.objects.filter(subject="Order").first()
    assert newest is not None
    assert newest.subject_key == f"nahf-a/{TOMORROW}"
    assert newest.before == {"lines": [["grades_1_6", "regular", 110]]}
    assert newest.after == {"lines": [["grades_1_6", "regular", 95]]}


def test_undo_goes_back_to_what_stood_before_the_change(school: Site) -> None:
    save(school, 110)
    save(school, 95)
    undo(school, version=2)
    assert effective_order(school, TOMORROW).portions == 110


def test_undoing_the_first_save_lets_the_standing_order_count_again(school: Site) -> None:
    save(school, 110)
    undo(school, version=1)
    assert effective_order(school, TOMORROW).portions == 120
    assert not Order.objects.exists()


@pytest.mark.parametrize("saves", [[110], [110, 95]])
def test_a_double_tap_on_undo_undoes_once(school: Site, saves: list[int]) -> None:
    for portions in saves:
        save(school, portions)
    undo(school, version=len(saves))
    there = effective_order(school, TOMORROW).portions
    undo(school, version=len(saves))
    assert effective_order(school, TOMORROW).portions == there


def test_undo_does_not_take_back_what_somebody_else_saved_since(school: Site) -> None:
    save(school, 110)
    save(school, 95, author=user("bushra"))
    with pytest.raises(OrderRefused, match="changed since"):
        undo(school, version=1)


def test_a_page_from_before_an_undo_never_wins_over_a_newer_order(school: Site) -> None:
    save(school, 110)
    undo(school, version=1)
    assert save(school, 100).version > 1


def test_what_is_saved_already_is_not_saved_again(school: Site) -> None:
    first = save(school, 110, version=0)
    again = save(school, 110, version=0)
    assert (again.pk, again.version) == (first.pk, 1)
    assert Change.objects.filter(subject="Order").count() == 1


def test_taking_an_order_back_leaves_its_trace(school: Site) -> None:
    save(school, 110)
    withdraw_order(site=school, date=TOMORROW, author=user(), now=MORNING)
    change = Change.objects.filter(subject="Order", action="withdrawn").get()
    assert change.before == {"lines": [["grades_1_6", "regular", 110]]}


def test_after_the_cutoff_nothing_is_taken_back(school: Site) -> None:
    save(school, 110)
    with pytest.raises(CutoffPassed):
        withdraw_order(site=school, date=TOMORROW, author=user(), now=at(TODAY, 12))


def test_a_day_is_copied_with_its_counts(school: Site) -> None:
    save(school, 101, date=TODAY, as_manager=True)
    copy_day(site=school, source=TODAY, target=TOMORROW, version=0, author=user(), now=MORNING)
    assert effective_order(school, TOMORROW).portions == 101


def test_same_as_last_week_takes_the_same_weekday(school: Site) -> None:
    menus.menu_day(date=TOMORROW - dt.timedelta(days=7))
    save(school, 77, date=TOMORROW - dt.timedelta(days=7), now=at(TODAY, 9), as_manager=True)
    same_as_last_week(site=school, date=TOMORROW, version=0, author=user(), now=MORNING)
    assert effective_order(school, TOMORROW).portions == 77


def test_special_meals_are_not_copied_but_counted_by_the_codes_of_the_day(school: Site) -> None:
    coeliac = menus.diet("gluten_free", "gluten", needs_paper=True)
    eggless = menus.diet("egg_free", "egg", needs_paper=True)
    gone = orders.special_meal(school, "G-1", coeliac)
    save(school, 100, date=TODAY, as_manager=True)
    OrderLine.objects.create(
        order=Order.objects.get(), diner_group=menus.diner_group(), diet=coeliac, portions=1
    )
    SpecialMeal.objects.filter(pk=gone.pk).update(active_to=TODAY)
    orders.special_meal(school, "E-1", eggless)
    copy_day(site=school, source=TODAY, target=TOMORROW, version=0, author=user(), now=MORNING)
    lines = {line.diet.key: line.total for line in effective_order(school, TOMORROW).lines}
    assert lines == {"regular": 100, "gluten_free": 0, "egg_free": 1}


def test_saving_one_order_takes_at_most_twelve_queries(school: Site) -> None:
    coeliac = menus.diet("gluten_free", "gluten", needs_paper=True)
    orders.special_meal(school, "G-1", coeliac)
    for portions in (110, 95):
        lines = [
            LineWanted("grades_1_6", "regular", portions),
            LineWanted("grades_1_6", "gluten_free", 1),
        ]
        author = user()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            save_order(
                site=school, date=TOMORROW, lines=lines, version=None, author=author, now=MORNING
            )
        assert len(queries) <= 12, [query["sql"][:90] for query in queries.captured_queries]


def test_the_history_of_a_day_names_who_did_what_newest_first(school: Site) -> None:
    save(school, 110, author=user("amal"))
    save(school, 95, author=user("bushra"), now=MORNING + dt.timedelta(minutes=5))
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    rows = changes_of_day(school, TOMORROW).values_list("author_name", "action")
    assert list(rows) == [("–", "locked"), ("bushra", "saved"), ("amal", "saved")]

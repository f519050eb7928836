"""What-if questions: the real kitchen answers, and not one real row is different afterwards."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoDbBlocker

from kurkum.base.choices import Role
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import SolverRun
from menus.models import KitchenLine
from menus.services.menu import generate_menu, publish_menu
from orders.services.locking import lock_day
from staffing.models import WhatIf
from staffing.selectors.month_money import month_money
from staffing.selectors.what_if import reference_weeks, to_compare
from staffing.services.scenario import load_kitchen, load_reference
from staffing.services.supposing import supposed
from staffing.services.what_if_answer import Effort, Listener, Stopped, answer
from staffing.services.what_if_runs import ask_what_if, keep_answer, perform_what_if
from staffing.what_if import Supposition
from staffing.what_if_sentences import finding, supposed_texts
from staffing.what_if_words import groups
from tests.conftest import FIXTURES
from tests.factories import base

pytestmark = pytest.mark.django_db
WEEK, NOW = dt.date(2026, 11, 29), base.at(dt.date(2026, 11, 24), 9)
DOUBLE = Supposition(site="factory_tamar", site_percent=100)
RAISE = Supposition(wage_percent=10)
SCHOOL = Supposition(school_like="school_zaytoun", school_meals=200)
EFFORT = Effort(roster_seconds=0.4, day_seconds=0.4, repeatable=True)
# Tables that nothing here writes, and those that hold questions and runs themselves.
UNTOUCHED = frozenset(
    {"User", "WhatIf", "SolverRun", "IngredientNutrient", "Retention", "Distance", "Locality"}
)
QUIET = Listener(lambda _step, _percent: None, lambda: False)


@pytest.fixture(scope="module")
def today(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """The demo kitchen with a published menu, and its answer to the question that changes nothing.

    Solved once for all tests of the file.
    """
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        load_reference(FIXTURES / "reference", author=None, now=NOW)
        load_kitchen(FIXTURES / "demo", author=None, now=NOW)
        for line in KitchenLine.objects.all():
            span = {"first": WEEK, "last": WEEK + dt.timedelta(days=6)}
            generate_menu(line=line, author=None, now=NOW, **span)
            publish_menu(line=line, author=None, now=NOW, **span)
        yield answer(Supposition(), WEEK, effort=EFFORT, listener=QUIET, now=NOW)
        transaction.set_rollback(True)


def everything() -> str:
    """All rows of the kitchen's tables, as text."""
    rows = [
        row
        for app in ("base", "menus", "orders", "staffing")
        for model in apps.get_app_config(app).get_models()
        if model.__name__ not in UNTOUCHED
        for row in model._default_manager.order_by("pk")
    ]
    return str(serializers.serialize("json", rows))


def kept(name: str, what: Supposition, found: dict[str, Any]) -> WhatIf:
    row = WhatIf.objects.create(name=name, week=WEEK, changes=what.to_json(), created_at=NOW)
    keep_answer(kept=row, found=found, now=NOW)
    return WhatIf.objects.get(pk=row.pk)


# --- what is supposed -----------------------------------------------------------------------------


def test_a_supposition_survives_its_json_and_keeps_only_what_it_says() -> None:
    assert SCHOOL.to_json() == {"school_like": "school_zaytoun", "school_meals": 200}
    assert Supposition.from_json(json.loads(json.dumps(SCHOOL.to_json()))) == SCHOOL


@pytest.mark.parametrize(
    "wrong",
    [{"wage_percent": 500}, {"cooks": -1}, {"school_like": "a"}, {"food_percent": 5},
     {"school_meals": 99_999, "school_like": "a"}],
)  # fmt: skip
def test_nonsense_cannot_be_supposed(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"must be|belong together"):
        Supposition(**wrong)


@pytest.mark.parametrize(
    "what",
    [DOUBLE, SCHOOL, Supposition(food="tomato", food_percent=40, wage_percent=4),
     Supposition(all_food_percent=5, price_percent=3, cooks=2, equipment="kettle",
                 equipment_items=1)],
)  # fmt: skip
def test_supposing_leaves_no_row_different(today: dict[str, Any], what: Supposition) -> None:
    before = everything()
    with supposed(what, WEEK):
        assert everything() != before
    assert everything() == before


def test_a_failure_in_the_middle_leaves_no_row_different(today: dict[str, Any]) -> None:
    before = everything()
    lost = Supposition(wage_percent=5, site="nowhere", site_percent=10)
    with pytest.raises(BadInput, match="no site"), supposed(lost, WEEK):
        pass
    assert everything() == before


def test_twice_the_factorys_meals_add_them_and_nothing_else(today: dict[str, Any]) -> None:
    before = month_money(WEEK)
    with supposed(DOUBLE, WEEK):
        after = month_money(WEEK)
    days = before.service_days
    assert after.service_days == days
    assert 0 < after.meals - before.meals <= 80 * days
    assert after.income > before.income
    assert after.per_month_items == before.per_month_items


def test_dearer_tomatoes_cost_what_the_tomatoes_cost(today: dict[str, Any]) -> None:
    before = month_money(WEEK)
    with supposed(Supposition(food="tomato", food_percent=40), WEEK):
        after = month_money(WEEK)
    tomatoes = dict(before.by_ingredient)["tomato"]
    assert after.food - before.food == pytest.approx(tomatoes * 0.4, rel=0.02)
    assert after.income == before.income


def test_another_school_eats_on_its_weekdays_in_its_town(today: dict[str, Any]) -> None:
    before = month_money(WEEK)
    with supposed(SCHOOL, WEEK):
        after = month_money(WEEK)
    assert 150 * 10 < after.meals - before.meals <= 200 * before.service_days


# --- the answer -----------------------------------------------------------------------------------


def test_the_answer_adds_up(today: dict[str, Any]) -> None:
    assert today["costs"] == today["food"] + today["labour"] + today["other"]
    assert today["surplus"] == today["income"] - today["costs"]
    assert today["roster"]["cooks"] == 15
    assert today["days"][0]["portions"] > 4000


def test_at_the_break_even_count_the_month_just_carries_itself(today: dict[str, Any]) -> None:
    money = month_money(WEEK)
    each = (money.income - money.food - money.per_meal_items) / money.meals
    fixed = today["labour"] + money.per_day_items + money.per_month_items
    assert today["break_even_meals"] * each >= fixed > (today["break_even_meals"] - 1) * each


def test_a_rise_in_wages_costs_its_share_and_keeps_roster_and_days(today: dict[str, Any]) -> None:
    raised = answer(RAISE, WEEK, effort=EFFORT, listener=QUIET, now=NOW, today=today)
    assert raised["labour"] == pytest.approx(today["labour"] * 1.1, abs=10)
    assert raised["days"] == today["days"]
    assert raised["surplus"] == today["surplus"] - (raised["labour"] - today["labour"])


def test_asking_leaves_no_row_different(today: dict[str, Any]) -> None:
    before = everything()
    answer(RAISE, WEEK, effort=EFFORT, listener=QUIET, now=NOW, today=today)
    assert everything() == before


def test_a_week_that_has_begun_is_refused(today: dict[str, Any]) -> None:
    lock_day(date=WEEK + dt.timedelta(days=1), author=None, now=NOW)
    with pytest.raises(CannotBeDone, match="locked already"):
        answer(DOUBLE, WEEK, effort=EFFORT, listener=QUIET, now=NOW)


def test_who_asks_to_stop_gets_no_answer(today: dict[str, Any]) -> None:
    stopping = Listener(lambda _step, _percent: None, lambda: True)
    with pytest.raises((Stopped, CannotBeDone)):
        answer(DOUBLE, WEEK, effort=EFFORT, listener=stopping, now=NOW)


# --- kept, compared, printed ----------------------------------------------------------------------


def test_the_background_job_keeps_the_answer(today: dict[str, Any]) -> None:
    kept("", Supposition(), today)
    base_run = SolverRun.objects.create(
        kind="scenario", subject="0", requested_at=NOW, seconds=1, request={"effort": "quick"}
    )
    WhatIf.objects.filter(changes={}).update(run=base_run)
    asked = ask_what_if(
        name="A rise", note="", week=WEEK, what=RAISE, effort="quick", author=None, now=NOW
    )
    assert asked.run is not None
    perform_what_if(asked.run.pk)
    asked.refresh_from_db()
    assert asked.run is not None
    assert asked.run.state == SolverRun.State.DONE
    assert asked.result is not None
    assert asked.result["surplus"] < today["surplus"]


def test_what_cannot_be_answered_says_why(today: dict[str, Any]) -> None:
    what = Supposition(site="nowhere", site_percent=10)
    asked = ask_what_if(
        name="x", note="", week=WEEK, what=what, effort="quick", author=None, now=NOW
    )
    assert asked.run is not None
    perform_what_if(asked.run.pk)
    run = SolverRun.objects.get(pk=asked.run.pk)
    assert (run.state, "nowhere" in run.log) == (SolverRun.State.FAILED, True)


def test_side_by_side_the_kitchen_as_it_is_stands_first(today: dict[str, Any]) -> None:
    first = kept("", Supposition(), today)
    raised = answer(RAISE, WEEK, effort=EFFORT, listener=QUIET, now=NOW, today=today)
    second = kept("A rise", RAISE, raised)
    asked = to_compare([str(second.pk)])
    assert asked == [first, second]
    rows = {row.label: row for group in groups(asked) for row in group.rows}
    assert rows["Kitchen labour, ₪"].cells[1].change.startswith("+")
    assert rows["Surplus or loss, ₪"].cells[1].tone == "bad"
    assert "less a month" in finding(asked)


def test_a_question_is_told_in_words(today: dict[str, Any]) -> None:
    assert supposed_texts(DOUBLE.to_json())[0].endswith("\u2066+100%\u2069")
    assert supposed_texts({}) == ["Nothing is changed: the kitchen as it is."]


def test_only_wholly_open_weeks_with_a_menu_can_be_asked_about(today: dict[str, Any]) -> None:
    assert reference_weeks(dt.date(2026, 11, 24)) == [WEEK]
    lock_day(date=WEEK + dt.timedelta(days=1), author=None, now=NOW)
    assert reference_weeks(dt.date(2026, 11, 24)) == []


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.MANAGER, 200), (Role.BOARD, 200), (Role.BOOKKEEPER, 200), (Role.COOK, 403),
     (Role.SCHOOL, 403)],
)  # fmt: skip
def test_who_decides_reads_the_answers(
    client: Client, today: dict[str, Any], role: str, status: int
) -> None:
    row = kept("", Supposition(), today)
    client.force_login(base.user(f"a-{role}", role))
    for address in (
        reverse("staffing:what_ifs"),
        reverse("staffing:what_if", args=[row.pk]),
        f"{reverse('staffing:compare_what_ifs')}?q={row.pk}",
        f"{reverse('staffing:what_if_pdf')}?q={row.pk}",
    ):
        assert client.get(address).status_code == status


def test_a_board_member_asks_nothing_herself(client: Client, today: dict[str, Any]) -> None:
    row = kept("", Supposition(), today)
    client.force_login(base.user("a-board", Role.BOARD))
    assert client.get(reverse("staffing:ask_what_if")).status_code == 403
    for name in ("what_if_again", "what_if_stop", "what_if_archive"):
        assert client.post(reverse(f"staffing:{name}", args=[row.pk])).status_code == 403


def test_half_a_supposition_is_sent_back_with_its_place(
    client: Client, today: dict[str, Any]
) -> None:
    client.force_login(base.user("a-manager", Role.MANAGER))
    page = client.post(
        reverse("staffing:ask_what_if"),
        {"name": "x", "week": f"{WEEK}", "effort": "quick", "site": "factory_tamar"},
    )
    assert page.status_code == 200
    assert "errorlist" in page.content.decode()
    assert not WhatIf.objects.exists()

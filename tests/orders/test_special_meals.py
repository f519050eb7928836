"""Special meals: codes without names, papers that end, and a plate for every code."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from kurkum.base.choices import Role
from kurkum.base.errors import BadInput
from kurkum.base.models import Change
from menus.models import Diet
from orders.models import Order, OrderLine, Site, SiteAccess, SpecialMeal
from orders.selectors.effective import effective_order
from orders.selectors.special_meals import coded_meals, days_without, next_code
from orders.services.placing import LineWanted, save_order
from orders.services.special_meals import NewMeal, end_meal, register_meal, renew_paper
from tests.factories import base, menus
from tests.factories.base import TODAY, TOMORROW, at, user

NINE = at(TODAY, 9)
IN_A_YEAR = TODAY + dt.timedelta(days=365)


@pytest.fixture
def sesame_free(school: Site) -> Diet:
    return menus.diet("sesame_free", "sesame", needs_paper=True)


def register(site: Site, diet: Diet, code: str = "A01", **facts: object) -> SpecialMeal:
    given = {"active_from": TODAY, "paper_valid_until": IN_A_YEAR, **facts}
    meal = NewMeal(label_code=code, diner_group=menus.diner_group(), diet=diet, **given)  # type: ignore[arg-type]
    return register_meal(site=site, meal=meal, author=user(), now=NINE)


@pytest.mark.parametrize("name", ["Layla", "ליאן", "ليان حسن", "A", "1" * 13, ""])
def test_a_name_is_no_code(school: Site, sesame_free: Diet, name: str) -> None:
    with pytest.raises(BadInput, match="is not a label code"):
        register(school, sesame_free, name)


def test_a_code_is_given_once_at_a_site(school: Site, sesame_free: Diet) -> None:
    register(school, sesame_free, "A01")
    with pytest.raises(BadInput, match="given already"):
        register(school, sesame_free, "a01")


def test_a_diet_that_needs_a_paper_needs_its_date(school: Site, sesame_free: Diet) -> None:
    with pytest.raises(BadInput, match="medical paper"):
        register(school, sesame_free, paper_valid_until=None)


@pytest.mark.parametrize("until", [TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=401)])
def test_a_paper_is_neither_over_nor_for_longer_than_a_year(
    school: Site, sesame_free: Diet, until: dt.date
) -> None:
    with pytest.raises(BadInput):
        register(school, sesame_free, paper_valid_until=until)


def test_a_new_code_is_cooked_for_although_no_standing_order_names_its_diet(
    school: Site, sesame_free: Diet
) -> None:
    register(school, sesame_free)
    lines = {line.diet.key: line.total for line in effective_order(school, TOMORROW).lines}
    assert lines == {"regular": 120, "sesame_free": 1}


def test_a_code_that_has_ended_is_not_cooked_for(school: Site, sesame_free: Diet) -> None:
    meal = register(school, sesame_free)
    end_meal(meal_id=meal.pk, last=TODAY, author=user(), now=NINE)
    assert effective_order(school, TOMORROW).portions == 120


def test_days_saved_before_a_code_came_are_named(school: Site, sesame_free: Diet) -> None:
    saved = {"site": school, "lines": [LineWanted("grades_1_6", "regular", 119)], "version": 0}
    save_order(**saved, date=TOMORROW, author=user(), now=NINE)  # type: ignore[arg-type]
    meal = register(school, sesame_free)
    assert days_without(meal, TODAY) == [TOMORROW]
    assert days_without(meal, TOMORROW + dt.timedelta(days=1)) == []
    order = Order.objects.get()
    OrderLine.objects.create(
        order=order, diner_group=menus.diner_group(), diet=sesame_free, portions=1
    )
    assert days_without(meal, TODAY) == []
    second = register(school, sesame_free, "A02")
    assert days_without(second, TODAY) == [TOMORROW]


@pytest.mark.parametrize(
    ("days", "word"),
    [(-1, "paper has ended: renew it"), (0, "ends soon: renew it"), (30, "ends soon: renew it"),
     (31, "valid")],
)  # fmt: skip
def test_the_school_is_warned_a_month_before_a_paper_ends(
    school: Site, sesame_free: Diet, days: int, word: str
) -> None:
    meal = register(school, sesame_free)
    SpecialMeal.objects.filter(pk=meal.pk).update(paper_valid_until=TODAY + dt.timedelta(days=days))
    assert coded_meals(school, TODAY)[0].word == word


def test_renewing_a_paper_leaves_a_trace(school: Site, sesame_free: Diet) -> None:
    meal = register(school, sesame_free, paper_valid_until=TOMORROW)
    renew_paper(meal_id=meal.pk, valid_until=IN_A_YEAR, author=user(), now=NINE, today=TODAY)
    change = Change.objects.filter(subject="SpecialMeal", action="paper renewed").get()
    assert (change.before or {})["paper_valid_until"] == str(TOMORROW)
    assert (change.after or {})["paper_valid_until"] == str(IN_A_YEAR)


def test_the_next_code_follows_the_highest(school: Site, sesame_free: Diet) -> None:
    assert next_code(school) == "A01"
    register(school, sesame_free, "B09")
    assert next_code(school) == "B10"


def test_the_page_keeps_what_was_typed_when_it_refuses(
    school: Site, sesame_free: Diet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NINE)
    secretary = base.user("samira", Role.SCHOOL)
    SiteAccess.objects.create(user=secretary, site=school)
    client = Client()
    client.force_login(secretary)
    typed = {
        "label_code": "Layla", "diner_group": menus.diner_group().pk, "diet": sesame_free.pk,
        "paper_valid_until": str(IN_A_YEAR), "active_from": str(TODAY),
    }  # fmt: skip
    answer = client.post("/orders/special/nahf-a/", typed)
    assert answer.status_code == 422
    assert 'value="Layla"' in answer.content.decode()
    assert client.post("/orders/special/nahf-a/", {**typed, "label_code": "A7"}).status_code == 302
    assert SpecialMeal.objects.get().label_code == "A7"

"""The menus' pages: what a school reads, what only the kitchen sees, what leaves as a file."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from kurkum.base.choices import Mark, Role
from menus.models import Dish, IngredientPrice, MenuDay, Nutrient, StandardRule
from menus.selectors.dish_page import dish_page
from menus.selectors.ingredients import ingredient_list
from menus.selectors.menu_week import allergen_chart, menu_week
from menus.selectors.nutrition import judge_week_of
from menus.selectors.week_findings import findings_of
from menus.services.menu_print import week_menu_pdf
from tests.factories import menus
from tests.factories.base import TODAY, TOMORROW, user

pytestmark = pytest.mark.django_db
PLACES = 12


@pytest.fixture
def salad() -> Dish:
    """A salad with tahini, published today and not yet published tomorrow."""
    tahini = menus.ingredient("tahini", "parve", "sesame")
    dish = menus.dish("salad", tahini)
    menus.diner_group()
    menus.regular()
    menus.menu_day(dish)
    menus.menu_day(dish, date=TOMORROW, published=False)
    return dish


def client(role: str) -> Client:
    person = user(f"one {role}", role)
    person.language = "en"
    person.save(update_fields=["language"])
    found = Client()
    found.force_login(person)
    return found


def page(role: str, name: str, *words: str, **query: str) -> str:
    return client(role).get(reverse(f"menus:{name}", args=words), query).content.decode()


def days_of(text: str) -> int:
    return text.count("<article")


def test_a_school_reads_published_days_with_their_allergens(salad: Dish) -> None:
    text = page(Role.SCHOOL, "menu", date=str(TODAY))
    assert days_of(text) == 1
    assert "Sesame" in text
    assert "Publish" not in text


def test_the_kitchen_sees_drafts_and_publishes_them(salad: Dish) -> None:
    assert days_of(page(Role.MANAGER, "menu", date=str(TODAY))) == 2
    posted = client(Role.MANAGER).post(
        reverse("menus:menu_publish", args=["h"]), {"date": str(TODAY)}
    )
    assert posted.status_code == 302
    assert not MenuDay.objects.filter(published_at__isnull=True).exists()


def test_a_wrong_date_or_line_shows_this_week_and_the_first_line(salad: Dish) -> None:
    assert "Menu of the week" in page(Role.SCHOOL, "menu", date="31.12", line="zzz")


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_the_printed_week_holds_published_days_only(salad: Dish, language: str) -> None:
    content = week_menu_pdf(line=menus.line(), day=TODAY, language=language)
    assert content == week_menu_pdf(line=menus.line(), day=TODAY, language=language)
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert f"{TODAY:%d.%m.%Y}" in text
    assert f"{TOMORROW:%d.%m.%Y}" not in text


def test_cost_and_recipe_are_for_the_kitchen_alone(salad: Dish) -> None:
    assert "Food cost" in page(Role.MANAGER, "dish", "salad")
    assert "Food cost" not in page(Role.SCHOOL, "dish", "salad")


def test_a_missing_figure_is_missing_and_an_ingredient_without_price_is_named(
    salad: Dish,
) -> None:
    Nutrient.objects.get_or_create(key="kcal", defaults={"unit": "kcal", "name_en": "Energy"})
    found = dish_page(salad, TODAY)
    (kcal,) = [row for row in found.nutrients if row.nutrient.key == "kcal"]
    assert [amount.value for amount in kcal.amounts] == [None]
    assert [one.key for one in kcal.missing_from] == ["tahini"]
    assert [one.key for one in found.unpriced] == ["tahini"]


def test_a_portion_costs_its_bought_grams(salad: Dish) -> None:
    line = salad.recipes.get().lines.get()
    assert line.ingredient is not None
    IngredientPrice.objects.create(
        ingredient=line.ingredient, valid_from=TODAY, agorot_per_kg=2000, mark=Mark.ASSUMED
    )
    recipe = salad.recipes.get()
    expected = line.gross_grams / recipe.yield_portions * 2000 / 1000
    (cost,) = dish_page(salad, TODAY).costs
    assert cost.agorot == expected
    yesterday = dish_page(salad, TODAY - dt.timedelta(days=1))
    assert yesterday.recipe is None or yesterday.costs[0].agorot == 0


def test_the_chart_names_contains_and_leaves_what_nobody_states_empty(salad: Dish) -> None:
    menus.allergen("milk")
    text = client(Role.SCHOOL).get(reverse("menus:allergens"), {"export": "csv"})
    head, row = text.content.decode("utf-8-sig").splitlines()[:2]
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    assert (cells["Sesame"], cells["Milk"]) == ("contains", "")


def test_each_finding_of_a_week_cites_its_rule_with_source_and_mark(salad: Dish) -> None:
    sodium = Nutrient.objects.get_or_create(key="sodium_mg", defaults={"unit": "mg"})[0]
    StandardRule.objects.create(
        key="sodium", name_en="Sodium", measure="amount", scope="meal", nutrient=sodium,
        diner_group=menus.diner_group(), aim_max=600, valid_from=TODAY - dt.timedelta(days=99),
        mark=Mark.MEMORY, source="a remembered table",
    )  # fmt: skip
    (section,) = findings_of(judge_week_of(menus.line(), TODAY))
    row = section.warnings[0]
    assert (row.verdict, row.value) == ("unknown", None)
    assert [one.key for one in row.missing] == ["tahini"]
    assert row.is_indicative
    assert "a remembered table" in page(Role.MANAGER, "nutrition", date=str(TODAY))


# -- queries do not grow ---------------------------------------------------------------------------


def many() -> None:
    for number in range(PLACES):
        one = menus.ingredient(f"herb-{number}", "parve", "celery")
        menus.dish(f"soup-{number}", one)


def test_the_chart_asks_as_often_for_many_dishes_as_for_one(
    salad: Dish, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many()
    with django_assert_max_num_queries(9):
        _allergens, rows = allergen_chart(TODAY, Dish.objects.all())
    assert len(rows) == PLACES + 1


def test_the_list_of_ingredients_asks_three_times(
    salad: Dish, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many()
    with django_assert_max_num_queries(3):
        rows = list(ingredient_list(TODAY))
    assert len(rows) >= PLACES


def test_a_week_asks_eleven_times_at_most(
    salad: Dish, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    many()
    line = menus.line()
    with django_assert_max_num_queries(11):
        menu_week(line, TODAY, published_only=False)

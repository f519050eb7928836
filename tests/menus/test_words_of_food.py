"""What stands in the reference data as a key or a note is said in the reader's language."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from django.utils import translation

from menus.category_words import CATEGORIES, category_words
from menus.selectors.dish_page import dish_page
from menus.source_words import SAID, source_words
from tests.conftest import FIXTURES
from tests.factories import menus

DAY = dt.date(2026, 11, 24)


def column(table: str, name: str) -> set[str]:
    with (FIXTURES / "reference" / f"{table}.csv").open(encoding="utf-8") as file:
        return {row[name] for row in csv.DictReader(file)}


@pytest.mark.parametrize("language", ["ar", "he"])
def test_every_source_of_a_nutrition_rule_is_said(language: str) -> None:
    sources = column("nutrition_standards", "source")
    assert sources <= set(SAID)
    with translation.override(language):
        assert all(source_words(one) != one for one in sources)


@pytest.mark.parametrize("language", ["ar", "he"])
def test_every_kind_of_food_is_said(language: str) -> None:
    kinds = column("ingredients", "category")
    assert kinds <= set(CATEGORIES)
    with translation.override(language):
        assert all(category_words(one) != one for one in kinds)


def test_a_kind_that_the_kitchen_added_stays_as_written() -> None:
    assert category_words("مونة") == "مونة"


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "others"), [("ar", ["he", "en"]), ("en", ["ar", "he"])])
def test_a_dish_page_adds_the_other_two_names_only(language: str, others: list[str]) -> None:
    dish = menus.dish("mujaddara")
    dish.name_ar, dish.name_he, dish.name_en = "مجدّرة", "מג׳דרה", "Mujaddara"
    with translation.override(language):
        assert [one for one, _name in dish_page(dish, DAY).other_names] == others

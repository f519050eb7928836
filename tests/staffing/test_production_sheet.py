"""The printed sheet: its texts in three languages, its bytes, what it never says."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.db.models import F
from pypdf import PdfReader

from staffing.choices import PlanState
from staffing.models import Cook, ProductionPlan, TaskWork
from staffing.selectors.sheet_facts import sheet_facts
from staffing.selectors.workload import seal
from staffing.services.sheets import (
    box_labels,
    cook_card,
    cook_cards_of,
    production_sheet,
    sheet_part,
)
from tests.staffing.planned_kitchen import planned

__all__ = ["planned"]
pytestmark = pytest.mark.django_db
KOSHER = ("kosher", "Kosher", "כשר", "كَشروت", "كاشير")


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_the_sheet_names_every_dish_its_seal_and_its_meals(planned: ProductionPlan) -> None:
    facts, text = sheet_facts(planned), text_of(production_sheet(plan=planned, language="en"))
    words = " ".join(text.split())
    for batch in facts.today:
        assert batch.dish.name_en.split(" (")[0] in words
    assert seal(planned.orders_checksum) in words
    assert f"{facts.meals:,}" in words


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_the_same_plan_prints_the_same_bytes(planned: ProductionPlan, language: str) -> None:
    once = production_sheet(plan=planned, language=language)
    assert once == production_sheet(plan=planned, language=language)


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_without_a_certificate_nothing_says_kosher(planned: ProductionPlan, language: str) -> None:
    printed = [
        production_sheet(plan=planned, language=language),
        box_labels(plan=planned, language=language),
    ]
    for text in map(text_of, printed):
        assert not [word for word in KOSHER if word in text]


def test_every_dish_has_its_number_below_the_timeline(planned: ProductionPlan) -> None:
    dishes = dict.fromkeys(one.dish.name_en.split(" (")[0] for one in sheet_facts(planned).batches)
    first = PdfReader(BytesIO(production_sheet(plan=planned, language="en"))).pages[0]
    text = " ".join(first.extract_text().split())
    assert " · ".join(f"{number} {name}" for number, name in enumerate(dishes, 1)) in text
    assert re.search(r"(\d+)/2 the second batch of dish \1\b", text)


def test_two_cards_share_a_page_where_they_fit(planned: ProductionPlan) -> None:
    cards = len(sheet_facts(planned).batches)
    pages = PdfReader(BytesIO(production_sheet(plan=planned, language="en"))).pages
    found = [page.extract_text().count("Portions made") for page in pages]
    assert max(found) == 2
    assert sum(found) == len(sheet_facts(planned).today)
    assert sum(1 for count in found if count) < cards


def test_a_temperature_is_written_with_its_time(planned: ProductionPlan) -> None:
    batch = next(one for one in sheet_facts(planned).today if not one.is_cold)
    text = " ".join(text_of(production_sheet(plan=planned, language="en")).split())
    assert "Measured Time °C Core, at least 75 °C" in text
    assert batch.dish.name_en.split(" (")[0] in text


@pytest.mark.parametrize(
    ("part", "title"),
    [("special-meals", "Special meals"), ("stores", "Pull list"), ("packing", "Packing list")],
)
def test_a_part_is_printed_alone_with_the_seal(
    planned: ProductionPlan, part: str, title: str
) -> None:
    whole = len(PdfReader(BytesIO(production_sheet(plan=planned, language="en"))).pages)
    pages = PdfReader(BytesIO(sheet_part(plan=planned, part=part, language="en"))).pages
    assert len(pages) < whole
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert title in text
        assert seal(planned.orders_checksum) in text
        assert f"Page {number} of {len(pages)}" in text


def test_every_special_code_has_a_label(planned: ProductionPlan) -> None:
    text = text_of(box_labels(plan=planned, language="en"))
    codes = {code for one in sheet_facts(planned).specials for code in one.codes}
    assert codes
    assert not [code for code in codes if code not in text]


def test_a_cooks_card_holds_her_work_only(planned: ProductionPlan) -> None:
    facts = sheet_facts(planned)
    cook = Cook.objects.get(key="samira_k")
    hers = {
        task.row.batch.dish.name_ar for task in facts.tasks if task.row.batch and cook in task.cooks
    }
    assert hers
    assert len(PdfReader(BytesIO(cook_card(plan=planned, cook=cook))).pages) >= 1


def test_a_replaced_version_says_so_on_every_page(planned: ProductionPlan) -> None:
    assert "REPLACED" not in text_of(production_sheet(plan=planned, language="en"))
    planned.state = PlanState.SUPERSEDED
    pages = PdfReader(BytesIO(production_sheet(plan=planned, language="en"))).pages
    assert all("Version 1 – REPLACED" in page.extract_text() for page in pages)
    planned.state = PlanState.CURRENT


def test_all_cards_together_say_on_every_page_whose_it_is(planned: ProductionPlan) -> None:
    Cook.objects.update(language="en")
    names = [cook.name_in("en") for cook in sheet_facts(planned).cooks]
    pages = PdfReader(BytesIO(cook_cards_of(plan=planned, language="en"))).pages
    found = [[name for name in names if name in page.extract_text()] for page in pages]
    assert all(found)
    assert {name for page in found for name in page} == set(names)


def test_work_without_a_pause_is_one_piece_on_paper(planned: ProductionPlan) -> None:
    row = TaskWork.objects.filter(task__plan=planned, to_minute__gt=F("from_minute") + 9)[0]
    begin, end = row.from_minute, row.to_minute
    TaskWork.objects.filter(pk=row.pk).update(to_minute=begin + 5)
    TaskWork.objects.create(task=row.task, cook=row.cook, from_minute=begin + 5, to_minute=end)
    task = next(one for one in sheet_facts(planned).tasks if one.row.pk == row.task_id)
    assert (begin, end, row.cook) in task.work


def test_ingredients_are_scaled_to_the_batch(planned: ProductionPlan) -> None:
    batch = next(one for one in sheet_facts(planned).today if one.quantities)
    recipe = batch.recipe.recipe
    assert recipe is not None
    line = next(
        one for one in recipe.lines.all() if one.ingredient and one.ingredient.scale_exponent == 1
    )
    expected = line.gross_grams * batch.row.reference_portions / 100 / recipe.yield_portions
    found = next(q for q in batch.quantities if q.ingredient.pk == line.ingredient_id)
    assert abs(found.gross_grams - expected) < 1

"""Loading a whole kitchen: all of it, twice without harm, or nothing and the reasons."""

from __future__ import annotations

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from kurkum.base.errors import BadInput
from kurkum.base.models import Change, DatedLimit, Kitchen, User
from menus.models import Dish, Ingredient, IngredientNutrient, MenuCycle, Recipe
from orders.models import Closure, Site, SpecialMeal, StandingLine
from staffing.models import Cook, ProcessStep
from staffing.services.scenario import load_kitchen, load_reference

FIXTURES = Path(__file__).parents[2] / "fixtures"
NOW = dt.datetime(2026, 11, 23, 7, 0, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


def load(folder: Path = FIXTURES, now: dt.datetime = NOW) -> int:
    changed = load_reference(folder / "reference", author=None, now=now)
    return changed + load_kitchen(folder / "demo", author=None, now=now)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FIXTURES, tmp_path / "fixtures")
    return tmp_path / "fixtures"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_whole_kitchen_is_loaded() -> None:
    load()
    counts = [m.objects.count() for m in (Ingredient, Dish, Site, Cook)]
    assert counts == [180, 54, 19, 15]
    assert Kitchen.objects.the_one().name_he == "כורכום"
    assert not ProcessStep.objects.filter(dish__recipes__isnull=True).exists()


def test_loading_twice_changes_nothing_the_second_time() -> None:
    load()
    changes = Change.objects.count()
    assert load() == 0
    assert Change.objects.count() == changes


def test_loading_again_in_a_later_year_adds_only_that_year_s_closures() -> None:
    load()
    starts = set(MenuCycle.objects.values_list("starts_on", flat=True))
    lines, before = StandingLine.objects.count(), Closure.objects.count()
    changed = load(now=NOW.replace(year=2027))
    assert set(MenuCycle.objects.values_list("starts_on", flat=True)) == starts
    assert StandingLine.objects.count() == lines
    assert Closure.objects.count() - before == changed


def test_what_was_corrected_in_the_tables_is_corrected_in_the_kitchen(folder: Path) -> None:
    load(folder)
    spoil(folder / "demo" / "dishes.csv", "Mujaddara (rice and lentils)", "Mujaddara")
    assert load(folder) == 1
    assert Dish.objects.get(key="mujaddara_rice").name_en == "Mujaddara"


def test_an_unknown_nutrient_has_no_row() -> None:
    load()
    mint = IngredientNutrient.objects.filter(ingredient__key="mint")
    assert mint.exists()
    assert not mint.filter(nutrient__key="sugars_g").exists()


def test_people_who_sign_in_have_roles_and_see_what_is_theirs() -> None:
    load()
    suha = User.objects.get(username="suha_r")
    assert set(suha.role_grants.values_list("role", flat=True)) == {"cook", "driver"}
    assert suha.cook.key == "suha_r"
    assert not suha.has_usable_password()
    secretary = User.objects.get(username="school_karm")
    sites = set(secretary.site_accesses.values_list("site__key", flat=True))
    assert sites == {"school_karm", "gan_farasha"}


def test_a_paper_that_has_run_out_is_among_the_special_meals() -> None:
    load()
    expired = SpecialMeal.objects.filter(paper_valid_until__lt=NOW.date())
    assert expired.count() == 1


def test_every_fault_is_named_by_file_and_line_and_nothing_is_written(folder: Path) -> None:
    load_reference(folder / "reference", author=None, now=NOW)
    spoil(folder / "demo" / "dishes.csv", "complete_main,A", "complete_main,Z")
    spoil(folder / "demo" / "sites.csv", "school_karm,", "school karm,")
    spoil(folder / "demo" / "cooks.csv", "nahf", "atlantis")
    with pytest.raises(BadInput) as caught:
        load_kitchen(folder / "demo", author=None, now=NOW)
    faults = [str(fault) for fault in caught.value.faults]
    assert any(fault.startswith("dishes.csv:2: hold_class") for fault in faults)
    assert any(fault.startswith("sites.csv:3: key") for fault in faults)
    assert any(fault.startswith("cooks.csv:3: locality 'atlantis'") for fault in faults)
    assert not Dish.objects.exists()
    assert not Site.objects.exists()
    assert not Kitchen.objects.exists()


def test_a_row_that_stands_twice_is_named(folder: Path) -> None:
    path = folder / "reference" / "food_tags.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match=rf"food_tags.csv:{len(lines) + 1}: the same as line 2"):
        load_reference(folder / "reference", author=None, now=NOW)
    assert not DatedLimit.objects.exists()


def test_what_the_tables_break_together_is_said_and_nothing_is_written(folder: Path) -> None:
    load_reference(folder / "reference", author=None, now=NOW)
    spoil(folder / "demo" / "contracts.csv", "amal_h,2100,2520", "amal_h,2600,2520")
    with pytest.raises(BadInput, match="contract_hours_in_order"):
        load_kitchen(folder / "demo", author=None, now=NOW)
    assert not Cook.objects.exists()


def test_a_missing_table_and_a_photo_are_both_named(folder: Path) -> None:
    (folder / "demo" / "prices.csv").unlink()
    (folder / "demo" / "cooks.csv").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(BadInput) as caught:
        load_kitchen(folder / "demo", author=None, now=NOW)
    assert len(caught.value.faults) == 2


def test_a_dish_s_gross_weights_are_kept_for_a_hundred_portions() -> None:
    load()
    recipe = Recipe.objects.get(dish__key="mujaddara_rice")
    rice = recipe.lines.get(ingredient__key="rice_white_long")
    assert recipe.yield_portions == 100
    assert rice.gross_grams == Decimal(4000)

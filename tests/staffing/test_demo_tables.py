"""The demo kitchen's tables, held against each other and against the house's own rules."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from kurkum.lib.rows import Row, read_rows

FIXTURES = Path(__file__).parents[2] / "fixtures"
MARKS = {"sourced", "derived", "assumed", "memory"}
LANGUAGES = ("name_ar", "name_he", "name_en")
SERVICE_WEEKDAYS = range(5)
CYCLE_DAYS = 20
NO_REPEAT_DAYS = 10


@cache
def table(folder: str, name: str) -> list[Row]:
    return read_rows(FIXTURES / folder / f"{name}.csv")


def demo(name: str) -> list[Row]:
    return table("demo", name)


def reference(name: str) -> list[Row]:
    return table("reference", name)


def keys(rows: list[Row]) -> set[str]:
    return {row.needed("key") for row in rows}


ALL_TABLES = sorted((path.parent.name, path.stem) for path in FIXTURES.glob("*/*.csv"))


@cache
def plates() -> dict[tuple[str, int, int], list[str]]:
    """Dishes by cycle, week and weekday, in the order of the menu."""
    found = defaultdict(list)
    for row in demo("menu_cycle_items"):
        found[row.text("cycle"), row.integer("week"), row.integer("weekday")].append(
            row.text("dish")
        )
    return dict(found)


@cache
def classes_of() -> dict[str, set[str]]:
    """Diet classes of what goes into each dish."""
    ingredients = {row.text("key"): row.text("diet_class") for row in reference("ingredients")}
    found = defaultdict(set)
    for row in demo("recipe_lines"):
        found[row.text("dish")].add(ingredients[row.text("ingredient")])
    return dict(found)


@cache
def allergens_of() -> dict[str, set[str]]:
    ingredients = {
        row.text("key"): set(row.listed("allergens")) for row in reference("ingredients")
    }
    found: dict[str, set[str]] = defaultdict(set)
    for row in demo("recipe_lines"):
        found[row.text("dish")] |= ingredients[row.text("ingredient")]
    return dict(found)


@cache
def steps_of() -> dict[str, list[Row]]:
    found = defaultdict(list)
    for row in demo("process_steps"):
        found[row.text("dish")].append(row)
    return dict(found)


@pytest.mark.parametrize(("folder", "name"), ALL_TABLES)
def test_every_table_can_be_read_and_holds_rows(folder: str, name: str) -> None:
    assert table(folder, name)


@pytest.mark.parametrize(("folder", "name"), ALL_TABLES)
def test_keys_stand_once_in_their_table(folder: str, name: str) -> None:
    rows = table(folder, name)
    if "key" in rows[0].cells and name != "limits":
        assert len(keys(rows)) == len(rows)


@pytest.mark.parametrize(("folder", "name"), ALL_TABLES)
def test_every_mark_is_one_of_the_four(folder: str, name: str) -> None:
    rows = table(folder, name)
    marks = {row.text(column) for row in rows for column in row.cells if column.endswith("mark")}
    assert marks <= MARKS


@pytest.mark.parametrize(("folder", "name"), ALL_TABLES)
def test_every_name_stands_in_three_languages(folder: str, name: str) -> None:
    rows = table(folder, name)
    if "name_ar" in rows[0].cells:
        assert not [row.place for row in rows if not all(row.text(each) for each in LANGUAGES)]


def test_all_ingredients_are_there_with_their_source() -> None:
    rows = reference("ingredients")
    assert len(rows) == 180
    assert {row.text("source") for row in rows} == {"USDA SR28", "Tzameret (Israel MoH)"}
    assert all(row.needed("source_id") for row in rows)


def test_a_nutrient_that_is_not_known_is_an_empty_cell() -> None:
    nutrients = keys(reference("nutrients"))
    for row in reference("ingredients"):
        empty = {key for key in nutrients if not row.text(key)}
        assert empty == set(row.listed("missing")), row.place


def test_every_sourced_limit_names_a_source_that_is_listed() -> None:
    known = keys(reference("sources"))
    for row in reference("limits"):
        named = [part.strip() for part in row.text("source").split(",") if part.strip()]
        assert set(named) <= known, row.place
        assert named or row.text("mark") != "sourced", row.place


def test_limits_of_one_key_follow_each_other_without_overlap() -> None:
    by_key = defaultdict(list)
    for row in reference("limits"):
        by_key[row.text("key")].append(row)
    for rows in by_key.values():
        for earlier, later in pairwise(sorted(rows, key=lambda row: row.text("valid_from"))):
            assert earlier.needed("valid_to") < later.text("valid_from"), later.place


def test_the_forty_dishes_of_the_house_are_numbered() -> None:
    numbers = [row.integer("number") for row in demo("dishes") if row.text("number")]
    assert numbers == list(range(1, 41))


def test_recipes_name_ingredients_that_may_be_in_the_house() -> None:
    allowed = {row.text("key"): row.flag("allowed_on_site") for row in reference("ingredients")}
    assert all(allowed[row.text("ingredient")] for row in demo("recipe_lines"))
    assert {row.text("dish") for row in demo("recipe_lines")} == keys(demo("dishes"))


def test_cooked_recipe_names_lead_to_the_ingredient_that_is_used() -> None:
    mapped = {row.text("ingredient") for row in demo("recipe_names")}
    assert {row.text("ingredient") for row in demo("recipe_lines")} == mapped


def test_every_dish_has_three_steps_in_order_and_ends_packed() -> None:
    assert set(steps_of()) == keys(demo("dishes"))
    for dish, steps in steps_of().items():
        assert len(steps) >= 3, dish
        assert [step.integer("position") for step in steps] == list(range(1, len(steps) + 1))
        assert steps[-1].text("kind") == "pack", dish
        assert sum(step.flag("ends_cooking") for step in steps) == 1, dish


def test_dry_chickpeas_and_white_beans_soak_the_day_before() -> None:
    dry = {"chickpeas_dry", "white_beans_dry"}
    soaked = {row.text("dish") for row in demo("recipe_lines") if row.text("ingredient") in dry}
    first = {dish: steps[0] for dish, steps in steps_of().items()}
    assert soaked
    assert {dish for dish, step in first.items() if step.integer("day_offset") == -1} == soaked
    assert all(first[dish].text("kind") == "soak" for dish in soaked)


def test_no_batch_is_larger_than_the_largest_vessel_of_its_steps() -> None:
    capacity: dict[str, int] = {}
    for row in demo("equipment"):
        kind = row.text("kind")
        capacity[kind] = max(row.integer("capacity"), capacity.get(kind, 0))
    dishes = {row.text("key"): row for row in demo("dishes")}
    loads = {"kettle": "litres_per_100", "pan": "litres_per_100", "oven": "trays_per_100"}
    for row in demo("process_steps"):
        column = loads.get(row.text("equipment_kind"))
        if column:
            load = dishes[row.text("dish")].decimal(column) * row.integer("batch_max") / 100
            assert load <= capacity[row.text("equipment_kind")], row.place


def test_attended_minutes_fit_into_their_step() -> None:
    for row in demo("process_steps"):
        hundreds = row.decimal("batch_max") / 100
        lasts = row.integer("fixed_minutes") + row.decimal("minutes_per_100") * hundreds
        hands = row.integer("attended_minutes") + row.decimal("attended_minutes_per_100") * hundreds
        assert hands <= lasts, row.place


def test_both_lines_have_a_menu_on_every_service_day_of_four_weeks() -> None:
    expected = {
        (cycle, week, weekday)
        for cycle in ("four_weeks_h", "four_weeks_k")
        for week in range(1, 5)
        for weekday in SERVICE_WEEKDAYS
    }
    assert set(plates()) == expected


def test_sites_eat_only_on_days_that_have_a_menu() -> None:
    served = sum(1 << weekday for weekday in SERVICE_WEEKDAYS)
    assert all(row.integer("weekday_mask") & ~served == 0 for row in demo("sites"))


def test_no_dairy_ever_stands_on_line_k() -> None:
    on_k = {
        dish for (cycle, *_), plate in plates().items() if cycle.endswith("_k") for dish in plate
    }
    assert not [dish for dish in on_k if "dairy" in classes_of()[dish]]


def test_meat_and_dairy_never_meet_in_a_meal() -> None:
    for day, plate in plates().items():
        together = set().union(*(classes_of()[dish] for dish in plate))
        assert not {"meat", "dairy"} <= together, day


def test_every_plate_has_a_main_a_raw_salad_and_a_fruit() -> None:
    course = {row.text("key"): row.text("course") for row in demo("dishes")}
    for day, plate in plates().items():
        courses = [course[dish] for dish in plate]
        assert sum(each in {"complete_main", "main"} for each in courses) == 1, day
        assert courses.count("salad") == 1, day
        assert courses.count("fruit") == 1, day


def test_no_main_returns_within_ten_school_days_even_around_the_cycle() -> None:
    for cycle in ("four_weeks_h", "four_weeks_k"):
        days = sorted(day for day in plates() if day[0] == cycle)
        mains = [plates()[day][0] for day in days]
        for gap in range(1, NO_REPEAT_DAYS):
            again = [m for i, m in enumerate(mains) if m == mains[(i + gap) % CYCLE_DAYS]]
            assert again == []


@pytest.mark.parametrize(
    ("tag", "least"), [("poultry", 2), ("beef", 1), ("legume_main", 1), ("whole_grain", 3)]
)
def test_each_week_serves_each_kind_often_enough(tag: str, least: int) -> None:
    tags = {row.text("key"): row.listed("tags") for row in demo("dishes")}
    for cycle in ("four_weeks_h", "four_weeks_k"):
        for week in range(1, 5):
            days = [plates()[cycle, week, weekday] for weekday in SERVICE_WEEKDAYS]
            assert sum(any(tag in tags[dish] for dish in plate) for plate in days) >= least


def test_a_dish_that_breaks_a_diet_has_an_answer_for_it() -> None:
    answered = {(row.text("dish"), row.text("diet")) for row in demo("dish_twins")}
    for diet in reference("diets"):
        for dish, allergens in allergens_of().items():
            if allergens & set(diet.listed("allergens")):
                assert (dish, diet.text("key")) in answered


def test_no_twin_breaks_the_diet_it_is_for() -> None:
    diets = {row.text("key"): row for row in reference("diets")}
    for row in demo("dish_twins"):
        twin, diet = row.text("twin"), diets[row.text("diet")]
        if not twin:
            continue
        assert not allergens_of()[twin] & set(diet.listed("allergens")), row.place
        assert not (diet.flag("excludes_meat") and "meat" in classes_of()[twin]), row.place
        assert not (diet.flag("excludes_fish") and "fish" in classes_of()[twin]), row.place
        assert not (diet.flag("excludes_dairy") and "dairy" in classes_of()[twin]), row.place


def test_a_main_always_has_a_twin_and_is_never_just_left_out() -> None:
    course = {row.text("key"): row.text("course") for row in demo("dishes")}
    mains = [r for r in demo("dish_twins") if course[r.text("dish")] in {"main", "complete_main"}]
    assert mains
    assert all(row.text("twin") for row in mains)


def test_there_are_nineteen_sites_of_the_right_kinds() -> None:
    kinds: dict[str, int] = defaultdict(int)
    for row in demo("sites"):
        kinds[row.text("kind")] += 1
    assert kinds == {"school": 5, "daycare": 10, "kindergarten": 3, "factory": 1}


def test_about_fifteen_hundred_meals_are_ordered_on_a_full_day() -> None:
    per_day: dict[int, int] = defaultdict(int)
    for row in demo("standing_orders"):
        per_day[row.integer("weekday")] += row.integer("portions")
    assert all(1350 <= per_day[weekday] <= 1600 for weekday in SERVICE_WEEKDAYS)


def test_standing_orders_never_exceed_who_is_enrolled() -> None:
    enrolled = {
        (row.text("site"), row.text("diner_group")): row.integer("enrolled")
        for row in demo("site_groups")
    }
    ordered: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in demo("standing_orders"):
        ordered[row.text("site"), row.text("diner_group"), row.text("weekday")] += row.integer(
            "portions"
        )
    assert all(count <= enrolled[site, group] for (site, group, _day), count in ordered.items())


def test_a_special_line_counts_the_codes_of_its_site() -> None:
    needs_paper = {row.text("key") for row in reference("diets") if row.flag("needs_paper")}
    codes: dict[tuple[str, str, str], int] = defaultdict(int)
    for row in demo("special_meals"):
        codes[row.text("site"), row.text("diner_group"), row.text("diet")] += 1
    for row in demo("standing_orders"):
        if row.text("diet") in needs_paper:
            line = row.text("site"), row.text("diner_group"), row.text("diet")
            assert row.integer("portions") == codes[line], row.place


def test_food_arrives_before_anybody_sits_down() -> None:
    until = {row.text("key"): row.time("window_to") for row in demo("sites")}
    assert all(row.time("eat_at") > until[row.text("site")] for row in demo("site_groups"))


def test_nobody_earns_less_than_the_sector_and_no_shift_starts_in_the_night() -> None:
    floors = [row for row in reference("limits") if row.text("key") == "sector_minimum_hourly_nis"]
    floor = max(floors, key=lambda row: row.text("valid_from")).decimal("value")
    earliest = next(
        row.integer("value")
        for row in reference("limits")
        if row.text("key") == "earliest_shift_start_minute"
    )
    assert all(row.decimal("hourly_wage") >= floor for row in demo("contracts"))
    assert all(row.integer("start_minute") >= earliest for row in demo("shift_patterns"))


def test_every_skill_a_step_needs_is_held_by_three_certified_cooks() -> None:
    certified = defaultdict(set)
    for row in demo("cook_skills"):
        if row.text("level") == "certified":
            certified[row.text("skill")].add(row.text("cook"))
    needed = {row.text("skill") for row in demo("process_steps")}
    assert all(len(certified[skill]) >= 3 for skill in needed)


def test_the_opening_balances_sum_to_zero() -> None:
    assert sum(row.agorot("amount") for row in demo("opening_balances")) == 0


def test_everything_on_the_menu_can_be_bought_and_is_in_stock_at_the_start() -> None:
    on_menu = {dish for plate in plates().values() for dish in plate}
    used = {r.text("ingredient") for r in demo("recipe_lines") if r.text("dish") in on_menu}
    assert used <= {row.text("ingredient") for row in demo("supplier_items")}
    assert used <= {row.text("ingredient") for row in demo("opening_stock")}

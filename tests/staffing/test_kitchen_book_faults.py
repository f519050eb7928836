"""Whatever is wrong in a workbook is named by its place and remedy before anything is written."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl import Workbook

from kurkum.base.errors import BadInput
from orders.models import Site
from staffing.models import Cook
from staffing.services.kitchen_book import (
    Wish,
    check_workbook,
    hand_in,
    import_workbook,
)
from tests.factories.base import NOW, manager
from tests.staffing.kitchen_books import edited, faults, small
from tests.staffing.second_kitchen import second_kitchen

__all__ = ["small"]


def test_every_fault_is_named_at_once_by_sheet_cell_and_remedy(db: None) -> None:
    def spoil(book: Workbook) -> None:
        book["cooks"]["B3"] = "حيفا"
        book["dishes"]["D2"] = "lots"
        book["prices"]["D2"] = "17.555"
        book["sites"]["H5"] = "الأحد; الغد"
        book["skills"]["C2"] = "extra"

    found = "\n".join(faults(spoil))
    assert "k.xlsx:3: cooks B3: 'حيفا' is not known" in found
    assert "k.xlsx:2: dishes D2: 'lots' is not a number" in found
    assert "k.xlsx:2: prices D2: money has at most two decimals" in found
    assert not Cook.objects.exists()


def test_nothing_is_written_where_anything_is_wrong(db: None) -> None:
    content = edited(second_kitchen(), lambda book: book["cooks"].append(["", "", ""]) or
                     book["cooks"].__setitem__("B2", "nowhere"))  # fmt: skip
    handed = hand_in(file_name="k.xlsx", content=content, author=manager(), now=NOW)
    with pytest.raises(BadInput, match="nowhere"):
        import_workbook(handed=handed, wish=Wish(), author=manager(), now=NOW)
    assert not Site.objects.exists()
    handed.refresh_from_db()
    assert handed.state == "waiting"


def test_a_missing_sheet_is_named_once_and_not_for_every_row(db: None) -> None:
    found = faults(lambda book: book.remove(book["dishes"]))
    assert [line for line in found if "recipes" in line] == [
        "k.xlsx:2: recipes A2: the sheet dishes is missing or empty; this column refers to it"
    ]


def test_rows_that_are_the_same_are_refused(db: None) -> None:
    found = faults(lambda book: book["cook_skills"].append(["عائشة", "طبخ"]))
    assert found == ["k.xlsx:42: cook_skills B42: the same row as row 2; keep one of them"]


def test_a_name_written_twice_is_one_fault_where_it_stands(db: None) -> None:
    found = faults(lambda book: book["dishes"].append(["شوربة عدس", "soup", "A", 24]))
    assert found == [
        "k.xlsx:6: dishes A6: the same key or name as row 5; keep one of them, "
        "or give each a key of its own"
    ]


def test_a_hidden_sheet_is_imported_and_told(db: None) -> None:
    def hide(book: Workbook) -> None:
        book["prices"].sheet_state = "hidden"

    found = check_workbook(edited(second_kitchen(), hide), Wish(), now=NOW)
    assert "prices" in {warning.sheet for warning in found.faults.warnings}
    assert "prices" in {change.table.key for change in found.changes if change.added}


def test_a_dish_made_of_itself_is_refused(db: None) -> None:
    def twist(book: Workbook) -> None:
        sheet = book["recipe_lines"]
        sheet["F1"] = "part"
        sheet.append(["شوربة عدس", 1, 9, None, 500, "عدس بالأرز"])
        sheet.append(["عدس بالأرز", 1, 9, None, 500, "شوربة عدس"])

    found = faults(twist)
    assert len(found) == 2
    assert all("a recipe cannot contain itself" in line for line in found)


def test_formulas_are_refused_and_texts_that_look_like_them_are_not(db: None) -> None:
    def fill(book: Workbook) -> None:
        book["recipe_lines"]["E2"] = "=6000+3000"
        cell = book["suppliers"]["A2"]
        cell.value = "=سوق رهط"
        cell.data_type = "s"

    found = faults(fill)
    assert any("recipe_lines E2: this is a formula" in line for line in found)
    assert not any("suppliers" in line for line in found)


def test_skills_that_the_programme_asks_for_by_key_are_missed_by_name(db: None) -> None:
    """Vans without the key for driving: the import goes on, and says what will be missing."""
    found = check_workbook(second_kitchen(), Wish(), now=NOW)
    told = [warning.message for warning in found.faults.warnings if warning.sheet == "skills"]
    assert told == [
        "no skill has the key “vegetable_prep”, so nobody is planned to receive goods; "
        "write it as the key of that skill"
    ]
    book = edited(second_kitchen(), lambda b: b["skills"].__setitem__("A4", "siyaqa"))
    found = check_workbook(book, Wish(), now=NOW)
    assert "key “driving”, so no trip gets a driver" in found.faults.warnings[0].message


def test_rules_of_the_models_are_told_by_cell(db: None) -> None:
    def spoil(book: Workbook) -> None:
        book["shift_patterns"]["C2"] = "04:00"
        book["menu_cycles"]["D2"] = dt.date(2026, 8, 31)
        book["supplier_items"].append(["سوق رهط", "أرز", "كيس", 25000, "130", "نعم"])

    found = "\n".join(faults(spoil))
    assert "shift_patterns A2: the times must lie within one day" in found
    assert "menu_cycles A2: a menu cycle starts on a Sunday" in found
    assert "supplier_items A9: contradicts the row" in found


def test_people_may_move_columns_add_titles_and_columns_of_their_own(db: None) -> None:
    def untidy(book: Workbook) -> None:
        sheet = book["skills"]
        sheet.insert_rows(1)
        sheet["A1"] = "مهارات مطبخنا"
        sheet.merge_cells("A1:C1")
        sheet["C2"], sheet["C3"] = "remarks", "ours"
        towns = book["localities"]
        for row in towns.iter_rows():
            row[0].value, row[2].value = row[2].value, row[0].value
        towns.row_dimensions[3].hidden = True

    found = check_workbook(edited(second_kitchen(), untidy), Wish(), now=NOW)
    assert found.is_sound
    warnings = [warning.line("k") for warning in found.faults.warnings]
    assert "k:2: skills C2: this column is not known and is left out" in warnings
    assert any("hidden rows are imported too" in warning for warning in warnings)

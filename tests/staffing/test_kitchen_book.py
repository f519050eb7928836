"""The demonstration kitchen moves out and in, changes, and is taken back to the row."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from openpyxl import Workbook, load_workbook

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import Change, User
from kurkum.base.workbook.finding import heading_text, sheet_title
from kurkum.lib.workbooks.reading import read_book
from menus.models import Dish, Ingredient, Recipe, RecipeLine, SupplierItem
from orders.models import Customer, Initiative, Price, Site, StandingLine
from staffing.models import Cook, CookSkill
from staffing.services.kitchen_book import (
    PARTS,
    Wish,
    check_workbook,
    export_kitchen,
    known_sheets,
    tables_in_order,
    undo_import,
)
from tests.factories.base import NOW, at
from tests.staffing.kitchen_books import edited, faults, move_in, small
from tests.staffing.second_kitchen import second_kitchen

__all__ = ["small"]


# --- the round trip -----------------------------------------------------------------------------


def test_the_demonstration_kitchen_comes_out_of_an_empty_database_as_it_went_in(
    demo_kitchen: None, tmp_path: Path
) -> None:
    """Out, everything away, in again, out again: every cell of every sheet is the same."""
    first = export_kitchen(language="ar")
    connection.check_constraints()  # PostgreSQL empties no table that is still to be checked
    call_command("flush", interactive=False, verbosity=0)
    assert not Dish.objects.exists()
    move_in(first)
    second = export_kitchen(language="ar")
    assert read_book(first) == read_book(second)
    assert Dish.objects.count() == 54
    assert StandingLine.objects.count() == 483


def test_a_workbook_of_another_language_means_the_same_kitchen(small: User) -> None:
    found = check_workbook(export_kitchen(language="he"), Wish(), now=NOW)
    assert found.is_sound
    assert found.is_empty


def test_an_empty_workbook_to_fill_in_holds_the_reference_and_explains_itself(db: None) -> None:
    book = load_workbook(io.BytesIO(export_kitchen(language="he", is_empty=True)))
    assert book.sheetnames[0] == "קודם לקרוא"
    assert len(book.sheetnames) == len(list(known_sheets())) + 3
    cooks = book["טבחיות"]
    assert cooks.max_row == 4
    assert cooks["A4"].value.startswith("#")
    assert cooks.sheet_view.rightToLeft
    assert cooks["A1"].comment is not None
    assert cooks.data_validations.dataValidation
    (ingredients,) = (table for table in tables_in_order() if table.key == "ingredients")
    assert book[sheet_title(ingredients, "he")].max_row == 4 + 180
    assert not Ingredient.objects.exists()


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_the_examples_hang_together_and_could_be_imported(db: None, language: str) -> None:
    """Filled in as they stand, they are a sound kitchen, but for two things only they mention."""
    book = load_workbook(io.BytesIO(export_kitchen(language=language, is_empty=True)))
    for sheet in book.worksheets[2:]:
        first = str(sheet["A4"].value or "")
        if first.startswith("#"):
            sheet["A4"] = first.partition(": ")[2].removesuffix("…")
    out = io.BytesIO()
    book.save(out)
    faults_found = check_workbook(out.getvalue(), Wish(), now=NOW).faults.faults
    names = {sheet_title(table, language): table.key for table in tables_in_order()}
    twice = {"diner_groups", "diets", "ingredients", "accounts"}  # the reference has those already
    assert {names[fault.sheet] for fault in faults_found} == twice | {"distances", "dish_twins"}
    assert len(faults_found) == 6


def test_no_two_columns_of_a_sheet_share_a_heading(demo_kitchen: None) -> None:
    for language in ("ar", "he", "en"):
        tables = tables_in_order()
        assert len({sheet_title(table, language) for table in tables}) == len(tables)
        for table in tables:
            headings = [heading_text(column, language).casefold() for column in table.columns]
            doubles = {heading for heading in headings if headings.count(heading) > 1}
            assert doubles == set(), (language, table.key)


def test_every_title_heading_and_note_is_said_in_arabic_and_hebrew(demo_kitchen: None) -> None:
    """A letter of the language stands in each; marks such as A, °C or % need none."""
    scripts = {"ar": re.compile(r"[\u0621-\u064a]"), "he": re.compile(r"[\u05d0-\u05ea]")}
    for language, letters in scripts.items():
        silent = []
        for table in tables_in_order():
            with translation.override(language):
                words = {table.key: f"{table.sheet.title} {table.sheet.note}"}
                words |= {f"{table.key}.{c.name}": str(c.heading) for c in table.columns}
                notes = {f"{table.key}.{c.name} note": str(c.note) for c in table.columns}
            words |= {place: note for place, note in notes.items() if note}
            silent += [place for place, text in words.items() if not letters.search(text)]
        assert silent == [], language


# --- what changes -------------------------------------------------------------------------------


def test_added_changed_unchanged_and_gone_are_told_apart(small: User) -> None:
    def change(book: Workbook) -> None:
        book["prices"]["D2"] = "15.00"
        book["cooks"].delete_rows(13)
        book["skills"].append(["khabz", "خبز"])

    found = check_workbook(edited(second_kitchen(), change), Wish(), now=NOW)
    by_key = {change.table.key: change for change in found.changes}
    assert [one.names for one in by_key["prices"].changed] == [("agorot",)]
    assert [one.identity for one in by_key["skills"].added] == [("khabz",)]
    assert [row.values["name_ar"] for row in by_key["cooks"].gone] == ["زينب"]
    assert by_key["dishes"].unchanged == 4


def test_a_workbook_without_keys_is_known_again_by_its_names(small: User) -> None:
    """Vans, shifts and initiatives too, to which no other sheet refers."""
    found = check_workbook(second_kitchen(), Wish(), now=NOW)
    assert found.is_sound
    assert found.is_empty
    assert {c.table.key for c in found.changes if c.gone} <= {"distances", "closures"}


def test_a_name_that_the_sheet_has_with_a_key_already_is_no_new_row(db: None) -> None:
    """The workbook to fill in brings onions; whoever adds some more is told where they stand."""
    found = faults(lambda book: book["skills"].append([None, "طبخ"]))
    assert found == [
        "k.xlsx:6: skills A6: the same key or name as row 2; keep one of them, "
        "or give each a key of its own"
    ]


def test_gone_rows_stay_unless_it_is_wished_otherwise(small: User) -> None:
    content = edited(second_kitchen(), lambda book: book["initiatives"].delete_rows(2) or
                     book["initiatives"].append(["نادي الشطرنج", "رهط"]))  # fmt: skip
    move_in(content)
    assert Initiative.objects.filter(is_active=True).count() == 2
    move_in(content, Wish(removes=True))
    assert [row.name_ar for row in Initiative.objects.filter(is_active=True)] == ["نادي الشطرنج"]


def test_a_set_of_rows_is_replaced_whole_where_its_owner_is_named(small: User) -> None:
    """A recipe with one ingredient less has one ingredient less; the others keep theirs."""
    move_in(edited(second_kitchen(), lambda book: book["recipe_lines"].delete_rows(5)))
    lines = RecipeLine.objects.filter(recipe__dish__name_ar="برياني دجاج")
    assert [line.ingredient.name_ar for line in lines if line.ingredient] == ["دجاج", "أرز", "بصل"]
    assert RecipeLine.objects.count() == 12


def test_a_part_moves_alone(small: User) -> None:
    def change(book: Workbook) -> None:
        book["prices"]["D2"] = "15.00"
        book["skills"].append(["khabz", "خبز"])

    move_in(edited(second_kitchen(), change), Wish(sheets=PARTS["prices"]))
    assert Price.objects.get(diner_group__name_ar="صغار").agorot == 1500
    assert CookSkill.objects.count() == 40


def test_a_preferred_offer_may_move_to_another_supplier(small: User) -> None:
    def move(book: Workbook) -> None:
        book["suppliers"].append(["تاجر اللقيّة", "اللقيّة", "لا"])
        book["supplier_items"]["F2"] = "لا"
        book["supplier_items"].append(["تاجر اللقيّة", "دجاج", "صندوق", 10000, "80", "نعم"])

    move_in(edited(second_kitchen(), move))
    (offer,) = SupplierItem.objects.filter(ingredient__name_ar="دجاج", is_preferred=True)
    assert offer.supplier.name_ar == "تاجر اللقيّة"


# --- taking back --------------------------------------------------------------------------------


def test_an_import_is_taken_back_to_the_row(small: User) -> None:
    before = export_kitchen(language="ar")

    def change(book: Workbook) -> None:
        book["prices"]["D2"] = "15.00"
        book["recipe_lines"].delete_rows(5)
        book["cooks"].append(["مريم", "حورة", "ar", "الجمعة", dt.date(2026, 1, 4)])
        book["cook_skills"].append(["مريم", "طبخ"])

    handed = move_in(edited(second_kitchen(), change))
    assert Cook.objects.filter(name_ar="مريم").exists()
    undo_import(handed=handed, author=small, now=NOW)
    assert read_book(export_kitchen(language="ar")) == read_book(before)
    told = Change.objects.filter(subject="KitchenImport").values_list("action", flat=True)
    assert list(told) == ["taken back", "imported", "imported"]


def test_a_whole_kitchen_can_be_taken_back_before_anything_is_built_on_it(db: None) -> None:
    handed = move_in(second_kitchen())
    undo_import(handed=handed, author=None, now=NOW)
    assert not Site.objects.exists()
    assert not Recipe.objects.exists()
    with pytest.raises(CannotBeDone, match="already"):
        undo_import(handed=handed, author=None, now=NOW)


def test_what_was_built_on_an_import_keeps_it(db: None) -> None:
    handed = move_in(second_kitchen())
    customer = Customer.objects.get()
    Price.objects.create(
        customer=customer, diner_group=Price.objects.all()[0].diner_group, packaging="bulk",
        valid_from=at(dt.date(2026, 12, 1), 0).date(), agorot=1,
    )  # fmt: skip
    with pytest.raises(CannotBeDone, match="was built on it: 1"):
        undo_import(handed=handed, author=None, now=NOW)
    assert Site.objects.count() == 4


def test_a_row_changed_since_keeps_the_import(db: None) -> None:
    handed = move_in(second_kitchen())
    Cook.objects.filter(name_ar="منى").update(phone="050-000-0000")
    with pytest.raises(CannotBeDone, match="changed since, such as"):
        undo_import(handed=handed, author=None, now=NOW)


# --- the commands -------------------------------------------------------------------------------


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_commands_check_import_take_back_and_export(db: None, tmp_path: Path) -> None:
    file = tmp_path / "zaatar.xlsx"
    file.write_bytes(second_kitchen())
    code, said, _err = run("import_kitchen", str(file), "--dry-run")
    assert (code, said.startswith("Checked, nothing written")) == (0, True)
    assert not Cook.objects.exists()
    assert run("import_kitchen", str(file))[0] == 0
    assert Cook.objects.count() == 12
    assert run("export_kitchen", str(tmp_path / "out.xlsx"), "--only", "prices")[0] == 0
    sheets = [sheet.name for sheet in read_book((tmp_path / "out.xlsx").read_bytes())]
    assert "Prices" in sheets
    assert len(sheets) == 4
    assert run("import_kitchen", "--undo")[0] == 0
    assert not Cook.objects.exists()


def test_the_command_names_faults_on_stderr_and_exits_with_2(db: None, tmp_path: Path) -> None:
    file = tmp_path / "k.xlsx"
    file.write_bytes(edited(second_kitchen(), lambda b: b["cooks"].__setitem__("B2", "nowhere")))
    code, said, err = run("import_kitchen", str(file))
    assert (code, said) == (2, "")
    assert err.startswith("k.xlsx:2: cooks B2: 'nowhere' is not known")
    file.write_bytes(b"not a workbook")
    assert (
        run("import_kitchen", str(file))[2] == "k.xlsx:1: this is not a workbook; save it as XLSX\n"
    )
    assert run("import_kitchen", str(tmp_path / "none.xlsx"))[0] == 2
    assert run("import_kitchen", str(file), "--only", "cakes")[0] == 2

"""Workbooks are opened with care: what could harm is refused, what people do is understood."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kurkum.lib.workbooks import reading, safety
from kurkum.lib.workbooks.cells import BookFault, Cell, SheetCells, column_letters, column_number
from kurkum.lib.workbooks.formats import shows_moment
from kurkum.lib.workbooks.reading import read_book
from kurkum.lib.workbooks.writing import ColumnPage, SheetPage, write_book


def saved(fill: Callable[[Worksheet], object]) -> bytes:
    book = Workbook()
    fill(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(fill: Callable[[Worksheet], object]) -> SheetCells:
    return read_book(saved(fill))[0]


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same package with one part added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for known in old.namelist():
            if known != name:
                new.writestr(known, old.read(known))
        new.writestr(name, part)
    return out.getvalue()


def code_of(content: bytes) -> str:
    with pytest.raises(BookFault) as caught:
        read_book(content)
    return caught.value.code


EMPTY = saved(lambda sheet: sheet.title)


def test_texts_numbers_dates_and_times_are_told_apart() -> None:
    (row,) = read(lambda s: s.append(["x", 5.2, dt.date(2026, 11, 25), dt.time(7, 30), True])).rows
    assert [cell.text for cell in row.cells.values()] == ["x", "5.2", "46351", "0.3125", "1"]
    assert [cell.is_moment for cell in row.cells.values()] == [False, False, True, True, False]


def test_a_formula_is_marked_and_never_computed() -> None:
    (row,) = read(lambda s: s.append(["=1+1"])).rows
    assert row.cells[1].is_formula


def test_a_text_that_begins_like_a_formula_stays_a_text_there_and_back() -> None:
    page = SheetPage("t", [ColumnPage(["a", "b"])], ["#"], [["=HYPERLINK(1)"], ["@x"], ["+1"]])
    content = write_book([], [page], right_to_left=True)
    (sheet,) = read_book(content)
    assert [row.text(1) for row in sheet.rows[3:]] == ["=HYPERLINK(1)", "@x", "+1"]
    assert not any(row.cells[1].is_formula for row in sheet.rows)
    book = load_workbook(io.BytesIO(content))
    assert book.worksheets[0]["A4"].quotePrefix
    assert book.worksheets[0].sheet_view.rightToLeft


def test_hidden_rows_are_read_and_marked() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["seen"])
        sheet.append(["hidden"])
        sheet.row_dimensions[2].hidden = True

    assert [row.is_hidden for row in read(fill).rows] == [False, True]


def test_a_value_merged_downwards_counts_for_each_row_and_sideways_only_once() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["dish", "a"])
        sheet.append([None, "b"])
        sheet["C1"] = "wide"
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("C1:D1")

    rows = read(fill).rows
    assert [row.text(1) for row in rows] == ["dish", "dish"]
    assert (rows[0].text(3), rows[0].text(4)) == ("wide", "")


def test_what_is_no_workbook_is_refused_by_its_kind() -> None:
    assert code_of(b"site,date\n") == "not_a_workbook"
    assert code_of(b"\xd0\xcf\x11\xe0" + bytes(600)) == "password"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("letter.txt", "no sheets here")
    assert code_of(out.getvalue()) == "not_a_workbook"


def test_macros_are_refused() -> None:
    assert code_of(with_part(EMPTY, "xl/vbaProject.bin", b"x")) == "macros"


def test_a_zip_bomb_is_refused_before_anything_is_unpacked() -> None:
    bomb = with_part(EMPTY, "xl/media/image1.png", bytes(safety.RATIO_FROM_BYTES * 3))
    assert len(bomb) < 20_000
    assert code_of(bomb) == "bomb"


def test_a_hundred_megabytes_are_refused_unread() -> None:
    assert code_of(bytes(100_000_000)) == "too_large"


def test_more_cells_than_anybody_fills_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_CELLS", 5)
    assert code_of(saved(lambda sheet: sheet.append(list(range(6))))) == "too_many_cells"


def test_a_declared_document_type_is_refused_so_nothing_can_expand() -> None:
    part = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>'
    assert code_of(with_part(EMPTY, "xl/sharedStrings.xml", part)) == "damaged"


@pytest.mark.parametrize("part", [b"<worksheet><row>", b"\xff\xfe\x00"])
def test_a_damaged_sheet_is_refused(part: bytes) -> None:
    assert code_of(with_part(EMPTY, "xl/worksheets/sheet1.xml", part)) == "damaged"


def test_a_cut_file_is_refused() -> None:
    assert code_of(EMPTY[: len(EMPTY) // 2]) == "not_a_workbook"


@pytest.mark.parametrize(
    ("code", "is_moment"),
    [("dd/mm/yyyy", True), ("[h]:mm", True), ("0.00", False), ('0 "days"', False),
     ("[Red]0", False), ("General", False), ("h:mm AM/PM", True)],
)  # fmt: skip
def test_formats_that_show_a_moment_are_known(code: str, is_moment: bool) -> None:
    assert shows_moment(code) is is_moment


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_are_named_as_spreadsheets_name_them(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert column_number(f"{letters}7") == number


def test_a_cell_holds_its_text_and_nothing_by_default() -> None:
    assert Cell("x") == Cell("x", None, False, False, False)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b'<row r="1"', b'<row r="1e999"'),
        ("xl/worksheets/sheet1.xml", b' s="', b' s="x'),
        ("xl/styles.xml", b'numFmtId="', b'numFmtId="x'),
    ],
)
def test_numbers_that_are_none_make_a_damaged_file_not_a_crash(
    part: str, old: bytes, new: bytes
) -> None:
    content = saved(lambda sheet: sheet.append([dt.date(2026, 11, 25)]))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        was = package.read(part)
    assert old in was
    assert code_of(with_part(content, part, was.replace(old, new))) == "damaged"


def test_cells_of_blanks_alone_are_no_cells() -> None:
    assert read(lambda sheet: sheet.append(["  ", " \n"])).rows == []


def test_texts_of_the_workbook_run_their_own_way_and_print_on_one_width() -> None:
    column = ColumnPage(["שם.", "الاسم", "Name (ar)"])
    page = SheetPage("x", [column], ["# دجاج"], [])
    sheet = load_workbook(io.BytesIO(write_book([], [page], right_to_left=True))).worksheets[0]
    orders = [sheet.cell(row, 1).alignment.readingOrder for row in (1, 2, 3, 4)]
    assert orders == [2, 2, 1, 2]
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$3")

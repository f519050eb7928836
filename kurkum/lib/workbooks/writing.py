"""Writes a workbook that a person can fill in: headings in several languages, notes, drop-downs.

Every text stays a text, whatever it begins with. openpyxl is loaded here and nowhere in pages'
start; import this module from inside the function that needs it.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

INK, SOFT, PAPER, SAFFRON = "FF23201C", "FF6B645B", "FFFBF3E0", "FFF2D999"
LAST_ROW = 5000  # drop-downs reach this far down, for rows still to be written
TEXT_FORMAT, DATE_FORMAT = "@", "dd/mm/yyyy"
FORMULA_STARTS = ("=", "+", "-", "@")
CHOICES_SHEET = "_"
A4 = 9  # its number in the format


@dataclass(frozen=True, slots=True)
class ColumnPage:
    """One column: ``headings`` one a language, ``note`` for the mouse, ``prompt`` for the cell.

    ``choices`` are listed words; ``choices_from`` is (sheet, column) that holds them.
    """

    headings: Sequence[str]
    note: str = ""
    prompt_title: str = ""
    prompt: str = ""
    width: float = 14
    number_format: str = "General"
    choices: Sequence[str] = ()
    choices_from: tuple[str, int] | None = None
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class SheetPage:
    """One sheet of a table; the rows follow the headings and the example."""

    title: str
    columns: Sequence[ColumnPage]
    example: Sequence[object]
    rows: Sequence[Sequence[object]]
    colour: str = SAFFRON


@dataclass(frozen=True, slots=True)
class TextPage:
    """A sheet to read: rows of texts, the first as headings, with the widths of its columns."""

    title: str
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    bold_rows: frozenset[int] = frozenset()
    links: Sequence[tuple[int, str]] = ()  # row number from 1, sheet its first cell leads to


def write_book(
    first: Sequence[TextPage], sheets: Sequence[SheetPage], *, right_to_left: bool
) -> bytes:
    """The finished XLSX."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for text in first:
        _text_sheet(book.create_sheet(text.title), text, right_to_left)
    lists = _Lists(book)
    for page in sheets:
        _table_sheet(book.create_sheet(page.title), page, right_to_left, lists)
    lists.finish()
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Lists:
    """Drop-downs of listed words stand on a hidden sheet: a cell's own list is short by law."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._columns: dict[tuple[str, ...], str] = {}

    def range_of(self, choices: Sequence[str]) -> str:
        words = tuple(choices)
        if words not in self._columns:
            letter = get_column_letter(len(self._columns) + 1)
            self._columns[words] = f"{CHOICES_SHEET}!${letter}$1:${letter}${len(words)}"
        return self._columns[words]

    def finish(self) -> None:
        if not self._columns:
            return
        sheet = self._book.create_sheet(CHOICES_SHEET)
        sheet.sheet_state = "hidden"
        for at, words in enumerate(self._columns, start=1):
            for number, word in enumerate(words, start=1):
                _put(sheet, number, at, word)


def _table_sheet(sheet: Worksheet, page: SheetPage, right_to_left: bool, lists: _Lists) -> None:
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.sheet_properties.tabColor = page.colour
    languages = len(page.columns[0].headings)
    first = languages + 2
    sheet.freeze_panes = f"B{first}"
    for at, column in enumerate(page.columns, start=1):
        _heading(sheet, at, column)
        _validation(sheet, at, column, first, lists)
    for at, value in enumerate(page.example, start=1):
        cell = _put(sheet, languages + 1, at, value)
        cell.font = Font(italic=True, color=SOFT, size=10)
        cell.alignment = Alignment(readingOrder=_reading_order(value))
        cell.fill = PatternFill("solid", start_color=PAPER)
    formats = [column.number_format for column in page.columns]
    for number, row in enumerate(page.rows, start=first):
        for at, value in enumerate(row, start=1):
            if value is not None:
                _put(sheet, number, at, value).number_format = formats[at - 1]
    sheet.row_dimensions[1].height = 32
    sheet.print_title_rows = f"1:{languages}"
    _print_on_paper(sheet)


def _print_on_paper(sheet: Worksheet) -> None:
    """A4 across, all columns on one page's width, as many pages as it takes."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _heading(sheet: Worksheet, at: int, column: ColumnPage) -> None:
    sheet.column_dimensions[get_column_letter(at)].width = column.width
    for number, heading in enumerate(column.headings, start=1):
        cell = _put(sheet, number, at, heading)
        main = number == 1
        colour = INK if main else SOFT
        cell.font = Font(bold=main, size=11 if main else 9, color=colour, underline=None)
        order = _reading_order(heading)
        cell.alignment = Alignment(wrap_text=True, vertical="center", readingOrder=order)
        cell.fill = PatternFill("solid", start_color=SAFFRON if column.is_needed else PAPER)
        if number == len(column.headings):
            cell.border = Border(bottom=Side("thin", color=SOFT))
    if column.note:
        note = Comment(column.note, "Kurkum")
        note.width, note.height = 360, 40 + 17 * (column.note.count("\n") + len(column.note) // 50)
        sheet.cell(1, at).comment = note


def _validation(sheet: Worksheet, at: int, column: ColumnPage, first: int, lists: _Lists) -> None:
    """A list to choose from where there is one, else only the hint; neither forbids a typed value,
    because names that are not in the list may be meant (the import says so if not)."""
    if not (column.choices or column.choices_from or column.prompt):
        return
    formula: str | None = None
    if column.choices_from:
        source, number = column.choices_from
        letter = get_column_letter(number)
        formula = f"{quote_sheetname(source)}!${letter}${first}:${letter}${LAST_ROW}"
    elif column.choices:
        formula = lists.range_of(column.choices)
    found = DataValidation(
        type="list" if formula else None,
        formula1=formula,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=column.prompt_title[:32] or None,
        prompt=column.prompt[:255] or None,
    )
    letter = get_column_letter(at)
    found.add(f"{letter}{first}:{letter}{LAST_ROW}")
    sheet.add_data_validation(found)


def _text_sheet(sheet: Worksheet, page: TextPage, right_to_left: bool) -> None:
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.sheet_view.showGridLines = False
    _print_on_paper(sheet)
    for at, width in enumerate(page.widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for number, row in enumerate(page.rows, start=1):
        for at, value in enumerate(row, start=1):
            cell = _put(sheet, number, at, value)
            order = _reading_order(value)
            cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=order)
            if number in page.bold_rows:
                cell.font = Font(bold=True, size=13 if len(row) == 1 else 11, color=INK)
        if len(row) == 1 and row[0]:
            _spread(sheet, number, row[0], page.widths)
    for number, target in page.links:
        cell = sheet.cell(number, 1)
        cell.hyperlink = f"#{quote_sheetname(target)}!A1"
        cell.font = Font(color="FF8A5A00", underline="single")


def _spread(sheet: Worksheet, number: int, text: str, widths: Sequence[float]) -> None:
    """A line of text over all columns, high enough to be read."""
    sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(widths))
    sheet.row_dimensions[number].height = 17 * (1 + int(len(text) / sum(widths)))


def _reading_order(text: object) -> int:
    """The format's number for the way a text runs, by its first letter: 1 left to right, 2 right
    to left. Left open, some programmes put a sentence's full stop at its wrong end."""
    kinds = (unicodedata.bidirectional(letter) for letter in str(text))
    return 1 if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") == "L" else 2


def _put(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """Writes a cell; a text that begins like a formula stays a text, here and when it is edited."""
    cell: Cell = sheet.cell(row, column)
    if isinstance(value, str):
        value = "".join(letter for letter in value if letter >= " " or letter in "\t\n")
        cell.value = value
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
    else:
        cell.value = value
    return cell

"""Files of orders as customers have them, read as texts: CSV in any usual encoding, or XLSX."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.workbook.faults import words_for
from kurkum.lib.spelling import EDGE
from kurkum.lib.workbooks.cells import BookFault, RowCells
from kurkum.lib.workbooks.reading import read_book

MOST_ROWS, MOST_COLUMNS, MOST_BYTES = 2000, 40, 2_000_000
DAY_ZERO = dt.date(1899, 12, 30)
ENCODINGS = {"ar": "cp1256", "he": "cp1255"}


@dataclass(frozen=True, slots=True)
class OrderTable:
    """A file as it was read: its headings, and its rows with their line numbers, as texts."""

    name: str
    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read_order_table(name: str, content: bytes, *, language: str = "ar") -> OrderTable:
    """A CSV in any usual encoding, or the first sheet of a workbook. Raises BadInput."""
    if len(content) > MOST_BYTES:
        raise BadInput(f"{name}:1: " + _("larger than 2 MB: this is no file of orders"))
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0":
        lines = _workbook_lines(name, content)
    else:
        lines = _text_lines(name, content, language)
    if len(lines) < 2:
        raise BadInput(f"{name}:1: " + _("there is no order in this file"))
    if len(lines) > MOST_ROWS or max(len(cells) for _line, cells in lines) > MOST_COLUMNS:
        raise BadInput(f"{name}:1: " + _("too many rows or columns for a file of orders"))
    width = max(len(cells) for _line, cells in lines)
    padded = [(line, [*cells, *[""] * (width - len(cells))]) for line, cells in lines]
    return OrderTable(name, padded[0][1], padded[1:])


def _text_lines(name: str, content: bytes, language: str) -> list[tuple[int, list[str]]]:
    text = _decoded(content, language)
    if "\0" in text:
        raise BadInput(f"{name}:1: " + _("not a text file; save it as CSV or XLSX"))
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    except csv.Error as error:
        raise BadInput(f"{name}:{reader.line_num}: {error}") from error
    return rows


def _decoded(content: bytes, language: str) -> str:
    """UTF-8, UTF-16, or the old code page of the customer's language."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(ENCODINGS.get(language, "cp1252"), errors="replace")


def _workbook_lines(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    try:
        sheets = read_book(content)
    except BookFault as fault:
        raise BadInput(f"{name}:1: " + words_for(fault)) from fault
    rows = next((sheet.rows for sheet in sheets if sheet.rows and not sheet.is_hidden), [])
    wide = [row for row in rows if len(row.cells) > 1]  # titles above the table have one cell
    return [(row.number, _texts(row, name)) for row in wide]


def _texts(row: RowCells, name: str) -> list[str]:
    texts = [""] * max(row.cells)
    for at, cell in row.cells.items():
        if cell.is_formula:
            raise BadInput(
                f"{name}:{row.number}: "
                + _("this is a formula; copy the cell and paste its value only")
            )
        is_day = cell.is_moment and cell.number is not None and cell.number >= 1
        day = DAY_ZERO + dt.timedelta(days=int(cell.number or 0)) if is_day else None
        texts[at - 1] = day.isoformat() if day else cell.text.strip(EDGE)
    return texts

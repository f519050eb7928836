"""CSV and XLSX of rows, safe against cells that a spreadsheet would run as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
PLAIN = (int, float)


def safe_text(value: object) -> str:
    """The text of a cell; one that begins like a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    text = "".join(letter for letter in text if letter >= " " or letter in "\t\n\r")
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text[0] != "="


def csv_bytes(headings: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read Arabic and Hebrew rightly."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_text(heading) for heading in headings])
    writer.writerows([safe_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(
    headings: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "Kurkum",
    right_to_left: bool = False,
) -> bytes:
    """One sheet; numbers stay numbers, every text stays a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "A2"
    for position, heading in enumerate(headings, start=1):
        width = max(12, len(str(heading)) + 4)
        sheet.column_dimensions[get_column_letter(position)].width = width
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_title(title: str) -> str:
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in title)[:31] or "Kurkum"


def _cell(sheet: Any, value: object, *, bold: bool = False) -> Any:
    if isinstance(value, PLAIN) and not isinstance(value, bool):
        return value
    text = "" if value is None else str(value)
    cell = WriteOnlyCell(sheet, value="".join(c for c in text if c >= " " or c in "\t\n"))
    cell.data_type = "s"  # a text that begins with "=" stays a text
    if bold:
        cell.font = Font(bold=True)
    return cell

"""Rows of a CSV or XLSX file that a person uploads: read as text, each with its line number."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from zipfile import BadZipFile

from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.lib.rows import Row

MOST_BYTES = 2_000_000
MOST_ROWS = 5_000
ZIP = b"PK"  # a workbook is a zip file, whatever it is called


def read_table(name: str, content: bytes, columns: Sequence[str]) -> list[Row]:
    """The rows under a header that names at least ``columns``, in any order.

    Raises BadInput, each fault as ``FILE:LINE: what is wrong``.
    """
    if len(content) > MOST_BYTES:
        raise BadInput(f"{name}: " + _("the file is too large; split it by month"))
    lines = _workbook(name, content) if content[:2] == ZIP else _text(name, content)
    if not lines:
        raise BadInput(f"{name}:1: " + _("the file is empty; the first line names the columns"))
    if len(lines) > MOST_ROWS:
        raise BadInput(f"{name}: " + _("the file is too large; split it by month"))
    header = [cell.strip().lower() for cell in lines[0][1]]
    missing = [column for column in columns if column not in header]
    if missing:
        raise BadInput(
            f"{name}:{lines[0][0]}: "
            + _("the first line must name the columns %(columns)s; %(missing)s is missing")
            % {"columns": ", ".join(columns), "missing": ", ".join(missing)}
        )
    return [_row(name, number, header, cells) for number, cells in lines[1:] if any(cells)]


def as_csv(rows: Iterable[Row], columns: Sequence[str]) -> str:
    """The same rows as CSV text with empty lines kept, so that line numbers stay what they were."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    line = 2
    for row in rows:
        while line < row.line:
            out.write("\n")
            line += 1
        writer.writerow([row.cells.get(column, "") for column in columns])
        line += 1
    return out.getvalue()


def _row(name: str, number: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    padded = [*cells, *[""] * (len(header) - len(cells))]
    if any(cell.strip() for cell in padded[len(header) :]):
        raise BadInput(
            f"{name}:{number}: "
            + _("%(found)s columns instead of %(wanted)s")
            % {"found": len(cells), "wanted": len(header)}
        )
    return Row(name, number, {key: cell.strip() for key, cell in zip(header, padded, strict=False)})


def _text(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}:1: " + _("not a text file in UTF-8; save it as CSV")) from error
    if "\0" in text:
        raise BadInput(f"{name}:1: " + _("not a text file in UTF-8; save it as CSV"))
    first = text.splitlines()[0] if text.strip() else ""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    try:
        return [(reader.line_num, cells) for cells in reader if any(cells)]
    except csv.Error as error:
        raise BadInput(f"{name}:{reader.line_num}: {error}") from error


def _workbook(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    # Loaded when a workbook comes, not when the site starts: it brings numpy with it.
    from kurkum.lib.workbooks.plain import open_plain

    try:
        book = open_plain(content)
        sheet = book.worksheets[0]
        found = [
            (number, [_cell(value) for value in values])
            for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
    except (BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise BadInput(
            f"{name}: " + _("not a workbook that can be read; save it as XLSX")
        ) from error
    return [(number, cells) for number, cells in found if any(cells)]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)

"""Finds the tables in what people send: sheets and columns by any of their names, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.base.workbook.faults import Fault, Faults
from kurkum.base.workbook.naming import LANGUAGES
from kurkum.base.workbook.sheets import Column, Table
from kurkum.base.workbook.values import spelled
from kurkum.lib.spelling import plain
from kurkum.lib.workbooks.cells import RowCells, SheetCells, column_letters

HEADER_WITHIN = 15  # a title or two may stand above the headings
NOTE_SIGN = "#"  # a row that begins with it is a note or an example


@dataclass(slots=True)
class Found:
    """A table in the workbook: its columns by number, and the rows below its headings."""

    table: Table
    name: str
    columns: dict[int, Column] = field(default_factory=dict)
    rows: list[RowCells] = field(default_factory=list)

    def place(self, row: RowCells | int, name: str = "") -> tuple[int, str]:
        """Row number and the cell's address, for a fault."""
        number = row if isinstance(row, int) else row.number
        column = next((at for at, column in self.columns.items() if column.name == name), None)
        if column is None:
            column = min(self.columns, default=1)
        return number, f"{column_letters(column)}{number}"

    def fault(self, row: RowCells | int, message: object, name: str = "") -> Fault:
        number, cell = self.place(row, name)
        return Fault(self.name, number, cell, str(message))


def sheet_title(table: Table, language: str) -> str:
    """How the sheet is called in a workbook; spreadsheets allow 31 letters, some not at all."""
    with translation.override(language):
        title = str(table.sheet.title)
    title = "".join(" " if letter in "[]:*?/\\" else letter for letter in title)
    return (title[:1].upper() + title[1:])[:31].strip()


def heading_text(column: Column, language: str) -> str:
    with translation.override(language):
        heading, said = str(column.heading), str(column.unit)
        unit = f" ({said})" if said and said not in heading else ""
    return f"{heading[:1].upper()}{heading[1:]}{unit}"


def find_tables(
    sheets: Sequence[SheetCells], tables: Sequence[Table], faults: Faults
) -> list[Found]:
    """The tables of the workbook, in the order in which they need each other."""
    by_name = {
        plain(name): table
        for table in tables
        for name in (table.key, *(sheet_title(table, language) for language in LANGUAGES))
    }
    found: dict[str, Found] = {}
    for sheet in sheets:
        table = by_name.get(plain(sheet.name))
        if table is None:
            if sheet.rows and plain(sheet.name) not in guide_names():
                faults.warn(
                    Fault(sheet.name, 1, "A1", _("this sheet is not known and is left out"))
                )
            continue
        if table.key in found:
            faults.add(
                Fault(
                    sheet.name, 1, "A1",
                    _("the same table as the sheet %(name)s; keep one of them")
                    % {"name": found[table.key].name},
                )
            )  # fmt: skip
            continue
        found[table.key] = _read_headings(sheet, table, faults)
        if sheet.is_hidden and found[table.key].rows:
            message = _("this sheet is hidden and is imported all the same")
            faults.warn(Fault(sheet.name, 1, "A1", message))
    return [found[table.key] for table in tables if table.key in found]


def guide_names() -> frozenset[str]:
    """How the sheets of explanation are called; nobody minds them at an import."""
    from_all = (plain(name) for names in GUIDES.values() for name in names)
    return frozenset({*from_all, LISTS})


LISTS = "_"  # the hidden sheet that holds the words of the drop-downs
GUIDES = {
    "ar": ("اقرئي أوّلًا", "شرح الأعمدة"),
    "he": ("קודם לקרוא", "הסבר העמודות"),
    "en": ("Read me first", "Columns explained"),
}


def _read_headings(sheet: SheetCells, table: Table, faults: Faults) -> Found:
    found = Found(table, sheet.name)
    words = _heading_words(table)
    rows = sheet.rows[:HEADER_WITHIN]
    matches = [{at: words[plain(cell.text)] for at, cell in row.cells.items()
                if plain(cell.text) in words} for row in rows]  # fmt: skip
    most = max((len(match) for match in matches), default=0)
    if most == 0:
        if sheet.rows:
            faults.add(Fault(sheet.name, 1, "A1", _(
                "no heading of this table was found; take the headings of an exported workbook"
            )))  # fmt: skip
        return found
    first = next(n for n, match in enumerate(matches) if len(match) == most)
    last = first
    while first > 0 and _continues(matches[first - 1], matches[first], rows[first - 1]):
        first -= 1
    while last + 1 < len(rows) and _continues(matches[last + 1], matches[last], rows[last + 1]):
        last += 1
    for match in matches[first : last + 1]:
        found.columns |= match
    found.rows = [row for row in sheet.rows[last + 1 :] if not _is_note(row)]
    _judge_columns(found, rows[first : last + 1], faults)
    return found


def _heading_words(table: Table) -> dict[str, Column]:
    """Every way a heading may be written: its field, three languages, with or without unit."""
    words: dict[str, Column] = {}
    for column in table.columns:
        for word in spelled(column.heading):
            words.setdefault(word, column)
    for column in table.columns:
        words[plain(column.name)] = column
        for language in LANGUAGES:
            words[plain(heading_text(column, language))] = column
    return words


def _continues(match: dict[int, Column], known: dict[int, Column], row: RowCells) -> bool:
    """Whether a row repeats the headings, in another language."""
    same = sum(known.get(at) is column for at, column in match.items())
    return same > 0 and same * 2 > len(row.cells)


def _is_note(row: RowCells) -> bool:
    first = min(row.cells)
    return row.cells[first].text.lstrip().startswith(NOTE_SIGN)


def _judge_columns(found: Found, headers: Sequence[RowCells], faults: Faults) -> None:
    names: dict[str, int] = {}
    for at, column in sorted(found.columns.items()):
        if column.name in names:
            message = _("the same column as %(column)s; keep one of them") % {
                "column": column_letters(names[column.name])
            }
            faults.add(
                Fault(
                    found.name,
                    headers[0].number,
                    f"{column_letters(at)}{headers[0].number}",
                    message,
                )
            )
        names.setdefault(column.name, at)
    filled = {at for row in found.rows for at in row.cells}
    for at in sorted(filled - set(found.columns)):
        message = _("this column is not known and is left out")
        faults.warn(
            Fault(
                found.name, headers[0].number, f"{column_letters(at)}{headers[0].number}", message
            )
        )
    needed = [name for name in found.table.sheet.identity if found.table.by_name[name].needed]
    missing = [name for name in needed if name not in names]
    for name in missing if found.rows else ():
        column = found.table.by_name[name]
        faults.add(found.fault(headers[0], _("the column %(name)s is missing; add it") % {
            "name": column.heading}))  # fmt: skip
    hidden = [row.number for row in found.rows if row.is_hidden]
    if hidden:
        message = _("%(count)s hidden rows are imported too, the first is row %(row)s") % {
            "count": len(hidden), "row": hidden[0]}  # fmt: skip
        faults.warn(found.fault(hidden[0], message))

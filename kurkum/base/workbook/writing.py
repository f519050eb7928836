"""The kitchen into a workbook: every table with headings, notes, drop-downs and an example."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import translation

from kurkum.base.workbook.examples import Samples, example_row, samples_of
from kurkum.base.workbook.finding import GUIDES, heading_text, sheet_title
from kurkum.base.workbook.guide import guide_pages
from kurkum.base.workbook.hints import hint
from kurkum.base.workbook.naming import LANGUAGES, Naming
from kurkum.base.workbook.sheets import Column, Kind, Table
from kurkum.base.workbook.stored import names_in_database, stored_rows
from kurkum.base.workbook.values import NO, YES, shown

if TYPE_CHECKING:
    from kurkum.lib.workbooks.writing import ColumnPage, SheetPage

WIDTHS = {
    Kind.KEY: 22,
    Kind.REF: 26,
    Kind.REFS: 30,
    Kind.TEXT: 26,
    Kind.WEEKDAYS: 30,
    Kind.CHOICE: 20,
}
FORMATS = {
    Kind.MONEY: "0.00", Kind.DATE: "dd/mm/yyyy", Kind.TEXT: "@", Kind.KEY: "@", Kind.TIME: "@",
    Kind.MINUTE: "@", Kind.REF: "@", Kind.REFS: "@",
}  # fmt: skip
KITCHEN_COLOUR, REFERENCE_COLOUR = "FFF2D999", "FFD9D4CC"
Wanted = Callable[[Table], bool]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all sheets of one workbook share: languages, the reader's first, names and titles."""

    order: Sequence[str]
    namings: Mapping[Any, Naming]
    titles: Mapping[Any, str]
    samples: Samples

    @property
    def language(self) -> str:
        return self.order[0]


def export_book(
    tables: Sequence[Table], *, language: str, with_rows: Wanted = lambda _table: True
) -> bytes:
    """The workbook in a language; of tables that are not wanted only the headings."""
    from kurkum.lib.workbooks.writing import write_book

    namings = names_in_database(tables)
    frame = _Frame(
        order=[language, *(code for code in LANGUAGES if code != language)],
        namings=namings,
        titles={table.model: sheet_title(table, language) for table in tables},
        samples=samples_of(tables, namings),
    )
    with translation.override(language):
        pages = [_page(table, frame, with_rows=with_rows(table)) for table in tables]
        guides = guide_pages(tables, frame.order, GUIDES[language])
    return write_book(guides, pages, right_to_left=language in ("ar", "he"))


def _page(table: Table, frame: _Frame, *, with_rows: bool) -> SheetPage:
    from kurkum.lib.workbooks.writing import SheetPage

    stored = list(stored_rows(table).values()) if with_rows else []
    rows = [
        [shown(c, row.values[c.name], frame.namings, frame.language) for c in table.columns]
        for row in stored
    ]
    return SheetPage(
        title=frame.titles[table.model],
        columns=[_column_page(column, table, frame) for column in table.columns],
        example=example_row(table, frame.samples, frame.language),
        rows=rows,
        colour=REFERENCE_COLOUR if table.sheet.is_reference else KITCHEN_COLOUR,
    )


def _column_page(column: Column, table: Table, frame: _Frame) -> ColumnPage:
    from kurkum.lib.workbooks.writing import ColumnPage

    headings = [heading_text(column, language) for language in frame.order]
    return ColumnPage(
        headings=headings,
        note=_note(column, table, frame, headings),
        prompt_title=headings[0],
        prompt=hint(column, frame.language),
        width=WIDTHS.get(column.kind, 13),
        number_format=FORMATS.get(column.kind, "General"),
        choices=_choices(column),
        choices_from=_choices_from(column, frame.language, frame.titles),
        is_needed=column.needed or column.name == f"name_{frame.language}",
    )


def _note(column: Column, table: Table, frame: _Frame, headings: Sequence[str]) -> str:
    """The column explained in every language; the first column's begins with the sheet itself."""
    parts = []
    for heading, language in zip(headings, frame.order, strict=True):
        said = f"{heading}: {hint(column, language)}"
        if column is table.columns[0] and table.sheet.note:
            with translation.override(language):
                said = f"{table.sheet.note}\n{said}"
        parts.append(said)
    return "\n\n".join(parts)


def _choices(column: Column) -> list[str]:
    if column.kind is Kind.FLAG:
        return [str(YES), str(NO)]
    if column.kind is Kind.CHOICE:
        return [str(label) for _value, label in column.choices]
    return []


def _choices_from(
    column: Column, language: str, titles: Mapping[Any, str]
) -> tuple[str, int] | None:
    """The names of the table it refers to; column 1 is the key, the names follow it."""
    if column.kind is not Kind.REF or column.target not in titles:
        return None
    return titles[column.target], 2 + NAME_COLUMNS.index(language)


NAME_COLUMNS = ("ar", "he", "en")  # the order in which sheets show the names

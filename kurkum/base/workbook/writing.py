"""The kitchen into a workbook: every table with headings, notes, drop-downs and an example."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.base.choices import Weekday
from kurkum.base.workbook.finding import GUIDES, NOTE_SIGN, heading_text, sheet_title
from kurkum.base.workbook.guide import guide_pages
from kurkum.base.workbook.hints import hint
from kurkum.base.workbook.naming import LANGUAGES, Naming
from kurkum.base.workbook.sheets import Column, Kind, Table
from kurkum.base.workbook.stored import names_in_database, stored_rows
from kurkum.base.workbook.values import EVERY_DAY, NO, YES, shown

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


def export_book(
    tables: Sequence[Table], *, language: str, with_rows: Wanted = lambda _table: True
) -> bytes:
    """The workbook in a language; of tables that are not wanted only the headings."""
    from kurkum.lib.workbooks.writing import write_book

    namings = names_in_database(tables)
    order = [language, *(code for code in LANGUAGES if code != language)]
    titles = {table.model: sheet_title(table, language) for table in tables}
    with translation.override(language):
        pages = [
            _page(table, namings, order, titles, with_rows=with_rows(table)) for table in tables
        ]
        guides = guide_pages(tables, order, GUIDES[language])
    return write_book(guides, pages, right_to_left=language in ("ar", "he"))


def _page(
    table: Table,
    namings: Mapping[Any, Naming],
    order: Sequence[str],
    titles: Mapping[Any, str],
    *,
    with_rows: bool,
) -> SheetPage:
    from kurkum.lib.workbooks.writing import SheetPage

    stored = list(stored_rows(table).values())
    rows = [
        [shown(column, row.values[column.name], namings, order[0]) for column in table.columns]
        for row in (stored if with_rows else [])
    ]
    example = [example_of(column, namings, order[0]) for column in table.columns]
    word = _("for example")
    example[0] = f"{NOTE_SIGN} {word}: {example[0] or '…'}"
    return SheetPage(
        title=titles[table.model],
        columns=[_column_page(column, table, order, titles) for column in table.columns],
        example=example,
        rows=rows,
        colour=REFERENCE_COLOUR if table.sheet.is_reference else KITCHEN_COLOUR,
    )


def _column_page(
    column: Column, table: Table, order: Sequence[str], titles: Mapping[Any, str]
) -> ColumnPage:
    from kurkum.lib.workbooks.writing import ColumnPage

    needed = column.needed or column.name in table.sheet.identity
    headings = [heading_text(column, language) for language in order]
    return ColumnPage(
        headings=headings,
        note="\n\n".join(f"{head}: {hint(column, code)}" for head, code in
                         zip(headings, order, strict=True)),
        prompt_title=headings[0],
        prompt=hint(column, order[0]),
        width=WIDTHS.get(column.kind, 13),
        number_format=FORMATS.get(column.kind, "General"),
        choices=_choices(column),
        choices_from=_choices_from(column, order[0], titles),
        is_needed=needed,
    )  # fmt: skip


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


def example_of(column: Column, namings: Mapping[Any, Naming], language: str) -> str:
    """What a filled cell looks like."""
    if column.example:
        return str(column.example)
    if column.kind in (Kind.REF, Kind.REFS):
        return namings[column.target].any_label(language)
    if column.kind is Kind.CHOICE and column.choices:
        return str(column.choices[0][1])
    examples = {
        Kind.FLAG: str(YES), Kind.DATE: "01/09/2026", Kind.TIME: "12:15", Kind.MINUTE: "06:30",
        Kind.MONEY: "18.50", Kind.INTEGER: "3", Kind.DECIMAL: "2.5",
        Kind.WEEKDAYS: f"{Weekday.SUNDAY.label}; {Weekday.MONDAY.label} / {EVERY_DAY}",
        Kind.KEY: "lentil_soup",
    }  # fmt: skip
    return examples.get(column.kind, "…")

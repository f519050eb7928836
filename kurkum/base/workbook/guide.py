"""The first sheets of the workbook: how to use it, which sheets there are, what columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.base.workbook.finding import heading_text, sheet_title
from kurkum.base.workbook.hints import hint
from kurkum.base.workbook.sheets import Table

if TYPE_CHECKING:
    from kurkum.lib.workbooks.writing import TextPage


def guide_pages(
    tables: Sequence[Table], order: Sequence[str], names: tuple[str, str]
) -> list[TextPage]:
    """How to fill it in, then every column explained; both in all languages, the reader's first."""
    return [_welcome(tables, order, names[0]), _columns(tables, order, names[1])]


def _welcome(tables: Sequence[Table], order: Sequence[str], name: str) -> TextPage:
    from kurkum.lib.workbooks.writing import TextPage

    rows: list[list[str]] = []
    bold: set[int] = set()
    links: list[tuple[int, str]] = []
    for language in order:
        with translation.override(language):
            bold.add(len(rows) + 1)
            rows += [[line] for line in _instructions()]
            rows.append([""])
    bold.add(len(rows) + 1)
    rows.append([_sheet_word(language) for language in order])
    for table in tables:
        links.append((len(rows) + 1, sheet_title(table, order[0])))
        rows.append([sheet_title(table, language) for language in order])
        with translation.override(order[0]):
            rows[-1].append(str(table.sheet.note))
    return TextPage(name, rows, (34, 34, 34, 90), frozenset(bold), tuple(links))


def _sheet_word(language: str) -> str:
    with translation.override(language):
        return _("Sheet")


def _instructions() -> list[str]:
    return [
        _("The whole kitchen in one workbook"),
        _("Each sheet is one table, each row one thing. Fill in below the grey example; a row that "
          "begins with # is not read."),
        _("Yellow headings must be filled in. Point at a heading, or stand in a cell, to read what "
          "is meant. Columns may stand in another order."),
        _("Where a cell asks for something from another sheet, choose its name from the list."),
        _("Dates like 25/11/2026, times like 07:30, money in ₪ before VAT. Write values, no "
          "formulas."),
        _("Nothing is changed before you have seen what would change and confirmed it; a whole "
          "import can be taken back as long as nothing was built on it."),
        _("A sheet that is left out stays as it is in the system. Parts can be moved alone: delete "
          "the other sheets, or choose the sheets when importing."),
    ]  # fmt: skip


def _columns(tables: Sequence[Table], order: Sequence[str], name: str) -> TextPage:
    from kurkum.lib.workbooks.writing import TextPage

    head = []
    for language in order:
        with translation.override(language):
            head += [_("Column"), _("What it means")]
    with translation.override(order[0]):
        rows = [[_("Sheet"), *head]]
    for table in tables:
        title = sheet_title(table, order[0])
        for column in table.columns:
            cells = [title]
            for language in order:
                cells += [heading_text(column, language), hint(column, language)]
            rows.append(cells)
    widths = (26, 26, 60, 26, 60, 26, 60)
    return TextPage(name, rows, widths, frozenset({1}))

"""What an import would do, for people to read: by sheet, with the names of rows and cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format

from kurkum.base.workbook.comparing import Changed, Comparison, TableChange
from kurkum.base.workbook.naming import Naming
from kurkum.base.workbook.sheets import Identity, Table, Values
from kurkum.base.workbook.stored import names_in_database
from kurkum.base.workbook.values import shown

MOST = 40  # rows a sheet shows; the rest is counted


@dataclass(frozen=True, slots=True)
class CellChange:
    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    name: str
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """One sheet: counts, and the first rows of each kind."""

    key: str
    title: str
    added: int
    changed: int
    unchanged: int
    removed: int
    gone: int
    added_rows: tuple[RowChange, ...]
    changed_rows: tuple[RowChange, ...]
    removed_rows: tuple[RowChange, ...]
    gone_rows: tuple[RowChange, ...]

    @property
    def has_details(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.gone)


def preview(comparison: Comparison, language: str) -> list[SheetPreview]:
    """Every sheet of the workbook, in its order."""
    namings = names_in_database(comparison.tables)
    writer = _Words(namings, language)
    return [writer.sheet(change) for change in comparison.changes]


class _Words:
    def __init__(self, namings: Mapping[Any, Naming], language: str) -> None:
        self._namings, self._language = namings, language

    def sheet(self, change: TableChange) -> SheetPreview:
        table = change.table
        title = str(table.sheet.title)
        return SheetPreview(
            key=table.key,
            title=title[:1].upper() + title[1:],
            added=len(change.added),
            changed=len(change.changed),
            unchanged=change.unchanged,
            removed=len(change.removed),
            gone=len(change.gone),
            added_rows=self._rows(table, [one.values for one in change.added]),
            changed_rows=tuple(self._changed(table, one) for one in change.changed[:MOST]),
            removed_rows=self._rows(table, [row.values for row in change.removed]),
            gone_rows=self._rows(table, [row.values for row in change.gone]),
        )

    def _rows(self, table: Table, rows: Sequence[Values]) -> tuple[RowChange, ...]:
        return tuple(RowChange(self._name(table, values)) for values in rows[:MOST])

    def _changed(self, table: Table, one: Changed) -> RowChange:
        cells = tuple(
            CellChange(
                heading=str(table.by_name[name].heading),
                before=self._cell(table, name, one.stored.values[name]),
                after=self._cell(table, name, one.candidate.values[name]),
            )
            for name in one.names
        )
        return RowChange(self._name(table, one.candidate.values), cells)

    def _name(self, table: Table, values: Values) -> str:
        if table.is_keyed:
            name: str = values.get(f"name_{self._language}") or values["key"]
            return name
        identity: Identity = table.sheet.identity
        return " · ".join(self._cell(table, name, values[name]) for name in identity)

    def _cell(self, table: Table, name: str, value: Any) -> str:
        found = shown(table.by_name[name], value, self._namings, self._language)
        if isinstance(found, dt.date):
            return date_format(found, "j.n.Y")
        return "–" if found is None else str(found)

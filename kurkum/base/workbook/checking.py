"""Reads every row of a workbook into values and lists whatever is wrong, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from kurkum.base.workbook.faults import Faults
from kurkum.base.workbook.finding import Found
from kurkum.base.workbook.naming import LANGUAGES, Naming
from kurkum.base.workbook.rules import broken_checks
from kurkum.base.workbook.sheets import Column, Identity, Kind, Table, Values
from kurkum.base.workbook.stored import Rows
from kurkum.base.workbook.values import ValueFault, read
from kurkum.base.workbook.words import rule_words
from kurkum.lib.spelling import plain
from kurkum.lib.workbooks.cells import Cell, RowCells

UNREAD = object()  # a cell with a fault of its own: the row is not judged any further
NO_CELL = Cell("")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sound row of the workbook."""

    found: Found
    row: RowCells
    identity: Identity
    values: Values


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading needs besides the workbook itself."""

    stored: Mapping[str, Rows]
    namings: dict[Any, Naming]
    faults: Faults


def read_candidates(
    found: Sequence[Found], tables: Sequence[Table], reading: Reading
) -> dict[str, list[Candidate]]:
    """The sound rows of each table; of the others the faults are kept."""
    keys = {one.table.key: _keys(one, reading) for one in found}
    present = {one.table.model for one in found if one.rows}
    candidates = {}
    for one in found:
        lost = _missing_sheets(one, tables, present, reading)
        reader = _RowReader(one, reading, keys[one.table.key], lost)
        candidates[one.table.key] = _without_doubles(reader.candidates(), reading.faults)
    return candidates


def _missing_sheets(
    one: Found, tables: Sequence[Table], present: set[Any], reading: Reading
) -> set[str]:
    """Columns that refer to a table of which neither workbook nor database hold a row."""
    titles = {table.model: table.sheet.title for table in tables}
    lost = set()
    for column in one.columns.values():
        target = column.target
        if target not in titles or target in present or not one.rows:
            continue
        stored = [table for table in tables if table.model is target]
        if any(reading.stored[table.key] for table in stored):
            continue
        at = next(number for number, found in one.columns.items() if found is column)
        if any(at in row.cells for row in one.rows):
            message = _("the sheet %(name)s is missing or empty; this column refers to it") % {
                "name": titles[target]
            }
            reading.faults.add(one.fault(one.rows[0], message, column.name))
            lost.add(column.name)
    return lost


def _keys(one: Found, reading: Reading) -> dict[int, str]:
    """The key of each row by its number; where none is written, the name decides or makes one."""
    if not one.table.is_keyed:
        return {}
    naming = reading.namings.setdefault(one.table.model, Naming())
    names = {row.number: _names(one, row) for row in one.rows}
    keys = {row.number: key for row in one.rows if (key := _written_key(one, row))}
    taken = {identity[0] for identity in reading.stored[one.table.key]} | set(keys.values())
    bearers: dict[tuple[str, str], str] = {}  # rows of one name are one row, unless both have keys
    for number, key in keys.items():
        bearers |= dict.fromkeys(_spelled(names[number]), key)
    for number in (row.number for row in one.rows if row.number not in keys):
        said = _spelled(names[number])
        same = next((bearers[name] for name in said if name in bearers), "")
        key = same or _known_by_name(names[number], naming) or _new_key(one, names[number], taken)
        if key:
            keys[number] = key
            taken.add(key)
            bearers |= dict.fromkeys(said, key)
    for number, key in keys.items():
        naming.add(key, names[number])
    return keys


def _written_key(one: Found, row: RowCells) -> str:
    at = next((number for number, c in one.columns.items() if c.name == "key"), 0)
    return row.text(at).strip().lower()


def _names(one: Found, row: RowCells) -> tuple[str, ...]:
    at = {column.name: number for number, column in one.columns.items()}
    return tuple(row.text(at.get(f"name_{code}", 0)).strip() for code in LANGUAGES)


def _spelled(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(code, plain(name)) for code, name in zip(LANGUAGES, names, strict=True) if name]


def _known_by_name(names: Iterable[str], naming: Naming) -> str:
    return next((key for name in names if name and (key := naming.find(name))), "")


def _new_key(one: Found, names: Sequence[str], taken: set[str]) -> str:
    """From the English name, else the sheet's own word and a number."""
    if not any(names):
        return ""
    base = slugify(names[-1]).replace("-", "_")[:60] or one.table.key
    key, number = base if base != one.table.key else f"{base}_1", 1
    while key in taken:
        number += 1
        key = f"{base}_{number}"
    return key


class _RowReader:
    """Reads the rows of one table."""

    def __init__(
        self, found: Found, reading: Reading, keys: Mapping[int, str], lost: set[str]
    ) -> None:
        self.found, self.table = found, found.table
        self._reading, self._keys, self._lost = reading, keys, lost
        self._at = {column.name: number for number, column in found.columns.items()}

    def candidates(self) -> list[Candidate]:
        return [one for row in self.found.rows if (one := self._candidate(row)) is not None]

    def _candidate(self, row: RowCells) -> Candidate | None:
        values = {c.name: self._value(c, row) for c in self.table.columns if c.name in self._at}
        if self.table.is_keyed:
            values["key"] = self._key(row, values.get("key", ""))
        if any(value is UNREAD for value in values.values()):
            return None
        if any(values.get(name, "") is None for name in self._needed_identity()):
            return None
        for name in self.table.sheet.identity:
            if name not in values:
                if self.table.by_name[name].needed:
                    return None
                values[name] = self.table.by_name[name].default
        identity = self.table.identity_of(values)
        if not self._fill_up(row, values, identity) or not self._fits(row, values):
            return None
        return Candidate(self.found, row, identity, values)

    def _needed_identity(self) -> list[str]:
        names = self.table.sheet.identity
        return [name for name in names if self.table.by_name[name].needed]

    def _value(self, column: Column, row: RowCells) -> Any:
        cell = row.cells.get(self._at[column.name], NO_CELL)
        if column.kind is Kind.KEY:
            return cell.text
        if column.name in self._lost:
            return UNREAD
        if not cell.text.strip() and not cell.is_formula:
            return self._empty(column, row)
        naming = self._reading.namings.get(column.target) or self._reading.namings[None]
        try:
            return read(column, cell, naming)
        except ValueFault as fault:
            self._fault(row, str(fault), column.name)
            return UNREAD

    def _empty(self, column: Column, row: RowCells) -> Any:
        if not column.needed:
            return column.default
        example = _(", for example %(example)s") % {"example": column.example}
        message = _("%(name)s is empty; fill it in") % {"name": column.heading}
        self._fault(row, message + (example if column.example else ""), column.name)
        return UNREAD

    def _key(self, row: RowCells, _written: Any) -> Any:
        key = self._keys.get(row.number, "")
        if not key:
            self._fault(row, _("write a key or a name, so that the row can be recognised"), "key")
            return UNREAD
        column = self.table.by_name["key"]
        try:
            return read(column, Cell(key), self._reading.namings[None])
        except ValueFault as fault:
            self._fault(row, str(fault), "key")
            return UNREAD

    def _fill_up(self, row: RowCells, values: Values, identity: Identity) -> bool:
        """Columns that the sheet leaves out: as they are stored, else their default."""
        known = self._reading.stored[self.table.key].get(identity)
        for column in self.table.columns:
            if column.name in values:
                continue
            if known is not None:
                values[column.name] = known.values[column.name]
            elif column.needed:
                message = _("the column %(name)s is missing; a new row needs it")
                self._fault(row, message % {"name": column.heading})
                return False
            else:
                values[column.name] = column.default
        return True

    def _fits(self, row: RowCells, values: Values) -> bool:
        broken = list(broken_checks(self.table, values))
        for constraint in broken:
            self._fault(row, rule_words(constraint.name))
        return not broken

    def _fault(self, row: RowCells, message: object, name: str = "") -> None:
        self._reading.faults.add(self.found.fault(row, message, name))


def _without_doubles(candidates: list[Candidate], faults: Faults) -> list[Candidate]:
    seen: dict[Identity, Candidate] = {}
    for one in candidates:
        earlier = seen.setdefault(one.identity, one)
        if earlier is not one:
            name = one.found.table.sheet.identity[-1]
            facts = {"row": earlier.row.number}
            message = _("the same row as row %(row)s; keep one of them") % facts
            if one.found.table.is_keyed:
                message = _("the same key or name as row %(row)s; keep one of them, or give each a "
                            "key of its own") % facts  # fmt: skip
            faults.add(one.found.fault(one.row, message, name))
    return list(seen.values())

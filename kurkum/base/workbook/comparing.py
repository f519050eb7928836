"""What an import would change: rows added, changed, unchanged, gone; and the checks across rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from kurkum.base.workbook.checking import Candidate, Reading, read_candidates
from kurkum.base.workbook.faults import Fault, Faults
from kurkum.base.workbook.finding import Found, find_tables
from kurkum.base.workbook.rules import doubled
from kurkum.base.workbook.sheets import Identity, Table, Values
from kurkum.base.workbook.stored import Rows, Stored, names_in_database, stored_rows
from kurkum.lib.workbooks.cells import SheetCells


@dataclass(frozen=True, slots=True)
class Changed:
    """A stored row that the workbook has with other values; ``names`` are the columns."""

    candidate: Candidate
    stored: Stored
    names: tuple[str, ...]


@dataclass(slots=True)
class TableChange:
    """What happens to one table. ``gone`` rows stay; ``removed`` ones are taken away."""

    found: Found
    added: list[Candidate] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    unchanged: int = 0
    removed: list[Stored] = field(default_factory=list)
    gone: list[Stored] = field(default_factory=list)

    @property
    def table(self) -> Table:
        return self.found.table

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


@dataclass(slots=True)
class Comparison:
    """The whole answer to a workbook: changes by table, or the faults that forbid them."""

    tables: Sequence[Table]
    changes: list[TableChange]
    faults: Faults

    @property
    def is_sound(self) -> bool:
        return not self.faults.faults

    @property
    def is_empty(self) -> bool:
        return all(change.is_empty for change in self.changes)


def compare_book(
    sheets: Sequence[SheetCells],
    tables: Sequence[Table],
    *,
    only: frozenset[str] | None = None,
    removes: bool = False,
) -> Comparison:
    """Checks a workbook against the database. ``only`` names the sheets to look at; ``removes``
    takes away what the workbook no longer has, instead of leaving it as it is."""
    faults = Faults()
    found = find_tables(sheets, tables, faults)
    if only is not None:
        found = [one for one in found if one.table.key in only]
    stored = {table.key: stored_rows(table) for table in tables}
    reading = Reading(stored, names_in_database(tables), faults)
    candidates = read_candidates(found, tables, reading)
    changes = [
        _compare(one, candidates[one.table.key], stored[one.table.key], removes=removes)
        for one in found
    ]
    if not any(one.rows for one in found) and not faults.faults:
        faults.add(_nothing(sheets))
    _check_across(tables, changes, stored, faults)
    return Comparison(tables, changes, faults)


def _nothing(sheets: Sequence[SheetCells]) -> Fault:
    name = sheets[0].name if sheets else "–"
    return Fault(name, 1, "A1", _("there is no row of any known table in this workbook"))


def _compare(
    found: Found, candidates: Sequence[Candidate], stored: Rows, *, removes: bool
) -> TableChange:
    change = TableChange(found)
    named = {one.identity for one in candidates}
    for one in candidates:
        known = stored.get(one.identity)
        if known is None:
            change.added.append(one)
            continue
        names = tuple(n for n, value in one.values.items() if known.values[n] != value)
        if names:
            change.changed.append(Changed(one, known, names))
        else:
            change.unchanged += 1
    _sort_gone(change, candidates, [r for i, r in stored.items() if i not in named], removes)
    return change


def _sort_gone(
    change: TableChange, candidates: Sequence[Candidate], gone: Sequence[Stored], removes: bool
) -> None:
    table = change.table
    owners = {table.owner_of(one.values) for one in candidates} if table.sheet.owner else set()
    for row in gone:
        if table.retires and not row.values["is_active"]:
            continue
        owned = bool(table.sheet.owner) and table.owner_of(row.values) in owners
        (change.removed if removes or owned else change.gone).append(row)


# --- checks across rows -------------------------------------------------------------------------


def _check_across(
    tables: Sequence[Table],
    changes: Sequence[TableChange],
    stored: Mapping[str, Rows],
    faults: Faults,
) -> None:
    """Parents, uniqueness and the apps' own checks, on the state the import would leave."""
    by_key = {change.table.key: change for change in changes}
    state = {table.key: _state(stored[table.key], by_key.get(table.key)) for table in tables}
    sources = {change.table.key: _sources(change) for change in changes}
    for change in changes:
        _check_parents(change, tables, state, faults)
        for earlier, later in doubled(change.table, state[change.table.key].items()):
            source = sources[change.table.key].get(later) or sources[change.table.key].get(earlier)
            if source is not None:
                message = _("contradicts the row %(row)s; only one of its kind may stand") % {
                    "row": _said(earlier if source.identity == later else later)
                }
                faults.add(source.found.fault(source.row, message))
    for table in tables:
        for problem in table.sheet.check(state) if table.sheet.check and sources else ():
            source = sources.get(table.key, {}).get(problem.identity)
            if source is not None:
                add = faults.warn if problem.is_warning else faults.add
                add(source.found.fault(source.row, problem.message, problem.column))


def _state(rows: Rows, change: TableChange | None) -> dict[Identity, Values]:
    state = {identity: row.values for identity, row in rows.items()}
    if change is None:
        return state
    for row in change.removed:
        if not change.table.retires:
            del state[change.table.identity_of(row.values)]
    for one in _sources(change).values():
        state[one.identity] = one.values
    return state


def _sources(change: TableChange) -> dict[Identity, Candidate]:
    rows = [*change.added, *(one.candidate for one in change.changed)]
    return {one.identity: one for one in rows}


def _check_parents(
    change: TableChange,
    tables: Sequence[Table],
    state: Mapping[str, Mapping[Identity, Values]],
    faults: Faults,
) -> None:
    columns = change.table.parent_columns()
    if not columns:
        return
    model = change.table.model._meta.get_field(change.table.sheet.parent).related_model
    parent = next(table for table in tables if table.model is model)
    for one in _sources(change).values():
        identity = tuple(one.values[column.name] for column in columns)
        if identity not in state[parent.key]:
            message = _("the sheet %(sheet)s has no row %(row)s; add it there") % {
                "sheet": parent.sheet.title, "row": _said(identity),
            }  # fmt: skip
            faults.add(one.found.fault(one.row, message, columns[-1].name))


def _said(identity: Identity) -> str:
    return " / ".join("–" if part is None else str(part) for part in identity)

"""Writes what a comparison found, and notes how to take it back. One transaction around it all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from kurkum.base.workbook.checking import Candidate
from kurkum.base.workbook.comparing import Changed, Comparison, TableChange
from kurkum.base.workbook.journal import Journal
from kurkum.base.workbook.sheets import Column, Kind, Satellite, Table, Values

BATCH = 500


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes, when; handed to what fills the fields a sheet does not show."""

    author: User | None
    now: dt.datetime


def apply_comparison(comparison: Comparison, writing: Writing) -> Journal:
    """Removes, changes and adds. Raises CannotBeDone where something else needs a removed row.

    Must run inside a transaction: what was written before a refusal is rolled back by it.
    """
    journal = Journal()
    for change in reversed(comparison.changes):
        _remove(change, journal)
    for change in comparison.changes:
        keys = _Keys(change.table)
        _change(change, keys, journal)
        _add(change, keys, journal)
        _write_satellites(change, writing, journal)
    journal.seal()
    return journal


class _Keys:
    """Database ids by key, for everything the columns of a table refer to."""

    def __init__(self, table: Table) -> None:
        self._table = table
        models_wanted = {c.target for c in table.columns if c.target is not None}
        self.by_model: dict[Any, dict[str, int]] = {
            model: dict(model._default_manager.values_list("key", "pk")) for model in models_wanted
        }
        self._parents = self._known_parents()

    def fields(self, values: Values) -> dict[str, Any]:
        """The fields of the model's own row, ready to be set."""
        fields: dict[str, Any] = {}
        for column in self._table.columns:
            if column.satellite is not None or "__" in column.path:
                continue
            value = values[column.name]
            if column.kind is Kind.REF:
                name = f"{column.path}_id"
                fields[name] = None if value is None else self.by_model[column.target][value]
            else:
                fields[column.path] = value
        if self._table.sheet.parent:
            identity = tuple(values[column.name] for column in self._table.parent_columns())
            fields[f"{self._table.sheet.parent}_id"] = self._parents[identity]
        return fields

    def _known_parents(self) -> dict[tuple[Any, ...], int]:
        parent = self._table.sheet.parent
        if not parent:
            return {}
        model: Any = self._table.model._meta.get_field(parent).related_model
        cut = len(parent) + 2
        names = [column.query[cut:] for column in self._table.parent_columns()]
        return {tuple(key): pk for pk, *key in model._default_manager.values_list("pk", *names)}


def _remove(change: TableChange, journal: Journal) -> None:
    if not change.removed:
        return
    manager: Any = change.table.model._default_manager
    rows = list(manager.filter(pk__in=[row.pk for row in change.removed]))
    journal.keep(rows)
    try:
        if change.table.retires:
            for row in rows:
                row.is_active = False
            manager.bulk_update(rows, ["is_active"], batch_size=BATCH)
        else:
            journal.keep_dependents(rows)
            manager.filter(pk__in=[row.pk for row in rows]).delete()
    except (ProtectedError, RestrictedError) as error:
        raise CannotBeDone(
            _("%(sheet)s: a row that the workbook no longer has is still in use (%(row)s)")
            % {"sheet": change.table.sheet.title, "row": next(iter(rows))}
        ) from error


def _change(change: TableChange, keys: _Keys, journal: Journal) -> None:
    wanted = [one for one in change.changed if _own_fields(change.table, one.names)]
    if not wanted:
        return
    manager: Any = change.table.model._default_manager
    rows = manager.in_bulk([one.stored.pk for one in wanted])
    journal.keep(rows.values())
    names: set[str] = set()
    for one in wanted:
        fields = keys.fields(one.candidate.values)
        for name in _own_fields(change.table, one.names):
            attribute = name if name in fields else f"{name}_id"
            setattr(rows[one.stored.pk], attribute, fields[attribute])
            names.add(name)
    _update(change.table, [rows[one.stored.pk] for one in wanted], sorted(names))


def _update(table: Table, rows: Sequence[Any], names: Sequence[str]) -> None:
    """Flags that only one row may bear are first taken away, then given."""
    unique = [
        constraint
        for constraint in table.model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is not None
    ]
    if not unique:
        table.model._default_manager.bulk_update(rows, names, batch_size=200)
        return
    flags = [column.path for column in table.columns if column.kind is Kind.FLAG]
    for row in sorted(rows, key=lambda row: sum(bool(getattr(row, flag)) for flag in flags)):
        row.save(update_fields=names)


def _own_fields(table: Table, names: Iterable[str]) -> list[str]:
    columns = (table.by_name[name] for name in names)
    return [c.path for c in columns if c.satellite is None and "__" not in c.path]


def _add(change: TableChange, keys: _Keys, journal: Journal) -> None:
    model = change.table.model
    rows = [
        model(**change.table.sheet.where_fields, **keys.fields(one.values)) for one in change.added
    ]
    journal.add(model._default_manager.bulk_create(rows, batch_size=BATCH))


# --- what is kept beside the row ----------------------------------------------------------------


def _write_satellites(change: TableChange, writing: Writing, journal: Journal) -> None:
    columns = [column for column in change.table.columns if column.satellite is not None]
    touched = [*change.added, *(one.candidate for one in change.changed if _beside(one))]
    if not columns or not touched:
        return
    owners = _owners(change.table, touched)
    for column in columns:
        assert column.satellite is not None  # noqa: S101  # chosen above
        _write_satellite(column, column.satellite, owners, writing, journal)


def _beside(one: Changed) -> bool:
    by_name = one.candidate.found.table.by_name
    return any(by_name[name].satellite is not None for name in one.names)


def _owners(table: Table, touched: Sequence[Candidate]) -> list[tuple[Any, Values]]:
    """The rows just written with what their cells hold, by identity."""
    queries = [table.by_name[name].query for name in table.sheet.identity]
    manager: Any = table.model._default_manager
    pks = {tuple(key): pk for pk, *key in manager.values_list("pk", *queries)}
    rows = manager.in_bulk([pks[one.identity] for one in touched])
    return [(rows[pks[one.identity]], one.values) for one in touched]


def _write_satellite(
    column: Column,
    satellite: Satellite,
    owners: Sequence[tuple[Any, Values]],
    writing: Writing,
    journal: Journal,
) -> None:
    others = _others(satellite)
    wanted: dict[tuple[int, int | None], tuple[Any, Any]] = {}
    for owner, values in owners:
        for other, value in _cells(column, values[column.name]):
            wanted[owner.pk, others.get(other)] = (owner, value)
    held = _held(column, satellite, [owner.pk for owner, _values in owners], others)
    surplus = [row for key, row in held.items() if key not in wanted]
    journal.keep(surplus)
    manager: Any = satellite.model._default_manager
    manager.filter(pk__in=[row.pk for row in surplus]).delete()
    if satellite.value:
        _refill(
            satellite, {key: row for key, row in held.items() if key in wanted}, wanted, journal
        )
    rows = [
        _satellite_row(satellite, owner, other, value, writing)
        for (_pk, other), (owner, value) in wanted.items()
        if (owner.pk, other) not in held
    ]
    journal.add(manager.bulk_create(rows, batch_size=BATCH))


def _cells(column: Column, value: Any) -> Iterable[tuple[str, Any]]:
    """What a cell stands for: a key of the other table ("" for none) and its figure."""
    if column.kind is Kind.REFS:
        return [(key, None) for key in value]
    return [] if value is None else [(column.other, value)]


def _others(satellite: Satellite) -> dict[str, int]:
    if not satellite.other:
        return {}
    model: Any = satellite.model._meta.get_field(satellite.other).related_model
    return dict(model._default_manager.values_list("key", "pk"))


def _held(
    column: Column, satellite: Satellite, pks: Sequence[int], others: dict[str, int]
) -> dict[tuple[int, int | None], Any]:
    manager: Any = satellite.model._default_manager
    rows = manager.filter(**satellite.fixed, **{f"{satellite.link}__in": pks})
    if column.other:
        rows = rows.filter(**{satellite.other: others[column.other]})
    other = f"{satellite.other}_id"
    return {
        (
            getattr(row, f"{satellite.link}_id"),
            getattr(row, other) if satellite.other else None,
        ): row
        for row in rows
    }


def _refill(
    satellite: Satellite,
    held: dict[tuple[int, int | None], Any],
    wanted: dict[tuple[int, int | None], tuple[Any, Any]],
    journal: Journal,
) -> None:
    changed = [
        (row, wanted[key][1])
        for key, row in held.items()
        if getattr(row, satellite.value) != wanted[key][1]
    ]
    journal.keep([row for row, _value in changed])
    for row, value in changed:
        setattr(row, satellite.value, value)
    satellite.model._default_manager.bulk_update(
        [row for row, _value in changed], [satellite.value], batch_size=BATCH
    )


def _satellite_row(
    satellite: Satellite, owner: Any, other: int | None, value: Any, writing: Writing
) -> models.Model:
    fields: defaultdict[str, Any] = defaultdict(dict)
    fields |= {**satellite.fixed, f"{satellite.link}_id": owner.pk}
    if satellite.other:
        fields[f"{satellite.other}_id"] = other
    if satellite.value:
        fields[satellite.value] = value
    if satellite.fill is not None:
        fields |= satellite.fill(owner, writing)
    return satellite.model(**fields)

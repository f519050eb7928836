"""What the database holds of a table, as plain values: references by key, lists as tuples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from kurkum.base.workbook.naming import Naming, rows_named
from kurkum.base.workbook.sheets import Column, Identity, Kind, Satellite, Table, Values

Rows = dict[Identity, "Stored"]


@dataclass(frozen=True, slots=True)
class Stored:
    pk: int
    values: Values


def stored_rows(table: Table) -> Rows:
    """Every row of a table by its identity, in the order of the model."""
    fields = [column for column in table.columns if column.satellite is None]
    found: Any = table.model._default_manager.filter(**table.sheet.where)
    lists = {c.name: _satellite_values(c, c.satellite) for c in table.columns if c.satellite}
    rows: Rows = {}
    for pk, *cells in found.values_list("pk", *(column.query for column in fields)):
        values: Values = {c.name: cell for c, cell in zip(fields, cells, strict=True)}
        for name, held in lists.items():
            values[name] = held.get(pk, table.by_name[name].default)
        rows[table.identity_of(values)] = Stored(pk, values)
    return rows


def _satellite_values(column: Column, satellite: Satellite) -> Mapping[int, Any]:
    rows: Any = satellite.model._default_manager.filter(**satellite.fixed)
    link = f"{satellite.link}_id"
    if column.other:
        rows = rows.filter(**{f"{satellite.other}__key": column.other})
    if satellite.value:
        return dict(rows.values_list(link, satellite.value))
    listed: defaultdict[int, list[str]] = defaultdict(list)
    for pk, key in rows.values_list(link, f"{satellite.other}__key"):
        listed[pk].append(key)
    return {pk: tuple(sorted(keys)) for pk, keys in listed.items()}


def targets_of(tables: Iterable[Table]) -> set[type[models.Model]]:
    """Every model that some column refers to."""
    return {
        column.target
        for table in tables
        for column in table.columns
        if column.kind in (Kind.REF, Kind.REFS) and column.target is not None
    }


def names_in_database(tables: Iterable[Table]) -> dict[Any, Naming]:
    """How the rows are called that columns refer to, or that are known by a key, by model."""
    namings: dict[Any, Naming] = {None: Naming()}
    keyed = {table.model for table in tables if table.is_keyed}
    for model in targets_of(tables) | keyed:
        namings[model] = Naming()
        for key, names in rows_named(model):
            namings[model].add(key, names)
    return namings

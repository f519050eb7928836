"""Rows of a table into the database: what is new is created, what differs is changed.

Loading the same table twice changes nothing the second time. Rows that stand in the database but
not in the table are left alone: loading adds and corrects, it never takes away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from kurkum.base.models import Keyed
from kurkum.lib.rows import Faults, Row

M = TypeVar("M", bound=Model)
K = TypeVar("K", bound=Keyed)


def by_key(model: type[K]) -> dict[str, K]:
    """Every row of a keyed model by its key."""
    return {row.key: row for row in model._default_manager.all()}


def store(
    rows: Sequence[tuple[Row, M]],
    *,
    identity: Sequence[str],
    faults: Faults,
    keep: Iterable[str] = (),
) -> int:
    """Writes the rows; returns how many were created or changed.

    ``identity`` names the fields by which a row is recognised; fields in ``keep`` are set when a
    row is created and never changed afterwards. A row whose values its model refuses, or whose
    identity stands twice, becomes a fault.
    """
    sound = _sound(rows, _attributes(rows, identity), faults)
    if not sound:
        return 0
    model = type(next(iter(sound.values())))
    names = _attributes(rows, identity)
    stored = {_values(row, names): row for row in model._default_manager.all()}
    changeable = [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in {*identity, *keep}
    ]
    created = [row for key, row in sound.items() if key not in stored]
    changed = [
        stored[key]
        for key, row in sound.items()
        if key in stored and _differs(stored[key], row, changeable)
    ]
    model._default_manager.bulk_create(created, batch_size=500)
    if changed and changeable:
        fields = [name.removesuffix("_id") for name in changeable]
        model._default_manager.bulk_update(changed, fields, batch_size=200)
    return len(created) + len(changed)


def _attributes(rows: Sequence[tuple[Row, M]], names: Sequence[str]) -> list[str]:
    if not rows:
        return []
    attributes = {field.name: field.attname for field in rows[0][1]._meta.concrete_fields}
    return [attributes[name] for name in names]


def _values(row: Model, attributes: Sequence[str]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in attributes)


def _sound(
    rows: Sequence[tuple[Row, M]], attributes: Sequence[str], faults: Faults
) -> dict[tuple[object, ...], M]:
    sound: dict[tuple[object, ...], M] = {}
    lines: dict[tuple[object, ...], Row] = {}
    for source, row in rows:
        key = _values(row, attributes)
        if key in sound:
            faults.add(source.place, f"the same as line {lines[key].line}; keep one of them")
            continue
        relations = [field.name for field in row._meta.fields if field.is_relation]
        try:
            row.clean_fields(exclude=relations)
        except ValidationError as error:
            faults.add(source.place, _said(error))
            continue
        sound[key], lines[key] = row, source
    return sound


def _said(error: ValidationError) -> str:
    return "; ".join(
        f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items()
    )


def _differs(stored: Model, row: Model, attributes: Sequence[str]) -> bool:
    """Whether anything changed; if so, it is copied onto the stored row."""
    differs = False
    for name in attributes:
        if getattr(stored, name) != getattr(row, name):
            setattr(stored, name, getattr(row, name))
            differs = True
    return differs

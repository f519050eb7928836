"""The models' own constraints, asked before anything is written, so that a fault has a cell.

A small reader of ``Q`` works on plain values: the lookups our constraints use, and sums of fields.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models.expressions import Combinable, CombinedExpression, F, Value

from kurkum.base.workbook.sheets import Identity, Table, Values

LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda left, right: left == right,
    "gt": lambda left, right: left > right,
    "gte": lambda left, right: left >= right,
    "lt": lambda left, right: left < right,
    "lte": lambda left, right: left <= right,
    "in": lambda left, right: left in right,
    "day": lambda left, right: left.day == right,
    "week_day": lambda left, right: left.isoweekday() % 7 + 1 == right,
}
SUMS: dict[str, Callable[[Any, Any], Any]] = {
    Combinable.ADD: lambda left, right: left + right,
    Combinable.SUB: lambda left, right: left - right,
    Combinable.MUL: lambda left, right: left * right,
}


class CannotTell(LookupError):
    """The row does not hold a field the constraint asks about; the database will judge."""


def broken_checks(table: Table, values: Values) -> Iterable[models.CheckConstraint]:
    """The check constraints that a row would break."""
    fields = _fields(table, values)
    for constraint in table.model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint) and isinstance(
            constraint.condition, models.Q
        ):
            try:
                if holds(constraint.condition, fields) is False:
                    yield constraint
            except CannotTell:
                continue


def doubled(
    table: Table, rows: Iterable[tuple[Identity, Values]]
) -> Iterable[tuple[Identity, Identity]]:
    """Pairs of rows that a unique constraint forbids: the earlier and the later one."""
    wanted = [c for c in table.model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    seen: list[dict[tuple[Any, ...], Identity]] = [{} for _constraint in wanted]
    for identity, values in rows:
        fields = _fields(table, values)
        for known, constraint in zip(seen, wanted, strict=True):
            key = _unique_key(table, constraint, fields)
            if key is None:
                continue
            earlier = known.setdefault(key, identity)
            if earlier != identity:
                yield earlier, identity


def _unique_key(
    table: Table, constraint: models.UniqueConstraint, fields: Values
) -> tuple[Any, ...] | None:
    try:
        if constraint.condition is not None and not holds(constraint.condition, fields):
            return None
        key = tuple(_value(name, fields) for name in constraint.fields)
    except CannotTell:
        return None
    return None if None in key else key


def holds(condition: models.Q, fields: Values) -> bool | None:
    """Whether a row fulfils a condition; None is the database's NULL: not known, not broken."""
    answers = [
        holds(child, fields) if isinstance(child, models.Q) else _compare(child, fields)
        for child in condition.children
    ]
    if condition.connector == models.Q.AND:
        answer = False if False in answers else None if None in answers else True
    else:
        answer = True if True in answers else None if None in answers else False
    return answer if answer is None or not condition.negated else not answer


def _compare(child: Any, fields: Values) -> bool | None:
    path, expected = child
    name, _sep, lookup = path.partition("__")
    left = _value(name, fields)
    if lookup == "isnull":
        return (left is None) is bool(expected)
    right = _right(expected, fields)
    if left is None or right is None:
        return None
    return LOOKUPS[lookup or "exact"](_number(left), _number(right))


def _right(expected: Any, fields: Values) -> Any:
    if isinstance(expected, F):
        return _value(str(vars(expected)["name"]), fields)
    if isinstance(expected, Value):
        return expected.value
    if isinstance(expected, CombinedExpression):
        left, right = _right(expected.lhs, fields), _right(expected.rhs, fields)
        if left is None or right is None:
            return None
        return SUMS[expected.connector](left, right)
    return expected


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _value(name: str, fields: Values) -> Any:
    if name not in fields:
        raise CannotTell(name)
    value = fields[name]
    return value.date() if isinstance(value, dt.datetime) else value


def _fields(table: Table, values: Values) -> Values:
    """A row by the names of its model's fields; a parent stands for what identifies it."""
    fields = {c.path: values.get(c.name) for c in table.columns if c.satellite is None}
    if table.sheet.parent:
        fields[table.sheet.parent] = tuple(values[c.name] for c in table.parent_columns())
    return {**table.sheet.where_fields, **fields}

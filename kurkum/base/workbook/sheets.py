"""How an app describes its sheets: which model, which columns, what recognises a row.

Kind, heading, choices and the sheet referred to come from the model's fields; a ``Col`` adds what
a field cannot say: a clearer heading, the unit, a note, an example.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

Values = dict[str, Any]
Identity = tuple[Any, ...]


class Kind(enum.Enum):
    """What a cell means. Money is shown in ILS and kept in agorot, a minute is a clock time."""

    KEY = "key"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    MINUTE = "minute"
    FLAG = "flag"
    CHOICE = "choice"
    REF = "ref"
    REFS = "refs"
    WEEKDAYS = "weekdays"


@dataclass(frozen=True, slots=True)
class Satellite:
    """Where a column is kept that is no field of the sheet's model: rows that point to its row.

    ``fixed`` are fields every such row has; ``other`` points to what the cell names; ``value`` is
    the field that holds the cell's figure. ``fill`` gives the fields a new row needs besides.
    """

    model: type[models.Model]
    link: str
    other: str = ""
    value: str = ""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    fill: Callable[[Any, Any], Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Col:
    """One column as an app describes it; ``path`` is a field or leads to one of the parent."""

    path: str
    heading: Any = ""
    unit: Any = ""
    note: Any = ""
    example: Any = None  # "" where the example row leaves the cell empty
    kind: Kind | None = None
    satellite: Satellite | None = None
    spread: bool = False  # one column per row that ``satellite.other`` points to


@dataclass(frozen=True, slots=True)
class Column:
    """One column ready for use; ``other`` is the key of what a spread column stands for."""

    name: str
    path: str
    kind: Kind
    heading: Any
    unit: Any
    note: Any
    example: Any
    needed: bool
    default: Any
    field: models.Field[Any, Any] | None = None
    target: type[models.Model] | None = None
    choices: tuple[tuple[Any, Any], ...] = ()
    satellite: Satellite | None = None
    other: str = ""

    @property
    def query(self) -> str:
        return f"{self.path}__key" if self.kind is Kind.REF else self.path


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check across rows found: the row by its identity, the column, the words."""

    identity: Identity
    column: str
    message: Any
    is_warning: bool = False


State = Mapping[str, Mapping[Identity, Values]]
Check = Callable[[State], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Sample:
    """The thing a sheet's example row is about; other sheets' examples refer to it."""

    key: str
    name: Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``where`` narrows the model's rows; ``owner`` names the columns whose value owns
    a set of rows: a set that the workbook names is replaced whole. ``parent`` is the field that
    the columns with a path through it identify."""

    key: str
    model: type[models.Model]
    columns: Sequence[str | Col]
    note: Any = ""
    name: Any = ""
    identity: tuple[str, ...] = ("key",)
    owner: tuple[str, ...] = ()
    parent: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    check: Check | None = None
    sample: Sample | None = None
    is_reference: bool = False

    @property
    def title(self) -> Any:
        return self.name or self.model._meta.verbose_name_plural

    @property
    def where_fields(self) -> Mapping[str, Any]:
        """What every row of the sheet has in common."""
        nulls = {name.removesuffix("__isnull"): None for name in self.where if "__isnull" in name}
        return nulls | {name: value for name, value in self.where.items() if "__" not in name}


class Table:
    """A sheet with its columns worked out from the model; spread columns need the database."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.model = sheet.model
        self.columns: tuple[Column, ...] = tuple(_columns(sheet))
        self.by_name = {column.name: column for column in self.columns}

    @property
    def key(self) -> str:
        return self.sheet.key

    @property
    def is_keyed(self) -> bool:
        return self.sheet.identity == ("key",)

    @property
    def retires(self) -> bool:
        """Rows that are gone are marked as out of use, where the model can say so."""
        return "is_active" in self.by_name

    def identity_of(self, values: Values) -> Identity:
        return tuple(values[name] for name in self.sheet.identity)

    def owner_of(self, values: Values) -> Identity:
        return tuple(values[name] for name in self.sheet.owner)

    def parent_columns(self) -> list[Column]:
        start = f"{self.sheet.parent}__"
        return [c for c in self.columns if self.sheet.parent and c.path.startswith(start)]


def _columns(sheet: Sheet) -> Iterable[Column]:
    for spec in sheet.columns:
        if isinstance(spec, str):
            yield from (_column(sheet.model, Col(path)) for path in spec.split())
        elif spec.satellite is not None:
            yield from _satellite_columns(spec, spec.satellite)
        else:
            yield _column(sheet.model, spec)


def _column(model: type[models.Model], spec: Col) -> Column:
    found = _field(model, spec.path)
    kind = spec.kind or _kind(found)
    name = spec.path.rpartition("__")[2]
    has_default = found.has_default()
    target = found.related_model if kind is Kind.REF else None
    return Column(
        name=name,
        path=spec.path,
        kind=kind,
        heading=spec.heading or _heading(found),
        unit=spec.unit,
        note=spec.note or found.help_text,
        example=spec.example,
        needed=not (found.blank or found.null or has_default or kind in (Kind.FLAG, Kind.KEY)),
        default=found.get_default() if has_default else _empty(found),
        field=found,
        target=target if isinstance(target, type) else None,
        choices=tuple(found.choices or ()) if kind is Kind.CHOICE else (),
    )


def _heading(found: models.Field[Any, Any]) -> Any:
    """The field's own name; of a reference nobody named, that of what it refers to."""
    target = found.related_model
    if isinstance(found.verbose_name, str) and isinstance(target, type):
        return target._meta.verbose_name
    return found.verbose_name


def _satellite_columns(spec: Col, satellite: Satellite) -> Iterable[Column]:
    target = None
    if satellite.other:
        related = satellite.model._meta.get_field(satellite.other).related_model
        target = related if isinstance(related, type) else None
    held = satellite.model._meta.get_field(satellite.value) if satellite.value else None
    value = held if isinstance(held, models.Field) else None
    base = {
        "path": spec.path, "note": spec.note, "example": spec.example, "needed": False,
        "default": () if not satellite.value else None, "field": value, "satellite": satellite,
    }  # fmt: skip
    if not satellite.value:
        yield Column(
            name=spec.path, kind=Kind.REFS, heading=spec.heading, unit=spec.unit, target=target,
            **base,
        )  # fmt: skip
    elif spec.spread and target is not None:
        rows: Any = target._default_manager.all()
        for row in rows:
            yield Column(
                name=f"{spec.path}.{row.key}",
                kind=Kind.DECIMAL,
                heading=Named(row),
                unit=getattr(row, "unit", spec.unit),
                other=row.key,
                **base,
            )
    else:
        kind = _kind(value) if value is not None else Kind.TEXT
        yield Column(name=spec.path, kind=kind, heading=spec.heading, unit=spec.unit, **base)


class Named:
    """A row's name in whatever language is active when it is asked for."""

    def __init__(self, row: Any) -> None:
        self._row = row

    def __str__(self) -> str:
        return str(self._row)


def _field(model: type[models.Model], path: str) -> models.Field[Any, Any]:
    """The field at the end of a path. Raises TypeError where the description is wrong."""
    step, _sep, rest = path.partition("__")
    found = model._meta.get_field(step)
    if rest and isinstance(found.related_model, type):
        return _field(found.related_model, rest)
    if not isinstance(found, models.Field):
        raise TypeError(f"{model.__name__} has no field {path}")
    return found


BY_CLASS: tuple[tuple[type[Any], Kind], ...] = (
    (models.ForeignKey, Kind.REF),
    (models.BooleanField, Kind.FLAG),
    (models.DateField, Kind.DATE),
    (models.TimeField, Kind.TIME),
    (models.DecimalField, Kind.DECIMAL),
    (models.IntegerField, Kind.INTEGER),
)


def _kind(found: models.Field[Any, Any]) -> Kind:
    name = found.name
    if name == "key":
        return Kind.KEY
    if "agorot" in name:
        return Kind.MONEY
    if name == "weekday_mask":
        return Kind.WEEKDAYS
    if name.endswith("_minute"):
        return Kind.MINUTE
    if found.choices:
        return Kind.CHOICE
    return next((kind for of, kind in BY_CLASS if isinstance(found, of)), Kind.TEXT)


def _empty(found: models.Field[Any, Any]) -> Any:
    if found.null:
        return None
    return False if isinstance(found, models.BooleanField) else ""

"""What an import did, row by row, so that it can be taken back; and the taking back.

It can be taken back as long as nobody changed a row it wrote, and nothing else points to a row it
added.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone

Label = str


class Journal:
    """Added rows by model, changed and removed rows as they were, and how the rows were left."""

    def __init__(self, data: dict[str, Any] | None = None) -> None:
        data = data or {}
        self.added: list[tuple[Label, list[int]]] = [tuple(one) for one in data.get("added", [])]
        self.before: list[dict[str, Any]] = data.get("before", [])
        self.marks: dict[Label, dict[str, str]] = data.get("marks", {})
        self._kept: set[tuple[Label, int]] = set()

    def as_json(self) -> dict[str, Any]:
        """Plain values only: dates and amounts as texts, which deserializing reads again."""
        data = {"added": self.added, "before": self.before, "marks": self.marks}
        plain: dict[str, Any] = json.loads(DjangoJSONEncoder().encode(data))
        return plain

    def add(self, rows: Sequence[models.Model]) -> None:
        if rows:
            self.added.append((rows[0]._meta.label, [row.pk for row in rows]))

    def keep(self, rows: Iterable[models.Model]) -> None:
        """Notes rows as they are stored, before they are changed or removed."""
        for row in rows:
            place = (row._meta.label, row.pk)
            if place not in self._kept:
                self._kept.add(place)
                names = [field.name for field in row._meta.concrete_fields]
                self.before += serializers.serialize("python", [row], fields=names)

    def keep_dependents(self, rows: Sequence[models.Model]) -> None:
        """Notes what goes with rows when they are removed. Raises ProtectedError as that would."""
        collector = Collector(using="default")
        collector.collect(rows)
        for found in collector.data.values():
            self.keep(found)
        for queryset in collector.fast_deletes:
            self.keep(queryset)

    def seal(self) -> None:
        """Notes how every row was left; a later look tells whether somebody changed it."""
        touched: dict[Label, set[int]] = {}
        for label, pks in self.added:
            touched.setdefault(label, set()).update(pks)
        for kept in self.before:
            label = apps.get_model(kept["model"])._meta.label
            touched.setdefault(label, set()).add(kept["pk"])
        self.marks = {label: marks_of(label, pks) for label, pks in touched.items()}


def marks_of(label: Label, pks: Iterable[int]) -> dict[str, str]:
    """A short mark of every row's values, by its id; a row that is not there has none."""
    model: Any = apps.get_model(label)
    names = [field.attname for field in model._meta.concrete_fields]
    wanted, marks = list(pks), {}
    for start in range(0, len(wanted), 500):
        rows = model._default_manager.filter(pk__in=wanted[start : start + 500])
        for values in rows.values_list("pk", *names):
            text = DjangoJSONEncoder().encode(list(values))
            marks[str(values[0])] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return marks


def take_back(journal: Journal) -> None:
    """Undoes an import. Raises CannotBeDone naming what was built on it; call in a transaction."""
    reasons = [*_changed_since(journal), *_built_on(journal)]
    if reasons:
        raise CannotBeDone(*reasons[:20])
    for label, pks in reversed(journal.added):
        model: Any = apps.get_model(label)
        for start in range(0, len(pks), 500):
            model._default_manager.filter(pk__in=pks[start : start + 500]).delete()
    for kept in serializers.deserialize("python", journal.before):
        kept.save()


def _changed_since(journal: Journal) -> Iterable[str]:
    for label, marks in journal.marks.items():
        model = apps.get_model(label)
        now = marks_of(label, [int(pk) for pk in _all_pks(journal, label)])
        different = [pk for pk in now.keys() | marks.keys() if now.get(pk) != marks.get(pk)]
        if different:
            yield _("%(what)s: %(count)s rows were changed since, such as %(row)s") % {
                "what": model._meta.verbose_name_plural,
                "count": len(different),
                "row": _name(model, different[0]),
            }


def _all_pks(journal: Journal, label: Label) -> set[str]:
    added = {str(pk) for found, pks in journal.added if found == label for pk in pks}
    before = {
        str(kept["pk"])
        for kept in journal.before
        if apps.get_model(kept["model"])._meta.label == label
    }
    return added | before


def _built_on(journal: Journal) -> Iterable[str]:
    """Rows outside the import that point to a row it added."""
    ours: dict[type[models.Model], set[int]] = {}
    for label, pks in journal.added:
        ours.setdefault(apps.get_model(label), set()).update(pks)
    for model, own in ours.items():
        for relation in model._meta.related_objects:
            owner = relation.related_model
            if isinstance(owner, type) and (found := _pointing(owner, relation.field.name, own)):
                outside = found - ours.get(owner, set())
                if outside:
                    yield _("%(what)s was built on it: %(count)s, such as %(row)s") % {
                        "what": owner._meta.verbose_name_plural,
                        "count": len(outside),
                        "row": _name(owner, next(iter(outside))),
                    }


def _pointing(owner: type[models.Model], name: str, pks: set[int]) -> set[int]:
    field = owner._meta.get_field(name)
    if field.many_to_many:
        return set()  # its rows between are related objects themselves, and go with theirs
    rows: Any = owner._default_manager
    found: set[int] = set()
    wanted = list(pks)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        found |= set(rows.filter(**{f"{name}__in": part}).values_list("pk", flat=True))
    return found


def _name(model: Any, pk: object) -> str:
    row = model._default_manager.filter(pk=pk).first()
    return str(row) if row is not None else str(pk)

"""Names for rows: what a person writes in a cell, and which row is meant by it.

A key always wins. A name in any of the three languages counts where exactly one row bears it;
spelling is compared without diacritics, case and doubled blanks.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.db import models

from kurkum.lib.spelling import EDGE, plain

LANGUAGES = ("ar", "he", "en")
MOST_HINTS = 50  # names looked at for a likely one


class Naming:
    """The rows that one column may refer to, in the database and in the workbook."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._names: dict[str, str | None] = {}
        self._labels: dict[str, dict[str, str]] = {}
        self._hints: dict[str, str] = {}

    def add(self, key: str, names: Iterable[str]) -> None:
        """One row; ``names`` in the order of LANGUAGES."""
        self._keys.add(key)
        labels = dict(zip(LANGUAGES, names, strict=False))
        self._labels[key] = labels
        for name in {plain(name) for name in labels.values() if name}:
            known = self._names.setdefault(name, key)
            if known != key:
                self._names[name] = None  # borne by two: it means neither

    def find(self, text: str) -> str | None:
        """The key of the row that is meant; None where it is nobody, or could be two."""
        if text in self._keys:
            return text
        found = self._names.get(plain(text))
        return found or (text.lower() if text.lower() in self._keys else None)

    def is_ambiguous(self, text: str) -> bool:
        name = plain(text)
        return name in self._names and self._names[name] is None

    def label(self, key: str, language: str) -> str:
        """How the row is written in a sheet: by its name where that finds it again."""
        name = self._labels.get(key, {}).get(language, "")
        stripped = name.strip(EDGE)
        if name and name == stripped and ";" not in name and self.find(name) == key:
            return name
        return key

    def any_label(self, language: str) -> str:
        """Some row's label, for an example; empty where there is no row."""
        key = min(self._keys, default="")
        return self.label(key, language) if key else ""

    def close_to(self, text: str) -> str:
        """A name that is written alike, to help whoever mistyped; empty where there is none."""
        word = plain(text)
        if word not in self._hints:
            start = word[:3]
            names = [name for name, key in self._names.items() if key and name.startswith(start)]
            close = get_close_matches(word, names[:MOST_HINTS], n=1) if start else []
            self._hints[word] = close[0] if close else ""
        return self._hints[word]


def rows_named(model: type[models.Model]) -> list[tuple[str, tuple[str, ...]]]:
    """Key and names of every row of a keyed model; without names where the model has none."""
    fields = {field.name for field in model._meta.concrete_fields}
    names = [f"name_{language}" for language in LANGUAGES]
    wanted = names if set(names) <= fields else []
    rows: Any = model._default_manager.values_list("key", *wanted)
    return [(row[0], tuple(row[1:])) for row in rows]

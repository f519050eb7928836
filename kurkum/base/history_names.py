"""Keys, dates and months of the history as people say them."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from django.apps import apps
from django.utils.translation import get_language

from kurkum.base.models import Named


class Names:
    """What rows with a stable key are called, for as long as one page is made: read once, when
    the first key is asked for.
    """

    @cached_property
    def _known(self) -> dict[str, str]:
        language = (get_language() or "en")[:2]
        known: dict[str, str] = {}
        for model in apps.get_models():
            if issubclass(model, Named):
                rows = model._default_manager.values_list("key", f"name_{language}")
                known |= {key: name for key, name in rows if name and key not in known}
        return known

    def __call__(self, text: str) -> str:
        return self.known(text) or text

    def known(self, text: str) -> str:
        """The name, or the date as it is written here; empty for what is neither."""
        whole, dot, number = text.rpartition(".")  # the second trip of a van is ``van.2``
        if dot and whole in self._known:
            return f"{self._known[whole]} {number}"
        return self._known.get(text) or _as_written(text)

    def of_object(self, key: str) -> str:
        """The object of a change: its parts by name, or the key as it is, a paper's number."""
        parts = [self.known(part) for part in key.split("/")]
        if not any(parts):
            return key
        return " · ".join(said or part for said, part in zip(parts, key.split("/"), strict=True))


def _as_written(text: str) -> str:
    if len(text) != len("2026-11-30"):
        return ""
    try:
        return f"{dt.date.fromisoformat(text):%d.%m.%Y}"
    except ValueError:
        return ""

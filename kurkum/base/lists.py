"""Names one after another, with the comma of the language that is switched on."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import get_language

ARABIC, LATIN = "، ", ", "


def comma() -> str:
    """What stands between the names of a list: Arabic has a comma of its own."""
    return ARABIC if (get_language() or "").startswith("ar") else LATIN


def listed(names: Iterable[object]) -> str:
    return comma().join(str(name) for name in names)

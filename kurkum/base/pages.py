"""An entry of the top bar; apps list theirs in ``AppConfig.pages``, before any model is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """One entry of the top bar: ``roles`` see it, ``start_of`` begin their day there."""

    label: Any  # a lazy translation
    url_name: str
    roles: frozenset[str]
    position: int = 50
    start_of: frozenset[str] = frozenset()

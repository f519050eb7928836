"""Shared ground of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from staffing.services.scenario import load_kitchen, load_reference
from tests.factories.base import NOW

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages are asserted in the language they are written in."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def days_close_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test closes a day itself; the site does so once a minute."""
    monkeypatch.setattr(settings, "CLOSE_DAYS_EVERY_SECONDS", 0)


@pytest.fixture
def demo_kitchen(db: None) -> None:
    """The whole kitchen of the fixtures: 19 sites, 15 cooks, 54 dishes, nothing lived yet."""
    load_reference(FIXTURES / "reference", author=None, now=NOW)
    load_kitchen(FIXTURES / "demo", author=None, now=NOW)

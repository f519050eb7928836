"""What the tests of the workbook share: a kitchen moved in, a workbook edited, its faults."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook, load_workbook

from kurkum.base.models import KitchenImport, User
from staffing.services.kitchen_book import (
    Wish,
    check_workbook,
    fault_lines,
    hand_in,
    import_workbook,
)
from tests.factories.base import NOW, manager
from tests.staffing.second_kitchen import second_kitchen

Edit = Callable[[Workbook], object]


def move_in(content: bytes, wish: Wish | None = None) -> KitchenImport:
    handed = hand_in(file_name="k.xlsx", content=content, author=manager(), now=NOW)
    import_workbook(handed=handed, wish=wish or Wish(), author=manager(), now=NOW)
    handed.refresh_from_db()
    return handed


def edited(content: bytes, edit: Edit) -> bytes:
    book = load_workbook(io.BytesIO(content))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faults(edit: Edit, content: bytes | None = None) -> list[str]:
    found = check_workbook(edited(content or second_kitchen(), edit), Wish(), now=NOW)
    return fault_lines(found, "k.xlsx")


@pytest.fixture
def small(db: None) -> User:
    """The other kitchen, moved in."""
    move_in(second_kitchen())
    return manager()

"""The month sheet of hours: a page per cook, with room for two signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from kurkum.lib.pdf import (
    Column,
    Document,
    Field,
    Fields,
    Heading,
    Language,
    PageBreak,
    Part,
    Space,
    Table,
    Text,
)
from kurkum.lib.pdf import render as render_document


@dataclass(frozen=True, slots=True)
class HoursSheet:
    """One cook's month in words; every row has as many cells as the head."""

    cook: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    remark: str
    wage: str
    signature: tuple[str, str]


def render(title: str, sheets: Sequence[HoursSheet], *, language: str, empty: str) -> bytes:
    """The PDF; the same hours give the same bytes."""
    content: list[Part] = [] if sheets else [Text(empty)]
    for number, sheet in enumerate(sheets):
        content += [PageBreak()] * (number > 0) + _page(sheet)
    return render_document(Document(title=title, language=cast(Language, language), parts=content))


def _page(sheet: HoursSheet) -> list[Part]:
    columns = [
        Column(name, width=1.4 if number == 0 else 1.0, align="start" if number == 0 else "number")
        for number, name in enumerate(sheet.head)
    ]
    rows = [list(row) for row in sheet.rows]
    content: list[Part] = [
        Heading(sheet.cook),
        Table(columns, rows, totals=list(sheet.totals), dense=True),
        Text(sheet.wage, "bold"),
    ]
    if sheet.remark:
        content.append(Text(sheet.remark, "soft"))
    boxes = [Field(name) for name in sheet.signature]
    return [*content, Space(6), Fields(boxes, columns=2, tall=True)]

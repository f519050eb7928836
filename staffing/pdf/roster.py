"""The roster for the kitchen wall: one page, cooks by days, readable at arm's length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from kurkum.lib.pdf import Column, Document, Language, Note, Part, Strong, Table, Text
from kurkum.lib.pdf import render as render_document
from kurkum.lib.pdf.parts import Cell

# Up to this many working days a shift stands on one line, and the page is A4; more go on A3.
DAYS_ON_A4 = 6
DAYS_IN_LARGE_TYPE = 24


@dataclass(frozen=True, slots=True)
class WallDay:
    """The head of one column: weekday and date."""

    weekday: str
    date: str
    starts_week: bool = False


@dataclass(frozen=True, slots=True)
class WallRoster:
    """All texts of the page, translated; a row is name, one cell per day, hours."""

    language: str
    title: str
    period: str
    state: str
    days: tuple[WallDay, ...]
    cook_label: str
    hours_label: str
    rows: tuple[tuple[str, tuple[str, ...], str], ...]
    legend: tuple[str, ...]
    gaps_title: str
    gaps: tuple[str, ...]


def render(doc: WallRoster) -> bytes:
    """The PDF; the same roster gives the same bytes."""
    columns = [
        Column(doc.cook_label, width=2.0, bold=True),
        *(Column(f"{day.weekday}\n{day.date}") for day in doc.days),
        Column(doc.hours_label, width=1.1, align="number"),
    ]
    small = len(doc.days) <= DAYS_ON_A4
    rows: list[list[Cell]] = [
        [Strong(name), *(cell.replace("\n", "–") if small else cell for cell in cells), total]
        for name, cells, total in doc.rows
    ]
    content: list[Part] = [
        Table(columns, rows, ruled=True, dense=len(doc.days) > DAYS_IN_LARGE_TYPE)
    ]
    content += [Text(line, "soft") for line in doc.legend]
    if doc.gaps:
        content.append(Note("\n".join(doc.gaps), title=doc.gaps_title, warning=True))
    return render_document(
        Document(
            title=doc.title,
            language=cast(Language, doc.language),
            parts=content,
            subtitle=doc.period,
            corner=[doc.state],
            size="A4" if small else "A3",
            landscape=True,
        )
    )

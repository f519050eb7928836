"""What-if answers side by side on paper, for the business plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import override

from kurkum.lib.dates import ZONE
from kurkum.lib.pdf import (
    Band,
    Column,
    Columns,
    Document,
    Heading,
    Language,
    Note,
    Part,
    Strong,
    Table,
    Text,
    render,
)
from kurkum.lib.pdf.parts import Cell
from staffing.models import WhatIf
from staffing.what_if_sentences import (
    assumptions,
    limits_of,
    meal_stacks,
    supposed_texts,
    surplus_bars,
)
from staffing.what_if_words import Row, groups


def what_if_pdf(asked: Sequence[WhatIf], *, language: str, printed: dt.datetime) -> bytes:
    """The answered questions in Arabic, Hebrew or English."""
    with override(language):
        return render(
            Document(
                title=_("What if"),
                subtitle=" · ".join(row.title for row in asked),
                language=cast(Language, language),
                parts=_parts(asked, language),
                corner=[
                    _("Reference week %(day)s") % {"day": f"{asked[0].week:%d.%m.%Y}"},
                    _("Printed %(time)s") % {"time": f"{printed.astimezone(ZONE):%d.%m.%Y %H:%M}"},
                ],
                foot=_("Estimates before VAT; nothing here was received or paid."),
            )
        )


def _parts(asked: Sequence[WhatIf], language: str) -> list[Part]:
    parts: list[Part] = [
        Columns([[surplus_bars(asked)], [meal_stacks(asked)]], [1, 1]),
        _table(asked),
        Heading(_("What is supposed")),
    ]
    for row in asked:
        parts.append(Text(f"{row.title}: {'; '.join(supposed_texts(row.changes))}"))
        if row.note:
            parts.append(Text(row.note, "soft"))
    limits = [(row.title, limits_of(row, language)) for row in asked]
    if any(texts for _name, texts in limits):
        parts.append(Heading(_("Where it becomes tight")))
    for name, texts in limits:
        if texts:
            parts.append(Heading(name, 2))
            parts += [Text(f"• {text}") for text in texts]
    parts.append(Note("\n".join(f"• {text}" for text in assumptions()),
                      title=_("What the answers take for granted")))  # fmt: skip
    return parts


def _table(asked: Sequence[WhatIf]) -> Table:
    rows: list[Sequence[Cell] | Band] = []
    for group in groups(asked):
        rows.append(Band(group.name))
        rows += [_row(row) for row in group.rows]
    return Table(
        [Column("", 2.2), *(Column(row.title, 1.4, "number") for row in asked)], rows, dense=True
    )


def _row(row: Row) -> list[Cell]:
    cells: list[Cell] = [Strong(row.label) if row.strong else row.label]
    for cell in row.cells:
        text = f"{cell.text} ({cell.change})" if cell.change else cell.text
        cells.append(Strong(text) if row.strong else text)
    return cells

"""The recall list: which sites got the food, how much, and whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kurkum.lib.pdf import Column, Document, KeyFigure, KeyFigures, Language, Part, Table, render
from staffing.selectors.tracing import Recalled


@dataclass(frozen=True, slots=True)
class RecallList:
    """What is called back (in words, with its numbers), and the rows to call."""

    language: str
    subject: str
    corner: tuple[str, ...]
    rows: Sequence[Recalled]


def recall_list(doc: RecallList) -> bytes:
    """The PDF; the same rows give the same bytes."""
    columns = [
        Column(_("Date"), 1.1), Column(_("Site"), 2.4, bold=True), Column(_("Telephone"), 1.4),
        Column(_("Dish"), 1.8), Column(_("Batch"), 2.4), Column(_("Portions"), 0.9, "number"),
        Column(_("told"), 0.6, "centre"),
    ]  # fmt: skip
    rows = [
        [
            f"{row.date:%d.%m.%Y}", row.site.name, row.site.phone or "–", row.dish.name,
            row.batch or _("by the day"), str(row.portions), "☐",
        ]
        for row in doc.rows
    ]  # fmt: skip
    parts: list[Part] = [
        KeyFigures([
            KeyFigure(str(len({row.site.key for row in doc.rows})), _("Sites")),
            KeyFigure(str(number_format(sum(row.portions for row in doc.rows))), _("Portions")),
            KeyFigure(str(len({row.date for row in doc.rows})), _("Days")),
        ]),
        Table(columns, rows, dense=True, empty=_("Nobody got any of it.")),
    ]  # fmt: skip
    return render(
        Document(
            _("Recall list"), cast(Language, doc.language), parts, subtitle=doc.subject,
            corner=doc.corner,
        )
    )  # fmt: skip

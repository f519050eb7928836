"""The difference sheet: what changed since the version in the kitchen, and who must be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _

from kurkum.lib.pdf import Column, Document, Language, Strong, Table, render


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One changed task in words."""

    dish: str
    step: str
    was: str
    now: str
    tell: str


@dataclass(frozen=True, slots=True)
class DifferenceSheet:
    """All texts of the page, translated."""

    language: str
    day: str
    corner: tuple[str, ...]
    lines: Sequence[DifferenceLine]


def difference_sheet(doc: DifferenceSheet) -> bytes:
    """The PDF; the same two versions give the same bytes."""
    columns = [
        Column(_("Dish"), 1.5), Column(_("Step"), 1), Column(_("was"), 2.2),
        Column(_("is now"), 2.2), Column(_("tell"), 1.8), Column("✓", 0.4, "centre"),
    ]  # fmt: skip
    rows: list[list[str | Strong]] = [
        [Strong(one.dish), one.step, one.was, Strong(one.now), one.tell, "☐"] for one in doc.lines
    ]
    return render(
        Document(
            _("What changed"), cast(Language, doc.language),
            [Table(columns, rows, empty=_("Nothing changed."))],
            subtitle=doc.day, corner=doc.corner,
        )
    )  # fmt: skip

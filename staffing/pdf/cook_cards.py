"""A card of the day for each cook: what she does, when, where and with whom."""

from __future__ import annotations

from typing import cast

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.base.lists import listed
from kurkum.lib.pdf import (
    Column,
    Document,
    Heading,
    Language,
    PageBreak,
    Part,
    Table,
    Text,
    render,
)
from staffing.models import Cook
from staffing.pdf import sheet_words as words
from staffing.production_words import clock
from staffing.selectors.sheet_facts import SheetFacts
from staffing.selectors.timelines import task_name


def cook_card(facts: SheetFacts, cook: Cook) -> bytes:
    """One cook's page, in her own language."""
    with translation.override(cook.language):
        document = Document(
            cook.name, cast(Language, cook.language), card_parts(facts, cook),
            subtitle=words.day_title(facts), corner=words.corner(facts),
        )  # fmt: skip
        return render(document)


def cook_cards(facts: SheetFacts, language: str) -> bytes:
    """The pages of all cooks who read one language, a page or more for each."""
    parts: list[Part] = []
    with translation.override(language):
        for cook in facts.cooks:
            if cook.language == language:
                card = card_parts(facts, cook, head=cook.name)
                parts += [PageBreak(), Heading(cook.name), *card]
        document = Document(
            _("A card for each cook"), cast(Language, language), parts[1:],
            subtitle=words.day_title(facts), corner=words.corner(facts),
        )  # fmt: skip
        return render(document)


def card_parts(facts: SheetFacts, cook: Cook, *, head: str = "") -> list[Part]:
    """Her shift and her work of the day, in order of time.

    ``head`` stands over the times on every page, so that a second page still says whose it is.
    """
    own = [row for row in facts.document["cooks"] if row["key"] == cook.key]
    shift = [
        _("From %(start)s to %(end)s") % {"start": row["from"][-5:], "end": row["to"][-5:]}
        for row in own
    ]
    breaks = [f"{begin[-5:]}–{end[-5:]}" for row in own for begin, end in row["breaks"]]
    if breaks:
        shift.append(_("break or on the road %(times)s") % {"times": listed(breaks)})
    columns = [
        Column(head or _("Time"), 1.5, bold=True), Column(_("Dish"), 2.3),
        Column(_("Step"), 2.1), Column(_("On"), 2.2), Column(_("With"), 1.5),
        Column("✓", 0.4, "centre"),
    ]  # fmt: skip
    rows = _rows(facts, cook)
    empty = _("No work in the plan: help where you are asked.")
    return [Text(" · ".join(shift)), Table(columns, rows, empty=empty)]


def _rows(facts: SheetFacts, cook: Cook) -> list[list[str]]:
    rows = []
    for task in facts.tasks:
        mine = [(begin, end) for begin, end, who in task.work if who.pk == cook.pk]
        others = [one.name for one in task.cooks if one.pk != cook.pk]
        for begin, end in mine:
            rows.append([
                f"{clock(begin)}–{clock(end)}", task_name(facts, task),
                words.step_text(task, cook.language), words.where(task),
                listed(others) or "–", "☐",
            ])  # fmt: skip
    return sorted(rows)

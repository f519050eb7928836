"""The production sheet: overview, special meals, batches, stores, packing. A4, black and white."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import cast

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kurkum.base.lists import listed
from kurkum.lib.pdf import (
    Column,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Language,
    Note,
    PageBreak,
    Part,
    Table,
    Text,
    Timeline,
    render,
)
from staffing.pdf import sheet_words as words
from staffing.pdf.batch_cards import batch_card
from staffing.pdf.packing import packing_list
from staffing.pdf.pull_list import pull_list
from staffing.pdf.special_meals import special_page
from staffing.production_words import clock
from staffing.selectors.sheet_facts import SheetFacts
from staffing.selectors.timelines import by_cook, by_equipment

# What is also printed by itself, for the one who works by it.
ALONE: Mapping[str, Callable[[SheetFacts], list[Part]]] = {
    "special-meals": special_page,
    "stores": pull_list,
    "packing": packing_list,
}


def sheet(facts: SheetFacts, language: str) -> bytes:
    """The whole sheet; the same plan gives the same bytes."""
    return _print(facts, _("Production sheet"), sheet_parts(facts, language), language)


def one_part(facts: SheetFacts, part: str, language: str) -> bytes:
    """A part of the sheet with page numbers of its own. Raises KeyError where there is none."""
    titles = {
        "special-meals": _("Special meals"), "stores": _("Pull list"),
        "packing": _("Packing list"),
    }  # fmt: skip
    return _print(facts, titles[part], ALONE[part](facts), language)


def _print(facts: SheetFacts, title: str, parts: list[Part], language: str) -> bytes:
    document = Document(
        title, cast(Language, language), parts,
        subtitle=words.day_title(facts), corner=words.corner(facts),
        foot=facts.kitchen.name if facts.kitchen else "",
    )  # fmt: skip
    return render(document)


def sheet_parts(facts: SheetFacts, language: str) -> list[Part]:
    parts: list[Part] = [*_overview(facts), PageBreak(), *special_page(facts), PageBreak()]
    parts.append(Heading(_("Batches, in order of their beginning")))
    parts += [batch_card(facts, batch, language) for batch in facts.today]
    if facts.ahead:
        parts.append(Heading(_("Prepared today for a later day")))
        parts += [batch_card(facts, batch, language) for batch in facts.ahead]
    return [*parts, PageBreak(), *pull_list(facts), PageBreak(), *packing_list(facts)]


def _overview(facts: SheetFacts) -> list[Part]:
    return [
        _figures(facts), *_remarks(facts), *_timeline(by_equipment(facts)), PageBreak(),
        *_timeline(by_cook(facts)), Heading(_("Batches of the day")), _batches(facts),
    ]  # fmt: skip


def _timeline(drawn: Timeline) -> list[Part]:
    """The lanes, and below them the dishes whose numbers stand in narrow boxes."""
    keys = " · ".join(f"{key} {name}" for key, name in drawn.legend)
    return [drawn, *([Text(keys, "soft")] if keys else [])]


def _batches(facts: SheetFacts) -> Part:
    """Every batch in one line: when it begins, is ready, leaves, and must be eaten."""
    columns = [
        Column(_("Dish"), 3.2, bold=True), Column(_("Line"), 1.6),
        Column(_("Portions"), 0.9, "number"), Column(_("Begins"), 0.9, "number"),
        Column(_("Ready"), 0.9, "number"), Column(_("Leaves"), 0.9, "number"),
        Column(_("Eaten by"), 0.9, "number"),
    ]  # fmt: skip
    rows = [
        [
            words.batch_title(batch), batch.row.line.name, str(batch.row.portions), batch.begins,
            *(clock(minute) if minute is not None else "–"
              for minute in (batch.cook_end, batch.leaves, batch.eat_until)),
        ]
        for batch in facts.batches
    ]  # fmt: skip
    return Table(columns, rows, dense=True)


def _figures(facts: SheetFacts) -> Part:
    sites = {fed.site.key for batch in facts.today for fed in batch.fed}
    begins = min((batch.start for batch in facts.batches), default=0)
    leaves = sorted({one.depart for one in facts.leavings})
    later = listed(clock(one) for one in leaves[1:])
    return KeyFigures([
        KeyFigure(str(number_format(facts.meals)), _("Meals")),
        KeyFigure(str(len(sites)), _("Sites")),
        KeyFigure(str(len(facts.today)), _("Batches")),
        KeyFigure(str(facts.special_portions), _("Special meals")),
        KeyFigure(clock(begins), _("Work begins")),
        KeyFigure(
            clock(leaves[0]) if leaves else "–", _("First van leaves"),
            _("then %(times)s") % {"times": later} if later else "",
        ),
    ])  # fmt: skip


def _remarks(facts: SheetFacts) -> list[Part]:
    """What is missing, loudest; then what the plan takes for granted."""
    parts: list[Part] = []
    gaps = [
        line
        for gap in facts.document["gaps"]
        for line in (_missing(gap["what"], gap["missing"], facts), *gap["because"])
    ]
    if gaps:
        parts.append(Note("\n".join(gaps), title=_("This plan has gaps"), warning=True))
    if facts.document["assumptions"]:
        text = "\n".join(facts.document["assumptions"])
        parts.append(Note(text, title=_("The plan takes for granted")))
    return parts


def _missing(dish: str, count: int, facts: SheetFacts) -> str:
    names = {batch.dish.key: batch.dish.name for batch in facts.batches}
    name = names.get(dish, dish)
    return _("%(dish)s: %(count)s portions do not fit.") % {"dish": name, "count": count}

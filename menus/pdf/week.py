"""The weekly menu for parents: dishes day by day, allergens in bold. A4, black and white."""

from __future__ import annotations

from typing import cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.base.lists import listed
from kurkum.lib.pdf import Band, Column, Document, Language, Note, Part, Strong, Table, Text, render
from menus.models import Allergen
from menus.selectors.menu_week import Labelled, MenuWeek

Row = list[str | Strong]


def week_menu(week: MenuWeek, language: str) -> bytes:
    """The PDF; the same menu gives the same bytes."""
    first, last = date_format(week.first, "d.m"), date_format(week.last, "d.m.Y")
    document = Document(
        _("Menu of the week"), cast(Language, language), _parts(week),
        subtitle=f"{first}–{last} · {week.line.name}",
    )  # fmt: skip
    return render(document)


def _parts(week: MenuWeek) -> list[Part]:
    columns = [
        Column(_("Dish"), 2.6), Column(_("contains"), 2, bold=True),
        Column(_("may contain"), 1.6), Column(_("not known"), 1.2),
    ]  # fmt: skip
    rows: list[Band | Row] = []
    for day in week.served:
        rows.append(Band(f"{date_format(day.date, 'l d.m.Y')} · {day.class_word}"))
        rows += [_row(one) for one in day.dishes]
    note = _(
        "Allergens as the recipes of the kitchen say. A child with an allergy gets a meal of her "
        "own, with a label: tell the school, and bring the medical paper."
    )
    empty = _("The menu of this week is not published yet.")
    return [
        Table(columns, rows, empty=empty),
        Note(note, title=_("Allergies and diets")),
        Text(_("The menu may change on the day; the school is told at once."), "soft"),
    ]


def _row(one: Labelled) -> Row:
    return [
        Strong(one.dish.name), _names(one.contains) or "–", _names(one.may_contain) or "–",
        _names(one.unknown) or "–",
    ]  # fmt: skip


def _names(allergens: tuple[Allergen, ...]) -> str:
    return listed(row.short_name for row in allergens)

"""The year's report on paper, for the registrar and for everybody who wants to know."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kurkum.base.choices import Grade
from kurkum.lib import money
from kurkum.lib.figures import Bar, Bars
from kurkum.lib.pdf import (
    Column,
    Document,
    Field,
    Fields,
    Heading,
    KeyFigure,
    KeyFigures,
    Language,
    Note,
    Part,
    Table,
    Text,
    render,
)
from orders import report_words as words
from orders.choices import ResolutionState
from orders.models import IssuedReport
from orders.pdf.reinvestment_detail import figure_definitions, grades_text, months_table
from orders.snapshot import Snapshot


def annual_pdf(report: IssuedReport, *, language: str) -> bytes:
    """The snapshot of a year; the same snapshot gives the same bytes."""
    found = Snapshot(report.data, language)
    with override(language):
        return render(_document(report, found))


def _document(report: IssuedReport, found: Snapshot) -> Document:
    year = found.data["year"]
    names = found.data.get("kitchen", {})
    name = names.get(found.language) or next(filter(None, names.values()), "")
    number = found.data.get("company", {}).get("number", "")
    return Document(
        title=_("Annual report %(year)s") % {"year": year},
        subtitle=" · ".join(part for part in (name, number) if part),
        language=cast(Language, found.language),
        parts=[*_first(found), *_money(found), *_gifts(found), *_people(found), *_end(found)],
        corner=[
            _("Report %(number)d of this year") % {"number": report.number},
            _("Issued %(day)s") % {"day": f"{report.issued_at:%d.%m.%Y}"},
            _("Seal %(seal)s") % {"seal": report.checksum[:8].upper()},
        ],
        foot=_("Amounts in new shekels before VAT."),
    )


def _sum(found: Snapshot, side: str) -> int:
    return sum(row.agorot for row in (found.income if side == "income" else found.costs))


def _first(found: Snapshot) -> list[Part]:
    kept = found.agorot("reserve_added") + found.agorot("equipment_added")
    surplus = found.agorot("surplus")
    grade = words.worst_grade([row.grade for row in found.costs])
    figures = [
        (_("Earned"), _sum(found, "income"), Grade.COUNTED),
        (_("Spent"), _sum(found, "costs"), grade),
        (_("Surplus") if surplus >= 0 else _("Loss"), surplus, grade),
        (_("Kept"), kept, grade),
        (words.given_text(), found.agorot("given"), Grade.COUNTED),
    ]
    texts = [
        KeyFigure(words.shekels(agorot), label, words.grade_text(one))
        for label, agorot, one in figures
    ]
    words_of_year = [line for line in found.data["narrative"].split("\n") if line.strip()]
    return [
        KeyFigures(texts),
        Heading(_("What was done, and for whom")),
        *(Text(line) for line in words_of_year),
    ]


def _money(found: Snapshot) -> list[Part]:
    lines = [
        [found.name("accounts", row.kind), words.exact(sign * row.agorot),
         words.grade_text(row.grade)]
        for sign, side in ((1, found.income), (-1, found.costs))
        for row in side
    ]  # fmt: skip
    columns = [Column(_("What for"), 3), Column(_("Amount"), 1.4, "number"), Column(_("Grade"), 1)]
    stands = [
        [_("Reserve"), words.exact(found.agorot("reserve_balance"))],
        [_("Equipment fund"), words.exact(found.agorot("equipment_balance"))],
        [_("Given to initiatives"), words.exact(found.agorot("given"))],
        [_("Paid of it, with receipts"), words.exact(found.agorot("paid"))],
        [_("Distributed to owners or members"), words.exact(0)],
    ]
    return [
        Heading(_("Month by month")),
        months_table(found.data["months"]),
        Heading(_("Earned and spent")),
        Table(
            columns, lines, dense=True,
            totals=[_("Result"), words.exact(found.agorot("surplus")), ""],
        ),
        Heading(_("What became of the result")),
        Table([Column("", 3), Column(_("Amount"), 1.4, "number")], stands, dense=True),
        Note(_("The books know no account from which anything could be distributed: what is "
               "earned stays in the kitchen or goes to initiatives of the valley.")),
        *_audit(found),
    ]  # fmt: skip


def _audit(found: Snapshot) -> list[Part]:
    limit = found.data.get("limits", {}).get("audit_turnover_nis")
    if limit is None:
        return []
    needs = _sum(found, "income") > money.to_agorot(limit)
    text = (
        _("Turnover is above %(limit)s: the statements are to be audited by an accountant.")
        if needs
        else _("Turnover is not above %(limit)s: the law asks for no audit.")
    )
    return [Text(text % {"limit": words.shekels(money.to_agorot(limit))}, "soft")]


def _gifts(found: Snapshot) -> list[Part]:
    given: dict[str, int] = {}
    for row in found.data["allocations"]:
        name = found.name("initiatives", row["initiative"])
        given[name] = given.get(name, 0) + money.to_agorot(row["amount"])
    bars = [Bar(name, agorot / 100, words.shekels(agorot)) for name, agorot in given.items()]
    rows = [_gift_row(found, row) for row in found.data["allocations"]]
    return [
        Heading(_("Given to initiatives")),
        *([Bars(_("What each initiative was given"), bars)] if bars else []),
        Table(
            [Column(_("Initiative"), 2), Column(_("Resolution"), 1),
             Column(_("Amount"), 1.1, "number"), Column(_("Paid"), 2),
             Column(_("What came of it"), 2)],
            rows,
            empty=_("Nothing was given this year."),
            dense=True,
        ),
        Heading(_("Decisions of the board")),
        Table(
            [Column(_("Resolution"), 0.8), Column(_("Date"), 0.9), Column(_("Text"), 3),
             Column(_("For / against / abstained"), 1.3)],
            [_resolution_row(row) for row in found.data["resolutions"]],
            empty=_("The board decided nothing about this year's surplus."),
            dense=True,
        ),
    ]  # fmt: skip


def _gift_row(found: Snapshot, row: dict[str, Any]) -> list[str]:
    paid = "\n".join(
        f"{_day(one['date'])}: {words.exact(money.to_agorot(one['amount']))} ({one['receipt']})"
        for one in row["payments"]
    )
    return [
        found.name("initiatives", row["initiative"]),
        row["resolution"],
        words.exact(money.to_agorot(row["amount"])),
        paid or _("not paid yet"),
        row["outcome"] or _("not noted yet"),
    ]


def _resolution_row(row: dict[str, Any]) -> list[str]:
    votes = row["votes"]
    state = str(ResolutionState(row["state"]).label)
    return [
        row["number"] or state,
        _day(row["date"]) if row["date"] else "—",
        row["text"],
        f"{votes['for']} / {votes['against']} / {votes['abstain']}",
    ]


def _day(day: str) -> str:
    return f"{dt.date.fromisoformat(day):%d.%m.%Y}"


def _people(found: Snapshot) -> list[Part]:
    rows = [
        [words.metric_text(figure), words.value_text(figure), words.counted_text(figure) or "—",
         words.grade_text(figure["grade"])]
        for _name, figures in words.in_groups(found.impact)
        for figure in figures
    ]  # fmt: skip
    return [
        Heading(_("What the meals did")),
        Table(
            [Column(_("Figure"), 2.6), Column(_("Value"), 1.3), Column(_("Counted"), 1.5),
             Column(_("Grade"), 1)],
            rows, dense=True, empty=_("No figures were kept."),
        ),
        Text(_("Only figures that can be added up over months stand here; the others are in the "
               "monthly reports."), "soft"),
    ]  # fmt: skip


def _end(found: Snapshot) -> list[Part]:
    months = [row["month"] for row in found.data["months"]]
    first, last = (dt.date.fromisoformat(f"{months[at]}-01") for at in (0, -1))
    span = _("Closed months: %(first)s to %(last)s.") % {
        "first": date_format(first, "F Y"),
        "last": date_format(last, "F Y"),
    }
    return [
        Heading(_("Definitions")),
        figure_definitions(found.impact),
        Note(grades_text(), title=_("Grades")),
        Text(f"{span} {words.no_ratio_text()}", "soft"),
        Heading(_("Signatures"), 2),
        Fields([Field(_("Chair of the board")), Field(_("Date")), Field(_("Member of the board")),
                Field(_("Date"))], tall=True),
    ]  # fmt: skip

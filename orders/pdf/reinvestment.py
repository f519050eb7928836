"""The board's report on paper: one page that says it all, then the detail, then the definitions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from kurkum.lib.figures import Bar, Bars
from kurkum.lib.pdf import (
    Column,
    Columns,
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
    render,
)
from orders import report_words as words
from orders.models import IssuedReport
from orders.snapshot import Snapshot


def reinvestment_pdf(report: IssuedReport, *, language: str) -> bytes:
    """The snapshot in Arabic, Hebrew or English. The same snapshot gives the same bytes."""
    found = Snapshot(report.data, language)
    with override(language):
        return render(_document(report, found))


def _document(report: IssuedReport, found: Snapshot) -> Document:
    return Document(
        title=_("Reinvestment report: %(month)s") % {"month": _month_text(report.month)},
        subtitle=_subtitle(found),
        language=cast(Language, found.language),
        parts=[*_summary(found), PageBreak(), *_detail(found), *_definitions(found)],
        corner=[
            _("Report %(number)d of this month") % {"number": report.number},
            _("Issued %(day)s") % {"day": f"{report.issued_at:%d.%m.%Y}"},
            _("Seal %(seal)s") % {"seal": report.checksum[:8].upper()},
        ],
        foot=_("Amounts in new shekels before VAT."),
    )


def _month_text(day: dt.date) -> str:
    return date_format(day, "F Y")


def _subtitle(found: Snapshot) -> str:
    names = found.data.get("kitchen", {})
    name = names.get(found.language) or next(filter(None, names.values()), "")
    what = _("what was earned, spent, kept and given")
    return f"{name} · {what}" if name else what


def _summary(found: Snapshot) -> list[Part]:
    costs = found.costs
    earned, spent = (sum(row.agorot for row in rows) for rows in (found.income, costs))
    kept = found.agorot("reserve", "added") + found.agorot("equipment_fund", "added")
    given = sum(gift.agorot for gift in found.gifts)
    counted = words.grade_text("counted")
    grade = words.grade_text(words.worst_grade([row.grade for row in costs]))
    surplus = found.agorot("surplus")
    return [
        KeyFigures(
            [
                KeyFigure(words.shekels(earned), _("Earned"), counted),
                KeyFigure(words.shekels(spent), _("Spent"), grade),
                KeyFigure(
                    words.shekels(surplus), _("Surplus") if surplus >= 0 else _("Loss"), grade
                ),
                KeyFigure(words.shekels(kept), _("Kept"), counted),
                KeyFigure(words.shekels(given), pgettext("surplus", "Given"), counted),
            ]
        ),
        words.waterfall_figure(found),
        Columns([_gifts_short(found), _impact_short(found)], [1, 1]),
        *_changes_short(found),
    ]


def _gifts_short(found: Snapshot) -> list[Part]:
    rows = [
        (
            found.name("initiatives", gift.initiative),
            found.name("localities", gift.initiative) if _place(found, gift.initiative) else "—",
            words.shekels(gift.agorot),
        )
        for gift in found.gifts
    ]
    return [
        Heading(_("Where in the valley it goes"), 2),
        Table(
            [Column(_("Initiative"), 3), Column(_("Where"), 1.4), Column(_("Sum"), 1.4, "number")],
            rows,
            empty=_("Nothing was given from this month yet."),
            dense=True,
        ),
    ]


def _place(found: Snapshot, initiative: str) -> bool:
    return initiative in found.data.get("names", {}).get("localities", {})


def _impact_short(found: Snapshot) -> list[Part]:
    rows = [
        (words.metric_text(figure), words.value_text(figure), words.grade_text(figure["grade"]))
        for figure in sorted(found.impact, key=_place_on_page)
        if figure["metric"] in words.FIRST_PAGE
    ]
    return [
        Heading(_("What the meals did"), 2),
        Table(
            [Column(_("Figure"), 3), Column(_("Value"), 1.6), Column(_("Grade"), 1.2)],
            rows,
            empty=_("No figures were kept."),
            dense=True,
        ),
    ]


def _place_on_page(figure: Mapping[str, Any]) -> int:
    shown = words.FIRST_PAGE
    return shown.index(figure["metric"]) if figure["metric"] in shown else len(shown)


def _changes_short(found: Snapshot) -> list[Part]:
    """The costs that moved most since the month before."""
    rows = [row for row in words.comparison(found, "costs") if row[2] is not None]
    if not rows:
        return [Text(_("There is no closed month before this one to compare with."), "soft")]
    moved = sorted(rows, key=lambda row: -abs(row[1] - (row[2] or 0)))[:4]
    bars = [
        Bar(found.name("accounts", kind), (now - (before or 0)) / 100,
            words.shekels(now - (before or 0)))
        for kind, now, before, _budget in moved
    ]  # fmt: skip
    return [Bars(_("Costs that changed most since the month before"), bars)]


def _detail(found: Snapshot) -> list[Part]:
    return [
        Heading(_("Earned and spent")),
        _lines(found),
        Heading(_("This month beside the month before and the budget")),
        _comparison(found),
        Heading(_("What becomes of the surplus")),
        _steps(found),
        Heading(_("Given by the board")),
        _gifts(found),
    ]


def _lines(found: Snapshot) -> Table:
    rows = [
        [found.name("accounts", row.kind), words.exact(sign * row.agorot),
         words.grade_text(row.grade)]
        for sign, side in ((1, found.income), (-1, found.costs))
        for row in side
    ]  # fmt: skip
    grades = [row.grade for row in [*found.income, *found.costs]]
    return Table(
        [Column(_("What for"), 3), Column(_("Amount"), 1.4, "number"), Column(_("Grade"), 1.2)],
        rows,
        totals=[
            _("Surplus"), words.exact(found.agorot("surplus")),
            words.grade_text(words.worst_grade(grades)),
        ],
    )  # fmt: skip


def _comparison(found: Snapshot) -> Table:
    rows = [
        [
            found.name("accounts", kind),
            words.exact(now),
            _or_dash(before),
            _or_dash(None if before is None else now - before),
            _or_dash(budget),
        ]
        for side in ("income", "costs")
        for kind, now, before, budget in words.comparison(found, side)
    ]
    return Table(
        [
            Column(_("What for"), 2.4),
            Column(_("This month"), 1.2, "number"),
            Column(_("Month before"), 1.2, "number"),
            Column(_("Change"), 1.2, "number"),
            Column(_("Budget"), 1.2, "number"),
        ],
        rows,
        dense=True,
    )


def _or_dash(agorot: int | None) -> str:
    return "—" if agorot is None else words.exact(agorot)


def _steps(found: Snapshot) -> Table:
    parts = [
        (_("Brought forward"), found.agorot("brought_forward")),
        (_("Surplus"), found.agorot("surplus")),
        (_("Into the reserve"), -found.agorot("reserve", "added")),
        (_("Into the equipment fund"), -found.agorot("equipment_fund", "added")),
    ]
    note = _("%(balance)s of %(target)s") % {
        "balance": words.exact(found.agorot("reserve", "balance")),
        "target": words.exact(found.agorot("reserve", "target")),
    }
    rows = [[label, words.exact(agorot), ""] for label, agorot in parts]
    rows[2][2], rows[3][2] = note, words.exact(found.agorot("equipment_fund", "balance"))
    return Table(
        [Column(_("Step"), 2), Column(_("Amount"), 1.2, "number"), Column(_("Stands at"), 2)],
        rows,
        totals=[_("To be given"), words.exact(found.agorot("allocable")), ""],
    )


def _gifts(found: Snapshot) -> Table:
    rows = [
        [
            found.name("initiatives", gift.initiative),
            gift.resolution,
            f"{dt.date.fromisoformat(gift.date):%d.%m.%Y}",
            words.exact(gift.agorot),
            words.exact(gift.paid),
            gift.outcome or _("not noted yet"),
        ]
        for gift in found.gifts
    ]
    return Table(
        [
            Column(_("Initiative"), 2.2),
            Column(_("Resolution"), 1),
            Column(_("Date"), 1),
            Column(_("Amount"), 1.1, "number"),
            Column(_("Paid"), 1.1, "number"),
            Column(_("What came of it"), 1.6),
        ],
        rows,
        totals=[_("Not given yet"), "", "", words.exact(found.agorot("unallocated")), "", ""],
        empty=_("Nothing was given from this month yet."),
        dense=True,
    )


def _definitions(found: Snapshot) -> list[Part]:
    grades = "\n".join(f"{words.grade_text(key)}: {text}" for key, text in words.GRADES.items())
    figures = [
        [words.metric_text(figure), words.value_text(figure), words.grade_text(figure["grade"]),
         figure["code"] or "—", _(figure["definition"])]
        for figure in found.impact
    ]  # fmt: skip
    return [
        Heading(_("Definitions")),
        Table(
            [Column(_("Word"), 1, bold=True), Column(_("Meaning"), 4)],
            [[str(word), str(meaning)] for word, meaning in words.DEFINITIONS],
            dense=True,
        ),
        Table(
            [Column(_("Figure"), 1.8), Column(_("Value"), 1.1), Column(_("Grade"), 0.9),
             Column(_("Code"), 0.8), Column(_("Meaning"), 3)],
            figures,
            empty=_("No figures were kept."),
            dense=True,
        ),
        Note(grades, title=_("Grades")),
    ]  # fmt: skip

"""The board's report on paper: one page that says it all, then the detail, then the definitions."""

from __future__ import annotations

import datetime as dt
from typing import cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kurkum.lib.pdf import (
    Column,
    Columns,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Language,
    PageBreak,
    Part,
    Table,
    Text,
    render,
)
from orders import report_words as words
from orders.models import IssuedReport
from orders.pdf.reinvestment_detail import definitions, detail
from orders.report_figures import (
    Compared,
    change_sentence,
    changes,
    key_sums,
    valley,
    waterfall_figure,
)
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
        parts=[*_summary(found), PageBreak(), *detail(found), *definitions(found)],
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
    """The page that says it all."""
    chart = valley(found)
    return [
        KeyFigures(
            [
                KeyFigure(words.shekels(one.agorot), one.label, words.grade_text(one.grade))
                for one in key_sums(found)
            ]
        ),
        waterfall_figure(found),
        Columns([_gifts_short(found), _impact_short(found)], [1, 1.08]),
        *([chart] if chart else []),
    ]


def _gifts_short(found: Snapshot) -> list[Part]:
    rows = [
        (found.name("initiatives", gift.initiative), _where(found, gift.initiative),
         words.shekels(gift.agorot))
        for gift in found.gifts
    ]  # fmt: skip
    return [
        Heading(f"{_('Where in the valley it goes')} ({words.grade_text('counted')})", 2),
        Table(
            [Column(_("Initiative"), 3), Column(_("Where"), 1.5), Column(_("Sum"), 1.5, "number")],
            rows,
            totals=[_("Not given yet"), "", words.shekels(found.agorot("unallocated"))]
            if found.gifts
            else [],
            empty=_("Nothing was given from this month yet."),
            dense=True,
        ),
        *_changes_short(found),
    ]


def _where(found: Snapshot, initiative: str) -> str:
    known = found.data.get("names", {}).get("localities", {})
    return found.name("localities", initiative) if initiative in known else _("the whole valley")


def _changes_short(found: Snapshot) -> list[Part]:
    """This month beside the month before and the budget, and what moved most."""
    rows = [
        (
            f"{one.label} ({words.grade_text(one.grade)})",
            words.shekels(one.now),
            _signed(one.change),
            _signed(one.against_budget),
        )
        for one in changes(found)
    ]
    return [
        Heading(_("What changed"), 2),
        Table(
            [Column("", 2.3), Column(_("This month"), 1.4, "number"),
             Column(_("Since last month"), 1.5, "number"),
             Column(_("Against budget"), 1.5, "number")],
            rows,
            dense=True,
        ),
        Text(change_sentence(found), "soft"),
        *([] if _has_budget(changes(found)) else [Text(_("No budget was set for this month."),
                                                       "soft")]),
    ]  # fmt: skip


def _has_budget(rows: list[Compared]) -> bool:
    return any(row.budget is not None for row in rows)


def _signed(agorot: int | None) -> str:
    if agorot is None:
        return "—"
    return f"+{words.shekels(agorot)}" if agorot > 0 else words.shekels(agorot)


def _impact_short(found: Snapshot) -> list[Part]:
    by_metric = {figure["metric"]: figure for figure in found.impact}
    shown = [by_metric[metric] for metric in words.FIRST_PAGE if metric in by_metric]
    rows = [
        (words.metric_text(figure), words.value_text(figure), words.grade_text(figure["grade"]))
        for figure in shown
    ]
    return [
        Heading(_("What the meals did"), 2),
        Table(
            [Column(_("Figure"), 3), Column(_("Value"), 1.5), Column(_("Grade"), 1.1)],
            rows,
            empty=_("No figures were kept."),
            dense=True,
        ),
    ]

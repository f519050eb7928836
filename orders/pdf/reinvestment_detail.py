"""The detail and the definitions behind the first page of the board's report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.lib import money
from kurkum.lib.pdf import Band, Column, Heading, Note, Part, Table, Text
from orders import report_words as words
from orders.report_figures import comparison, metric_before
from orders.snapshot import Snapshot


def detail(found: Snapshot) -> list[Part]:
    return [
        Heading(_("Earned and spent")),
        _lines(found),
        Heading(_("This month beside the month before and the budget")),
        _comparison(found),
        Heading(_("What becomes of the surplus")),
        _steps(found),
        Heading(_("Given by the board")),
        _gifts(found),
        *_year(found),
        Heading(_("What the meals did")),
        _impact(found),
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
            _("Surplus") if found.agorot("surplus") >= 0 else _("Loss"),
            words.exact(found.agorot("surplus")),
            words.grade_text(words.worst_grade(grades)),
        ],
        dense=True,
    )  # fmt: skip


def _comparison(found: Snapshot) -> Table:
    rows = [
        [
            found.name("accounts", kind),
            words.exact(now),
            _or_dash(before),
            _or_dash(None if before is None else now - before),
            _or_dash(budget),
            _or_dash(None if budget is None else now - budget),
        ]
        for side in ("income", "costs")
        for kind, now, before, budget in comparison(found, side)
    ]
    return Table(
        [
            Column(_("What for"), 2.2),
            Column(_("This month"), 1.2, "number"),
            Column(_("Month before"), 1.2, "number"),
            Column(_("Change"), 1.1, "number"),
            Column(_("Budget"), 1.2, "number"),
            Column(_("Against budget"), 1.2, "number"),
        ],
        rows,
        dense=True,
    )


def _or_dash(agorot: int | None) -> str:
    return "—" if agorot is None else words.exact(agorot)


def _steps(found: Snapshot) -> Table:
    note = _("%(balance)s of %(target)s") % {
        "balance": words.exact(found.agorot("reserve", "balance")),
        "target": words.exact(found.agorot("reserve", "target")),
    }
    fund = words.exact(found.agorot("equipment_fund", "balance"))
    parts = [
        (_("Brought forward"), found.agorot("brought_forward"), ""),
        (_("Surplus"), found.agorot("surplus"), ""),
        (_("Into the reserve"), -found.agorot("reserve", "added"), note),
        (_("Into the equipment fund"), -found.agorot("equipment_fund", "added"), fund),
    ]
    return Table(
        [Column(_("Step"), 2), Column(_("Amount"), 1.2, "number"), Column(_("Stands at"), 2)],
        [[label, words.exact(agorot), stands] for label, agorot, stands in parts],
        totals=[_("To be given"), words.exact(found.agorot("allocable")), ""],
        dense=True,
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


def _year(found: Snapshot) -> list[Part]:
    """The closed months of the business year so far, added up."""
    year = found.year
    if not year or not year["months"]:
        return []
    title = _("The year %(year)s so far") % {"year": year["year"]}
    return [Heading(title), months_table(year["months"])]


def months_table(months: Sequence[Mapping[str, str]]) -> Table:
    """One row a closed month with a total; shared with the annual report."""
    columns = ("income", "costs", "surplus", "kept", "given")
    sums = {name: sum(money.to_agorot(row[name]) for row in months) for name in columns}
    return Table(
        [
            Column(_("Month"), 1.4),
            *(
                Column(title, 1.2, "number")
                for title in (_("Earned"), _("Spent"), _("Result"), _("Kept"), words.given_text())
            ),
        ],
        [
            [
                date_format(dt.date.fromisoformat(f"{row['month']}-01"), "F Y"),
                *(words.exact(money.to_agorot(row[name])) for name in columns),
            ]
            for row in months
        ],
        totals=[_("Together"), *(words.exact(sums[name]) for name in columns)],
        dense=True,
    )


def _impact(found: Snapshot) -> Table:
    rows: list[Any] = []
    for name, figures in words.in_groups(found.impact):
        rows.append(Band(name))
        rows += [_impact_row(found, figure) for figure in figures]
    return Table(
        [
            Column(_("Figure"), 2.6),
            Column(_("Value"), 1.3),
            Column(_("Counted"), 1.5),
            Column(_("Month before"), 1.2),
            Column(_("Grade"), 0.9),
        ],
        rows,
        empty=_("No figures were kept."),
        dense=True,
    )


def _impact_row(found: Snapshot, figure: Mapping[str, Any]) -> list[str]:
    before = metric_before(found, figure["metric"])
    return [
        words.metric_text(figure),
        words.value_text(figure),
        words.counted_text(figure) or "—",
        "—" if before is None else words.value_text({**figure, "value": before}),
        words.grade_text(figure["grade"]),
    ]


def definitions(found: Snapshot) -> list[Part]:
    return [
        Heading(_("Definitions")),
        Table(
            [Column(_("Word"), 1, bold=True), Column(_("Meaning"), 4)],
            [[str(word), str(meaning)] for word, meaning in words.DEFINITIONS],
            dense=True,
        ),
        figure_definitions(found.impact),
        Note(grades_text(), title=_("Grades")),
        Text(words.no_ratio_text(), "soft"),
    ]


def figure_definitions(impact: Sequence[Mapping[str, Any]]) -> Table:
    """What each figure means, with its IRIS+ code where there is one."""
    return Table(
        [Column(_("Figure"), 1.6, bold=True), Column(_("Code"), 0.8), Column(_("Meaning"), 4)],
        [
            [words.metric_text(figure), figure["code"] or "—", _(figure["definition"])]
            for _name, figures in words.in_groups(impact)
            for figure in figures
        ],
        empty=_("No figures were kept."),
        dense=True,
    )


def grades_text() -> str:
    return "\n".join(f"{words.grade_text(key)}: {text}" for key, text in words.GRADES.items())

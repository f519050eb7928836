"""A customer's account over a period on paper, with what ministry, authority and parents bear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import override

from kurkum.base.models import Kitchen
from kurkum.lib.pdf import (
    Column,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Language,
    Part,
    Table,
    Text,
    render,
)
from orders.report_words import exact
from orders.selectors.owed import Statement
from orders.selectors.payers import SiteSplit


def statement_pdf(found: Statement, splits: Sequence[SiteSplit], *, language: str) -> bytes:
    """The account in a language; a customer without a split between payers gets none."""
    with override(language):
        return render(_document(found, splits, language))


def _document(found: Statement, splits: Sequence[SiteSplit], language: str) -> Document:
    kitchen = Kitchen.objects.first()
    parts: list[Part] = [
        KeyFigures(
            [
                KeyFigure(exact(found.before), _("Owed before")),
                KeyFigure(exact(_sum(found, 1)), _("Charged")),
                KeyFigure(exact(-_sum(found, -1)), _("Paid and credited")),
                KeyFigure(exact(found.after), _("Owed at the end")),
            ]
        ),
        Heading(_("Movements")),
        _movements(found),
    ]
    if splits:
        parts += [Heading(_("Meals by site, before VAT")), *_splits(splits)]
    return Document(
        title=_("Statement of account"),
        subtitle=found.customer.name_in(language),
        language=cast(Language, language),
        parts=parts,
        corner=[f"{found.first:%d.%m.%Y}–{found.last:%d.%m.%Y}"],
        foot=kitchen.name_in(language) if kitchen else "",
    )


def _sum(found: Statement, sign: int) -> int:
    return sum(line.agorot for line in found.lines if line.agorot * sign > 0)


def _movements(found: Statement) -> Table:
    words = {"invoice": _("Invoice"), "credit": _("Credit note"), "payment": _("Payment")}
    return Table(
        [
            Column(_("Date"), 1),
            Column(_("What"), 1),
            Column(_("Number or reference"), 2),
            Column(_("Amount"), 1.2, "number"),
            Column(_("Owed after it"), 1.2, "number"),
        ],
        [
            [
                f"{line.date:%d.%m.%Y}",
                words[line.kind],
                line.reference,
                exact(line.agorot),
                exact(line.balance),
            ]
            for line in found.lines
        ],
        empty=_("Nothing moved in this time."),
        dense=True,
    )


def _splits(splits: Sequence[SiteSplit]) -> list[Part]:
    shared = all(part.split for part in splits)
    columns = [Column(_("Site"), 2.4), Column(_("Meals"), 0.9, "number"),
               Column(_("Amount"), 1.2, "number")]  # fmt: skip
    if shared:
        columns += [Column(_("Ministry"), 1.2, "number"), Column(_("Authority"), 1.2, "number"),
                    Column(_("Parents"), 1.2, "number")]  # fmt: skip
    rows = [_split_row(part, shared=shared) for part in splits]
    figures = [[part.meals, part.agorot, *_three(part, shared=shared)] for part in splits]
    sums = [sum(column) for column in zip(*figures, strict=True)]
    totals = [_("Together"), f"{sums[0]:,}", *(exact(agorot) for agorot in sums[1:])]
    parts: list[Part] = [Table(columns, rows, totals=totals, dense=True)]
    if shared:
        parts.append(
            Text(
                _(
                    "Who bears what is worked out by the rule and the parents' cap of each day; "
                    "the invoice goes to the customer whole."
                ),
                "soft",
            )
        )
    return parts


def _split_row(part: SiteSplit, *, shared: bool) -> list[str]:
    return [
        part.site,
        f"{part.meals:,}",
        exact(part.agorot),
        *(exact(agorot) for agorot in _three(part, shared=shared)),
    ]


def _three(part: SiteSplit, *, shared: bool) -> list[int]:
    if not shared or part.split is None:
        return []
    return [part.split.ministry, part.split.authority, part.split.parents]

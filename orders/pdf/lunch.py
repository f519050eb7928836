"""The page "Where your lunch money went", for a school's newsletter."""

from __future__ import annotations

from typing import cast

from django.utils.formats import date_format
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
from orders import lunch_words as words
from orders.report_words import exact, grade_text
from orders.selectors.lunch_money import LunchMoney


def lunch_pdf(found: LunchMoney, *, language: str) -> bytes:
    """One page; names in ``found`` must have been read in the same language."""
    with override(language):
        return render(_document(found, language))


def _document(found: LunchMoney, language: str) -> Document:
    kitchen = Kitchen.objects.first()
    return Document(
        title=_("Where your lunch money went"),
        subtitle=f"{words.whose(found, language)} · {date_format(found.month, 'F Y')}",
        language=cast(Language, language),
        parts=[*_answer(found), words.bars(found), _table(found), *_gifts(found), _how()],
        foot=kitchen.name_in(language) if kitchen else "",
    )


def _answer(found: LunchMoney) -> list[Part]:
    return [
        KeyFigures(
            [
                KeyFigure(f"{found.meals:,}", _("Meals")),
                KeyFigure(f"₪{exact(found.price)}", _("One meal, before VAT")),
                KeyFigure(f"₪{exact(found.surplus)}", _("Left of it"), grade_text(found.grade)),
            ]
        )
    ]


def _table(found: LunchMoney) -> Table:
    return Table(
        [
            Column(_("What it went to"), 3),
            Column(_("Of one meal"), 1, "number"),
            Column(_("Of 100 shekels"), 1, "number"),
            Column(_("Of all meals"), 1.3, "number"),
        ],
        [
            [step.name, exact(step.agorot), f"{step.percent}", exact(step.total)]
            for step in words.steps(found)
        ],
        totals=[_("Together"), exact(found.price), "100", exact(found.income)],
        dense=True,
    )


def _gifts(found: LunchMoney) -> list[Part]:
    if not found.gifts:
        return []
    told = " · ".join(f"{name}: {amount}" for name, amount in words.gifts_text(found))
    return [Heading(_("What the whole kitchen gave from this month"), 2), Text(told)]


def _how() -> Text:
    return Text(
        _(
            "Costs are taken from the kitchen's books and shared among the meals; labour and "
            "running costs are estimates. The board decides what becomes of the surplus: nothing "
            "goes to owners."
        ),
        "soft",
    )

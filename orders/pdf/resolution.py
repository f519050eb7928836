"""A motion or resolution on one sheet, to be signed at the meeting and kept with the minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from kurkum.lib.pdf import (
    Column,
    Document,
    Field,
    Fields,
    Heading,
    Language,
    Part,
    Table,
    Text,
    render,
)
from orders import report_words as words
from orders.choices import ResolutionState
from orders.models import Resolution
from orders.selectors.motions import Seat


@dataclass(frozen=True, slots=True)
class Paper:
    """A resolution with its votes and what could still be given when it was drafted."""

    resolution: Resolution
    seats: list[Seat]
    left: int | None


def resolution_pdf(paper: Paper, *, language: str) -> bytes:
    """The sheet in Arabic, Hebrew or English."""
    with override(language):
        return render(_document(paper, language))


def _document(paper: Paper, language: str) -> Document:
    found = paper.resolution
    title = (
        _("Resolution %(number)s") % {"number": found.number}
        if found.number
        else _("Motion before the board")
    )
    decided = (
        [_("Decided %(day)s") % {"day": f"{found.decided_on:%d.%m.%Y}"}] if found.decided_on else []
    )
    return Document(
        title=title,
        subtitle=_("From the surplus of %(month)s")
        % {"month": date_format(found.month.month, "F Y")},
        language=cast(Language, language),
        parts=_parts(paper),
        corner=[str(found.get_state_display()), *decided],
        foot=_("Amounts in new shekels before VAT."),
    )


def _parts(paper: Paper) -> list[Part]:
    found = paper.resolution
    gifts = list(found.allocations.select_related("initiative__locality"))
    rows = [
        [
            gift.initiative.name,
            gift.initiative.locality.name if gift.initiative.locality else _("the whole valley"),
            words.exact(gift.amount_agorot),
        ]
        for gift in gifts
    ]
    total = sum(gift.amount_agorot for gift in gifts)
    parts: list[Part] = [
        Text(found.text, "bold"),
        Table(
            [
                Column(_("Initiative"), 3),
                Column(_("Where"), 1.5),
                Column(_("Amount"), 1.4, "number"),
            ],
            rows,
            totals=[_("Together"), "", words.exact(total)],
        ),
    ]
    if found.state == ResolutionState.DRAFT and paper.left is not None:
        parts.append(Text(f"{_('Can still be given')}: {words.exact(paper.left)}", "soft"))
    parts += [
        Heading(_("Votes")),
        Text(_("Members needed (quorum): %(count)s") % {"count": found.quorum}, "soft"),
        Table(
            [
                Column(_("Member of the board"), 2),
                Column(_("Vote"), 1.4),
                Column(_("Signature"), 2),
            ],
            [[_name(seat), seat.label, ""] for seat in paper.seats],
            ruled=True,
        ),
    ]
    if found.minutes:
        parts += [Heading(_("Minutes")), *(Text(line) for line in found.minutes.splitlines())]
    parts.append(Fields([Field(_("Chair of the board")), Field(_("Date"))], tall=True))
    return parts


def _name(seat: Seat) -> str:
    return seat.member.called

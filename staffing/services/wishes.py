"""What a cook says about her own time: wishes and days off, ahead of the next roster."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib.dates import day_of
from staffing.models import Availability, Cook
from staffing.selectors.rosters import published_assignments

LONGEST_ABSENCE_DAYS = 366


@dataclass(frozen=True, slots=True)
class Wish:
    """A level between two dates, for a part of each day."""

    level: str
    first: dt.date
    last: dt.date
    from_minute: int = 0
    to_minute: int = 1440


@transaction.atomic
def add_wish(*, cook: Cook, wish: Wish, author: User | None, now: dt.datetime) -> Availability:
    """Keeps a wish or a day off. Days that are published already are asked for as a swap instead.

    Raises BadInput for dates that make no sense, CannotBeDone for published days.
    """
    if wish.last < wish.first or wish.first <= day_of(now):
        raise BadInput(_("Choose days from tomorrow on, the first one first."))
    if (wish.last - wish.first).days > LONGEST_ABSENCE_DAYS:
        raise BadInput(_("That is more than a year."))
    if not 0 <= wish.from_minute < wish.to_minute <= 1440:
        raise BadInput(_("The hours end before they begin."))
    if published_assignments(wish.first, wish.last).filter(cook=cook).exists():
        raise CannotBeDone(
            _(
                "You have published shifts on these days: "
                "ask for a swap, or say that you cannot come."
            )
        )
    row = Availability.objects.create(
        cook=cook,
        level=wish.level,
        date_from=wish.first,
        date_to=wish.last,
        from_minute=wish.from_minute,
        to_minute=wish.to_minute,
        recorded_at=now,
    )
    _note(cook, "wish added", author, now, f"{wish.level} {wish.first} – {wish.last}")
    return row


@transaction.atomic
def remove_wish(*, cook: Cook, pk: int, author: User | None, now: dt.datetime) -> None:
    """Takes back what she said herself; weekly rules are the manager's. Raises CannotBeDone."""
    row = Availability.objects.filter(
        pk=pk, cook=cook, weekday__isnull=True, date_from__gt=day_of(now)
    ).first()
    if row is None:
        raise CannotBeDone(_("This wish is not yours to take back, or its day has come."))
    said = f"{row.level} {row.date_from} – {row.date_to}"
    row.delete()
    _note(cook, "wish taken back", author, now, said)


def _note(cook: Cook, action: str, author: User | None, now: dt.datetime, said: str) -> None:
    record_change(
        subject="Cook", subject_key=cook.key, action=action, author=author, now=now, after=said
    )

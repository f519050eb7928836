"""What people type on the ordering and delivery pages, read with patience."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.lib import dates
from orders.models.orders import MAX_PORTIONS
from orders.services.placing import LineWanted
from orders.services.standing import WeekLine

PREFIX = "count:"
# Phones put these invisible marks around numbers that are pasted from right-to-left text.
DIRECTION_MARKS = "\u200e\u200f"


def counts_typed(posted: Mapping[str, str]) -> list[LineWanted]:
    """The fields ``count:GROUP:DIET`` as lines. Digits of any script are read, blanks are not
    guessed. Raises BadInput naming what was typed.
    """
    lines, faults = [], []
    for name, text in posted.items():
        if not name.startswith(PREFIX):
            continue
        group, _colon, diet = name.removeprefix(PREFIX).partition(":")
        count = whole_number(text)
        if count is None:
            faults.append(not_a_count(text))
        else:
            lines.append(LineWanted(group, diet, count))
    if faults:
        raise BadInput(*faults)
    return lines


def whole_number(text: str) -> int | None:
    """``"١٢٠ "`` and ``"120"`` are 120; anything else is None."""
    trimmed = text.strip().strip(DIRECTION_MARKS).strip()
    if not trimmed.isdecimal() or len(trimmed) > 12:
        return None
    return int(trimmed)


def number_or_none(text: str) -> int | None:
    """A whole number, or None for an empty field. Raises BadInput for anything else."""
    if not text.strip():
        return None
    number = whole_number(text)
    if number is None:
        raise BadInput(not_a_count(text))
    return number


def signed_number(text: str) -> int:
    """``"-5"`` and ``"−5"`` are −5. Raises BadInput for what is no whole number."""
    trimmed = text.strip().strip(DIRECTION_MARKS).replace("−", "-")
    number = whole_number(trimmed.lstrip("+-"))
    if number is None:
        raise BadInput(_("Write a whole number, for example 5 or -5."))
    return -number if trimmed.startswith("-") else number


def day_typed(posted: Mapping[str, str], name: str) -> dt.date:
    """The field as a date. Raises BadInput for anything else."""
    try:
        return dates.parse_day(posted.get(name, ""))
    except ValueError as error:
        raise BadInput(_("Choose a day.")) from error


def week_typed(posted: Mapping[str, str]) -> list[WeekLine]:
    """The fields ``count:WEEKDAY:GROUP:DIET`` as lines of a week; a blank is nobody.

    Raises BadInput naming what was typed.
    """
    lines, faults = [], []
    for name, text in posted.items():
        parts = name.removeprefix(PREFIX).split(":")
        if not name.startswith(PREFIX) or len(parts) != 3 or not parts[0].isdecimal():
            continue
        count = whole_number(text or "0")
        if count is None:
            faults.append(not_a_count(text))
        else:
            lines.append(WeekLine(int(parts[0]), parts[1], parts[2], count))
    if faults:
        raise BadInput(*faults)
    return lines


def not_a_count(text: str) -> str:
    return _("“%(typed)s” is not a count: write a whole number from 0 to %(most)s.") % {
        "typed": text.strip()[:40],
        "most": MAX_PORTIONS,
    }

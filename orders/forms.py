"""What people type on the ordering and delivery pages, read with patience."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from orders.models.orders import MAX_PORTIONS
from orders.services.placing import LineWanted

PREFIX = "count:"


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
            faults.append(
                _("“%(typed)s” is not a count: write a whole number from 0 to %(most)s.")
                % {"typed": text.strip()[:40], "most": MAX_PORTIONS}
            )
        else:
            lines.append(LineWanted(group, diet, count))
    if faults:
        raise BadInput(*faults)
    return lines


def whole_number(text: str) -> int | None:
    """``"١٢٠ "`` and ``"120"`` are 120; anything else is None."""
    trimmed = text.strip()
    if not trimmed.isdecimal() or len(trimmed) > 12:
        return None
    return int(trimmed)

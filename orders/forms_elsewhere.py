"""What is posted about a message or a customer's file, read with patience."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.lib import dates
from orders.forms import whole_number
from orders.models import Customer
from orders.models.orders import MAX_PORTIONS
from orders.services.order_files import Reading
from orders.services.pasted import Line

MOST_LINES, MOST_WORDS = 60, 300


def message_lines(posted: Mapping[str, str]) -> list[Line]:
    """The confirmed lines ``words-N``, ``group-N``, ``diet-N``, ``count-N``; an empty count, or no
    group, leaves a line out. Raises BadInput naming what was typed."""
    lines, faults = [], []
    for number in range(MOST_LINES):
        if f"count-{number}" not in posted:
            continue
        typed, group = posted[f"count-{number}"], posted.get(f"group-{number}", "")
        if not typed.strip() or not group:
            continue
        count = whole_number(typed)
        if count is None or count > MAX_PORTIONS:
            faults.append(
                _("%(text)s portions: write a whole number from 0 to %(most)s")
                % {"text": repr(typed[:20]), "most": MAX_PORTIONS}
            )
            continue
        words = posted.get(f"words-{number}", "")[:120]
        lines.append(Line(words, group, posted.get(f"diet-{number}", ""), count))
    if faults:
        raise BadInput(*faults)
    return lines


def file_reading(
    posted: Mapping[str, str], customer: Customer, suggested: Sequence[str]
) -> Reading:
    """How to read the file: ``column-N`` where it was said, else as suggested; ``date`` for all
    rows; ``word-N`` with ``means-N`` for words that were explained."""
    meanings = [posted.get(f"column-{at}", known) for at, known in enumerate(suggested)]
    try:
        date = dates.parse_day(posted.get("date", ""))
    except ValueError:
        date = None
    words = {
        posted[f"word-{number}"]: posted[f"means-{number}"]
        for number in range(MOST_WORDS)
        if posted.get(f"means-{number}") and f"word-{number}" in posted
    }
    return Reading(customer, meanings, date, words)

"""What-if questions that can be asked, read and compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from kurkum.lib.dates import weekday_number
from menus.selectors.menu import published_until
from orders.choices import OrderState
from orders.models import OrderDay
from staffing.models import WhatIf

MOST_WEEKS, MOST_COMPARED = 6, 4


def reference_weeks(today: dt.date) -> list[dt.date]:
    """Sundays of coming weeks that are wholly open and have a published menu."""
    last = published_until()
    locked = OrderDay.objects.filter(state=OrderState.LOCKED, date__gte=today).order_by("-date")
    begun = locked.values_list("date", flat=True).first() or today
    sunday = begun + dt.timedelta(days=7 - weekday_number(begun))
    found: list[dt.date] = []
    while last is not None and sunday <= last and len(found) < MOST_WEEKS:
        found.append(sunday)
        sunday += dt.timedelta(days=7)
    return found


def kept_questions() -> QuerySet[WhatIf]:
    return WhatIf.objects.filter(is_archived=False).select_related("run", "created_by")


def to_compare(asked: Iterable[str]) -> list[WhatIf]:
    """The answered questions with these numbers, the kitchen as it is first; at most four.

    The kitchen as it is in the same week stands first even where nobody asked for it.
    """
    wanted = [int(number) for number in asked if number.isdigit()]
    rows = {row.pk: row for row in kept_questions().filter(pk__in=wanted, result__isnull=False)}
    chosen = [rows[number] for number in dict.fromkeys(wanted) if number in rows]
    if not chosen:
        return []
    return _with_baseline(chosen)[:MOST_COMPARED]


def _with_baseline(chosen: Sequence[WhatIf]) -> list[WhatIf]:
    today = [row for row in chosen if not row.changes]
    if not today:
        known = kept_questions().filter(week=chosen[0].week, changes={}, result__isnull=False)
        today = list(known.order_by("pk")[:1])
    return [*today, *(row for row in chosen if row.changes)]

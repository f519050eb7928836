"""What of the roster waits for the manager, for her first page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from staffing.selectors.roster_warnings import warnings_on

# A shift without its cook so close ahead comes before everything else.
URGENT_DAYS = 2


def roster_needs(today: dt.date) -> Iterator[tuple[str, str, str]]:
    """How urgent ("stop", "warn", "info"), what, and where; days ahead, the nearest first."""
    found = warnings_on(today)
    for row in found.absent:
        level = "stop" if (row.date - today).days <= URGENT_DAYS else "warn"
        text = _("%(cook)s cannot come on %(day)s: find somebody for her shift") % {
            "cook": row.cook.name,
            "day": date_format(row.date, "D d.m"),
        }
        yield level, text, reverse("staffing:replace", args=[row.cook.key, row.date])
    for gap in found.gaps:
        text = _("%(day)s: %(shift)s, %(skill)s is still empty") % {
            "day": date_format(gap.date, "D d.m"),
            "shift": gap.shift.name,
            "skill": gap.skill.name,
        }
        yield "warn", text, reverse("staffing:roster_gap", args=[gap.roster_id, gap.pk])
    for swap in found.swaps:
        text = _("%(taker)s would take a shift from %(giver)s on %(day)s: your word is needed") % {
            "taker": swap.taker.name if swap.taker else "?",
            "giver": swap.assignment.cook.name,
            "day": date_format(swap.assignment.date, "D d.m"),
        }
        yield "info", text, reverse("staffing:roster_home")

"""Changes asked for after the lock, as the school and the manager read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurkum.base.errors import CannotBeDone
from orders.choices import AmendmentState
from orders.models import Amendment, Site
from orders.selectors.calendar import service_days
from orders.selectors.cutoffs import clocks

# How far ahead another day is looked for.
DAYS_AHEAD = 14
KINDS = {
    AmendmentState.ACCEPTED: "ok",
    AmendmentState.PARTLY: "warn",
    AmendmentState.REFUSED: "bad",
    AmendmentState.PENDING: "warn",
}


@dataclass(frozen=True, slots=True)
class AskedChange:
    """One change with its answer in words: what stands against it, what is near, its effect."""

    row: Amendment
    kind: str
    causes: tuple[str, ...]
    alternative: str
    effect: str
    suggested: int


def asked_changes(rows: QuerySet[Amendment]) -> list[AskedChange]:
    """One query."""
    found = rows.select_related(
        "order__site", "diner_group", "diet", "requested_by", "decided_by"
    ).order_by("requested_at", "pk")
    return [_asked(row) for row in found]


def changes_of_order(site: Site, date: dt.date) -> list[AskedChange]:
    return asked_changes(Amendment.objects.filter(order__site=site, order__date=date))


def changes_to_look_at(date: dt.date) -> list[AskedChange]:
    """What waits for the manager, and what was granted with its effect; the waiting first."""
    rows = Amendment.objects.filter(order__date=date)
    return sorted(asked_changes(rows), key=lambda one: one.row.state != AmendmentState.PENDING)


def _asked(row: Amendment) -> AskedChange:
    alternative = row.alternative or {}
    part = alternative.get("portions") if alternative.get("kind") == "part" else None
    return AskedChange(
        row=row,
        kind=KINDS[AmendmentState(row.state)],
        causes=tuple(dict.fromkeys(filter(None, (_reason(cause) for cause in row.causes)))),
        alternative=_alternative_words(alternative),
        effect=_effect_words(row.effect),
        suggested=row.delta if part is None and not row.causes else int(part or 0),
    )


def _reason(cause: Mapping[str, Any]) -> str:
    """The sentence in the reader's language where the kitchen gave it in several."""
    language = translation.get_language() or ""
    return str(cause.get("reasons", {}).get(language) or cause.get("reason", ""))


def _alternative_words(alternative: Mapping[str, Any]) -> str:
    if alternative.get("kind") == "part":
        portions = int(alternative["portions"])
        return ngettext(
            "%(portions)s portion would fit.", "%(portions)s portions would fit.", portions
        ) % {"portions": portions}
    if alternative.get("kind") == "day":
        date = dt.date.fromisoformat(alternative["date"])
        return _("The next day you can still order for: %(date)s.") % {
            "date": date_format(date, "l j.n")
        }
    return str(alternative.get("reason", ""))


def _effect_words(effect: Mapping[str, int] | None) -> str:
    if not effect:
        return ""
    return _("Effect on the plan: batches %(batches)s, cooks' time %(minutes)s min.") % {
        "batches": f"{effect['batches']:+d}",
        "minutes": f"{effect['minutes']:+d}",
    }


def nearest_alternative(
    site: Site, date: dt.date, *, delta: int, fits: int, now: dt.datetime
) -> dict[str, object] | None:
    """What comes nearest to a wish that does not fit: a part of it, else a later day that is open.

    Never the day itself, which may have been locked by hand before its cutoff.
    """
    if delta <= 0 or fits >= delta:
        return None
    if fits > 0:
        return {"kind": "part", "portions": fits}
    first, last = date + dt.timedelta(days=1), date + dt.timedelta(days=DAYS_AHEAD)
    try:
        when = clocks(first, last)
    except CannotBeDone:
        return None
    days = service_days([site], first, last)
    for day, clock in when.items():
        if now < clock.cutoff and days[site.pk, day].is_open:
            return {"kind": "day", "date": day.isoformat()}
    return None

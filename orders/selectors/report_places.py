"""Where the month's meals went and where its surplus goes, place by place, for the map."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from typing import Any

from django.db.models import Sum

from kurkum.base.models import Kitchen, Locality
from kurkum.lib import money
from orders.choices import ResolutionState
from orders.models import Allocation, Site
from orders.selectors.meals import received_meals


def places(month: dt.date) -> list[dict[str, Any]]:
    """Every town with meals, with a gift of the month's surplus, or with the kitchen in it."""
    meals, sites = _meals(month)
    given = _given(month)
    kitchen = Kitchen.objects.first()
    home = kitchen.locality_id if kitchen else None
    wanted = {*meals, *given, *([home] if home else [])}
    rows = Locality.objects.filter(pk__in=wanted).order_by("key")
    return [
        {
            "key": place.key,
            "names": {"ar": place.name_ar, "he": place.name_he, "en": place.name_en},
            "latitude": f"{place.latitude}",
            "longitude": f"{place.longitude}",
            "meals": meals[place.pk],
            "sites": sites[place.pk],
            "given": money.to_text(given[place.pk]),
            "is_kitchen": place.pk == home,
        }
        for place in rows
    ]


def _meals(month: dt.date) -> tuple[Counter[int], Counter[int]]:
    """Meals and sites by locality id."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    rows = received_meals(month, last, today=dt.date.max - dt.timedelta(days=30))
    places_of = dict(Site.objects.values_list("pk", "locality_id"))
    meals = Counter[int]()
    for row in rows:
        meals[places_of[row.delivery.site_id]] += row.portions
    sites = Counter(places_of[site] for site in {row.delivery.site_id for row in rows})
    return meals, sites


def _given(month: dt.date) -> Counter[int]:
    """Agorot by the locality of the initiative; one that serves the whole valley has none."""
    rows = (
        Allocation.objects.filter(
            resolution__month__month=month,
            resolution__state=ResolutionState.PASSED,
            initiative__locality__isnull=False,
        )
        .values("initiative__locality")
        .annotate(total=Sum("amount_agorot"))
    )
    return Counter({row["initiative__locality"]: row["total"] for row in rows})

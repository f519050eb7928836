"""Roads between towns that nobody measured: estimated from their coordinates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from math import asin, cos, radians, sin, sqrt

from kurkum.base.choices import Mark
from kurkum.base.models import DatedLimit, Distance, Locality

EARTH_METRES = 6_371_000
METRES_PER_KM, MINUTES_PER_HOUR, PERCENT = 1000, 60, 100


def fill_roads(places: Sequence[Locality], *, day: dt.date) -> list[Distance]:
    """Adds the missing roads among the places, marked as derived; returns the new rows.

    Straight line × detour, then a mean speed and some minutes for leaving and entering; all three
    are dated limits. Such an estimate is easily a third off; measured rows are never touched.
    """
    ids = [place.pk for place in places]
    rows = Distance.objects.filter(origin__in=ids, destination__in=ids)
    known = set(rows.values_list("origin_id", "destination_id"))
    missing = [
        (start, end) for start, end in permutations(places, 2) if (start.pk, end.pk) not in known
    ]
    if not missing:
        return []
    limits = {
        key: float(DatedLimit.objects.value_on(key, day))
        for key in ("road_detour_pct", "road_speed_kmh", "road_start_minutes")
    }
    return Distance.objects.bulk_create(
        [_estimate(start, end, limits) for start, end in missing], batch_size=500
    )


def _estimate(start: Locality, end: Locality, limits: dict[str, float]) -> Distance:
    metres = straight_metres(start, end) * limits["road_detour_pct"] / PERCENT
    hours = metres / METRES_PER_KM / limits["road_speed_kmh"]
    minutes = hours * MINUTES_PER_HOUR + limits["road_start_minutes"]
    return Distance(
        origin=start,
        destination=end,
        metres=round(metres),
        minutes=Decimal(f"{minutes:.1f}"),
        mark=Mark.DERIVED,
    )


def straight_metres(start: Locality, end: Locality) -> float:
    """Along the great circle, in metres."""
    north, south = radians(float(start.latitude)), radians(float(end.latitude))
    east = radians(float(end.longitude) - float(start.longitude))
    chord = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return 2 * EARTH_METRES * asin(sqrt(chord))

"""The drive between the kitchen and its sites, from the table of distances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.db.models import Q
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import Distance, Kitchen
from orders.models import Site


@dataclass(frozen=True, slots=True)
class Leg:
    """One way between two localities; minutes rounded up."""

    metres: int
    minutes: int


# Between two sites of one town; an assumption, as the table knows towns and not streets.
WITHIN_LOCALITY = Leg(metres=1000, minutes=4)


def legs_between(localities: set[int]) -> dict[tuple[int, int], Leg]:
    """Every known way among the localities, by ids. One query."""
    rows = Distance.objects.filter(origin__in=localities, destination__in=localities)
    return {(row.origin_id, row.destination_id): Leg(row.metres, ceil(row.minutes)) for row in rows}


def leg(legs: Mapping[tuple[int, int], Leg], start: int, end: int) -> Leg | None:
    """A way, or the way back where only that is known."""
    if start == end:
        return WITHIN_LOCALITY
    return legs.get((start, end)) or legs.get((end, start))


def minutes_from_kitchen(sites: Sequence[Site]) -> dict[int, int]:
    """Direct drive to each site by its id, hill detour included; 0 without a kitchen's place.

    Two queries. A first guess until routes are planned.
    """
    kitchen = Kitchen.objects.first()
    if kitchen is None:
        return {site.pk: site.detour_minutes for site in sites}
    place = kitchen.locality_id
    near = Q(origin=place) | Q(destination=place)
    legs = {
        (row.origin_id, row.destination_id): Leg(row.metres, ceil(row.minutes))
        for row in Distance.objects.filter(near)
    }
    found = {}
    for site in sites:
        way = leg(legs, place, site.locality_id)
        found[site.pk] = site.detour_minutes + (way.minutes if way else 0)
    return found


def way_missing(start: str, end: str) -> CannotBeDone:
    return CannotBeDone(
        _("The drive from %(start)s to %(end)s is not known: add it to the distances.")
        % {"start": start, "end": end}
    )

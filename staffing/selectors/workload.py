"""What a date asks of the kitchen: portions by dish, line and site, and when they must leave.

Times are minutes from local midnight of the date; reference portions are hundredths.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kurkum.lib.dates import elapsed_minutes
from orders.models import DemandLine, RoutePlan, Site, Trip
from orders.selectors.travel import minutes_from_kitchen

WAVE_MINUTES = 75
TOGETHER_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Portions of a dish for a diner group and diet at a site; ``rows``: what they stand on."""

    site: Site
    dish: str
    line: str
    diner_group: str
    diet: str
    portions: int
    reference_portions: int
    grams: int
    eat_at: int
    rows: tuple[DemandLine, ...]

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        return (self.dish, self.line, self.site.key, self.diner_group, self.diet)


@dataclass(frozen=True, slots=True)
class Departure:
    """One leaving of a van, and when it reaches its sites."""

    route: str
    vehicle: str
    depart: int
    stops: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Departures:
    """The vans of a date; ``estimated`` where no round is planned yet."""

    departures: tuple[Departure, ...]
    estimated: bool

    def ready_by(self, site: str, eat_at: int) -> int:
        """When food for ``site`` must be packed, for the last van that arrives before they eat.

        Vans that leave shortly after one another are packed for together, in time for the first.
        """
        calls = sorted(
            (arrive, one.depart)
            for one in self.departures
            for key, arrive in one.stops
            if key == site
        )
        in_time = [depart for arrive, depart in calls if arrive <= eat_at]
        if in_time:
            return self._wave_of(in_time[-1])
        return self._wave_of(calls[0][1]) if calls else eat_at

    def _wave_of(self, depart: int) -> int:
        """The first leaving of the wave that a van belongs to."""
        first = depart
        for minute in sorted((one.depart for one in self.departures), reverse=True):
            if first - TOGETHER_MINUTES <= minute < first:
                first = minute
        return first


def demand_lines(day: dt.date) -> list[DemandLine]:
    """The frozen demand, amendments among it."""
    rows = DemandLine.objects.filter(date=day).order_by("pk")
    return list(rows.select_related("site__locality", "dish", "line", "diner_group", "diet"))


def wanted(day: dt.date, rows: Iterable[DemandLine]) -> tuple[Wanted, ...]:
    """Demand lines and their amendments joined; what an amendment took away entirely is gone."""
    groups: dict[tuple[str, str, str, str, str], list[DemandLine]] = {}
    for row in rows:
        key = (row.dish.key, row.line.key, row.site.key, row.diner_group.key, row.diet.key)
        groups.setdefault(key, []).append(row)
    joined = (_joined(day, key, groups[key]) for key in sorted(groups))
    return tuple(one for one in joined if one.portions > 0)


def _joined(
    day: dt.date, key: tuple[str, str, str, str, str], rows: Sequence[DemandLine]
) -> Wanted:
    dish, line, _site, group, diet = key
    return Wanted(
        rows[0].site, dish, line, group, diet,
        sum(row.portions for row in rows),
        max(0, sum(row.reference_portions for row in rows)),
        max(0, sum(row.grams for row in rows)),
        min(elapsed_minutes(day, row.eat_at) for row in rows), tuple(rows),
    )  # fmt: skip


def orders_checksum(lines: Iterable[Wanted]) -> str:
    """A seal over everything that was ordered; another count gives another seal."""
    text = "\n".join(f"{'/'.join(one.key)} {one.portions} {one.eat_at}" for one in lines)
    return hashlib.sha256(text.encode()).hexdigest()


def seal(checksum: str) -> str:
    """The checksum as people compare it on paper: ``7K4M-2PQ9``, without look-alike letters."""
    letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    number = int(checksum[:15], 16)
    signs = [letters[number // len(letters) ** place % len(letters)] for place in range(8)]
    return f"{''.join(signs[:4])}-{''.join(signs[4:])}"


# -- departures -----------------------------------------------------------------------------------


def departures_of(day: dt.date, lines: Sequence[Wanted]) -> Departures:
    """The newest planned rounds; a site that no van calls at leaves by an estimate."""
    plan = RoutePlan.objects.filter(date=day).order_by("-version").first()
    trips = Trip.objects.filter(route__plan=plan) if plan else Trip.objects.none()
    rows = trips.select_related("route__vehicle").prefetch_related("stops__site")
    planned = [_departure(trip) for trip in rows.order_by("depart_minute", "key")]
    called_at = {site for one in planned for site, _arrive in one.stops}
    missing = {one.site.key: one for one in lines if one.site.key not in called_at}
    drives = minutes_from_kitchen([one.site for one in missing.values()]) if missing else {}
    guessed = _in_waves(
        _estimated(lines, one.site, drives[one.site.pk]) for _key, one in sorted(missing.items())
    )
    return Departures((*planned, *guessed), estimated=bool(guessed))


def _departure(trip: Trip) -> Departure:
    stops = tuple((stop.site.key, stop.arrive_minute) for stop in trip.stops.all())
    return Departure(trip.key, trip.route.vehicle.key, trip.depart_minute, stops)


def _estimated(lines: Sequence[Wanted], site: Site, drive: int) -> Departure:
    """Without a round: in time for the site's hours and its first eaters, by the direct drive."""
    own = [one for one in lines if one.site.key == site.key]
    closes = site.window_to.hour * 60 + site.window_to.minute
    arrive = min(closes, *(one.eat_at for one in own)) - site.service_minutes
    return Departure(f"estimate-{site.key}", "", arrive - drive, ((site.key, arrive),))


def _in_waves(alone: Iterable[Departure]) -> list[Departure]:
    """A van takes several sites at once: those that would leave within the hour leave together."""
    waves: list[list[Departure]] = []
    for one in sorted(alone, key=lambda one: (one.depart, one.route)):
        if waves and one.depart <= waves[-1][0].depart + WAVE_MINUTES:
            waves[-1].append(one)
        else:
            waves.append([one])
    return [
        Departure(
            f"estimate-{number}", "", wave[0].depart, tuple(one.stops[0] for one in wave)
        )
        for number, wave in enumerate(waves, 1)
    ]  # fmt: skip

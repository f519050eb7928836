"""A day's firm demand, sites, vans and limits as the routing problem."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import DatedLimit, Kitchen, Locality
from kurkum.lib import dates
from menus.choices import HoldClass
from orders.models import Site, Vehicle
from orders.selectors import travel
from orders.selectors.demand import FirmLine, firm_demand, is_locked

if TYPE_CHECKING:
    from orders.planning.routes import Problem, Stop, Wave
    from orders.planning.routes import Vehicle as Van

HUNDRED = 100
HOLD_KEYS = {
    HoldClass.COLD: "max_hold_minutes_cold",
    **{one: f"max_hold_minutes_{one}" for one in HoldClass if one != HoldClass.COLD},
}
NEEDED = (
    "portions_per_box",
    "stop_minutes_per_two_boxes",
    "van_loading_minutes",
    "packing_minutes",
    "second_wave_eats_from_minute",
    *HOLD_KEYS.values(),
)
Matrices = tuple[tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]


@dataclass(frozen=True, slots=True)
class Call:
    """What one site gets: its demand, meals, boxes, minutes of handing over, the day's minutes."""

    site: Site
    lines: tuple[FirmLine, ...]
    meals: int
    boxes: int
    service_minutes: int
    first_eats: int
    last_eats: int
    hot_limit: int


@dataclass(frozen=True, slots=True)
class RouteDay:
    """Everything a day's routes are made of."""

    date: dt.date
    kitchen: Kitchen
    calls: tuple[Call, ...]
    vehicles: tuple[Vehicle, ...]
    demand: tuple[FirmLine, ...]
    problem: Problem


def build_day(date: dt.date) -> RouteDay:
    """The problem of a locked day.

    Raises CannotBeDone for a day that is open or that nobody ordered for, without a kitchen or a
    van, and for distances and limits that are not known, each named.
    """
    demand = _locked_demand(date)
    kitchen = Kitchen.objects.select_related("locality").first()
    vehicles = tuple(Vehicle.objects.filter(is_active=True).order_by("key"))
    if kitchen is None:
        raise CannotBeDone(_("The kitchen's own place is not entered yet."))
    if not vehicles:
        raise CannotBeDone(_("No van is in use: enter one before planning routes."))
    limits = _limits(date)
    calls = _calls(date, demand, limits)
    problem = _problem(date, kitchen, calls, vehicles, limits)
    return RouteDay(date, kitchen, calls, vehicles, demand, problem)


def _locked_demand(date: dt.date) -> tuple[FirmLine, ...]:
    day = {"day": f"{date:%d.%m.%Y}"}
    if not is_locked(date):
        raise CannotBeDone(
            _("The orders of %(day)s are not locked yet: lock the day, then plan its routes.") % day
        )
    demand = firm_demand(date)
    if not demand:
        raise CannotBeDone(_("Nothing was ordered for %(day)s.") % day)
    return demand


def _limits(date: dt.date) -> Mapping[str, int]:
    known = DatedLimit.objects.on(date)
    missing = [key for key in NEEDED if key not in known]
    if missing:
        raise CannotBeDone(
            *(_("The limit %(key)s is not known for this date.") % {"key": key} for key in missing)
        )
    return {key: int(known[key].value) for key in NEEDED}


# --- what each site gets ------------------------------------------------------------------------


def _calls(
    date: dt.date, demand: Iterable[FirmLine], limits: Mapping[str, int]
) -> tuple[Call, ...]:
    by_site: dict[str, list[FirmLine]] = {}
    for line in demand:
        by_site.setdefault(line.site.key, []).append(line)
    return tuple(_call(date, tuple(by_site[key]), limits) for key in sorted(by_site))


def _call(date: dt.date, lines: tuple[FirmLine, ...], limits: Mapping[str, int]) -> Call:
    site = lines[0].site
    eats = [dates.elapsed_minutes(date, line.eat_at) for line in lines]
    boxes = max(1, ceil(_meals(lines, "hundredths") / (HUNDRED * limits["portions_per_box"])))
    handing_over = ceil(boxes / 2) * limits["stop_minutes_per_two_boxes"]
    # Food is packed after it is cooked: only the rest of the holding time is left for the road.
    held = min(limits[HOLD_KEYS[HoldClass(line.dish.hold_class)]] for line in lines)
    return Call(
        site=site,
        lines=lines,
        meals=_meals(lines, "portions"),
        boxes=boxes,
        service_minutes=site.service_minutes + handing_over,
        first_eats=min(eats),
        last_eats=max(eats),
        hot_limit=max(0, held - limits["packing_minutes"]),
    )


def _meals(lines: Iterable[FirmLine], figure: str) -> int:
    """People fed: a meal has several dishes, so the largest of them counts for group and diet."""
    largest: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.diner_group.key, line.diet.key)
        largest[key] = max(largest.get(key, 0), int(getattr(line, figure)))
    return sum(largest.values())


# --- the problem --------------------------------------------------------------------------------


def _problem(
    date: dt.date,
    kitchen: Kitchen,
    calls: Sequence[Call],
    vehicles: Sequence[Vehicle],
    limits: Mapping[str, int],
) -> Problem:
    from orders.planning.routes import Problem

    minutes, metres = _matrices(kitchen.locality, [call.site for call in calls])
    second = limits["second_wave_eats_from_minute"]
    stops = tuple(_stop(date, call, _wave(call, second)) for call in calls)
    return Problem(
        waves=_waves(stops),
        vehicles=tuple(_van(date, one, limits["van_loading_minutes"]) for one in vehicles),
        stops=stops,
        travel_minutes=minutes,
        distance_m=metres,
    )


def _wave(call: Call, second_from: int) -> str:
    return "2" if call.first_eats >= second_from else "1"


def _waves(stops: Sequence[Stop]) -> tuple[Wave, ...]:
    """A wave may leave from the first minute at which food for one of its sites may be packed."""
    from orders.planning.routes import Wave

    ready: dict[str, int] = {}
    for stop in stops:
        soonest = (stop.eat_at or 0) - (stop.hot_limit_minutes or 0)
        ready[stop.wave] = min(ready.get(stop.wave, soonest), soonest)
    return tuple(Wave(key, max(0, ready[key])) for key in sorted(ready))


def _stop(date: dt.date, call: Call, wave: str) -> Stop:
    from orders.planning.routes import Stop

    window = tuple(
        dates.elapsed_minutes(date, clock) for clock in (call.site.window_from, call.site.window_to)
    )
    return Stop(
        key=call.site.key,
        wave=wave,
        boxes=call.boxes,
        window=(window[0], window[1]),
        service_minutes=call.service_minutes,
        due=max(window[0], call.first_eats - call.service_minutes),
        eat_at=call.last_eats,
        hot_limit_minutes=call.hot_limit,
        weight=max(1, call.meals),
    )


def _van(date: dt.date, vehicle: Vehicle, load_minutes: int) -> Van:
    from orders.planning.routes import Vehicle as Van

    return Van(
        key=vehicle.key,
        capacity=vehicle.boxes,
        available_from=dates.elapsed_minutes(date, vehicle.from_time),
        available_to=dates.elapsed_minutes(date, vehicle.to_time),
        load_minutes=load_minutes,
    )


def _matrices(kitchen: Locality, sites: Sequence[Site]) -> Matrices:
    """Minutes and metres between kitchen (0) and sites; raises CannotBeDone naming unknown ways.

    A hill village costs its detour on the way up and on the way down again.
    """
    places = [kitchen, *(site.locality for site in sites)]
    detours = [0, *(site.detour_minutes for site in sites)]
    legs = travel.legs_between({place.pk for place in places})
    size = range(len(places))
    ways = {(a, b): travel.leg(legs, places[a].pk, places[b].pk) for a in size for b in size}
    unknown = sorted(
        {(places[a].name, places[b].name) for (a, b), way in ways.items() if a < b and way is None}
    )
    if unknown:
        raise CannotBeDone(*(travel.way_missing(*pair) for pair in unknown))
    found = {pair: way for pair, way in ways.items() if way is not None}

    def drive(a: int, b: int) -> int:
        climbs = 0 if places[a].pk == places[b].pk else detours[a] + detours[b]
        return found[a, b].minutes + climbs

    return (
        tuple(tuple(0 if a == b else drive(a, b) for b in size) for a in size),
        tuple(tuple(0 if a == b else found[a, b].metres for b in size) for a in size),
    )

"""The problem of a day's routes: its sites with their boxes, windows and ways, and the vans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import DatedLimit, Kitchen
from kurkum.lib import dates
from menus.choices import HoldClass
from orders.models import Site, Vehicle
from orders.selectors.demand import FirmLine, firm_demand
from orders.selectors.travel import leg, legs_between, way_missing

if TYPE_CHECKING:
    from kurkum.lib.solving import Progress
    from orders.planning import routes as core

FIRST_WAVE, SECOND_WAVE = "1", "2"
Limits = Mapping[str, DatedLimit]


@dataclass(frozen=True)
class RouteRequest:
    """How long and how to search. ``repeatable``: same input and seed, same routes."""

    seconds: float = 5.0
    seed: int = 1
    repeatable: bool = True
    on_progress: Callable[[Progress], None] | None = None
    should_stop: Callable[[], bool] | None = None


@dataclass(frozen=True)
class RouteQuestion:
    """A date's sites with their boxes and meals, and the problem made of them."""

    date: dt.date
    sites: Mapping[str, Site]
    vehicles: Mapping[str, Vehicle]
    problem: core.Problem


def ask(date: dt.date) -> RouteQuestion:
    """The date's problem. Raises CannotBeDone where the data are not enough."""
    from orders.planning import routes

    demand = firm_demand(date)
    if not demand:
        raise CannotBeDone(
            _("%(date)s has no firm demand: lock the day first.") % {"date": f"{date:%d.%m.%Y}"}
        )
    vehicles = list(Vehicle.objects.filter(is_active=True).order_by("key"))
    if not vehicles:
        raise CannotBeDone(_("There is no van in use: add one first."))
    limits = DatedLimit.objects.on(date)
    by_site: dict[str, list[FirmLine]] = {}
    for line in sorted(demand, key=lambda line: line.site.key):
        by_site.setdefault(line.site.key, []).append(line)
    sites = {key: lines[0].site for key, lines in by_site.items()}
    metres, minutes = _matrices(list(sites.values()))
    second = int(limits["second_wave_from_minute"].value)
    problem = routes.Problem(
        waves=(routes.Wave(FIRST_WAVE, 0), routes.Wave(SECOND_WAVE, 0)),
        vehicles=tuple(
            routes.Vehicle(
                key=van.key,
                capacity=van.boxes,
                available_from=_minute(van.from_time),
                available_to=_minute(van.to_time),
                load_minutes=int(limits["van_load_minutes"].value),
            )
            for van in vehicles
        ),
        stops=tuple(_stop(date, lines, limits, second) for lines in by_site.values()),
        travel_minutes=minutes,
        distance_m=metres,
    )
    return RouteQuestion(date, sites, {van.key: van for van in vehicles}, problem)


def _minute(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def _stop(date: dt.date, lines: Sequence[FirmLine], limits: Limits, second: int) -> core.Stop:
    from orders.planning import routes

    site = lines[0].site
    boxes = _boxes(lines, int(limits["portions_per_box"].value))
    per_two = int(limits["stop_minutes_per_two_boxes"].value)
    window = (_minute(site.window_from), _minute(site.window_to))
    return routes.Stop(
        key=site.key,
        wave=SECOND_WAVE if window[0] >= second else FIRST_WAVE,
        boxes=boxes,
        window=window,
        service_minutes=site.service_minutes + per_two * (boxes // 2),
        eat_at=min(dates.elapsed_minutes(date, line.eat_at) for line in lines),
        hot_limit_minutes=_hot_limit(lines, limits),
        weight=max(1, _meals(lines)),
    )


def _meals(lines: Iterable[FirmLine]) -> int:
    """Meals of a site: per diner group and diet the largest count over its dishes."""
    meals: dict[tuple[int, int], int] = {}
    for line in lines:
        key = (line.diner_group.pk, line.diet.pk)
        meals[key] = max(meals.get(key, 0), line.portions)
    return sum(meals.values())


def _boxes(lines: Sequence[FirmLine], per_box: int) -> int:
    whole: dict[tuple[int, int], int] = {}
    for line in lines:
        key = (line.diner_group.pk, line.diet.pk)
        whole[key] = max(whole.get(key, 0), line.hundredths)
    return max(1, -(-sum(whole.values()) // (100 * per_box)))


def _hot_limit(lines: Iterable[FirmLine], limits: Limits) -> int:
    """From departure to eating: the shortest hold of the dishes, less what packing takes."""
    hot = {line.dish.hold_class for line in lines} - {HoldClass.COLD}
    holds = [int(limits[f"max_hold_minutes_{hold}"].value) for hold in hot or {HoldClass.A}]
    return min(holds) - int(limits["hold_kept_for_packing_minutes"].value)


def _matrices(sites: Sequence[Site]) -> tuple[core.problem.Matrix, core.problem.Matrix]:
    """Metres and minutes among the kitchen and the sites; a hill detour counts towards its site."""
    kitchen = Kitchen.objects.the_one()
    places = [kitchen.locality, *(site.locality for site in sites)]
    detours = [0, *(site.detour_minutes for site in sites)]
    legs = legs_between({place.pk for place in places})
    metres, minutes = [], []
    for row, start in enumerate(places):
        found = [leg(legs, start.pk, end.pk) for end in places]
        if None in found:
            raise way_missing(start.name, places[found.index(None)].name)
        ways = [way for way in found if way is not None]
        metres.append(tuple(0 if row == col else way.metres for col, way in enumerate(ways)))
        minutes.append(
            tuple(
                0 if row == col else way.minutes + max(detours[row], detours[col])
                for col, way in enumerate(ways)
            )
        )
    return tuple(metres), tuple(minutes)

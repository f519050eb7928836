"""When the story plays: its today, its months, its service days."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from kurkum.lib import dates
from orders.models import Site
from orders.selectors.calendar import service_days

LOOK_AHEAD_DAYS = 7
LOOK_BACK_DAYS = 120
FULL_WEEK = 4  # service days a week must have to count as a full one


@dataclass(frozen=True)
class Setting:
    """``today`` is the day the story plays on, which in a vacation lies before ``asked``.

    ``tomorrow`` is the next service day; ``begins`` the first day of the month before the last.
    """

    asked: dt.date
    today: dt.date
    tomorrow: dt.date
    begins: dt.date
    seed: int
    manager: User
    open_sites: dict[dt.date, frozenset[str]]

    @property
    def was_moved(self) -> bool:
        return self.today != self.asked

    def dice(self, *names: object) -> random.Random:
        """Chance of its own for each purpose, so that one story never disturbs another."""
        return random.Random(":".join(map(str, (self.seed, *names))))  # noqa: S311  # a story

    def service_days(self, first: dt.date, last: dt.date) -> list[dt.date]:
        return [day for day in dates.days_from(first, last) if self.open_sites.get(day)]

    def at(self, day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
        return dates.at_clock(day, dt.time(hour, minute))

    @property
    def now(self) -> dt.datetime:
        """One o'clock of the story's today: tomorrow's orders are in."""
        return self.at(self.today, 13)


def find_setting(*, asked: dt.date, seed: int, manager: User) -> Setting:
    """Where the story plays. Raises CannotBeDone where no week of the last months is a full one."""
    first, last = asked - dt.timedelta(days=LOOK_BACK_DAYS), asked + dt.timedelta(days=40)
    open_sites = _open_sites(first, last)
    today = asked if _next_day(open_sites, asked) else _last_full_week(open_sites, asked)
    tomorrow = _next_day(open_sites, today)
    if tomorrow is None:
        raise CannotBeDone(f"no service day follows {today}; choose another --today")
    return Setting(
        asked=asked,
        today=today,
        tomorrow=tomorrow,
        begins=dates.month_of(today).plus(-2).first_day,
        seed=seed,
        manager=manager,
        open_sites=open_sites,
    )


def _open_sites(first: dt.date, last: dt.date) -> dict[dt.date, frozenset[str]]:
    sites = list(Site.objects.filter(is_active=True).order_by("key"))
    found = service_days(sites, first, last)
    days: dict[dt.date, set[str]] = {}
    for (_pk, day), service in found.items():
        if service.is_open:
            days.setdefault(day, set()).add(service.site.key)
    # A day on which only a handful eat (a feast of most communities) is no day to show.
    return {day: frozenset(keys) for day, keys in days.items() if len(keys) * 2 > len(sites)}


def _next_day(open_sites: dict[dt.date, frozenset[str]], today: dt.date) -> dt.date | None:
    ahead = (today + dt.timedelta(days=step) for step in range(1, LOOK_AHEAD_DAYS + 1))
    return next((day for day in ahead if open_sites.get(day)), None)


def _last_full_week(open_sites: dict[dt.date, frozenset[str]], asked: dt.date) -> dt.date:
    sunday = dates.week_start(asked)
    while sunday > asked - dt.timedelta(days=LOOK_BACK_DAYS):
        sunday -= dt.timedelta(days=dates.DAYS_IN_WEEK)
        week = dates.week_of(sunday)
        if sum(bool(open_sites.get(day)) for day in week) >= FULL_WEEK:
            return sunday
    raise CannotBeDone(f"no full service week was found before {asked}; choose another --today")

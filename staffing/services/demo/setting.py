"""When the story plays: its today, its months, its service days."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from kurkum.lib import dates
from orders.models import Site
from orders.selectors.calendar import service_days

LOOK_AHEAD_DAYS = 7
LOOK_BACK_DAYS = 120
STORY_DAYS = 100  # the two months before the story's today, and the rest of its week
FULL_WEEK = 4  # service days a week must have to count as a full one
FULL_MONTH = 10  # and a month, to be worth a close and a report


_DAYS = ("asked", "today", "tomorrow", "begins")

Days = dict[dt.date, frozenset[str]]  # the sites that eat, by date


@dataclass(frozen=True)
class Setting:
    """``today`` is the day the story plays on; in a vacation or just after it, before ``asked``.

    ``tomorrow`` is the next service day; ``begins`` the first day of the story's first month.
    """

    asked: dt.date
    today: dt.date
    tomorrow: dt.date
    begins: dt.date
    seed: int
    manager: User
    open_sites: Days

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

    def facts(self) -> dict[str, Any]:
        """What a note of the story keeps, so that it can be recalled."""
        days = {name: f"{getattr(self, name)}" for name in _DAYS}
        return {**days, "seed": self.seed}

    @property
    def now(self) -> dt.datetime:
        """One o'clock of the story's today: tomorrow's orders are in."""
        return self.at(self.today, 13)


def find_setting(*, asked: dt.date, seed: int, manager: User) -> Setting:
    """Where the story plays. Raises CannotBeDone where no week of the last months is a full one.

    It needs a service day ahead and a month of meals behind it, which neither a vacation nor the
    first weeks of a school year have.
    """
    first = asked - dt.timedelta(days=LOOK_BACK_DAYS + STORY_DAYS)
    days = _open_sites(first, asked + dt.timedelta(days=40))
    today = asked if _can_play(days, asked) else _last_full_week(days, asked)
    tomorrow = _next_day(days, today)
    if tomorrow is None:
        raise CannotBeDone(
            _("No service day follows %(day)s; choose another --today.") % {"day": today}
        )
    return Setting(
        asked=asked,
        today=today,
        tomorrow=tomorrow,
        begins=_begin(days, today),
        seed=seed,
        manager=manager,
        open_sites=days,
    )


def recall_setting(facts: dict[str, Any], *, manager: User) -> Setting:
    """The setting of a story that was told before, whatever the calendars say by now."""
    told = {name: dt.date.fromisoformat(facts[name]) for name in _DAYS}
    days = _open_sites(told["begins"], told["tomorrow"])
    return Setting(**told, seed=facts["seed"], manager=manager, open_sites=days)


def _can_play(days: Days, today: dt.date) -> bool:
    month = dates.month_of(today).plus(-1)
    return _next_day(days, today) is not None and _lived(days, month) >= FULL_MONTH


def _lived(days: Days, month: dates.Month) -> int:
    return sum(bool(days.get(day)) for day in dates.days_from(month.first_day, month.last_day))


def _begin(days: Days, today: dt.date) -> dt.date:
    """Two months back; one, where the month before had no meals (books would show only costs)."""
    earlier, last = (dates.month_of(today).plus(-back) for back in (2, 1))
    return (earlier if _lived(days, earlier) else last).first_day


def _open_sites(first: dt.date, last: dt.date) -> Days:
    sites = list(Site.objects.filter(is_active=True).order_by("key"))
    found = service_days(sites, first, last)
    found_on: dict[dt.date, set[str]] = {}
    for (_pk, day), service in found.items():
        if service.is_open:
            found_on.setdefault(day, set()).add(service.site.key)
    # A day on which only a handful eat (a feast of most communities) is no day to show.
    return {day: frozenset(keys) for day, keys in found_on.items() if len(keys) * 2 > len(sites)}


def _next_day(days: Days, today: dt.date) -> dt.date | None:
    ahead = (today + dt.timedelta(days=step) for step in range(1, LOOK_AHEAD_DAYS + 1))
    return next((day for day in ahead if days.get(day)), None)


def _last_full_week(days: Days, asked: dt.date) -> dt.date:
    sunday = dates.week_start(asked)
    while sunday > asked - dt.timedelta(days=LOOK_BACK_DAYS):
        sunday -= dt.timedelta(days=dates.DAYS_IN_WEEK)
        week = dates.week_of(sunday)
        if sum(bool(days.get(day)) for day in week) >= FULL_WEEK and _can_play(days, sunday):
            return sunday
    raise CannotBeDone(
        _("No full service week was found before %(day)s; choose another --today.") % {"day": asked}
    )

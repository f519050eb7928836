"""Until when a day can be ordered and amended, from the dated rule and the kitchen's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.lib import dates
from orders import cutoff
from orders.cutoff import DayState
from orders.models import Closure, CutoffRule, Site
from orders.selectors import calendar

# A working day is looked for no further back than the longest closure of a year.
LOOK_BACK_DAYS = 100


@dataclass(frozen=True, slots=True)
class DayClock:
    """The two moments of a service date, as instants (UTC)."""

    date: dt.date
    cutoff: dt.datetime
    amendments_until: dt.datetime

    def state_at(self, now: dt.datetime) -> DayState:
        if now < self.cutoff:
            return DayState.OPEN
        if now < self.amendments_until:
            return DayState.AMENDABLE
        return DayState.CLOSED


class KitchenDays:
    """Whether the kitchen works on a date: whether the calendar lets any of its sites eat.

    ``known`` are sites at hand; the others are read only where none of these eats.
    """

    def __init__(self, closures: Sequence[Closure], known: Iterable[Site] = ()) -> None:
        self.closures = closures
        self.known = list(known)
        self._all: list[Site] | None = None

    def __call__(self, day: dt.date) -> bool:
        if any(self._eats(site, day) for site in self.known):
            return True
        if self._all is None:
            self._all = list(Site.objects.filter(is_active=True))
        return any(self._eats(site, day) for site in self._all)

    def _eats(self, site: Site, day: dt.date) -> bool:
        return (
            site.is_active
            and dates.in_mask(day, site.weekday_mask)
            and not any(calendar.applies(row, site, day) for row in self.closures)
        )


def clocks(first: dt.date, last: dt.date) -> dict[dt.date, DayClock]:
    """The clock of every date. Three queries. Raises CannotBeDone where no rule is valid."""
    start = first - dt.timedelta(days=LOOK_BACK_DAYS)
    kitchen_days = KitchenDays(calendar.closures_between(start, last))
    rules = dated_rules()
    return {day: clock(day, rules, kitchen_days) for day in dates.days_from(first, last)}


def clock_of(date: dt.date) -> DayClock:
    return clocks(date, date)[date]


def dated_rules() -> list[cutoff.DatedCutoffRule]:
    return [
        cutoff.DatedCutoffRule(
            row.valid_from,
            cutoff.CutoffRule(row.working_days_before, row.at, row.amendments_until),
        )
        for row in CutoffRule.objects.all()
    ]


def clock(
    date: dt.date, rules: Iterable[cutoff.DatedCutoffRule], kitchen_days: dates.IsWorkingDay
) -> DayClock:
    try:
        rule = cutoff.rule_for(date, rules)
        closes = cutoff.cutoff_for(date, rule, kitchen_days)
    except LookupError as error:
        raise CannotBeDone(
            _("No cutoff rule is valid on %(date)s: add one with an earlier start.")
            % {"date": date}
        ) from error
    except ValueError as error:
        raise CannotBeDone(
            _("The kitchen has no working day before %(date)s: check sites and closures.")
            % {"date": date}
        ) from error
    return DayClock(date, closes, cutoff.amendments_until_for(date, rule))

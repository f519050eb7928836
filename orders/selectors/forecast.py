"""What each site is expected to eat, told from its own past days, its weekday and its calendar.

The roster and buying ahead ask ``foreseen_orders``; the pages show ``forecasts`` beside what is
ordered and flag what lies outside the range.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import OuterRef, Subquery, Sum

from orders.choices import GRANTED, OrderSource, OrderState
from orders.models import Amendment, LeftOutDay, Order, ServiceDayOverride, Site
from orders.planning.forecast import DayAhead, DayCount, Forecast, forecast
from orders.selectors.calendar import ServiceDay
from orders.selectors.effective import EffectiveLine, EffectiveOrder, SiteDay, effective_orders

# As far back as the method looks; see orders.planning.forecast.WINDOW_DAYS.
HISTORY_DAYS = 70
Row = tuple[int, dt.date, int | None, int | None, str | None]
# Fewer past days than these give no forecast that a person should be asked to look at.
FEWEST_DAYS = 8
# Assumed: two portions in a small daycare are no news, nor are five in a large school; a person is
# asked to look only where both are reached.
NOTABLE_PORTIONS, NOTABLE_PERCENT = 5, 5


@dataclass(frozen=True, slots=True)
class Expectation:
    """The forecast of one site's day beside what stands there now."""

    forecast: Forecast
    portions: int

    @property
    def is_unusual(self) -> bool:
        """What stands there lies outside the range that four past days of five stayed in, and
        far enough from the forecast to ask about.

        A kind of day that the history has never seen says nothing.
        """
        told = self.forecast
        if told.unknown_flags or told.low <= self.portions <= told.high:
            return False
        far = abs(self.difference)
        return far >= NOTABLE_PORTIONS and far * 100 >= NOTABLE_PERCENT * told.portions

    @property
    def difference(self) -> int:
        return self.portions - self.forecast.portions


def forecasts(
    days: Iterable[ServiceDay],
    *,
    before: dt.date | None = None,
    left_out: Iterable[LeftOutDay] | None = None,
) -> dict[SiteDay, Forecast]:
    """By (site id, date), for the open days given whose site has history enough.

    Learns from locked days before ``before`` (the earliest day asked, unless given). Two queries,
    one where the days left out are at hand.
    """
    asked: defaultdict[int, list[ServiceDay]] = defaultdict(list)
    for day in days:
        if day.is_open:
            asked[day.site.pk].append(day)
    if not asked:
        return {}
    until = before or min(day.date for wanted in asked.values() for day in wanted)
    past = history([wanted[0].site for wanted in asked.values()], until, left_out)
    found = {}
    for site_id, wanted in asked.items():
        ahead = [DayAhead(day.date, flags_of(day.profile)) for day in wanted]
        for told in forecast(past.get(site_id, ()), ahead):
            if told.days_used >= FEWEST_DAYS:
                found[site_id, told.day] = told
    return found


def history(
    sites: Sequence[Site], before: dt.date, left_out: Iterable[LeftOutDay] | None = None
) -> dict[int, list[DayCount]]:
    """The locked days of each site before a date: base and granted portions.

    Two queries, one where the days left out are at hand.
    """
    first = before - dt.timedelta(days=HISTORY_DAYS)
    last = before - dt.timedelta(days=1)
    out = {
        (one.site_id, one.date)
        for one in (left_out_days(first, last) if left_out is None else left_out)
    }
    found: defaultdict[int, list[DayCount]] = defaultdict(list)
    for site_id, date, ordered, granted, profile in _locked_days(sites, first, last):
        found[site_id].append(
            DayCount(
                day=date,
                portions=max(0, (ordered or 0) + (granted or 0)),
                flags=flags_of(profile),
                left_out=bool({(None, date), (site_id, date)} & out),
            )
        )
    return dict(found)


def _locked_days(sites: Sequence[Site], first: dt.date, last: dt.date) -> Iterable[Row]:
    """(site id, date, base portions, granted portions, profile key) by date. One query."""
    granted = (
        Amendment.objects.filter(order=OuterRef("pk"), state__in=GRANTED)
        .order_by()
        .values("order")
        .annotate(total=Sum("granted"))
        .values("total")
    )
    decided = ServiceDayOverride.objects.filter(
        site=OuterRef("site"), date=OuterRef("date"), is_open=True
    )
    orders = Order.objects.filter(
        site__in=sites, date__range=(first, last), state=OrderState.LOCKED
    ).order_by("date")
    return orders.annotate(
        ordered=Sum("lines__portions"),
        granted=Subquery(granted),
        profile=Subquery(decided.values("profile__key")[:1]),
    ).values_list("site_id", "date", "ordered", "granted", "profile")


def flags_of(profile: str | None) -> frozenset[str]:
    """What the calendar says about a day: its attendance profile, if it has one."""
    return frozenset({profile} if profile else ())


def expectations(
    found: Mapping[SiteDay, EffectiveOrder],
    *,
    before: dt.date | None = None,
    left_out: Iterable[LeftOutDay] | None = None,
) -> dict[SiteDay, Expectation]:
    """The forecast beside each effective order that has one. As many queries as forecasts."""
    days = [order.day for order in found.values()]
    told = forecasts(days, before=before, left_out=left_out)
    return {key: Expectation(one, found[key].portions) for key, one in told.items()}


def foreseen_orders(
    first: dt.date, last: dt.date, *, today: dt.date, sites: Sequence[Site] | None = None
) -> dict[SiteDay, EffectiveOrder]:
    """What is to be expected of every site and day: for a roster and for buying ahead.

    What somebody saved counts as it stands. Where only a standing order stands, its lines are
    scaled to the forecast; special meals stay as they are, for they are counted by their codes.
    """
    found = effective_orders(first, last, sites)
    waiting = {key: one for key, one in found.items() if _is_standing(one, today)}
    told = forecasts([one.day for one in waiting.values()], before=today)
    known = {key: one.portions for key, one in told.items() if not one.unknown_flags}
    return {key: _scaled(one, known[key]) if key in known else one for key, one in found.items()}


def _is_standing(found: EffectiveOrder, today: dt.date) -> bool:
    return found.source == OrderSource.STANDING and not found.is_locked and found.date >= today


def _scaled(found: EffectiveOrder, portions: int) -> EffectiveOrder:
    special = sum(line.total for line in found.lines if not line.diet.is_regular)
    regular = found.portions - special
    if not regular:
        return found
    wanted = max(0, portions - special)
    lines = tuple(_line(line, wanted, regular) for line in found.lines)
    return replace(found, lines=lines)


def _line(line: EffectiveLine, wanted: int, regular: int) -> EffectiveLine:
    if not line.diet.is_regular:
        return line
    return replace(line, portions=(2 * line.portions * wanted + regular) // (2 * regular))


def left_out_days(first: dt.date, last: dt.date) -> list[LeftOutDay]:
    """Days that teach the forecast nothing: of one site, or of all where no site is named."""
    return list(LeftOutDay.objects.filter(date__range=(first, last)))

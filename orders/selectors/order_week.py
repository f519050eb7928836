"""The week of one site as a grid: a column a day, a row a group, the states and sums beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from orders.choices import DayReason, OrderSource
from orders.models import Site
from orders.pricing import PriceRow
from orders.selectors.cutoffs import DayClock
from orders.selectors.effective import EffectiveOrder
from orders.selectors.prices import price_of


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day: its state in a word, the word's colour, why it is closed, how many eat.

    ``takes_orders`` says whether another day can be copied to it.
    """

    date: dt.date
    word: str
    kind: str
    why: str
    portions: int
    takes_orders: bool


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A diner group's regular or special counts by day; None where the day has no meals."""

    label: str
    is_special: bool
    counts: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Week:
    days: tuple[WeekDay, ...]
    rows: tuple[WeekRow, ...]
    agorot: int | None

    @property
    def portions(self) -> int:
        return sum(day.portions for day in self.days)


def week_of_orders(
    found: Sequence[EffectiveOrder],
    when: Mapping[dt.date, DayClock],
    prices: Mapping[dt.date, Sequence[PriceRow]],
    now: dt.datetime,
) -> Week:
    """The days given of one site; ``prices`` by date. No query."""
    return Week(
        days=tuple(_day(order, when[order.date], now) for order in found),
        rows=tuple(_rows(found)),
        agorot=_sum([agorot_of(order, prices[order.date]) for order in found]),
    )


def _day(found: EffectiveOrder, clock: DayClock, now: dt.datetime) -> WeekDay:
    word, kind, why = state_of(found, clock, now)
    takes = found.day.is_open and not found.is_locked and now < clock.cutoff
    return WeekDay(found.date, word, kind, why, found.portions, takes)


def state_of(found: EffectiveOrder, clock: DayClock, now: dt.datetime) -> tuple[str, str, str]:
    """The word of a day's state, its colour, and the reason of a closed one."""
    if found.is_locked:
        return _("locked"), "locked", ""
    if not found.day.is_open:
        return _("closed"), "bad", found.day.words
    if now >= clock.cutoff:
        return _("locked"), "locked", ""
    if found.source == OrderSource.SAVED:
        return _("ordered"), "ok", ""
    if found.source == OrderSource.STANDING:
        return _("standing"), "info", _("the standing order will be used")
    return _("open"), "warn", ""


def _rows(found: Sequence[EffectiveOrder]) -> list[WeekRow]:
    rows = []
    for group in found[0].site.groups.all() if found else ():
        for special in (False, True):
            counts = tuple(_count(order, group.diner_group_id, special) for order in found)
            if not special or any(counts):
                label = group.diner_group.name
                text = _("%(group)s, special") % {"group": label} if special else label
                rows.append(WeekRow(text, special, counts))
    return rows


def _count(found: EffectiveOrder, group_id: int, special: bool) -> int | None:
    if not found.day.is_open and not found.is_locked:
        return None
    return sum(
        line.total
        for line in found.lines
        if line.diner_group.pk == group_id and line.diet.is_regular != special
    )


def agorot_of(found: EffectiveOrder, prices: Sequence[PriceRow]) -> int | None:
    """What a day costs before VAT; None as soon as one count has no price."""
    return total_of(found.site, found.date, {one.key: one.total for one in found.lines}, prices)


def total_of(
    site: Site, date: dt.date, counts: Mapping[tuple[str, str], int], prices: Sequence[PriceRow]
) -> int | None:
    total = 0
    for key, portions in counts.items():
        unit = price_of(site, date, key, prices) if portions else 0
        if unit is None:
            return None
        total += portions * unit
    return total


def _sum(amounts: Sequence[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def shown_days(found: Sequence[EffectiveOrder], date: dt.date) -> list[EffectiveOrder]:
    """The days on which the site usually eats, and the one that is looked at."""
    return [one for one in found if one.date == date or one.day.reason != DayReason.WEEKDAY]

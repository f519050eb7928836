"""Forecast of a site's counts from its own history, weekday and calendar flags.

Pure: the standard library only. The model is ``level × weekday × flags``: each factor is learned
robustly (medians), pulled towards "no effect" where there is little history, and the level is
allowed a trend only as far as the recent weeks agree on one. Days left out are never looked at.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt
from statistics import median
from typing import TypeVar

from kurkum.lib.dates import weekday_number

Key = TypeVar("Key", int, str)

# How far back one looks, and how strongly little evidence is doubted. These shape the method;
# they are no facts about food or law. Chosen on the three generators of the benchmark.
WINDOW_DAYS = 70
RECENT_DAYS = 28
DOUBT_WEEKDAY = 0.5
DOUBT_FLAG = 1.0
TREND_NEEDS_DAYS = 12
LONGEST_TREND_DAYS = 21
RANGE_QUANTILE = 0.8


@dataclass(frozen=True, slots=True)
class DayCount:
    """What a site really ordered on a past day. ``left_out`` days teach nothing."""

    day: dt.date
    portions: int
    flags: frozenset[str] = frozenset()
    left_out: bool = False

    def __post_init__(self) -> None:
        if self.portions < 0:
            raise ValueError(f"{self.day}: portions cannot be negative ({self.portions})")


@dataclass(frozen=True, slots=True)
class DayAhead:
    """A day to be forecast, with its calendar flags (``short_day``, ``ramadan``)."""

    day: dt.date
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Forecast:
    """Expected portions, a range that held on four past days of five, and its footing.

    ``days_used`` is the number of past days it rests on; ``unknown_flags`` names flags of the day
    that the history has never seen, so that a person looks at it.
    """

    day: dt.date
    portions: int
    low: int
    high: int
    days_used: int
    unknown_flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """What was learned: ``(level + slope × days after the anchor) × weekday × flags``."""

    anchor: dt.date
    level: float
    slope: float
    weekdays: Mapping[int, float]
    flags: Mapping[str, float]

    def expected(self, day: dt.date, flags: Iterable[str]) -> float:
        return self.level_on(day) * self.factor(day, flags)

    def level_on(self, day: dt.date) -> float:
        """A trend is not believed for longer than three weeks beyond what was seen."""
        days = min((day - self.anchor).days, LONGEST_TREND_DAYS)
        return max(0.0, self.level + self.slope * days)

    def factor(self, day: dt.date, flags: Iterable[str]) -> float:
        factor = self.weekdays.get(weekday_number(day), 1.0)
        for flag in sorted(flags):
            factor *= self.flags.get(flag, 1.0)
        return factor


def forecast(history: Sequence[DayCount], days: Sequence[DayAhead]) -> tuple[Forecast, ...]:
    """One forecast per day ahead, from the history before it; nothing from an empty history."""
    learned = _usable(history)
    if not learned:
        return ()
    pattern = learn(learned)
    spread = _spread(learned, pattern)
    seen = frozenset(flag for count in learned for flag in count.flags)
    return tuple(_forecast_one(pattern, spread, len(learned), seen, ahead) for ahead in days)


def _forecast_one(
    pattern: Pattern, spread: float, used: int, seen: frozenset[str], ahead: DayAhead
) -> Forecast:
    value = pattern.expected(ahead.day, ahead.flags)
    low, high = max(0, floor(value * (1 - spread))), ceil(value * (1 + spread))
    return Forecast(ahead.day, round(value), low, high, used, ahead.flags - seen)


def plain_rule(history: Sequence[DayCount], ahead: DayAhead) -> int | None:
    """The rule to beat: the same weekday of the last week that has one; None without any."""
    same = [
        count
        for count in history
        if count.day < ahead.day and weekday_number(count.day) == weekday_number(ahead.day)
    ]
    return max(same, key=lambda count: count.day).portions if same else None


# --- learning -----------------------------------------------------------------------------------


def _usable(history: Sequence[DayCount]) -> list[DayCount]:
    kept = sorted((count for count in history if not count.left_out), key=lambda c: c.day)
    if not kept:
        return []
    first = kept[-1].day - dt.timedelta(days=WINDOW_DAYS)
    return [count for count in kept if count.day > first]


def learn(history: Sequence[DayCount]) -> Pattern:
    """Factors and level in turns: each is learned from what the others leave unexplained."""
    anchor = history[-1].day
    level = float(median(count.portions for count in history))
    pattern = Pattern(anchor, level, 0.0, {}, {})
    for _ in range(3):
        pattern = _with_weekdays(history, pattern)
        pattern = _with_flags(history, pattern)
        pattern = _with_level(history, pattern)
    return pattern


def _with_weekdays(history: Sequence[DayCount], pattern: Pattern) -> Pattern:
    bare = Pattern(pattern.anchor, pattern.level, pattern.slope, {}, pattern.flags)
    ratios = _ratios(history, bare, lambda count: [weekday_number(count.day)])
    factors = {weekday: _doubted(values, DOUBT_WEEKDAY) for weekday, values in ratios.items()}
    return Pattern(pattern.anchor, pattern.level, pattern.slope, factors, pattern.flags)


def _with_flags(history: Sequence[DayCount], pattern: Pattern) -> Pattern:
    bare = Pattern(pattern.anchor, pattern.level, pattern.slope, pattern.weekdays, {})
    ratios = _ratios(history, bare, lambda count: sorted(count.flags))
    factors = {flag: _doubted(values, DOUBT_FLAG) for flag, values in ratios.items()}
    return Pattern(pattern.anchor, pattern.level, pattern.slope, pattern.weekdays, factors)


def _ratios(
    history: Sequence[DayCount], bare: Pattern, keys_of: Callable[[DayCount], Iterable[Key]]
) -> dict[Key, list[float]]:
    ratios: defaultdict[Key, list[float]] = defaultdict(list)
    for count in history:
        expected = bare.expected(count.day, count.flags)
        for key in keys_of(count) if expected > 0 else ():
            ratios[key].append(count.portions / expected)
    return ratios


def _doubted(ratios: Sequence[float], doubt: float) -> float:
    """The median effect, believed the more the more days show it and the more they agree."""
    effect = _centre(ratios) - 1
    noise = median(abs(ratio - 1 - effect) for ratio in ratios)
    evidence = len(ratios) / (len(ratios) + doubt)
    if effect == 0:
        return 1.0
    clear = max(0.0, 1 - (noise / abs(effect)) ** 2 / len(ratios))
    return 1 + effect * evidence * clear


def _centre(values: Sequence[float]) -> float:
    """The mean without the lowest and the highest fifth: robust, and surer than a median."""
    kept = sorted(values)
    cut = len(kept) // 5
    kept = kept[cut : len(kept) - cut]
    return sum(kept) / len(kept)


def _with_level(history: Sequence[DayCount], pattern: Pattern) -> Pattern:
    """The level at the anchor: a damped trend where the days agree on one, else a median."""
    points = [
        ((count.day - pattern.anchor).days, count.portions / factor)
        for count in history
        if (factor := pattern.factor(count.day, count.flags)) > 0
    ]
    if not points:
        return pattern
    slope = _slope(points)
    recent = [value - slope * day for day, value in points if day > -RECENT_DAYS]
    level = _centre(recent or [value - slope * day for day, value in points])
    return Pattern(pattern.anchor, level, slope, pattern.weekdays, pattern.flags)


def _slope(points: Sequence[tuple[int, float]]) -> float:
    """Theil–Sen slope per day (Sen 1968), damped by how far the pairs agree on its sign.

    The agreement is Kendall's tau; noise alone gives a tau near 0 and so no trend.
    """
    if len(points) < TREND_NEEDS_DAYS:
        return 0.0
    slopes = [
        (later - earlier) / (after - before)
        for i, (before, earlier) in enumerate(points)
        for after, later in points[i + 1 :]
        if after > before
    ]
    tau = (sum(s > 0 for s in slopes) - sum(s < 0 for s in slopes)) / len(slopes)
    sure = max(0.0, (abs(tau) - _tau_of_noise(len(points))) / abs(tau)) if tau else 0.0
    return median(slopes) * sure


def _tau_of_noise(count: int) -> float:
    """Twice the standard deviation of Kendall's tau under pure noise (Kendall 1938)."""
    return 2 * sqrt(2 * (2 * count + 5) / (9 * count * (count - 1)))


def _spread(history: Sequence[DayCount], pattern: Pattern) -> float:
    """The relative error that four past days of five stayed within."""
    errors = sorted(
        abs(count.portions - expected) / expected
        for count in history
        if (expected := pattern.expected(count.day, count.flags)) > 0
    )
    return errors[ceil(RANGE_QUANTILE * len(errors)) - 1] if errors else 0.0

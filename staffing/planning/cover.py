"""From minutes of work to cooks on shifts: how many of each skill every shift needs.

Pure. Times are minutes from local midnight of the day; minutes of work are cooks' minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SLOT = 30
SLOTS = 48
# A second woman who could come is worth an hour of work, in quarters of a minute of it.
CHOICE_WORTH = 240


@dataclass(frozen=True, slots=True)
class Work:
    """Minutes of one skill, to be done somewhere between two times, and spread evenly there.

    With ``heads`` it is a presence instead: so many cooks for the whole time (a driver on the
    road, the supervisor of a line).
    """

    skill: str
    from_minute: int
    to_minute: int
    minutes: int = 0
    heads: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.from_minute < self.to_minute <= SLOT * SLOTS:
            raise ValueError(f"work of {self.skill}: {self.from_minute}–{self.to_minute}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shift that can be asked for; the break is no work."""

    key: str
    start: int
    end: int
    paid_minutes: int
    break_from: int = 0
    break_minutes: int = 0

    def present(self, slot: int) -> int:
        """Minutes of a half-hour in which she is at work."""
        begin, end = slot * SLOT, (slot + 1) * SLOT
        inside = _shared(begin, end, self.start, self.end)
        return inside - _shared(begin, end, self.break_from, self.break_from + self.break_minutes)


Posts = dict[tuple[str, str], int]
Load = dict[str, list[int]]
Able = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """How minutes become cooks.

    Of a cook's time at work ``productive_percent`` goes to the listed work; in the ``presences``
    (driving, supervising) all of it. One more cook of a skill is asked for while she would be busy
    for ``worth_percent`` of that; a skill that is needed at all gets at least one. ``able`` says
    who could come to a (shift, skill): of two shifts, one that somebody can come to is preferred.
    """

    productive_percent: int
    worth_percent: int
    presences: frozenset[str] = frozenset()
    able: Able | None = None

    def percent(self, skill: str) -> int:
        return 100 if skill in self.presences else self.productive_percent


def load_by_half_hour(work: Iterable[Work]) -> Load:
    """Minutes of each skill in each of the 48 half-hours; the sum of the work is kept."""
    load: Load = defaultdict(lambda: [0] * SLOTS)
    for one in work:
        _spread(one, load[one.skill])
    return dict(sorted(load.items()))


def _spread(work: Work, slots: list[int]) -> None:
    length = work.to_minute - work.from_minute
    total = work.heads * length if work.heads else work.minutes
    done = 0
    for slot in range(work.from_minute // SLOT, -(-work.to_minute // SLOT)):
        passed = min(work.to_minute, (slot + 1) * SLOT) - work.from_minute
        until = total * passed // length
        slots[slot] += until - done
        done = until


def posts_for(
    load: Mapping[str, Sequence[int]], patterns: Sequence[Pattern], measure: Measure
) -> Posts:
    """Cooks by (shift, skill): rare skills first, one shift after the other, most useful first."""
    posts: Posts = {}
    seats = _Seats(measure.able)
    for skill in sorted(load, key=lambda skill: (seats.hands(skill), skill)):
        left, percent = list(load[skill]), measure.percent(skill)
        while (best := _next_post(skill, left, patterns, percent, seats)) is not None:
            gains = _gains(best, left, percent)
            worth = best.paid_minutes * percent * measure.worth_percent / 10_000
            first = not any(key[1] == skill for key in posts)
            if not sum(gains) or (sum(gains) < worth and not first):
                break
            seats.take(best.key, skill)
            posts[best.key, skill] = posts.get((best.key, skill), 0) + 1
            left = [have - gone for have, gone in zip(left, gains, strict=True)]
    return posts


def _next_post(
    skill: str, left: Sequence[int], patterns: Sequence[Pattern], percent: int, seats: _Seats
) -> Pattern | None:
    """The most useful shift that somebody is free for; without one, the most useful of all."""
    if not any(left):
        return None
    ranked = sorted(
        patterns,
        key=lambda one: (
            _score(one, left, percent) + CHOICE_WORTH * min(2, seats.choice(one.key, skill)),
            one.key,
        ),
        reverse=True,
    )
    useful = [one for one in ranked if sum(_gains(one, left, percent))]
    free = [one for one in useful if seats.has_room(one.key, skill)]
    return next(iter(free or useful), None)


def _gains(pattern: Pattern, left: Sequence[int], percent: int) -> list[int]:
    return [
        min(minutes, pattern.present(slot) * percent // 100) for slot, minutes in enumerate(left)
    ]


def _score(pattern: Pattern, left: Sequence[int], percent: int) -> int:
    """What she would get done, less a quarter of what she is paid for: long shifts must earn it."""
    return 4 * sum(_gains(pattern, left, percent)) - pattern.paid_minutes


class _Seats:
    """Who could sit where: posts matched to cooks, each cook at most once (augmenting paths)."""

    def __init__(self, able: Able | None) -> None:
        self._able = able
        self._post_of: dict[str, tuple[str, str]] = {}

    def hands(self, skill: str) -> int:
        """How many cooks could do the skill on any shift."""
        if self._able is None:
            return 0
        return len({cook for key, cooks in self._able.items() if key[1] == skill for cook in cooks})

    def choice(self, shift: str, skill: str) -> int:
        """How many cooks could sit there; a shift with a choice survives a sick call."""
        return 0 if self._able is None else len(self._able.get((shift, skill), frozenset()))

    def has_room(self, shift: str, skill: str) -> bool:
        return self._able is None or self._seat((shift, skill), dict(self._post_of), set())

    def take(self, shift: str, skill: str) -> None:
        """Seats somebody where that is possible; a post that nobody can fill is asked for too."""
        if self._able is not None:
            self._seat((shift, skill), self._post_of, set())

    def _seat(
        self, post: tuple[str, str], post_of: dict[str, tuple[str, str]], tried: set[str]
    ) -> bool:
        for cook in sorted((self._able or {}).get(post, frozenset()) - tried):
            tried.add(cook)
            if cook not in post_of or self._seat(post_of[cook], post_of, tried):
                post_of[cook] = post
                return True
        return False


def _shared(begin: int, end: int, start: int, stop: int) -> int:
    return max(0, min(end, stop) - max(begin, start))

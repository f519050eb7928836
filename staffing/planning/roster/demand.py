"""What is asked for and what was lived: shifts, cover, wishes, burdens, rides, history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .law import MINUTES_IN_DAY
from .people import Window, refuse


@dataclass(frozen=True, slots=True)
class ShiftType:
    """A dated work period's template; ``start`` and ``end`` in minutes of its day.

    ``end`` may pass midnight. ``forbidden_next`` names the shift types that may not be worked on
    the following day.
    """

    key: str
    start: int
    end: int
    paid_minutes: int
    break_minutes: int = 0
    forbidden_next: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        refuse(not self.key, "a shift type needs a key")
        refuse(
            not 0 <= self.start < MINUTES_IN_DAY, f"shift {self.key}: starts outside its own day"
        )
        refuse(
            not self.start < self.end <= self.start + MINUTES_IN_DAY,
            f"shift {self.key}: lasts {self.end - self.start} minutes",
        )
        refuse(
            self.paid_minutes < 0 or self.break_minutes < 0,
            f"shift {self.key}: negative paid or break minutes",
        )


@dataclass(frozen=True, slots=True)
class Cover:
    """Cooks wanted on a shift of a day, counting one skill of each (``None``: any cook counts).

    A shift can be worked on a day only where a cover asks for it (``required`` may be 0).
    """

    day: int
    shift: str
    required: int
    skill: str | None = None
    under_weight: int = 1
    over_weight: int = 0

    def __post_init__(self) -> None:
        where = f"cover of {self.shift} on day {self.day}"
        refuse(self.required < 0, f"{where}: requires {self.required}")
        refuse(self.under_weight < 0 or self.over_weight < 0, f"{where}: negative weight")


@dataclass(frozen=True, slots=True)
class Wish:
    """A cook's wish about a shift of a day, a whole day (no shift), or a window of time.

    ``wanted``: pays ``weight`` unless she works a matching shift. Otherwise pays ``weight`` for
    each matching shift she works; a wished day off is an unwanted day.
    """

    cook: str
    weight: int
    wanted: bool
    day: int | None = None
    shift: str | None = None
    window: Window | None = None

    def __post_init__(self) -> None:
        refuse(self.weight < 0, f"wish of {self.cook}: negative weight; use wanted=False")
        refuse(
            (self.day is None) == (self.window is None),
            f"wish of {self.cook}: names either a day or a window",
        )


@dataclass(frozen=True, slots=True)
class Burden:
    """Work that is shared fairly: points per shift type, on ``days`` (``None``: all days).

    With ``skills`` only shifts that count for one of them carry points.

    ``weight`` is paid per point above a cook's fair part, twice beyond one more shift's points.
    """

    key: str
    points: Mapping[str, int]
    days: frozenset[int] | None = None
    weight: int = 1
    skills: frozenset[str] | None = None

    def __post_init__(self) -> None:
        refuse(self.weight < 0, f"burden {self.key}: negative weight")
        refuse(
            any(points < 0 for points in self.points.values()),
            f"burden {self.key}: negative points",
        )

    def points_of(self, day: int, shift: str, skill: str | None) -> int:
        """Points for one cook who works ``shift`` on ``day``, counted for ``skill``."""
        counts = self.days is None or day in self.days
        if self.skills is not None and skill not in self.skills:
            return 0
        return self.points.get(shift, 0) if counts else 0


@dataclass(frozen=True, slots=True)
class Ride:
    """Cooks of one village who share a car: each different shift of a day is one more trip."""

    key: str
    cooks: frozenset[str]
    weight: int = 1

    def __post_init__(self) -> None:
        refuse(self.weight < 0, f"ride {self.key}: negative weight")


@dataclass(frozen=True, slots=True)
class Worked:
    """A shift before the horizon: ``day`` is negative, times in minutes from day 0's midnight."""

    cook: str
    day: int
    start: int
    end: int
    paid_minutes: int
    shift: str | None = None

    def __post_init__(self) -> None:
        refuse(self.day >= 0, f"history of {self.cook}: day {self.day} is inside the horizon")
        refuse(self.end <= self.start, f"history of {self.cook}: ends before it starts")


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """One cook on one shift of one day, counted under one skill of hers (``None``: any)."""

    day: int
    shift: str
    cook: str
    skill: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One layer of the objective: the weighted sum of the named aims, in their own units."""

    name: str
    aims: tuple[str, ...]


DEFAULT_GOALS = (
    Goal("cover", ("under_cover",)),
    Goal("contracts", ("week_promise", "guarantee")),
    Goal("fairness", ("burdens",)),
    Goal("wishes", ("wishes", "rides")),
    Goal("cost", ("over_cover", "wages")),
)


@dataclass(frozen=True, slots=True)
class Solution:
    """A roster: its assignments in order of day, shift, cook."""

    assignments: tuple[Assignment, ...] = field(default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "assignments", tuple(sorted(self.assignments, key=_position)))


def _position(assignment: Assignment) -> tuple[int, str, str, str]:
    return (assignment.day, assignment.shift, assignment.cook, assignment.skill or "")

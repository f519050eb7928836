"""Who can work: cooks with their skills, contract, consent, rest and wishes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

DAYS_IN_WEEK = 7


class BadProblem(ValueError):
    """The problem contradicts itself; the message names the place and what is wrong there."""


def refuse(condition: bool, message: str) -> None:
    """Raise :class:`BadProblem` with ``message`` when ``condition`` holds."""
    if condition:
        raise BadProblem(message)


class Flag(StrEnum):
    """A rule that protects one cook. It names the rule and never its cause."""

    NO_NIGHT = "no_night"
    NO_OVERTIME = "no_overtime"
    NO_REST_DAY = "no_rest_day"


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time ``[start, end)`` in minutes from midnight of day 0 (negative: before)."""

    start: int
    end: int

    def __post_init__(self) -> None:
        refuse(self.end <= self.start, f"window {self.start}–{self.end} ends before it starts")

    def overlaps(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Cook:
    """One cook. ``None`` means that no such limit applies to her.

    Hard: ``max_shifts`` (per shift type), ``min_minutes``/``max_minutes`` (paid, whole horizon),
    ``max_week_minutes`` (paid, what she agreed to at most), run lengths in days (a run that
    touches the first or last day may be shorter than its minimum, unless the history shows it
    whole), ``max_weekends``, ``days_off``, ``unavailable``, ``rest_day`` (weekday, Monday 0),
    ``flags``, ``max_day_minutes``. A learner of a skill works it only beside a cook certified
    in it. Soft: ``min_week_minutes`` (promised each week), ``guaranteed_minutes`` (whole
    horizon). ``fair_share`` is her part of shared burdens relative to the others;
    ``past_burdens`` are the points carried in the months before.
    """

    key: str
    skills: frozenset[str] = frozenset()
    learning: frozenset[str] = frozenset()
    certified: frozenset[str] = frozenset()
    max_shifts: Mapping[str, int] = field(default_factory=dict)
    min_minutes: int = 0
    max_minutes: int | None = None
    min_week_minutes: int = 0
    max_week_minutes: int | None = None
    guaranteed_minutes: int = 0
    max_day_minutes: int | None = None
    max_run: int | None = None
    min_run: int = 1
    min_days_off: int = 1
    max_days_off: int | None = None
    max_weekends: int | None = None
    days_off: frozenset[int] = frozenset()
    rest_day: int | None = None
    rest_day_work: bool = False
    unavailable: tuple[Window, ...] = ()
    flags: frozenset[Flag] = frozenset()
    hourly_agorot: int = 0
    fair_share: int = 100
    past_burdens: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse(not self.key, "a cook needs a key")
        self._refuse_crossed_limits()
        self._refuse_negative_figures()
        refuse(
            not (self.learning | self.certified) <= self.skills,
            f"{self.key}: learns or is certified in a skill that is not among her skills",
        )
        refuse(
            bool(self.learning & self.certified), f"{self.key}: both learns and is certified in one"
        )
        refuse(
            self.rest_day is not None and not 0 <= self.rest_day < DAYS_IN_WEEK,
            f"{self.key}: rest_day must be 0 (Monday) to 6, not {self.rest_day}",
        )

    def _refuse_crossed_limits(self) -> None:
        pairs = (
            ("minutes", self.min_minutes, self.max_minutes),
            ("week minutes", self.min_week_minutes, self.max_week_minutes),
            ("run", self.min_run, self.max_run),
            ("days off", self.min_days_off, self.max_days_off),
        )
        for name, low, high in pairs:
            refuse(
                high is not None and low > high,
                f"{self.key}: minimum {name} {low} above the maximum {high}",
            )

    def _refuse_negative_figures(self) -> None:
        figures = {
            "min_minutes": self.min_minutes,
            "min_week_minutes": self.min_week_minutes,
            "guaranteed_minutes": self.guaranteed_minutes,
            "max_weekends": self.max_weekends or 0,
            "hourly_agorot": self.hourly_agorot,
        }
        for name, figure in figures.items():
            refuse(figure < 0, f"{self.key}: {name} must not be negative, it is {figure}")
        refuse(self.min_run < 1 or self.min_days_off < 1, f"{self.key}: a run is at least one day")
        refuse(self.fair_share < 1, f"{self.key}: fair_share must be positive")
        for shift, most in self.max_shifts.items():
            refuse(most < 0, f"{self.key}: at most {most} of {shift}")

"""The whole question put to the roster planner, checked as it is built.

Time is counted in whole minutes from the local midnight that begins day 0; days before the horizon
are negative. Weekdays run from Monday 0 to Sunday 6. Money is in agorot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .demand import (
    DEFAULT_GOALS,
    Assignment,
    Burden,
    Cover,
    Goal,
    Ride,
    ShiftType,
    Wish,
    Worked,
)
from .law import MINUTES_IN_DAY, Law
from .people import DAYS_IN_WEEK, Cook, refuse

NO_LAW = Law()


@dataclass(frozen=True)
class Problem:
    """Everything the planner needs to know; raises ``BadProblem`` where the parts disagree.

    ``first_weekday`` is the weekday of day 0 (the horizon may start in the middle of a week);
    ``week_starts_on`` is where weekly limits begin anew. ``history_from`` is the first day whose
    ``history`` is complete (negative; 0: nothing is known of the days before). ``fixed`` shifts
    stand in every plan; on days before ``frozen_until``, and from ``frozen_from`` on where that is
    given, nothing else is assigned. ``published`` is the roster that the aim ``changes`` counts
    against, and ``max_changes`` how many days of a cook may differ from it. Without
    ``budget_agorot`` the whole wages count as cost, with it only what exceeds it.
    """

    days: int
    first_weekday: int
    shifts: tuple[ShiftType, ...]
    cooks: tuple[Cook, ...]
    cover: tuple[Cover, ...]
    laws: tuple[Law, ...] = ()
    wishes: tuple[Wish, ...] = ()
    burdens: tuple[Burden, ...] = ()
    rides: tuple[Ride, ...] = ()
    history: tuple[Worked, ...] = ()
    history_from: int = 0
    fixed: tuple[Assignment, ...] = ()
    frozen_until: int = 0
    frozen_from: int | None = None
    published: tuple[Assignment, ...] = ()
    max_changes: int | None = None
    budget_agorot: int | None = None
    week_starts_on: int = 6
    weekend: frozenset[int] = frozenset({4, 5})
    goals: tuple[Goal, ...] = DEFAULT_GOALS

    def __post_init__(self) -> None:
        refuse(self.days < 1, f"the horizon has {self.days} days")
        refuse(not 0 <= self.first_weekday < DAYS_IN_WEEK, "first_weekday must be 0 to 6")
        refuse(not 0 <= self.week_starts_on < DAYS_IN_WEEK, "week_starts_on must be 0 to 6")
        refuse(self.history_from > 0, "history_from is a day before the horizon, or 0")
        refuse(not self.goals, "a problem needs at least one goal")
        _refuse_doubles("cook", (cook.key for cook in self.cooks))
        _refuse_doubles("shift", (shift.key for shift in self.shifts))
        _refuse_doubles("goal", (goal.name for goal in self.goals))
        _refuse_doubles("cover", (f"{c.day}/{c.shift}/{c.skill}" for c in self.cover))
        _refuse_doubles("law from day", (str(law.from_day) for law in self.laws))
        self._refuse_strangers()
        self._refuse_bad_assignments("fixed", self.fixed)
        self._refuse_bad_assignments("published", self.published)

    def _refuse_strangers(self) -> None:
        for cover in self.cover:
            refuse(cover.shift not in self.shift, f"cover names the unknown shift {cover.shift}")
            refuse(not 0 <= cover.day < self.days, f"cover on day {cover.day} is outside")
        cooks = [wish.cook for wish in self.wishes] + [past.cook for past in self.history]
        cooks += [key for ride in self.rides for key in sorted(ride.cooks)]
        for key in cooks:
            refuse(key not in self.cook, f"unknown cook {key}")
        for wish in self.wishes:
            refuse(
                wish.shift is not None and wish.shift not in self.shift,
                f"wish of {wish.cook} names the unknown shift {wish.shift}",
            )
        for burden in self.burdens:
            for key in burden.points:
                refuse(key not in self.shift, f"burden {burden.key}: unknown shift {key}")
        for past in self.history:
            refuse(past.day < self.history_from, f"history of {past.cook} before history_from")

    def _refuse_bad_assignments(self, name: str, assignments: Sequence[Assignment]) -> None:
        seen: set[tuple[str, int]] = set()
        for one in assignments:
            where = f"{name}: {one.cook} on day {one.day}"
            refuse(one.cook not in self.cook, f"{where}: unknown cook")
            refuse(one.shift not in self.shift, f"{where}: unknown shift {one.shift}")
            refuse(not 0 <= one.day < self.days, f"{where}: outside the horizon")
            refuse((one.cook, one.day) in seen, f"{where}: two shifts on one day")
            seen.add((one.cook, one.day))

    @cached_property
    def cook(self) -> dict[str, Cook]:
        """Cooks by key."""
        return {cook.key: cook for cook in self.cooks}

    @cached_property
    def shift(self) -> dict[str, ShiftType]:
        """Shift types by key."""
        return {shift.key: shift for shift in self.shifts}

    @cached_property
    def posts(self) -> dict[tuple[int, str], tuple[str | None, ...]]:
        """The skills that can be counted on each (day, shift) on offer, sorted, any-cook last."""
        skills: dict[tuple[int, str], set[str | None]] = defaultdict(set)
        for cover in self.cover:
            skills[cover.day, cover.shift].add(cover.skill)
        for one in self.fixed:
            skills[one.day, one.shift].add(one.skill)
        return {
            key: tuple(sorted(skills[key], key=lambda skill: (skill is None, skill or "")))
            for key in sorted(skills)
        }

    @cached_property
    def fixed_posts(self) -> frozenset[tuple[str, int, str, str | None]]:
        """The fixed shifts as (cook, day, shift, skill)."""
        return frozenset((one.cook, one.day, one.shift, one.skill) for one in self.fixed)

    @cached_property
    def history_of(self) -> dict[str, tuple[Worked, ...]]:
        """Shifts before the horizon by cook, in order of time."""
        lived: dict[str, list[Worked]] = {cook.key: [] for cook in self.cooks}
        for past in sorted(self.history, key=lambda past: past.start):
            lived[past.cook].append(past)
        return {key: tuple(shifts) for key, shifts in lived.items()}

    @cached_property
    def weeks(self) -> tuple[range, ...]:
        """All weeks that touch the horizon, each a full week of days (some may lie outside)."""
        first = -((self.first_weekday - self.week_starts_on) % DAYS_IN_WEEK)
        return tuple(
            range(start, start + DAYS_IN_WEEK) for start in range(first, self.days, DAYS_IN_WEEK)
        )

    @cached_property
    def weekends(self) -> tuple[range, ...]:
        """Runs of weekend days inside the horizon."""
        runs: list[range] = []
        for day in range(self.days):
            if self.weekday(day) not in self.weekend:
                continue
            if runs and runs[-1].stop == day:
                runs[-1] = range(runs[-1].start, day + 1)
            else:
                runs.append(range(day, day + 1))
        return tuple(runs)

    def is_frozen(self, day: int) -> bool:
        """Whether nothing but the fixed shifts may stand on ``day``."""
        late = self.frozen_from is not None and day >= self.frozen_from
        return late or day < self.frozen_until

    def weekday(self, day: int) -> int:
        return (self.first_weekday + day) % DAYS_IN_WEEK

    def law(self, day: int) -> Law:
        """The law in force on ``day``; one that asks nothing where none is."""
        in_force = [law for law in self.laws if law.from_day <= day]
        return max(in_force, key=lambda law: law.from_day, default=NO_LAW)

    def start(self, day: int, shift: str) -> int:
        """When ``shift`` of ``day`` starts, in minutes from midnight of day 0."""
        return day * MINUTES_IN_DAY + self.shift[shift].start

    def end(self, day: int, shift: str) -> int:
        """When ``shift`` of ``day`` ends, in minutes from midnight of day 0."""
        return day * MINUTES_IN_DAY + self.shift[shift].end


def _refuse_doubles(what: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        refuse(key in seen, f"{what} {key} appears twice")
        seen.add(key)

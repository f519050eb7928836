"""A plan meets the day: what has started stays, and as little as possible of the rest moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from kurkum.lib.solving import Limits, OnProgress, Result, ShouldStop
from staffing.planning.production.calendar import blocked
from staffing.planning.production.problem import Cook, Equipment, Problem, Window
from staffing.planning.production.solution import PlannedTask, Solution
from staffing.planning.production.solve import solve

ONE_SECOND = Limits(seconds=1.0)


@dataclass(frozen=True, slots=True)
class Away:
    """A cook who leaves, or does not come: not there from ``start`` on."""

    cook: str
    start: int


@dataclass(frozen=True, slots=True)
class Down:
    """Equipment that cannot be used in ``[start, end)``."""

    equipment: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"{self.equipment} is down {self.start}–{self.end}, for no time")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is no longer as planned. ``lost``: started tasks whose work must be done again."""

    away: tuple[Away, ...] = ()
    down: tuple[Down, ...] = ()
    lost: tuple[str, ...] = ()


NO_CHANGES = Changes()


def replan(
    problem: Problem,
    previous: Solution,
    *,
    now: int,
    changes: Changes = NO_CHANGES,
    limits: Limits = ONE_SECOND,
    seed: int = 1,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Result[Solution]:
    """A plan from ``now`` on that differs from ``previous`` in the fewest tasks, then names.

    ``problem`` is the day as it is now asked for (after an amendment: ``amending.amended``).
    What ``previous`` had begun before ``now`` is kept. Verify the result against ``revised``.
    """
    return solve(
        revised(problem, previous, now=now, changes=changes),
        limits=limits,
        seed=seed,
        previous=previous,
        on_progress=on_progress,
        should_stop=should_stop,
    )


def revised(
    problem: Problem, previous: Solution, *, now: int, changes: Changes = NO_CHANGES
) -> Problem:
    """``problem`` as it stands at ``now``: started tasks fixed, absences and breakdowns in.

    Raises ValueError where ``changes`` name a cook or equipment that is not there.
    """
    _refuse_unknown(problem, changes)
    lost = {*changes.lost, *_interrupted(previous, changes.down)}
    begun = tuple(
        planned
        for planned in previous.tasks
        if planned.start < now and planned.key in problem.task_by_key and planned.key not in lost
        and planned.key not in problem.fixed_by_key
    )  # fmt: skip
    layers = [name for name in problem.layers if name not in ("shortfall", "changes")]
    return replace(
        problem,
        fixed=(*problem.fixed, *begun),
        now=now,
        cooks=tuple(_cooks_left(problem.cooks, changes.away)),
        equipment=tuple(_windows_left(problem, item, changes) for item in problem.equipment),
        layers=("shortfall", "changes", *layers),
    )


def _refuse_unknown(problem: Problem, changes: Changes) -> None:
    for away in changes.away:
        if away.cook not in problem.cook_by_key:
            raise ValueError(f"no cook {away.cook} in this day's plan")
    for down in changes.down:
        if down.equipment not in problem.equipment_by_key:
            raise ValueError(f"no equipment {down.equipment} in this day's plan")


def _interrupted(previous: Solution, down: tuple[Down, ...]) -> Iterator[str]:
    """Tasks that stand on equipment at the moment it breaks down."""
    for planned in previous.tasks:
        for one in down:
            if one.equipment in planned.equipment and planned.start < one.start < planned.end:
                yield planned.key


def _cooks_left(cooks: tuple[Cook, ...], away: tuple[Away, ...]) -> Iterator[Cook]:
    leaves: dict[str, int] = {}
    for one in away:
        leaves[one.cook] = min(one.start, leaves.get(one.cook, one.start))
    for cook in cooks:
        end = min(cook.end, leaves.get(cook.key, cook.end))
        if cook.start < end:
            kept = [Window(w.start, min(w.end, end)) for w in cook.breaks if w.start < end]
            yield replace(cook, end=end, breaks=tuple(kept))


def _windows_left(problem: Problem, item: Equipment, changes: Changes) -> Equipment:
    down = [Window(one.start, one.end) for one in changes.down if one.equipment == item.key]
    if not down:
        return item
    windows: list[Window] = []
    for window in item.windows or (Window(problem.start, problem.end),):
        windows += blocked(_merged(down), window.start, window.end)
    # Equipment without any window would be open all day: an empty minute before it says "never".
    return replace(item, windows=tuple(windows) or (Window(problem.start - 1, problem.start),))


def _merged(windows: list[Window]) -> list[Window]:
    merged: list[Window] = []
    for window in sorted(windows):
        if merged and window.start <= merged[-1].end:
            merged[-1] = Window(merged[-1].start, max(merged[-1].end, window.end))
        else:
            merged.append(window)
    return merged


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of a difference sheet; ``was`` or ``now`` is missing where a task is new or gone.

    ``tell``: the cooks of either plan, who must hear of it.
    """

    what: Literal["added", "dropped", "moved", "other_equipment", "other_cooks"]
    task: str
    batch: str | None
    was: PlannedTask | None
    now: PlannedTask | None

    @property
    def tell(self) -> tuple[str, ...]:
        sides = (self.was, self.now)
        spans = (span for side in sides if side is not None for span in side.attended)
        return tuple(sorted({cook for span in spans for cook in span.cooks}))


def difference(old: Solution, new: Solution) -> tuple[Difference, ...]:
    """What changed between two plans of the same day, in order of time."""
    found = []
    for key in {**old.task_by_key, **new.task_by_key}:
        was, now = old.task_by_key.get(key), new.task_by_key.get(key)
        what = _what_changed(was, now)
        if what is not None:
            either = now or was
            found.append(Difference(what, key, either.batch if either else None, was, now))
    return tuple(sorted(found, key=lambda one: (_time(one), one.task)))


def _time(one: Difference) -> int:
    return min(side.start for side in (one.was, one.now) if side is not None)


def _what_changed(
    was: PlannedTask | None, now: PlannedTask | None
) -> Literal["added", "dropped", "moved", "other_equipment", "other_cooks"] | None:
    if was is None:
        return "added"
    if now is None:
        return "dropped"
    if (was.start, was.end) != (now.start, now.end):
        return "moved"
    if was.equipment != now.equipment:
        return "other_equipment"
    return "other_cooks" if was.attended != now.attended else None

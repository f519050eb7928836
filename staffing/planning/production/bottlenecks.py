"""Hours in which more must happen than can: proofs by counting minutes, without any search.

For a kind of equipment, or a skill, and an interval of time: the work that has no choice but to
lie in the interval, against what the machines or cooks can give there. Codes and facts:

* ``equipment_full`` kind, start, end, needed, available – machine-minutes;
* ``cooks_busy`` skill, start, end, needed, available – cook-minutes;
* ``hands_busy`` start, end, needed, available – the same for all cooks and all their work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from staffing.planning.production.chains import Chains
from staffing.planning.production.problem import Problem, Window
from staffing.planning.production.reasons import reasons_for
from staffing.planning.production.solution import Reason


@dataclass(frozen=True, slots=True)
class Work:
    """``minutes`` (times ``width`` machines or hands) that start no sooner and end no later."""

    soonest: int
    latest: int
    minutes: int
    width: int = 1


def bottlenecks(problem: Problem) -> list[Reason]:
    """The worst overfull interval of each kind of equipment and each skill, worst first."""
    chains = Chains(problem)
    found: list[tuple[int, Reason]] = []
    for kind, machines in problem.equipment_by_kind.items():
        windows = [w for item in machines for w in item.windows or (_day(problem),)]
        if machines[0].exclusive:
            name: dict[str, str | int] = {"kind": kind}
            found += _worst("equipment_full", name, _on(problem, chains, kind), windows)
    skills = sorted({part.skill for t in problem.tasks for part in t.modes[0].attended})
    for skill in skills:
        cooks = [c for c in problem.cooks if skill in (*c.skills, *c.learning)]
        windows = [window for cook in cooks for window in cook.free_windows()]
        found += _worst("cooks_busy", {"skill": skill}, _by(problem, chains, skill), windows)
    if len(skills) > 1:
        work = [one for skill in skills for one in _by(problem, chains, skill)]
        windows = [window for cook in problem.cooks for window in cook.free_windows()]
        found += _worst("hands_busy", {}, work, windows)
    return [reason for _, reason in sorted(found, key=lambda pair: -pair[0])]


def cannot_all_be_made(problem: Problem) -> bool:
    """Proven without any search."""
    evident = any(reasons_for(problem, batch.key) for batch in problem.batches)
    return evident or bool(bottlenecks(problem))


def _day(problem: Problem) -> Window:
    return Window(problem.start, problem.end)


def _on(problem: Problem, chains: Chains, kind: str) -> list[Work]:
    return [
        _work(chains, task.key, 0, chains.shortest[task.key], 1)
        for task in problem.tasks
        if len(task.modes) == 1 and any(use.kind == kind for use in task.modes[0].uses)
        and task.key not in problem.fixed_by_key
    ]  # fmt: skip


def _by(problem: Problem, chains: Chains, skill: str) -> list[Work]:
    return [
        _work(chains, task.key, part.offset, part.minutes, part.hands)
        for task in problem.tasks
        if len(task.modes) == 1 and task.key not in problem.fixed_by_key
        for part in task.modes[0].attended
        if part.skill == skill
    ]


def _work(chains: Chains, task: str, offset: int, minutes: int, width: int) -> Work:
    soonest = max(chains.earliest_start(task), chains.soonest_end(task) - chains.shortest[task])
    latest = chains.latest_start(task) + offset + minutes
    return Work(soonest + offset, latest, minutes, width)


def _worst(
    code: str, name: dict[str, str | int], work: Sequence[Work], windows: Sequence[Window]
) -> Iterator[tuple[int, Reason]]:
    """The interval where most is missing, if anything is missing anywhere."""
    worst: tuple[int, int, int, int] | None = None
    missing = 0
    for start in sorted({one.soonest for one in work}):
        for end in sorted({one.latest for one in work if one.latest > start}):
            needed = sum(_inside(one, start, end) for one in work)
            available = sum(_overlap(window, start, end) for window in windows)
            if needed - available > missing:
                missing, worst = needed - available, (start, end, needed, available)
    if worst is not None:
        start, end, needed, available = worst
        facts = {"start": start, "end": end, "needed": needed, "available": available}
        yield missing, Reason(code, {**name, **facts})


def _inside(one: Work, start: int, end: int) -> int:
    """Minutes of the work that lie in the interval wherever it is put."""
    early = min(one.soonest + one.minutes, end) - max(one.soonest, start)
    late = min(one.latest, end) - max(one.latest - one.minutes, start)
    return max(0, min(one.minutes, early, late)) * one.width


def _overlap(window: Window, start: int, end: int) -> int:
    return max(0, min(window.end, end) - max(window.start, start))

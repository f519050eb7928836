"""Small changes of a day that might make it fit: each one named, and the changed problem.

Codes and facts (minutes from midnight):

* ``more_cooks`` skill, start – one more cook with the skill, from that minute on;
* ``split_wave`` ready_by, eat_from, minutes – of the wave that leaves at ``ready_by``, the sites
  that eat from ``eat_from`` on get a van of their own so much later; nobody eats later;
* ``later_departure`` ready_by, minutes – the wave leaves (and eats) so much later;
* ``start_earlier`` minutes – the whole kitchen begins so much earlier;
* ``more_equipment`` kind – one more of it;
* ``swap_dish`` dish – this dish is not cooked; another takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from staffing.planning.production.problem import Cook, Equipment, Problem
from staffing.planning.production.solution import Gap, Reason

Facts = Mapping[str, str | int]
LATER = (15, 30, 45)
SPLIT_BY = (20, 40)
HOUR = 60
ONE_SHIFT = 8 * HOUR
HOURS = (7, 6, 5)


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change, its code and facts as listed above, and the changed problem, ready to be solved."""

    code: str
    facts: dict[str, str | int]
    problem: Problem = field(repr=False)


def remedy_of(problem: Problem, code: str, facts: Facts) -> Remedy | None:
    """The change that a code and its facts name, untried; None for a code that is none.

    So a remedy that was offered before can be tried again without looking for it once more.
    """
    if code == "more_cooks":
        return _one_more_cook(problem, str(facts["skill"]), int(facts["start"]))
    if code == "more_equipment":
        return _more_equipment(problem, str(facts["kind"]))
    if code == "later_departure":
        return _later(problem, int(facts["ready_by"]), int(facts["minutes"]))
    if code == "split_wave":
        wave, eat_from = int(facts["ready_by"]), int(facts["eat_from"])
        return _split(problem, wave, eat_from, int(facts["minutes"]))
    if code == "start_earlier":
        return _start_earlier(problem, int(facts["minutes"]))
    return _without(problem, str(facts["dish"])) if code == "swap_dish" else None


def candidates(
    problem: Problem, known: Sequence[Reason], gaps: Sequence[Gap]
) -> Iterator[tuple[Remedy, ...]]:
    """Groups worth a trial, what is known to be short first; within a group the mildest first."""
    skills = [str(reason.facts["skill"]) for reason in known if "skill" in reason.facts]
    kinds = [str(reason.facts["kind"]) for reason in known if "kind" in reason.facts]
    for skill in dict.fromkeys(skills):
        yield _more_cooks(problem, skill)
    for kind in dict.fromkeys(kinds):
        yield (_more_equipment(problem, kind),)
    waves = _waves(problem, gaps)
    yield tuple(one for minutes in SPLIT_BY for one in _splits(problem, waves, minutes))
    for skill in _skills(problem):
        if skill not in skills:
            yield _more_cooks(problem, skill)
    yield tuple(_later(problem, wave, minutes) for minutes in LATER for wave in waves)
    for dish in dict.fromkeys(gap.dish for gap in gaps):
        yield (_without(problem, dish),)
    yield (_start_earlier(problem, HOUR),)
    for kind in problem.equipment_by_kind:
        if kind not in kinds:
            yield (_more_equipment(problem, kind),)


def _waves(problem: Problem, gaps: Sequence[Gap]) -> list[int]:
    """When what is missing should have left."""
    missing = {gap.batch for gap in gaps}
    return sorted({hold.ready_by for hold in problem.holds if hold.batch in missing})


def _skills(problem: Problem) -> list[str]:
    """The skills asked for, the most work first."""
    work: dict[str, int] = {}
    for task in problem.tasks:
        for part in task.modes[0].attended:
            work[part.skill] = work.get(part.skill, 0) + part.minutes * part.hands
    return sorted(work, key=lambda skill: (-work[skill], skill))


def _more_cooks(problem: Problem, skill: str) -> tuple[Remedy, ...]:
    """One more cook, as late in the morning as may do; earlier only if late does not fit."""
    now = problem.start if problem.now is None else problem.now
    starts = dict.fromkeys(max(now, hour * HOUR) for hour in HOURS)
    return tuple(_one_more_cook(problem, skill, start) for start in starts)


def _one_more_cook(problem: Problem, skill: str, start: int) -> Remedy:
    extra = Cook(f"one more {skill}", (skill,), start, start + ONE_SHIFT)
    changed = replace(problem, cooks=(*problem.cooks, extra))
    return Remedy("more_cooks", {"skill": skill, "start": start}, changed)


def _more_equipment(problem: Problem, kind: str) -> Remedy:
    have = problem.equipment_by_kind.get(kind, ())
    need = [u.load for t in problem.tasks for m in t.modes for u in m.uses if u.kind == kind]
    capacity = max([item.capacity for item in have] + need)
    exclusive = all(item.exclusive for item in have)
    extra = Equipment(f"one more {kind}", kind, capacity, exclusive)
    changed = replace(problem, equipment=(*problem.equipment, extra))
    return Remedy("more_equipment", {"kind": kind}, changed)


def _splits(problem: Problem, waves: Sequence[int], minutes: int) -> Iterator[Remedy]:
    """Where sites of a wave have so much more time until they eat than its most pressed one."""
    for wave in waves:
        spare = [hold.eat_at - wave for hold in problem.holds if hold.ready_by == wave]
        late = [time for time in spare if time >= min(spare) + minutes]
        if late:
            yield _split(problem, wave, wave + min(late), minutes)


def _split(problem: Problem, wave: int, eat_from: int, minutes: int) -> Remedy:
    holds = tuple(
        replace(hold, ready_by=min(hold.ready_by + minutes, hold.eat_at))
        if hold.ready_by == wave and hold.eat_at >= eat_from
        else hold
        for hold in problem.holds
    )
    facts: dict[str, str | int] = {"ready_by": wave, "eat_from": eat_from, "minutes": minutes}
    return Remedy("split_wave", facts, replace(problem, holds=holds))


def _later(problem: Problem, wave: int, minutes: int) -> Remedy:
    holds = tuple(
        replace(hold, ready_by=hold.ready_by + minutes, eat_at=hold.eat_at + minutes)
        if hold.ready_by == wave
        else hold
        for hold in problem.holds
    )
    facts: dict[str, str | int] = {"ready_by": wave, "minutes": minutes}
    return Remedy("later_departure", facts, replace(problem, holds=holds))


def _start_earlier(problem: Problem, minutes: int) -> Remedy:
    cooks = tuple(replace(cook, start=cook.start - minutes) for cook in problem.cooks)
    changed = replace(problem, start=problem.start - minutes, cooks=cooks)
    return Remedy("start_earlier", {"minutes": minutes}, changed)


def _without(problem: Problem, dish: str) -> Remedy:
    gone = {batch.key for batch in problem.batches if batch.dish == dish}
    dropped = {task.key for task in problem.tasks if task.batch in gone}
    changed = replace(
        problem,
        tasks=tuple(task for task in problem.tasks if task.key not in dropped),
        lags=tuple(lag for lag in problem.lags if not {lag.before, lag.after} & dropped),
        batches=tuple(batch for batch in problem.batches if batch.key not in gone),
        holds=tuple(hold for hold in problem.holds if hold.batch not in gone),
        demand=tuple(line for line in problem.demand if line.dish != dish),
        fixed=tuple(planned for planned in problem.fixed if planned.key not in dropped),
    )
    return Remedy("swap_dish", {"dish": dish}, changed)

"""Reasons that can be read off the problem itself, without trying any plan.

Codes and facts (minutes from midnight):

* ``no_equipment`` task, kind – there is none of the kind;
* ``no_vessel_fits`` task, kind, load, largest – none is large enough, or all refuse the class;
* ``no_cook`` task, skill – nobody with the skill is at work that day;
* ``too_few_cooks`` task, skill, needed, most – never so many at once;
* ``chain_too_long`` batch, earliest, latest – packed at ``earliest`` at best, due at ``latest``;
* ``hold_too_long`` batch, soonest, latest – cooking may not end before ``soonest`` and, to leave
  in time, not after ``latest``.

And what can be said where nothing is evident in the batch itself:

* ``not_together`` start, end – proven that not all can be made; the batch would have to be made
  between these;
* ``not_found`` – no place was found for it in the time given.
"""

from __future__ import annotations

from staffing.planning.production.calendar import head_count
from staffing.planning.production.chains import Chains
from staffing.planning.production.problem import Problem, Task
from staffing.planning.production.solution import Reason
from staffing.planning.production.windows import StartWindows


def reasons_for(problem: Problem, batch: str) -> tuple[Reason, ...]:
    """Why ``batch`` can never be made, whatever else is planned; empty if nothing is evident."""
    reasons: list[Reason] = []
    for task in problem.tasks_of(batch):
        reasons += _equipment_reasons(problem, task)
        reasons += _cook_reasons(problem, task)
    return tuple(reasons or _time_reasons(problem, batch))


def reasons_of_gap(problem: Problem, batch: str, *, proven: bool) -> tuple[Reason, ...]:
    """Why a batch is left out, and never nothing; ``proven``: not all can be made."""
    evident = reasons_for(problem, batch)
    if evident:
        return evident
    if not proven:
        return (Reason("not_found"),)
    windows = StartWindows(problem, whole=True)
    free = [t for t in problem.tasks_of(batch) if t.key not in problem.fixed_by_key]
    facts: dict[str, str | int] = {
        "start": min(windows.first[task.key] for task in free),
        "end": max(windows.last_end(task.key) for task in free),
    }
    return (Reason("not_together", facts),)


def _equipment_reasons(problem: Problem, task: Task) -> list[Reason]:
    for mode in task.modes:
        faults = []
        for use in mode.uses:
            machines = problem.equipment_by_kind.get(use.kind, ())
            facts: dict[str, str | int] = {"task": task.key, "kind": use.kind}
            if not machines:
                faults.append(Reason("no_equipment", facts))
            elif not any(item.takes(use.load, task.setup_class) for item in machines):
                largest = max(item.capacity for item in machines)
                facts |= {"load": use.load, "largest": largest}
                faults.append(Reason("no_vessel_fits", facts))
        if not faults:
            return []
    return faults


def _cook_reasons(problem: Problem, task: Task) -> list[Reason]:
    for mode in task.modes:
        faults = []
        for part in mode.attended:
            able = [c for c in problem.cooks if part.skill in c.skills]
            near = [c for c in problem.cooks if part.skill in (*c.skills, *c.learning)]
            most, _ = head_count(near, 1, (problem.start, problem.end))
            facts: dict[str, str | int] = {"task": task.key, "skill": part.skill}
            if not able:
                faults.append(Reason("no_cook", facts))
            elif most < part.hands:
                facts |= {"needed": part.hands, "most": most}
                faults.append(Reason("too_few_cooks", facts))
        if not faults:
            return []
    return faults


def _time_reasons(problem: Problem, batch: str) -> list[Reason]:
    chains = Chains(problem)
    reasons = []
    for hold in (hold for hold in problem.holds if hold.batch == batch):
        packed = chains.earliest_end(hold.pack_task)
        if packed > hold.ready_by:
            facts: dict[str, str | int] = {"earliest": packed, "latest": hold.ready_by}
            reasons.append(Reason("chain_too_long", {"batch": batch, **facts}))
            continue
        soonest, latest = chains.soonest_end(hold.cook_task), chains.latest_end(hold.cook_task)
        if soonest > latest:
            facts = {"soonest": soonest, "latest": latest}
            reasons.append(Reason("hold_too_long", {"batch": batch, **facts}))
    return reasons[:1]

"""Cooks are counted, not named: for each group of skills, never more work than hands.

Hall's condition: at every minute, for every group of cooks, the work that only they can do needs
no more hands than they have on shift and off break. It is exact for any one minute, so names can
be found afterwards (``naming``) as long as a hand-over is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator

from ortools.sat.python import cp_model

from staffing.planning.production.calendar import closed_groups, eligible_sets, head_count
from staffing.planning.production.problem import Task
from staffing.planning.production.variables import Literal, Variables

Work = tuple[cp_model.IntervalVar, dict[frozenset[str], int]]


class EnoughCooks:
    """Attended work never needs more cooks of a skill than are there."""

    name = "enough_cooks"

    def apply(self, variables: Variables) -> None:
        work = list(self._work(variables))
        groups = closed_groups(group for _, hands in work for group in hands)
        for group in groups:
            self._limit(variables, group, work)

    def _limit(self, variables: Variables, group: frozenset[str], work: list[Work]) -> None:
        cooks = [cook for cook in variables.problem.cooks if cook.key in group]
        first, last = variables.first_cell, variables.last_cell
        peak, absent = head_count(cooks, variables.unit, first, last)
        intervals, demands = [], []
        for interval, hands in work:
            needed = sum(count for able, count in hands.items() if able <= group)
            if needed:
                intervals.append(interval)
                demands.append(needed)
        for begin, end, missing in absent:
            name = f"absent {begin}"
            size = end - begin
            intervals.append(variables.model.new_fixed_size_interval_var(begin, size, name))
            demands.append(missing)
        variables.model.add_cumulative(intervals, demands, peak)

    def _work(self, variables: Variables) -> Iterator[Work]:
        for task in variables.problem.tasks:
            for index, mode in enumerate(task.modes):
                literal = variables.in_mode(task.key, index)
                for part in mode.attended:
                    interval = part_interval(variables, task, (part.offset, part.minutes), literal)
                    if interval is not None:
                        hands: dict[frozenset[str], int] = {}
                        for able in eligible_sets(variables.problem, part):
                            hands[able] = hands.get(able, 0) + 1
                        yield interval, hands
        yield from self._cleaning(variables)

    def _cleaning(self, variables: Variables) -> Iterator[Work]:
        problem = variables.problem
        skills = {setup.kind: setup.skill for setup in problem.setups if setup.skill}
        for (task, kind), clean in variables.clean.items():
            if kind in skills:
                able = frozenset(c.key for c in problem.cooks if skills[kind] in c.skills)
                begin, name = variables.clean_begin[task, kind], f"cleaning for {task}"
                start = variables.start(task)
                interval = variables.model.new_interval_var(begin, clean, start, name)
                yield interval, {able: 1}


def part_interval(
    variables: Variables, task: Task, part: tuple[int, int], literal: Literal
) -> cp_model.IntervalVar | None:
    """An attended part; of a decided task, only what lies between now and its end."""
    offset, minutes = part
    planned = variables.problem.fixed_by_key.get(task.key)
    if planned is None:
        return variables.interval(task.key, offset, minutes, literal)
    begin = max(planned.start + offset, variables.first_cell * variables.unit)
    if variables.problem.now is not None:
        begin = max(begin, variables.problem.now)
    end = min(planned.start + offset + minutes, planned.end)
    cells = (-(-begin // variables.unit), end // variables.unit)
    if literal is False or cells[0] >= cells[1]:
        return None
    return variables.model.new_fixed_size_interval_var(
        cells[0], cells[1] - cells[0], f"{task.key} fixed part"
    )

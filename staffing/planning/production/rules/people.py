"""Cooks are counted, not named: for each group of skills, never more work than hands.

Hall's condition: at every minute, for every group of cooks, the work that only they can do needs
no more hands than they have on shift and off break. It is exact for any one minute, so names can
be found afterwards (``naming``) as long as a hand-over is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator

from ortools.sat.python import cp_model

from staffing.planning.production.calendar import closed_groups, head_count
from staffing.planning.production.hands import Decided, Hands, decided_parts, hands_of, needed
from staffing.planning.production.variables import Variables

Work = tuple[cp_model.IntervalVar, Hands]


class EnoughCooks:
    """Attended work never needs more cooks of a skill than are there.

    What is decided comes first; where it already needs more than there are, nothing can be added,
    and the names will show who is missing.
    """

    name = "enough_cooks"

    def apply(self, variables: Variables) -> None:
        free = list(self._work(variables))
        decided = list(decided_parts(variables.problem, variables.unit))
        groups = closed_groups(
            [group for _, hands in free for group in hands]
            + [group for _, _, hands in decided for group in hands]
        )
        for group in groups:
            self._limit(variables, group, free, decided)

    def _limit(
        self, variables: Variables, group: frozenset[str], free: list[Work], decided: list[Decided]
    ) -> None:
        cooks = [cook for cook in variables.problem.cooks if cook.key in group]
        taken = [(begin, end, needed(hands, group)) for begin, end, hands in decided]
        intervals, demands = [], []
        for interval, hands in free:
            if needed(hands, group):
                intervals.append(interval)
                demands.append(needed(hands, group))
        if not intervals:
            return
        span = (variables.first_cell, variables.last_cell)
        peak, absent = head_count(cooks, variables.unit, span, taken)
        for begin, end, missing in absent:
            name = f"absent {begin}"
            size = end - begin
            intervals.append(variables.model.new_fixed_size_interval_var(begin, size, name))
            demands.append(missing)
        variables.model.add_cumulative(intervals, demands, peak)

    def _work(self, variables: Variables) -> Iterator[Work]:
        for task in variables.problem.tasks:
            for index, mode in enumerate(task.modes):
                if variables.is_fixed(task.key):
                    continue
                literal = variables.in_mode(task.key, index)
                for part in mode.attended:
                    interval = variables.interval(task.key, part.offset, part.minutes, literal)
                    if interval is not None:
                        yield interval, hands_of(variables.problem, part)
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

"""Rules that tie cooks to one another, and the shifts that are fixed."""

from __future__ import annotations

from typing import ClassVar

from ortools.sat.python import cp_model

from ..draft import Draft, Instance
from .base import Rule


class Learner(Rule):
    """Who learns a skill works it beside a cook who is certified in it."""

    name: ClassVar[str] = "learner"

    def post(self, draft: Draft) -> None:
        problem, variables = draft.problem, draft.variables
        for learner in problem.cooks:
            for (day, shift), skills in problem.posts.items():
                for skill in sorted(learner.learning & set(skills)):
                    take = variables.take(learner.key, (day, shift, skill))
                    if take is None:
                        continue
                    beside = [
                        given
                        for cook in problem.cooks
                        if skill in cook.certified
                        and (given := variables.given(cook.key, day, shift)) is not None
                    ]
                    draft.clause(self.instance(learner, day), [take.negated(), *beside])


class Fixed(Rule):
    """Published and pinned shifts stand in every roster."""

    name: ClassVar[str] = "fixed"

    def post(self, draft: Draft) -> None:
        for one in draft.problem.fixed:
            cook = draft.problem.cook[one.cook]
            take = draft.variables.take(one.cook, (one.day, one.shift, one.skill))
            draft.clause(self.instance(cook, one.day), [] if take is None else [take])


class MaxChanges(Rule):
    """At most so many days of a cook differ from the published roster."""

    name: ClassVar[str] = "max_changes"

    def post(self, draft: Draft) -> None:
        problem, variables = draft.problem, draft.variables
        if problem.max_changes is None:
            return
        was = {(one.cook, one.day): one.shift for one in problem.published}
        kept: list[cp_model.IntVar] = []
        added: list[cp_model.IntVar] = []
        for cook in problem.cooks:
            for day in range(problem.days):
                shift = was.get((cook.key, day))
                if shift is None:
                    added.append(variables.works(cook.key, day))
                elif (given := variables.given(cook.key, day, shift)) is not None:
                    kept.append(given)
        changed = len(was) - sum(kept) + sum(added)
        draft.require(Instance(self.name, "", 0), changed <= problem.max_changes)

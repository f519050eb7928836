"""Hard and unloved work, shared in proportion and over the months."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from ortools.sat.python import cp_model

from ..demand import Burden
from ..draft import Draft, Terms
from ..people import Cook
from ..problem import Problem
from .base import Aim
from .hulls import above, bound_by_hull, reachable_sums


class Burdens(Aim):
    """Points carried beyond a fair part, months before counted; twice beyond one shift more."""

    name: ClassVar[str] = "burdens"

    def terms(self, draft: Draft) -> Terms:
        terms = Terms.empty()
        for burden in draft.problem.burdens:
            steps = heaviest_shifts(draft, burden)
            fair = fair_parts(draft.problem, burden, list(steps))
            for key, step in steps.items():
                limits = (fair[key], fair[key] + step)
                terms.extend(_excess(draft, burden, draft.problem.cook[key], limits))
        return terms


def heaviest_shifts(draft: Draft, burden: Burden) -> dict[str, int]:
    """The most points one shift can cost each cook; who is spared by the rules is left out."""
    steps: dict[str, int] = {}
    for (day, shift), skills in draft.problem.posts.items():
        for skill in skills:
            points = burden.points_of(day, shift, skill)
            for cook in draft.problem.cooks if points else ():
                if points > steps.get(cook.key, 0) and draft.eligible(cook, (day, shift, skill)):
                    steps[cook.key] = points
    return {cook.key: steps[cook.key] for cook in draft.problem.cooks if cook.key in steps}


def fair_parts(problem: Problem, burden: Burden, carriers: list[str]) -> dict[str, int]:
    """Each carrier's fair part of all points asked for and carried before, rounded up."""
    asked = sum(c.required * burden.points_of(c.day, c.shift, c.skill) for c in problem.cover)
    cooks = [problem.cook[key] for key in carriers]
    total = asked + sum(cook.past_burdens.get(burden.key, 0) for cook in cooks)
    shares = sum(cook.fair_share for cook in cooks)
    return {cook.key: -(-total * cook.fair_share // shares) for cook in cooks}


def _excess(draft: Draft, burden: Burden, cook: Cook, limits: tuple[int, int]) -> Terms:
    """Points above each of the two limits."""
    terms = Terms.empty()
    past = cook.past_burdens.get(burden.key, 0)
    shifts = _carried(draft, cook, burden)
    level = past + cp_model.LinearExpr.weighted_sum(
        [given for _, _, given in shifts], [points for _, points, _ in shifts]
    )
    choices: dict[int, set[int]] = {}
    for day, points, _ in shifts:
        choices.setdefault(day, set()).add(points)
    sums = reachable_sums(choices.values(), past)
    for limit in limits:
        most = max(0, sums[-1] - limit)
        if not most:
            continue
        excess = draft.model.new_int_var(0, most, f"{burden.key} {cook.key} above {limit}")
        draft.model.add(excess >= level - limit)
        bound_by_hull(draft.model, excess, level, sums, partial(above, limit))
        terms.add(burden.weight, excess)
    return terms


def _carried(draft: Draft, cook: Cook, burden: Burden) -> list[tuple[int, int, cp_model.IntVar]]:
    variables, posts = draft.variables, draft.problem.posts
    if burden.skills is None:
        shifts = variables.all_shifts(cook.key, range(draft.problem.days))
        weighed = [(day, burden.points_of(day, shift, None), given) for day, shift, given in shifts]
        return [(day, points, given) for day, points, given in weighed if points]
    return [
        (day, points, take)
        for (day, shift), skills in posts.items()
        for skill in skills
        if (points := burden.points_of(day, shift, skill))
        and (take := variables.take(cook.key, (day, shift, skill))) is not None
    ]

"""Builds the whole model: variables, rules, and one objective per goal."""

from __future__ import annotations

from collections.abc import Mapping

from .draft import Draft, Terms
from .people import Cook
from .problem import Problem
from .rules import AIMS, RULES, Rule
from .rules.runs import RUN_RULES, post_automata
from .variables import Post


def build(problem: Problem, rules: Mapping[str, Rule] = RULES) -> Draft:
    """The model of ``problem`` under ``rules`` (the registry, or a part of it for a test)."""

    def allowed(cook: Cook, post: Post) -> bool:
        return not any(rule.forbids(problem, cook, post) for rule in rules.values())

    draft = Draft(problem, allowed)
    for rule in rules.values():
        rule.post(draft)
    if rules.keys() >= RUN_RULES:
        post_automata(draft)
    return draft


def goal_terms(draft: Draft) -> dict[str, Terms]:
    """The weighted sum of each goal, in the order of the goals."""
    terms = {}
    for goal in draft.problem.goals:
        terms[goal.name] = Terms.empty()
        for aim in goal.aims:
            terms[goal.name].extend(AIMS[aim].terms(draft))
    return terms

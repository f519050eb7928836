"""Builds the whole model: variables, rules, and one objective per goal."""

from __future__ import annotations

from collections.abc import Mapping

from .draft import Draft, Terms
from .people import Cook
from .problem import Problem
from .rules import AIMS, RULES, Rule
from .rules.runs import MINIMUM_RULES, RUN_RULES, post_automata
from .variables import Post

FROZEN = "frozen"


def build(problem: Problem, rules: Mapping[str, Rule] = RULES) -> Draft:
    """The model of ``problem`` under ``rules`` (the registry, or a part of it for a test)."""

    lasting = [rule for name, rule in rules.items() if name != FROZEN]

    def eligible(cook: Cook, post: Post) -> bool:
        return not any(rule.forbids(problem, cook, post) for rule in lasting)

    def allowed(cook: Cook, post: Post) -> bool:
        frozen = FROZEN in rules and rules[FROZEN].forbids(problem, cook, post)
        return not frozen and eligible(cook, post)

    draft = Draft(problem, allowed, eligible=eligible)
    automatic = rules.keys() >= RUN_RULES
    for name, rule in rules.items():
        if not (automatic and name in MINIMUM_RULES):
            rule.post(draft)
    if automatic:
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

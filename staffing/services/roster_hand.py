"""While a shift is in the hand: for every other cook, what the rules say before it is dropped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from staffing.models import Assignment, Cook, Roster
from staffing.roster_words import rule_text
from staffing.selectors.rosters import assignments_of
from staffing.services.roster_editing import Edit, edited, offering
from staffing.services.roster_question import ask_about, to_core

if TYPE_CHECKING:
    from staffing.planning import roster as core


@dataclass(frozen=True, slots=True)
class Taker:
    """One cook under the hand: may the shift be dropped on her, and a sentence that says why."""

    cook: Cook
    allowed: bool
    text: str


def takers(roster: Roster, row: Assignment) -> list[Taker]:
    """Every other cook, judged as if ``row`` were dropped on her; two shifts change hands."""
    from staffing.planning.roster import Solution

    question = ask_about(roster)
    rows = list(assignments_of(roster))
    before = Solution(to_core(rows, roster.start))
    theirs = {one.cook_id: one for one in rows if one.date == row.date}
    found = []
    for facts in question.cooks:
        if facts.cook.pk == row.cook_id:
            continue
        edits = exchange(row, facts.cook, theirs.get(facts.cook.pk))
        asked = offering(question, edits)
        after = edited(asked, before, edits)
        pair = (row.cook.key, facts.cook.key)
        rules = _broken(asked.problem, before, after, pair)
        found.append(Taker(facts.cook, not rules, _sentence(facts.cook, rules)))
    return found


def exchange(row: Assignment, taker: Cook, hers: Assignment | None) -> list[Edit]:
    """The edits of handing ``row`` to ``taker``; what she has on the day goes the other way."""
    back = Edit(row.cook, row.date, hers.shift, hers.skill) if hers else Edit(row.cook, row.date)
    return [back, Edit(taker, row.date, row.shift, row.skill)]


def _broken(
    problem: core.Problem, before: core.Solution, after: core.Solution, pair: Iterable[str]
) -> list[str]:
    """Names of rules that the exchange breaks for one of the two, or for a learner."""
    from staffing.planning.roster import verify_cook, verify_pairs

    def found(solution: core.Solution) -> list[core.Violation]:
        own = [one for cook in pair for one in verify_cook(problem, solution, cook)]
        return [*own, *verify_pairs(problem, solution)]

    known = {(one.rule, one.cook, one.day) for one in found(before)}
    new = [one.rule for one in found(after) if (one.rule, one.cook, one.day) not in known]
    return list(dict.fromkeys(new))


def _sentence(cook: Cook, rules: list[str]) -> str:
    if not rules:
        return _("%(cook)s: no rule stands against it") % {"cook": cook.name}
    reasons = "; ".join(rule_text(rule) for rule in rules)
    return _("%(cook)s: %(reasons)s") % {"cook": cook.name, "reasons": reasons}

"""Why she works a day, why she does not, and what it would cost otherwise; keeps nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurkum.lib.money import to_text
from staffing.models import Assignment, Cook, Roster, ShiftPattern, Skill
from staffing.roster_words import hours
from staffing.selectors.rosters import assignments_of
from staffing.services.roster_editing import Edit
from staffing.services.roster_judging import reason_text
from staffing.services.roster_question import RosterQuestion, ask_about, to_core

if TYPE_CHECKING:
    from staffing.planning import roster as core


@dataclass(frozen=True, slots=True)
class Option:
    """One cook on one post: whether a rule forbids it, what stands against it, what would move.

    ``edits`` are what a trial of it changes.
    """

    cook: Cook
    shift: ShiftPattern
    skill: Skill
    allowed: bool
    because: list[str]
    moves: list[str]
    edits: list[Edit]


@dataclass(frozen=True, slots=True)
class WhyDay:
    """A cook's day explained. ``assigned`` None: she is free, and ``options`` are her own posts;
    else they are the other cooks for her shift. ``without`` says what her absence would cost."""

    cook: Cook
    date: dt.date
    assigned: Assignment | None
    without: list[str]
    options: list[Option]

    @property
    def could(self) -> int:
        return sum(one.allowed for one in self.options)


def explain_day(roster: Roster, cook: Cook, date: dt.date) -> WhyDay:
    """Why she works on ``date``; or why she does not, for each place of the day she is able to."""
    from staffing.planning.roster import Explainer, Solution

    question = ask_about(roster)
    rows = list(assignments_of(roster))
    explainer = Explainer(question.problem, Solution(to_core(rows, roster.start)))
    mine = next((row for row in rows if (row.cook_id, row.date) == (cook.pk, date)), None)
    if cook.key not in question.problem.cook:
        return WhyDay(cook, date, mine, [], [])
    if mine is None:
        return WhyDay(cook, date, None, [], _own_options(question, explainer, cook, date))
    why = explainer.why(cook.key, question.day(date))
    post = (mine.shift, mine.skill)
    options = [_option(question, one, date, post, gives=cook) for one in why.others]
    return WhyDay(cook, date, mine, moved_goals(why.cost_without), options)


def _own_options(
    question: RosterQuestion, explainer: core.Explainer, cook: Cook, date: dt.date
) -> list[Option]:
    """The places of the day that somebody is wanted on and she is able to fill."""
    from staffing.planning.roster import Assignment as CoreAssignment

    able = question.problem.cook[cook.key].skills
    wanted = [row for row in question.cover if row.date == date and row.required]
    found = []
    for row in wanted:
        if row.skill.key in able:
            new = CoreAssignment(question.day(date), row.shift.key, cook.key, row.skill.key)
            standing = explainer.standing(new)
            found.append((standing, _option(question, standing, date, (row.shift, row.skill))))
    found.sort(key=lambda pair: (not pair[0].allowed, pair[0].price))
    return [option for _standing, option in found]


def options_for(
    question: RosterQuestion, standing: core.Solution, place: tuple[dt.date, ShiftPattern, Skill]
) -> list[Option]:
    """Every cook for one empty place, best first; nobody is hidden."""
    from staffing.planning.roster import Explainer

    date, shift, skill = place
    found = Explainer(question.problem, standing).standings(
        question.day(date), shift.key, skill.key
    )
    return [_option(question, one, date, (shift, skill)) for one in found]


def _option(
    question: RosterQuestion,
    standing: core.Standing,
    date: dt.date,
    post: tuple[ShiftPattern, Skill],
    *,
    gives: Cook | None = None,
) -> Option:
    cook = next(one.cook for one in question.cooks if one.cook.key == standing.cook)
    shift, skill = post
    hard = [one for one in standing.reasons if one.code != "worse"]
    because = list(dict.fromkeys(reason_text(one, question) for one in hard))
    edits = [Edit(gives, date)] if gives is not None else []
    edits.append(Edit(cook, date, shift, skill))
    moves = moved_goals(standing.cost)
    return Option(cook, shift, skill, standing.allowed, because, moves, edits)


def moved_goals(cost: Mapping[str, int]) -> list[str]:
    """What becomes better or worse, goal by goal, in words; what stays the same is left out."""
    words = {"cover": _cover, "contracts": _contracts, "fairness": _fairness,
             "wishes": _wishes, "cost": _cost}  # fmt: skip
    return [words[name](by) for name, by in cost.items() if by and name in words]


def _cover(by: int) -> str:
    count = abs(by)
    if by > 0:
        return ngettext("%(count)s more empty place", "%(count)s more empty places", count) % {
            "count": count
        }
    return ngettext("%(count)s empty place less", "%(count)s empty places less", count) % {
        "count": count
    }


def _contracts(by: int) -> str:
    text = (
        _("promised hours missed by %(hours)s more")
        if by > 0
        else _("promised hours missed by %(hours)s less")
    )
    return text % {"hours": hours(abs(by))}


def _fairness(by: int) -> str:
    if by > 0:
        return _("early starts, late ends or Fridays shared less fairly")
    return _("early starts, late ends or Fridays shared more fairly")


def _wishes(by: int) -> str:
    if by > 0:
        return _("against a wish or a shared ride")
    return _("better for wishes or shared rides")


def _cost(by: int) -> str:
    text = _("wages %(money)s ₪ more") if by > 0 else _("wages %(money)s ₪ less")
    return text % {"money": to_text(abs(by))}

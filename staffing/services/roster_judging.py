"""Puts the planner's judgement into words: broken rules, gaps with their reasons, objections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.base.lists import listed
from staffing.roster_words import rule_text
from staffing.selectors.roster_facts import skills_by_key
from staffing.services.roster_question import RosterQuestion

if TYPE_CHECKING:
    from staffing.planning import roster as core

NAMES_IN_A_REASON = 4
MOST_SENTENCES = 12


@dataclass(frozen=True, slots=True)
class Objection:
    """A rule that stands against a cook's shift on a date, in words."""

    rule: str
    cook: str
    text: str


def objections(question: RosterQuestion, found: Iterable[core.Violation]) -> list[Objection]:
    """Broken rules as sentences with her name and the date."""
    names = names_of(question)
    return [
        Objection(
            one.rule,
            one.cook,
            _("%(cook)s, %(date)s: %(rule)s.")
            % {
                "cook": names.get(one.cook, one.cook),
                "date": date_format(question.date(one.day), "d.m.Y"),
                "rule": rule_text(one.rule),
            },
        )
        for one in found
    ]


def new_objections(
    question: RosterQuestion, before: core.Solution, after: core.Solution
) -> list[Objection]:
    """What a change breaks that was whole before."""
    from staffing.planning.roster import verify

    old = {(one.rule, one.cook, one.day) for one in verify(question.problem, before)}
    broken = [
        one for one in verify(question.problem, after) if (one.rule, one.cook, one.day) not in old
    ]
    return objections(question, broken)


def gaps_with_reasons(
    question: RosterQuestion, solution: core.Solution
) -> list[tuple[core.Gap, list[str]]]:
    """Each cover that is not met, with what stands against every cook who has the skill."""
    from staffing.planning.roster import Explainer

    explained = Explainer(question.problem, solution).gaps()
    return [(one.gap, _reasons(question, one)) for one in explained]


def _reasons(question: RosterQuestion, one: core.ExplainedGap) -> list[str]:
    names, skills = names_of(question), {c.key: c.skills for c in question.problem.cooks}
    against: dict[str, list[str]] = defaultdict(list)
    for standing in one.standings:
        if one.gap.skill in skills[standing.cook]:
            hard = standing.reasons[0] if standing.reasons else None
            text = (
                reason_text(hard, question) if hard else _("could come; a longer search may help")
            )
            against[text].append(names[standing.cook])
    if not against:
        return [_("No cook has this skill.")]
    return [
        _("%(reason)s: %(names)s") % {"reason": reason, "names": _shortened(against[reason])}
        for reason in sorted(against, key=lambda reason: (-len(against[reason]), reason))
    ]


def _shortened(names: list[str]) -> str:
    shown = _(", ").join(sorted(names)[:NAMES_IN_A_REASON])
    rest = len(names) - NAMES_IN_A_REASON
    if rest <= 0:
        return shown
    return _("%(names)s and %(count)s more") % {"names": shown, "count": rest}


def reason_text(reason: core.Reason, question: RosterQuestion) -> str:
    """One reason of the planner as half a sentence."""
    shifts = {one.key: one.name for one in question.patterns}
    facts = reason.facts
    if reason.code == "works_already":
        return _("works another shift that day (%(shift)s)") % {
            "shift": shifts.get(str(facts["shift"]), str(facts["shift"]))
        }
    if reason.code == "opens_gap":
        return _("would leave a gap in her own shift (%(shift)s)") % {
            "shift": shifts.get(str(facts["shift"]), str(facts["shift"]))
        }
    if reason.code == "worse":
        return _worse_text(facts)
    return rule_text(reason.code)


def _worse_text(facts: Mapping[str, int | str]) -> str:
    texts = {
        "cover": _("another shift would be short of cooks"),
        "contracts": _("somebody stays below her promised hours"),
        "fairness": _("early starts or Fridays would be shared less fairly"),
        "wishes": _("it goes against wishes or a shared ride"),
        "cost": _("it costs more"),
    }
    return texts.get(str(facts["goal"]), str(facts["goal"]))


def names_of(question: RosterQuestion) -> dict[str, str]:
    return {facts.cook.key: facts.cook.name for facts in question.cooks}


def cover_sentences(question: RosterQuestion, covers: Sequence[core.Cover]) -> list[str]:
    """Covers as people say them: date, shift, skill, how many."""
    shifts = {one.key: one.name for one in question.patterns}
    skills = {key: skill.name for key, skill in skills_by_key().items()}
    return [
        _("%(date)s, %(shift)s, %(skill)s: %(count)s wanted")
        % {
            "date": _date(question, one.day),
            "shift": shifts.get(one.shift, one.shift),
            "skill": skills.get(one.skill or "", one.skill or ""),
            "count": one.required,
        }
        for one in covers
    ]


def instance_sentences(question: RosterQuestion, instances: Sequence[core.Instance]) -> list[str]:
    """Rule instances as sentences; the same rule of one cook on several days is told once.

    Where they are many, the skills that cooks lack go without saying.
    """
    telling = [one for one in instances if one.rule != "skill"]
    if len(instances) > MOST_SENTENCES and telling:
        instances = telling
    days: dict[tuple[str, str], list[str]] = {}
    for one in instances:
        days.setdefault((one.cook, one.rule), []).append(_date(question, one.day))
    names = names_of(question)
    return [
        _("%(cook)s, %(date)s: %(rule)s.")
        % {"cook": names.get(cook, cook), "date": listed(dates), "rule": rule_text(rule)}
        for (cook, rule), dates in days.items()
    ]


def _date(question: RosterQuestion, day: int) -> str:
    return date_format(question.date(day), "d.m.Y")

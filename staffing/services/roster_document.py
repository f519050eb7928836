"""A roster as the JSON of the contract: enough of the problem to be checked on its own."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from kurkum.base.choices import Weekday
from kurkum.lib.dates import weekday_number
from staffing.choices import AvailabilityLevel
from staffing.models import Assignment
from staffing.selectors.roster_facts import MINUTES_IN_DAY, CookFacts
from staffing.services.roster_parts import WISH_WEIGHT
from staffing.services.roster_question import RosterQuestion

if TYPE_CHECKING:
    from staffing.planning import roster as core

Json = dict[str, Any]

RULE_NAMES = {
    "max_day_minutes": "max_day_minutes",
    "min_rest_minutes": "min_rest_minutes",
    "weekly_rest_minutes": "weekly_rest_minutes",
    "normal_week_minutes": "normal_week_minutes",
    "max_overtime_week_minutes": "max_overtime_week_minutes",
    "normal_day_minutes": "normal_day_minutes_five_day_week",
    "eve_of_rest_minutes": "night_day_max_minutes",
    "break_from_minutes": "break_after_minutes",
    "min_break_minutes": "break_total_minutes",
    "night_from_minute": "night_from_minute",
    "night_until_minute": "night_until_minute",
    "night_counts_from_minutes": "night_counts_from_minutes",
    "overtime_first_minutes": "overtime_first_minutes",
    "overtime_first_percent": "overtime_first_rate_pct",
    "overtime_more_percent": "overtime_second_rate_pct",
}


def iso(date: dt.date, minute: int) -> str:
    """A minute of a date on the clock of the wall: ``2026-11-25T07:30``."""
    days, rest = divmod(minute, MINUTES_IN_DAY)
    moved = date + dt.timedelta(days=days)
    return f"{moved.isoformat()}T{rest // 60:02d}:{rest % 60:02d}"


def question_part(question: RosterQuestion) -> Json:
    """The half of the document that states the problem."""
    law = question.laws[question.start]
    return {
        "kind": "roster",
        "version": 1,
        "start": question.start.isoformat(),
        "end": question.end.isoformat(),
        "rules": {name: law[key] for name, key in RULE_NAMES.items()}
        | {"early_before_minute": question.early_before, "late_after_minute": question.late_after},
        "cooks": [_cook(facts) for facts in question.cooks],
        "shift_patterns": [
            {
                "key": one.key,
                "start": clock(one.start_minute),
                "end": clock(one.end_minute),
                "paid_minutes": one.paid_minutes,
                "break_minutes": one.break_minutes,
            }
            for one in question.patterns
        ],
        "history": [
            {
                "cook": lived.cook,
                "date": lived.date.isoformat(),
                "shift": lived.shift,
                "start": iso(lived.date, lived.start),
                "end": iso(lived.date, lived.end),
                "paid_minutes": lived.paid_minutes,
            }
            for lived in question.history
        ],
    }


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _cook(facts: CookFacts) -> Json:
    weights = {AvailabilityLevel.PREFERRED: WISH_WEIGHT, AvailabilityLevel.UNDESIRED: -WISH_WEIGHT}
    return {
        "key": facts.cook.key,
        "skills": sorted(facts.certified | facts.learning),
        "learning": sorted(facts.learning),
        "min_week_minutes": facts.contract.min_week_minutes,
        "max_week_minutes": facts.contract.max_week_minutes,
        "rest_day": facts.cook.rest_day,
        "rest_weekday": Weekday(facts.cook.rest_day).name.lower(),
        "unavailable": [
            [iso(time.date, time.from_minute), iso(time.date, time.to_minute)]
            for time in facts.times
            if time.level == AvailabilityLevel.UNAVAILABLE
        ],
        "wishes": [
            {
                "from": iso(time.date, time.from_minute),
                "to": iso(time.date, time.to_minute),
                "weight": weights[AvailabilityLevel(time.level)],
            }
            for time in facts.times
            if time.level in weights
        ],
        "flags": sorted(facts.flags),
    }


def answer_part(
    question: RosterQuestion,
    rows: Sequence[Assignment],
    gaps: Iterable[Json],
    heavy_skills: frozenset[str],
) -> Json:
    """The half of the document that gives the roster itself."""
    counted = Counter((row.date, row.shift.key, row.skill.key) for row in rows)
    return {
        "cover": [
            {
                "date": question.date(cover.day).isoformat(),
                "shift": cover.shift,
                "skill": cover.skill,
                "required": cover.required,
                "assigned": counted[question.date(cover.day), cover.shift, cover.skill or ""],
            }
            for cover in question.problem.cover
            if cover.required or counted[question.date(cover.day), cover.shift, cover.skill or ""]
        ],
        "assignments": [
            {
                "cook": row.cook.key,
                "date": row.date.isoformat(),
                "shift": row.shift.key,
                "skill": row.skill.key,
                "start": iso(row.date, row.start_minute),
                "end": iso(row.date, row.end_minute),
                "paid_minutes": row.paid_minutes,
                "fixed": row.is_fixed,
            }
            for row in rows
        ],
        "fairness": fairness(question, rows, heavy_skills),
        "gaps": list(gaps),
        "changes": changes(question, rows),
    }


def fairness(
    question: RosterQuestion, rows: Sequence[Assignment], heavy_skills: frozenset[str]
) -> list[Json]:
    """Per cook: paid minutes, early and late shifts, Fridays and Saturdays, heavy minutes.

    ``before`` is what she carried in the months before, ``fair`` what both together should be.
    """
    from staffing.planning.roster import fair_points

    weekend = (Weekday.FRIDAY, Weekday.SATURDAY)
    fair = fair_points(question.problem)
    found = []
    for facts in question.cooks:
        own = [row for row in rows if row.cook.key == facts.cook.key]
        found.append(
            {
                "cook": facts.cook.key,
                "minutes": sum(row.paid_minutes for row in own),
                "early": sum(row.start_minute < question.early_before for row in own),
                "late": sum(row.end_minute > question.late_after for row in own),
                "weekend": sum(weekday_number(row.date) in weekend for row in own),
                "heavy_minutes": sum(
                    row.paid_minutes for row in own if row.skill.key in heavy_skills
                ),
                "before": dict(sorted(question.problem.cook[facts.cook.key].past_burdens.items())),
                "fair": fair[facts.cook.key],
            }
        )
    return found


def changes(question: RosterQuestion, rows: Sequence[Assignment]) -> list[Json]:
    """Days on which the roster differs from the one the question calls published."""
    standing = question.problem.published
    if not standing:
        return []
    now = {(row.cook.key, question.day(row.date)): row.shift.key for row in rows}
    return differences(question, {(one.cook, one.day): one.shift for one in standing}, now)


def differences(
    question: RosterQuestion, was: dict[tuple[str, int], str], now: dict[tuple[str, int], str]
) -> list[Json]:
    """The days of a cook on which two rosters differ, by date and cook; "" is a free day."""
    keys = sorted(was.keys() | now.keys(), key=lambda key: (key[1], key[0]))
    return [
        {
            "cook": cook,
            "date": question.date(day).isoformat(),
            "was": was.get((cook, day), ""),
            "now": now.get((cook, day), ""),
        }
        for cook, day in keys
        if was.get((cook, day)) != now.get((cook, day))
    ]


def shifts_by_cook(assignments: Iterable[core.Assignment]) -> dict[tuple[str, int], str]:
    return {(one.cook, one.day): one.shift for one in assignments}

"""Cover from work: foreseen minutes by skill and half-hour become cooks needed on shifts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib.dates import day_of, days_from, in_mask, weekday_number
from staffing.choices import CLEANING, RECEIVING, AvailabilityLevel
from staffing.models import CoverRequirement, ShiftPattern, Skill
from staffing.selectors.foreseen import Hours, WorkSpan, foreseen_work, hours_of
from staffing.selectors.roster_facts import CookFacts, TimeOff, cooks_between, shift_patterns
from staffing.selectors.working_law import figure_on

if TYPE_CHECKING:
    from staffing.planning.cover import Able, Load, Posts

AWAY = AvailabilityLevel.UNAVAILABLE


@transaction.atomic
def derive_cover(
    *, first: dt.date, last: dt.date, now: dt.datetime, on_forecast: bool = False
) -> int:
    """Derives the cover of every date from its work; the manager's adjustments stay as they are.

    ``on_forecast``: standing orders count as each site's past leads to expect, not as they stand.

    Returns the number of cooks' shifts asked for. Posts that are not needed any more go, unless
    the manager adjusted them; then they stand with a derived figure of 0.
    """
    patterns = shift_patterns()
    today = day_of(now) if on_forecast else None
    work = foreseen_work(first, last, patterns, today=today) if patterns else {}
    rows = {
        (row.date, row.shift_id, row.skill_id): row
        for row in CoverRequirement.objects.filter(date__gte=first, date__lte=last)
    }
    skills = {skill.key: skill for skill in Skill.objects.all()}
    wanted: dict[tuple[dt.date, int, int], int] = {}
    shifts = {one.key: one for one in patterns}
    cooks_known = cooks_between(first, last)
    for date in days_from(first, last):
        offered = [one for one in patterns if in_mask(date, one.weekday_mask)]
        if date not in work or not offered:
            continue
        able = _able_on(date, cooks_known, offered)
        posts = _posts_on(date, work[date], offered, skills, able)
        for (shift, skill), cooks in posts.items():
            wanted[date, shifts[shift].pk, skills[skill].pk] = cooks
    _store(rows, wanted)
    return sum(wanted.values())


def _posts_on(
    date: dt.date,
    spans: list[WorkSpan],
    patterns: list[ShiftPattern],
    skills: dict[str, Skill],
    able: Able,
) -> Posts:
    from staffing.planning.cover import Measure, Pattern, posts_for

    load = load_of(date, spans, patterns, skills)
    measure = Measure(
        productive_percent=figure_on("cover_productive_pct", date),
        worth_percent=figure_on("cover_worth_pct", date),
        presences=frozenset(one.skill for one in spans if one.heads),
        able=able,
    )
    offered = [
        Pattern(
            one.key,
            one.start_minute,
            one.end_minute,
            one.paid_minutes,
            one.break_from or 0,
            one.break_minutes,
        )
        for one in patterns
    ]
    return posts_for(load, offered, measure)


def _able_on(date: dt.date, cooks: list[CookFacts], patterns: list[ShiftPattern]) -> Able:
    """Who could come to which shift and do what: not resting, not away, certified."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for facts in cooks:
        away = [time for time in facts.times if time.date == date and time.level == AWAY]
        if facts.cook.rest_day == weekday_number(date):
            continue
        for one in patterns:
            if any(_meets(time, one) for time in away):
                continue
            for skill in facts.certified:
                found[one.key, skill].add(facts.cook.key)
    return {post: frozenset(found[post]) for post in found}


def _meets(time: TimeOff, shift: ShiftPattern) -> bool:
    return time.from_minute < shift.end_minute and shift.start_minute < time.to_minute


def load_of(
    date: dt.date, spans: list[WorkSpan], patterns: list[ShiftPattern], skills: dict[str, Skill]
) -> Load:
    """The date's minutes by skill and half-hour, receiving and the end cleaning among them.

    A kitchen that does not keep a skill (no driving, no supervising) asks for none of it.
    """
    from staffing.planning.cover import Work, load_by_half_hour

    every = [*spans, *_daily_work(date, hours_of(patterns))]
    return load_by_half_hour(
        Work(one.skill, one.from_minute, one.to_minute, one.minutes, one.heads)
        for one in every
        if one.skill in skills
    )


def _daily_work(date: dt.date, hours: Hours) -> list[WorkSpan]:
    receiving = hours.clip(
        figure_on("cover_receiving_from_minute", date), figure_on("cover_receiving_to_minute", date)
    )
    cleaning = hours.clip(figure_on("cover_cleaning_from_minute", date), hours.closes)
    return [
        WorkSpan(RECEIVING, *receiving, minutes=figure_on("cover_receiving_minutes", date)),
        WorkSpan(CLEANING, *cleaning, minutes=figure_on("cover_cleaning_minutes", date)),
    ]


def _store(
    rows: dict[tuple[dt.date, int, int], CoverRequirement],
    wanted: dict[tuple[dt.date, int, int], int],
) -> None:
    stale = [row.pk for key, row in rows.items() if key not in wanted and not row.adjustment]
    CoverRequirement.objects.filter(pk__in=stale).delete()
    changed = []
    for key, row in rows.items():
        # A cut that was larger than what is now derived would ask for less than nobody.
        derived = max(wanted.get(key, 0), -row.adjustment)
        if row.pk not in stale and row.derived != derived:
            row.derived = derived
            changed.append(row)
    CoverRequirement.objects.bulk_update(changed, ["derived"])
    CoverRequirement.objects.bulk_create(
        CoverRequirement(date=date, shift_id=shift, skill_id=skill, derived=cooks)
        for (date, shift, skill), cooks in sorted(wanted.items())
        if (date, shift, skill) not in rows
    )


@transaction.atomic
def adjust_cover(
    *,
    date: dt.date,
    shift: ShiftPattern,
    skill: Skill,
    adjustment: int,
    reason: str,
    author: User | None,
    now: dt.datetime,
) -> CoverRequirement:
    """Keeps the manager's plus or minus beside the derived figure. Raises CannotBeDone below 0."""
    row, _made = CoverRequirement.objects.select_for_update().get_or_create(
        date=date, shift=shift, skill=skill, defaults={"derived": 0}
    )
    if row.derived + adjustment < 0:
        raise CannotBeDone(
            _("The work asks for %(derived)s: you can take away at most that many.")
            % {"derived": row.derived}
        )
    before = row.adjustment
    row.adjustment, row.reason = adjustment, reason[:200]
    row.save(update_fields=["adjustment", "reason"])
    record_change(
        subject="CoverRequirement",
        subject_key=f"{date}/{shift.key}/{skill.key}",
        action="adjusted",
        author=author,
        now=now,
        before=before,
        after=adjustment,
        reason=reason,
    )
    return row

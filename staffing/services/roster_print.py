"""Gathers what the wall roster shows, in one language, and has it drawn."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.base.choices import Language, Weekday
from kurkum.base.lists import listed
from kurkum.lib.dates import days_from, weekday_number
from staffing.choices import RosterState
from staffing.models import Assignment, Cook, Roster, ShiftPattern, Skill
from staffing.roster_words import clock, hours
from staffing.selectors.rosters import assignments_of

if TYPE_CHECKING:
    from staffing.pdf.roster import WallRoster


def wall_roster_pdf(roster: Roster, *, language: str) -> bytes:
    """The roster for the kitchen wall: one page, cooks × days, in one of the three languages."""
    from staffing.pdf.roster import render

    with translation.override(language):
        return render(wall_roster(roster, language=language))


def wall_roster(roster: Roster, *, language: str) -> WallRoster:
    """The texts of the page; no cause of any flag is among them."""
    from staffing.pdf.roster import WallDay, WallRoster

    rows = list(assignments_of(roster))
    worked = {row.date for row in rows} | set(roster.gaps.values_list("date", flat=True))
    dates = [day for day in days_from(roster.start, roster.end) if day in worked]
    cooks = {row.cook.key: row.cook for row in rows}
    marks = _marks(rows)
    return WallRoster(
        language=language,
        title=_("Roster"),
        period=f"{date_format(roster.start, 'd.m.Y')} – {date_format(roster.end, 'd.m.Y')}",
        state=_state(roster),
        days=tuple(
            WallDay(_weekday(day, language), date_format(day, "d.m"), _starts_week(day, dates))
            for day in dates
        ),
        cook_label=_("Cook"),
        hours_label=_("Hours"),
        rows=tuple(
            (
                cooks[key].name,
                tuple(_cell(_row_of(rows, cooks[key], day), marks) for day in dates),
                hours(sum(row.paid_minutes for row in rows if row.cook.key == key)),
            )
            for key in sorted(cooks, key=lambda key: cooks[key].name)
        ),
        legend=_legend(rows, marks),
        gaps_title=_("Still empty"),
        gaps=tuple(
            _("%(date)s, %(shift)s, %(skill)s: %(missing)s missing")
            % {
                "date": date_format(gap.date, "d.m"),
                "shift": gap.shift.name,
                "skill": gap.skill.name,
                "missing": gap.missing,
            }
            for gap in roster.gaps.select_related("shift", "skill")
        ),
    )


def _weekday(day: dt.date, language: str) -> str:
    """Four weeks stand side by side: the English names are too long for their columns."""
    if language == Language.EN:
        return str(date_format(day, "D"))
    return str(Weekday(weekday_number(day)).label)


def _starts_week(day: dt.date, dates: list[dt.date]) -> bool:
    position = dates.index(day)
    return position > 0 and weekday_number(dates[position - 1]) > weekday_number(day)


def _state(roster: Roster) -> str:
    if roster.state == RosterState.PUBLISHED and roster.published_at:
        moment = timezone.localtime(roster.published_at)
        return _("Published %(time)s") % {"time": date_format(moment, "d.m.Y H:i")}
    return _("Draft, not yet published")


def _marks(rows: list[Assignment]) -> dict[str, str]:
    """A letter per skill, so that a cell stays small: A, B, C … in the order of the skills."""
    skills = {row.skill.key: row.skill for row in rows}
    ordered = sorted(skills.values(), key=lambda skill: (skill.position, skill.key))
    return {skill.key: str(number) for number, skill in enumerate(ordered, start=1)}


def _row_of(rows: list[Assignment], cook: Cook, day: dt.date) -> Assignment | None:
    return next((row for row in rows if row.cook_id == cook.pk and row.date == day), None)


def _cell(row: Assignment | None, marks: dict[str, str]) -> str:
    if row is None:
        return ""
    return f"{clock(row.start_minute)}\n{clock(row.end_minute)} · {marks[row.skill.key]}"


def _legend(rows: list[Assignment], marks: dict[str, str]) -> tuple[str, ...]:
    skills: dict[str, Skill] = {row.skill.key: row.skill for row in rows}
    patterns: dict[str, ShiftPattern] = {row.shift.key: row.shift for row in rows}
    work = listed(f"({mark}) {skills[key].name}" for key, mark in marks.items())
    shifts = listed(
        f"{one.name} {clock(one.start_minute)}–{clock(one.end_minute)}"
        for one in sorted(patterns.values(), key=lambda one: (one.start_minute, one.key))
    )
    return (
        _("What she does: %(work)s") % {"work": work},
        _("Shifts: %(shifts)s") % {"shifts": shifts},
    )

"""A day's half-hours: the work that is foreseen against the cooks who are there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from staffing.models import Assignment, Roster, Skill
from staffing.selectors.foreseen import foreseen_work
from staffing.selectors.roster_facts import shift_patterns, skills_by_key
from staffing.selectors.rosters import assignments_of
from staffing.services.cover import load_of

SLOT = 30


@dataclass(frozen=True, slots=True)
class HalfHour:
    """Cooks' minutes in one half-hour: wanted by the work, and there."""

    start: int
    wanted: int
    there: int

    @property
    def is_short(self) -> bool:
        return self.wanted > self.there


@dataclass(frozen=True, slots=True)
class CoverBar:
    """One bar: all skills together (``skill`` None) or one of them."""

    skill: Skill | None
    slots: tuple[HalfHour, ...]

    @property
    def wanted(self) -> int:
        return sum(slot.wanted for slot in self.slots)

    @property
    def there(self) -> int:
        return sum(slot.there for slot in self.slots)

    @property
    def top(self) -> int:
        return max((max(slot.wanted, slot.there) for slot in self.slots), default=0) or 1


def cover_bars(roster: Roster, date: dt.date, *, today: dt.date | None = None) -> list[CoverBar]:
    """All skills together first, then each that the day asks for, in the order of the skills.

    With ``today`` the work is that of the forecast.
    """
    patterns, skills = shift_patterns(), skills_by_key()
    foreseen = foreseen_work(date, date, patterns, today=today) if patterns else {}
    work = foreseen.get(date, [])
    load = load_of(date, work, patterns, skills) if work else {}
    there = [row for row in assignments_of(roster) if row.date == date]
    opens = min((one.start_minute for one in patterns), default=0) // SLOT
    closes = -(-max((one.end_minute for one in patterns), default=0) // SLOT)
    slots = range(opens, closes)
    total = CoverBar(
        None,
        tuple(
            HalfHour(slot * SLOT, sum(line[slot] for line in load.values()), _there(there, slot))
            for slot in slots
        ),
    )
    named = sorted((skills[key] for key in load), key=lambda skill: (skill.position, skill.key))
    return [total, *(_of_skill(skill, load[skill.key], there, slots) for skill in named)]


def _of_skill(skill: Skill, line: list[int], there: list[Assignment], slots: range) -> CoverBar:
    own = [row for row in there if row.skill_id == skill.pk]
    return CoverBar(
        skill, tuple(HalfHour(slot * SLOT, line[slot], _there(own, slot)) for slot in slots)
    )


def _there(rows: list[Assignment], slot: int) -> int:
    begin, end = slot * SLOT, (slot + 1) * SLOT
    total = 0
    for row in rows:
        total += max(0, min(end, row.end_minute) - max(begin, row.start_minute))
        pause = row.shift.break_from
        if pause is not None:
            total -= max(0, min(end, pause + row.shift.break_minutes) - max(begin, pause))
    return total

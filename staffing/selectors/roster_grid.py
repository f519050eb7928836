"""The roster as people read it: cooks by days, with gaps, hours and how fairly it is shared."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kurkum.base.choices import Weekday
from kurkum.lib.dates import days_from, weekday_number
from staffing.choices import AvailabilityLevel
from staffing.models import Assignment, Cook, CoverGap, Roster
from staffing.selectors.roster_facts import CookFacts, cooks_between
from staffing.selectors.rosters import assignments_of


@dataclass(frozen=True, slots=True)
class GridDay:
    """The head of a column; ``missing`` counts cooks that are still wanted."""

    date: dt.date
    weekday: int
    at_work: int
    missing: int
    is_today: bool


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cook's day. ``note``: ``rest``, ``away``, ``wish_off``, ``wish_on`` or nothing.

    ``kind`` of a shift: ``early``, ``late`` or nothing, by the house rules in force.
    """

    cook: Cook
    date: dt.date
    assignment: Assignment | None
    note: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A burden of one cook: shifts of this roster and of the months before, and her fair part.

    ``fair`` is None where the rules spare her the burden, or where it is not known.
    """

    kind: str
    now: int
    before: int
    fair: int | None

    @property
    def together(self) -> int:
        return self.now + self.before

    @property
    def is_too_much(self) -> bool:
        """More than one shift above her part."""
        return self.fair is not None and self.together > self.fair + 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """One cook with her days, and what the roster gives her against what she was promised."""

    cook: Cook
    cells: tuple[GridCell, ...]
    minutes: int
    promised_minutes: int
    early: int
    late: int
    fridays: int
    heavy_minutes: int
    before: Mapping[str, int] = field(default_factory=dict)
    fair: Mapping[str, int] = field(default_factory=dict)

    @property
    def shares(self) -> list[Share]:
        """What she carries of each burden, in the order of the panel."""
        carried = {"early": self.early, "late": self.late, "friday": self.fridays}
        return [
            Share(kind, now, self.before.get(kind, 0), self.fair.get(kind))
            for kind, now in carried.items()
        ]

    @property
    def is_short(self) -> bool:
        return self.minutes < self.promised_minutes


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole roster, ready to be drawn."""

    roster: Roster
    days: tuple[GridDay, ...]
    rows: tuple[GridRow, ...]
    gaps: tuple[CoverGap, ...]

    @property
    def widest(self) -> dict[str, int]:
        """The largest figure of each kind, to draw the bars of the fairness panel against."""
        kinds = ("minutes", "early", "late", "fridays", "heavy_minutes")
        found = {
            kind: max((getattr(row, kind) for row in self.rows), default=0) or 1 for kind in kinds
        }
        shares = [share for row in self.rows for share in row.shares]
        for kind in ("early", "late", "friday"):
            most = max((one.together for one in shares if one.kind == kind), default=0)
            found[f"{kind}_together"] = most or 1
        return found


def roster_grid(roster: Roster, *, today: dt.date) -> Grid:
    """Ten queries, however many cooks."""
    rows = list(assignments_of(roster))
    gaps = tuple(roster.gaps.select_related("shift", "skill"))
    by_cook: dict[int, list[Assignment]] = defaultdict(list)
    for row in rows:
        by_cook[row.cook_id].append(row)
    dates = list(days_from(roster.start, roster.end))
    cooks = cooks_between(roster.start, roster.end)
    rules = roster.document.get("rules", {})
    figures = {one["cook"]: one for one in roster.document.get("fairness", [])}
    return Grid(
        roster,
        tuple(_day(date, rows, gaps, today) for date in dates),
        tuple(
            _row(facts, by_cook[facts.cook.pk], dates, figures.get(facts.cook.key, {}), rules)
            for facts in cooks
        ),
        gaps,
    )


def _day(
    date: dt.date, rows: Sequence[Assignment], gaps: Iterable[CoverGap], today: dt.date
) -> GridDay:
    return GridDay(
        date,
        weekday_number(date),
        sum(row.date == date for row in rows),
        sum(gap.missing for gap in gaps if gap.date == date),
        date == today,
    )


def _row(
    facts: CookFacts,
    own: list[Assignment],
    dates: list[dt.date],
    figures: dict[str, Any],
    rules: dict[str, int],
) -> GridRow:
    by_date = {row.date: row for row in own}
    weeks_promised = facts.contract.min_week_minutes * len(dates) // 7
    return GridRow(
        facts.cook,
        tuple(_cell(facts, date, by_date.get(date), rules) for date in dates),
        sum(row.paid_minutes for row in own),
        weeks_promised,
        figures.get("early", 0),
        figures.get("late", 0),
        sum(weekday_number(row.date) == Weekday.FRIDAY for row in own),
        figures.get("heavy_minutes", 0),
        figures.get("before", {}),
        figures.get("fair", {}),
    )


def _cell(
    facts: CookFacts, date: dt.date, row: Assignment | None, rules: dict[str, int]
) -> GridCell:
    kind = ""
    if row is not None and row.start_minute < rules.get("early_before_minute", 0):
        kind = "early"
    elif row is not None and row.end_minute > rules.get("late_after_minute", 24 * 60):
        kind = "late"
    return GridCell(facts.cook, date, row, _note(facts, date), kind)


def _note(facts: CookFacts, date: dt.date) -> str:
    """Why a day may stay free; the cause of an absence is not told."""
    if facts.cook.rest_day == weekday_number(date):
        return "rest"
    levels = {
        time.level
        for time in facts.times
        if time.date == date and (time.from_minute, time.to_minute) == (0, 1440)
    }
    if AvailabilityLevel.UNAVAILABLE in levels:
        return "away"
    if AvailabilityLevel.UNDESIRED in levels:
        return "wish_off"
    return "wish_on" if AvailabilityLevel.PREFERRED in levels else ""

"""The translation of the kitchen's rows into the planner's problem, one part of it at a time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kurkum.base.choices import Weekday
from kurkum.lib.dates import in_mask, weekday_number
from staffing.choices import AvailabilityLevel, FlagRule
from staffing.models import CoverRequirement, ShiftPattern, Skill
from staffing.selectors.roster_facts import MINUTES_IN_DAY, CookFacts, LivedShift
from staffing.selectors.rosters import published_assignments
from staffing.selectors.working_law import figure_on

if TYPE_CHECKING:
    from staffing.planning import roster as core

# Night work counts over three weeks, a weekly rest over two: what is older changes no rule.
HISTORY_DAYS = 21
# Early starts, late ends, Fridays and heavy work are evened out over the months before.
BURDEN_DAYS = 84
WISH_WEIGHT = 2
RIDE_WEIGHT = 1


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands already: pinned shifts, and the roster that changes are counted against."""

    fixed: tuple[core.Assignment, ...] = ()
    published: tuple[core.Assignment, ...] = ()
    frozen_until: int = 0


@dataclass(frozen=True, slots=True)
class Parts:
    """The translation, one part of the planner's problem per method."""

    start: dt.date
    days: int
    cooks: tuple[CookFacts, ...]
    patterns: tuple[ShiftPattern, ...]
    cover: tuple[CoverRequirement, ...]
    history: tuple[LivedShift, ...]
    laws: dict[dt.date, dict[str, int]]
    early_before: int
    late_after: int

    def problem(self, frame: Frame) -> core.Problem:
        from staffing.planning.roster import Problem

        known = {facts.cook.key for facts in self.cooks}
        return Problem(
            days=self.days,
            first_weekday=core_weekday(weekday_number(self.start)),
            shifts=self._shifts(),
            cooks=self._cooks(),
            cover=self._cover(frame),
            laws=self._laws(),
            wishes=self._wishes(),
            burdens=self._burdens(),
            rides=self._rides(),
            history=self._history(),
            history_from=-HISTORY_DAYS if self.history else 0,
            fixed=tuple(one for one in frame.fixed if one.cook in known),
            published=tuple(one for one in frame.published if one.cook in known),
            frozen_until=frame.frozen_until,
            week_starts_on=core_weekday(Weekday.SUNDAY),
            weekend=frozenset(map(core_weekday, (Weekday.FRIDAY, Weekday.SATURDAY))),
        )

    def _day(self, date: dt.date) -> int:
        return (date - self.start).days

    def _shifts(self) -> tuple[core.ShiftType, ...]:
        from staffing.planning.roster import ShiftType

        return tuple(
            ShiftType(
                one.key, one.start_minute, one.end_minute, one.paid_minutes, one.break_minutes
            )
            for one in self.patterns
        )

    def _cover(self, frame: Frame) -> tuple[core.Cover, ...]:
        """What is asked for; a standing shift that nobody asks for any more stays on offer."""
        from staffing.planning.roster import Cover

        asked = {
            (self._day(row.date), row.shift.key, row.skill.key): row.required for row in self.cover
        }
        for one in (*frame.fixed, *frame.published):
            asked.setdefault((one.day, one.shift, one.skill or ""), 0)
        for day, shift, skill in self._extra_hands():
            asked.setdefault((day, shift, skill), 0)
        return tuple(
            Cover(day, shift, required, skill)
            for (day, shift, skill), required in sorted(asked.items())
        )

    def _extra_hands(self) -> list[tuple[int, str, str]]:
        """On working days every shift is open to one more cook, for hours that are promised.

        She counts for the skill that most cooks have among those asked for that day.
        """
        held = Counter(skill for facts in self.cooks for skill in sorted(facts.certified))
        asked: dict[dt.date, set[str]] = {}
        for row in self.cover:
            if row.required:
                asked.setdefault(row.date, set()).add(row.skill.key)
        return [
            (self._day(date), one.key, max(skills, key=lambda skill: (held[skill], skill)))
            for date, skills in asked.items()
            for one in self.patterns
            if in_mask(date, one.weekday_mask)
        ]

    def _laws(self) -> tuple[core.Law, ...]:
        from staffing.planning.roster import Law, Night

        return tuple(
            Law(
                from_day=self._day(day) if day > self.start else -10_000,
                max_day_minutes=law["max_day_minutes"],
                min_rest_minutes=law["min_rest_minutes"],
                weekly_rest_minutes=law["weekly_rest_minutes"],
                normal_day_minutes=law["normal_day_minutes_five_day_week"],
                eve_of_rest_minutes=law["night_day_max_minutes"],
                normal_week_minutes=law["normal_week_minutes"],
                max_overtime_week_minutes=law["max_overtime_week_minutes"],
                overtime_first_minutes=law["overtime_first_minutes"],
                overtime_first_percent=law["overtime_first_rate_pct"],
                overtime_more_percent=law["overtime_second_rate_pct"],
                rest_day_percent=law["weekly_rest_work_rate_pct"],
                break_from_minutes=law["break_after_minutes"],
                min_break_minutes=law["break_total_minutes"],
                night=Night(
                    start=law["night_from_minute"],
                    end=law["night_until_minute"] + MINUTES_IN_DAY,
                    counts_from=law["night_counts_from_minutes"],
                    max_shift_minutes=law["night_day_max_minutes"],
                    max_weeks=1,
                    of_weeks=max(1, 100 // law["night_weeks_max_share_pct"]),
                ),
            )
            for day, law in self.laws.items()
        )

    def _cooks(self) -> tuple[core.Cook, ...]:
        from staffing.planning.roster import Cook, Flag

        past = self._past_burdens()
        return tuple(
            Cook(
                key=facts.cook.key,
                skills=facts.certified | facts.learning,
                learning=facts.learning,
                certified=facts.certified,
                min_week_minutes=min(facts.contract.min_week_minutes, self._longest_week(facts)),
                max_week_minutes=self._longest_week(facts),
                max_day_minutes=self._longest_day(facts),
                rest_day=core_weekday(facts.cook.rest_day),
                unavailable=self._windows(facts),
                flags=frozenset(Flag(rule) for rule in facts.flags if rule in set(Flag)),
                hourly_agorot=facts.contract.hourly_agorot,
                fair_share=max(1, facts.contract.max_week_minutes // 60),
                past_burdens=past[facts.cook.key],
            )
            for facts in self.cooks
        )

    def _longest_day(self, facts: CookFacts) -> int | None:
        """Her own longest day in minutes, where a rule makes it shorter than the law's."""
        limits = []
        if FlagRule.SHORT_DAY in facts.flags:
            normal = self.laws[self.start]["normal_day_minutes_five_day_week"]
            limits.append(normal - figure_on("parenthood_hour_minutes", self.start))
        if FlagRule.YOUNG in facts.flags:
            limits.append(figure_on("youth_day_max_minutes", self.start))
        return min(limits, default=None)

    def _longest_week(self, facts: CookFacts) -> int:
        agreed = facts.contract.max_week_minutes
        if FlagRule.YOUNG not in facts.flags:
            return agreed
        return min(agreed, figure_on("youth_week_max_minutes", self.start))

    def _windows(self, facts: CookFacts) -> tuple[core.Window, ...]:
        from staffing.planning.roster import Window

        return tuple(
            Window(midnight + time.from_minute, midnight + time.to_minute)
            for time in facts.times
            if time.level == AvailabilityLevel.UNAVAILABLE
            for midnight in [self._day(time.date) * MINUTES_IN_DAY]
        )

    def _wishes(self) -> tuple[core.Wish, ...]:
        from staffing.planning.roster import Window, Wish

        soft = (AvailabilityLevel.PREFERRED, AvailabilityLevel.UNDESIRED)
        return tuple(
            Wish(
                facts.cook.key,
                WISH_WEIGHT,
                wanted=time.level == AvailabilityLevel.PREFERRED,
                window=Window(midnight + time.from_minute, midnight + time.to_minute),
            )
            for facts in self.cooks
            for time in facts.times
            if time.level in soft
            for midnight in [self._day(time.date) * MINUTES_IN_DAY]
        )

    def _burdens(self) -> tuple[core.Burden, ...]:
        from staffing.planning.roster import Burden

        fridays = frozenset(
            day
            for day in range(self.days)
            if weekday_number(self.start + dt.timedelta(days=day)) == Weekday.FRIDAY
        )
        early = {one.key: 1 for one in self.patterns if self.is_early(one.start_minute)}
        late = {one.key: 1 for one in self.patterns if self.is_late(one.end_minute)}
        every = {one.key: 1 for one in self.patterns}
        burdens = [("early", early, None), ("late", late, None), ("friday", every, fridays)]
        heavy = frozenset(Skill.objects.filter(is_heavy=True).values_list("key", flat=True))
        shared = [
            Burden(key, points, days)
            for key, points, days in burdens
            if points and (days is None or days)
        ]
        return (*shared, *([Burden("heavy", every, skills=heavy)] if heavy else []))

    def is_early(self, start_minute: int) -> bool:
        return start_minute < self.early_before

    def is_late(self, end_minute: int) -> bool:
        return end_minute > self.late_after

    def _past_burdens(self) -> dict[str, Counter[str]]:
        """By cook: early starts, late ends, Fridays, heavy work of the published months before."""
        past: dict[str, Counter[str]] = {facts.cook.key: Counter() for facts in self.cooks}
        first = self.start - dt.timedelta(days=BURDEN_DAYS)
        for row in published_assignments(first, self.start - dt.timedelta(days=1)):
            if row.cook.key not in past:
                continue
            carried = past[row.cook.key]
            carried["early"] += self.is_early(row.start_minute)
            carried["late"] += self.is_late(row.end_minute)
            carried["heavy"] += row.skill.is_heavy
            carried["friday"] += weekday_number(row.date) == Weekday.FRIDAY
        return past

    def _rides(self) -> tuple[core.Ride, ...]:
        from staffing.planning.roster import Ride

        cars: dict[str, list[str]] = {}
        for facts in self.cooks:
            if facts.cook.ride_group:
                cars.setdefault(facts.cook.ride_group, []).append(facts.cook.key)
        return tuple(
            Ride(key, frozenset(cars[key]), RIDE_WEIGHT)
            for key in sorted(cars)
            if len(cars[key]) > 1
        )

    def _history(self) -> tuple[core.Worked, ...]:
        from staffing.planning.roster import Worked

        known = {one.key for one in self.patterns}
        return tuple(
            Worked(
                lived.cook,
                self._day(lived.date),
                self._day(lived.date) * MINUTES_IN_DAY + lived.start,
                self._day(lived.date) * MINUTES_IN_DAY + lived.end,
                lived.paid_minutes,
                lived.shift if lived.shift in known else None,
            )
            for lived in self.history
        )


def core_weekday(weekday: int) -> int:
    """Sunday 0 (ours) to Monday 0 (the planner's)."""
    return (weekday + 6) % 7

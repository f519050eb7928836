"""Rules that one shift alone can break."""

from __future__ import annotations

from typing import ClassVar

from ..hours import day_overtime, is_night_shift
from ..people import Cook, Flag
from ..problem import Problem
from ..variables import Post
from .base import Rule


class Skill(Rule):
    name: ClassVar[str] = "skill"

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        skill = post[2]
        return skill is not None and skill not in cook.skills


class DayOff(Rule):
    name: ClassVar[str] = "day_off"

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        return post[0] in cook.days_off


class Unavailable(Rule):
    name: ClassVar[str] = "unavailable"

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        start, end = problem.start(*post[:2]), problem.end(*post[:2])
        return any(window.overlaps(start, end) for window in cook.unavailable)


class RestDay(Rule):
    """Her own rest day, unless she agreed to work on it and no flag forbids that."""

    name: ClassVar[str] = "rest_day"

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        agreed = cook.rest_day_work and Flag.NO_REST_DAY not in cook.flags
        return not agreed and problem.weekday(post[0]) == cook.rest_day


class MaxDay(Rule):
    """The longest day of the law, or her own shorter one."""

    name: ClassVar[str] = "max_day"

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        paid = problem.shift[post[1]].paid_minutes
        limits = (problem.law(post[0]).max_day_minutes, cook.max_day_minutes)
        return any(limit is not None and paid > limit for limit in limits)


class Break(Rule):
    """A long day holds its break."""

    name: ClassVar[str] = "break"

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        law, shift = problem.law(post[0]), problem.shift[post[1]]
        long = law.break_from_minutes is not None and shift.paid_minutes >= law.break_from_minutes
        return long and shift.break_minutes < law.min_break_minutes


class NoNight(Rule):
    name: ClassVar[str] = "no_night"

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        return Flag.NO_NIGHT in cook.flags and is_night_shift(problem, *post[:2])


class NightLength(Rule):
    """Night work is shorter than day work."""

    name: ClassVar[str] = "night_length"

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        night = problem.law(post[0]).night
        if night is None or night.max_shift_minutes is None:
            return False
        long = problem.shift[post[1]].paid_minutes > night.max_shift_minutes
        return long and is_night_shift(problem, *post[:2])


class NoOvertimeDay(Rule):
    """A protected cook works no minute beyond her normal day."""

    name: ClassVar[str] = "no_overtime_day"

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        return Flag.NO_OVERTIME in cook.flags and day_overtime(problem, cook, *post[:2]) > 0


class Frozen(Rule):
    """Days that are past, or left out of a repair, hold what was fixed and nothing else."""

    name: ClassVar[str] = "frozen"

    def forbids(self, problem: Problem, cook: Cook, post: Post) -> bool:
        day, shift, skill = post
        standing = problem.fixed_posts
        return problem.is_frozen(day) and (cook.key, day, shift, skill) not in standing

"""The registry: every rule and every aim by name."""

from . import aims, fairness, limits, runs, sequences, static, together, weekly
from .base import Aim, Rule

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        static.Skill(),
        static.DayOff(),
        static.Unavailable(),
        static.RestDay(),
        static.MaxDay(),
        static.Break(),
        static.NoNight(),
        static.NightLength(),
        static.NoOvertimeDay(),
        static.Frozen(),
        sequences.ForbiddenNext(),
        sequences.MinRest(),
        sequences.WeeklyRest(),
        limits.ShiftLimit(),
        limits.MaxMinutes(),
        limits.MinMinutes(),
        limits.MaxWeekends(),
        runs.MaxRun(),
        runs.MinRun(),
        runs.MaxDaysOff(),
        runs.MinDaysOff(),
        weekly.MaxWeek(),
        weekly.MaxOvertime(),
        weekly.NoOvertimeWeek(),
        weekly.NightWeeks(),
        together.Learner(),
        together.Fixed(),
        together.MaxChanges(),
    )
}

AIMS: dict[str, Aim] = {
    aim.name: aim
    for aim in (
        aims.UnderCover(),
        aims.OverCover(),
        aims.WeekPromise(),
        aims.Guarantee(),
        fairness.Burdens(),
        aims.Wishes(),
        aims.Rides(),
        aims.Wages(),
        aims.Changes(),
        aims.OtherWork(),
    )
}

__all__ = ["AIMS", "RULES", "Aim", "Rule"]

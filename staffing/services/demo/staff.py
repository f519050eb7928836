"""The cooks of the story: rosters published ahead, hours worked close to plan."""

from __future__ import annotations

import datetime as dt

from kurkum.lib import dates
from staffing.choices import HoursSource, RosterState
from staffing.models import Assignment, WorkedHours
from staffing.services.demo.setting import Setting
from staffing.services.publishing import publish_roster
from staffing.services.rostering import SolveOrder, plan_roster

WEEKS = 4
PAST_SECONDS, COMING_SECONDS = 0.5, 3.0
NOTICE_DAYS = 9


def plan_period(setting: Setting, start: dt.date, *, is_past: bool) -> None:
    """One four-week roster, planned on the forecast and published nine days ahead."""
    now = setting.at(start - dt.timedelta(days=NOTICE_DAYS), 10)
    seconds = PAST_SECONDS if is_past else COMING_SECONDS
    order = SolveOrder(seconds=seconds, seed=setting.seed, repeatable=True)
    plan_roster(start=start, weeks=WEEKS, order=order, author=setting.manager, now=now)
    publish_roster(start=start, author=setting.manager, now=now)


def period_starts(setting: Setting) -> list[dt.date]:
    """The Sundays on which the story's rosters start; the last one covers the coming week."""
    starts = [dates.week_start(setting.begins)]
    last = setting.tomorrow + dt.timedelta(days=dates.DAYS_IN_WEEK)
    while starts[-1] + dt.timedelta(weeks=WEEKS) <= last:
        starts.append(starts[-1] + dt.timedelta(weeks=WEEKS))
    return starts


def work_day(setting: Setting, date: dt.date) -> None:
    """Who was on the roster came, within a few minutes of the plan."""
    dice = setting.dice("hours", date)
    planned = Assignment.objects.filter(date=date, roster__state=RosterState.PUBLISHED)
    WorkedHours.objects.bulk_create(
        WorkedHours(
            cook=row.cook,
            date=date,
            clock_in=dates.at_minute(date, row.start_minute + dice.randint(-6, 4)),
            clock_out=dates.at_minute(date, row.end_minute + dice.randint(-4, 9)),
            break_minutes=row.shift.break_minutes,
            source=HoursSource.CLOCK,
        )
        for row in planned.select_related("cook", "shift").order_by("cook__key")
    )

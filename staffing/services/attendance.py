"""Hours worked: clock in and out, the manager's correction, and what a month's labour costs."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.base.choices import Grade
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib.dates import at_clock, day_of, month_of
from orders.models import LedgerTransaction
from orders.services.ledger import Entry, ensure_open, post
from staffing.choices import HoursSource
from staffing.models import Cook, WorkedHours
from staffing.selectors.hours import CookMonth, month_hours
from staffing.selectors.rosters import published_assignments
from staffing.selectors.working_law import figure_on

# Whoever forgot to clock out for this long is corrected by the manager, not by the clock.
LONGEST_CLOCK = dt.timedelta(hours=16)
LABOUR_ACCOUNT, OWED_ACCOUNT = "kitchen_labour", "wages_payable"


@transaction.atomic
def clock_in(*, cook: Cook, author: User | None, now: dt.datetime) -> WorkedHours:
    """She came. Raises CannotBeDone while an earlier coming has no going."""
    cook = Cook.objects.select_for_update().get(pk=cook.pk)
    still = WorkedHours.objects.filter(cook=cook, clock_out__isnull=True).first()
    if still is not None:
        raise CannotBeDone(
            _("%(cook)s came at %(time)s already; clock her out first.")
            % {"cook": cook.name, "time": date_format(still.clock_in, "H:i")}
        )
    ensure_open(day_of(now))
    return WorkedHours.objects.create(
        cook=cook, date=day_of(now), clock_in=now, source=HoursSource.CLOCK, recorded_by=author
    )


@transaction.atomic
def clock_out(*, cook: Cook, author: User | None, now: dt.datetime) -> WorkedHours:
    """She goes; the break of her shift is taken off where her day was long enough to have one."""
    row = WorkedHours.objects.select_for_update().filter(cook=cook, clock_out=None).first()
    if row is None:
        raise CannotBeDone(_("%(cook)s has not clocked in.") % {"cook": cook.name})
    if now <= row.clock_in or now - row.clock_in > LONGEST_CLOCK:
        raise CannotBeDone(
            _("%(cook)s came on %(time)s: the manager enters when she went.")
            % {"cook": cook.name, "time": date_format(row.clock_in, "d.m.Y H:i")}
        )
    row.clock_out = now
    row.break_minutes = _break_for(cook, row.date, row.clock_in, now)
    row.recorded_by = author
    row.save(update_fields=["clock_out", "break_minutes", "recorded_by"])
    return row


def _break_for(cook: Cook, day: dt.date, came: dt.datetime, went: dt.datetime) -> int:
    """The planned break; without a plan, the law's break on a day that is long enough."""
    plan = published_assignments(day, day).filter(cook=cook).first()
    minutes = int((went - came).total_seconds() // 60)
    if plan is not None and minutes > plan.shift.break_minutes:
        long_enough = minutes * 2 > plan.end_minute - plan.start_minute
        return plan.shift.break_minutes if long_enough else 0
    return figure_on("break_total_minutes", day) if minutes >= _break_after(day) else 0


def _break_after(day: dt.date) -> int:
    return figure_on("break_after_minutes", day) + figure_on("break_total_minutes", day)


@transaction.atomic
def enter_hours(
    *,
    cook: Cook,
    date: dt.date,
    came: dt.time,
    went: dt.time,
    break_minutes: int,
    author: User | None,
    now: dt.datetime,
    note: str = "",
) -> WorkedHours:
    """The manager's word on one day, in place of what the clock says; the history keeps both."""
    if went <= came:
        raise BadInput(_("She went before she came: check the two times."))
    if date > day_of(now):
        raise BadInput(_("This day has not come yet."))
    ensure_open(date)
    before = WorkedHours.objects.select_for_update().filter(cook=cook, date=date)
    old = [
        [row.clock_in.isoformat(), row.clock_out and row.clock_out.isoformat()] for row in before
    ]
    before.delete()
    start, end = at_clock(date, came), at_clock(date, went)
    if break_minutes < 0 or (end - start) <= dt.timedelta(minutes=break_minutes):
        raise BadInput(_("The break is longer than the day."))
    row = WorkedHours.objects.create(
        cook=cook, date=date, clock_in=start, clock_out=end, break_minutes=break_minutes,
        source=HoursSource.MANAGER, recorded_by=author, note=note[:200],
    )  # fmt: skip
    record_change(
        subject="WorkedHours",
        subject_key=f"{cook.key}/{date}",
        action="corrected",
        author=author,
        now=now,
        before=old,
        after=[start.isoformat(), end.isoformat()],
        reason=note,
    )
    return row


@transaction.atomic
def post_labour(
    *, month: dt.date, author: User | None, now: dt.datetime
) -> LedgerTransaction | None:
    """Books the month's kitchen labour at its cost to the employer, once; None without hours.

    Raises CannotBeDone for a month that is booked or closed, or that has an open clock.
    """
    last = month_of(month).last_day
    _refuse_open_clocks(month, last)
    cost, grade = labour_cost(month_hours(month))
    if not cost:
        return None
    return post(
        date=min(last, day_of(now)),
        description=_("Kitchen labour %(month)s") % {"month": f"{month:%m.%Y}"},
        source="labour",
        source_key=f"{month:%Y-%m}",
        entries=[Entry(LABOUR_ACCOUNT, cost, grade), Entry(OWED_ACCOUNT, -cost, grade)],
        author=author,
        now=now,
    )


def labour_booking(month: dt.date) -> LedgerTransaction | None:
    """The standing booking of a month's labour."""
    rows = LedgerTransaction.objects.filter(source="labour", source_key=f"{month:%Y-%m}")
    return rows.filter(corrects__isnull=True).first()


def labour_cost(months: list[CookMonth]) -> tuple[int, str]:
    """Agorot with the employer's share; the factor is assumed, so it is never better than that."""
    return sum(one.cost_agorot for one in months), Grade.ESTIMATED


def _refuse_open_clocks(month: dt.date, last: dt.date) -> None:
    still = WorkedHours.objects.filter(
        date__gte=month, date__lte=last, clock_out__isnull=True
    ).select_related("cook")
    if still:
        raise CannotBeDone(
            *(
                _("%(cook)s has no going on %(day)s: enter it first.")
                % {"cook": row.cook.name, "day": date_format(row.date, "d.m.Y")}
                for row in still
            )
        )

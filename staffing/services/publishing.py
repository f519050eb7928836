"""Publishes rosters, and keeps what was promised: every later change is written down."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib.dates import day_of
from staffing.choices import RosterState
from staffing.models import Assignment, Cook, Roster, RosterChange
from staffing.selectors.rosters import assignments_of, latest_roster
from staffing.services.roster_judging import objections
from staffing.services.roster_question import ask_about, to_core


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """A cook's day before and after, as people read it; "" is a free day."""

    cook: Cook
    date: dt.date
    was: str
    now: str


@transaction.atomic
def publish_roster(*, start: dt.date, author: User | None, now: dt.datetime) -> Roster:
    """Publishes the newest draft from ``start``; from now on cooks see it and its shifts stand.

    Raises CannotBeDone where there is none, where days of it are published already under another
    start, or where it breaks a rule as the data stand now.
    """
    roster = latest_roster(start)
    if roster is None:
        raise CannotBeDone(
            _("There is no roster from %(start)s: plan it first.") % {"start": _day(start)}
        )
    roster = Roster.objects.select_for_update().get(pk=roster.pk)
    if roster.state == RosterState.PUBLISHED:
        raise CannotBeDone(
            _("The roster from %(start)s is published already.") % {"start": _day(start)}
        )
    _refuse_overlap(roster)
    _refuse_broken(roster)
    _replace_published(roster, author, now)
    roster.state = RosterState.PUBLISHED
    roster.published_at, roster.published_by = now, author
    roster.save(update_fields=["state", "published_at", "published_by"])
    record_change(
        subject="Roster",
        subject_key=f"{roster.start}/{roster.version}",
        action="published",
        author=author,
        now=now,
        channel=Channel.WEB if author else Channel.COMMAND,
        after={"notice_days": notice_days(roster), "gaps": roster.gaps.count()},
    )
    return roster


def notice_days(roster: Roster) -> int:
    """Days between publishing and the first day; negative when it was published too late."""
    if roster.published_at is None:
        raise ValueError(f"roster {roster} is not published")
    return (roster.start - day_of(roster.published_at)).days


def _day(day: dt.date) -> str:
    return date_format(day, "d.m.Y")


def _refuse_overlap(roster: Roster) -> None:
    others = Roster.objects.filter(
        state=RosterState.PUBLISHED, start__lte=roster.end, end__gte=roster.start
    ).exclude(start=roster.start)
    if others:
        raise CannotBeDone(
            *(
                _("%(first)s to %(last)s are published already: start a new roster after them.")
                % {"first": _day(other.start), "last": _day(other.end)}
                for other in others
            )
        )


def _refuse_broken(roster: Roster) -> None:
    from staffing.planning.roster import Solution, verify

    question = ask_about(roster)
    standing = Solution(to_core(assignments_of(roster), roster.start))
    broken = objections(question, verify(question.problem, standing))
    if broken:
        raise CannotBeDone(
            _("The roster breaks rules as things stand now; change it or plan it again:"),
            *(one.text for one in broken),
        )


def _replace_published(roster: Roster, author: User | None, now: dt.datetime) -> None:
    """A published roster of the same start gives way; each difference is a change of a promise."""
    old = Roster.objects.filter(start=roster.start, state=RosterState.PUBLISHED).first()
    if old is None:
        return
    was = {(row.cook, row.date): row for row in assignments_of(old)}
    new = {(row.cook, row.date): row for row in assignments_of(roster)}
    changes = [
        ShiftChange(cook, date, _words(was.get((cook, date))), _words(new.get((cook, date))))
        for cook, date in sorted(was.keys() | new.keys(), key=lambda key: (key[1], key[0].key))
    ]
    old.state = RosterState.SUPERSEDED
    old.save(update_fields=["state"])
    write_changes(
        roster=roster,
        changes=[change for change in changes if change.was != change.now],
        reason=_("planned again"),
        author=author,
        now=now,
    )


def _words(row: Assignment | None) -> str:
    return row.shift.key if row else ""


def write_changes(
    *,
    roster: Roster,
    changes: list[ShiftChange],
    reason: str,
    author: User | None,
    now: dt.datetime,
) -> None:
    """One row per changed day of a published roster; the time of the change is the notice."""
    RosterChange.objects.bulk_create(
        RosterChange(
            roster=roster,
            cook=change.cook,
            date=change.date,
            was=change.was,
            now=change.now,
            reason=reason[:200],
            changed_at=now,
            changed_by=author,
        )
        for change in changes
    )

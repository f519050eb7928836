"""Reads rosters and who is on duty. Cooks see what is published and nothing else."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max, QuerySet

from staffing.choices import RosterState
from staffing.models import Assignment, Cook, Roster


def published_roster(day: dt.date) -> Roster | None:
    """The published roster that holds ``day``; of several, the one published last."""
    return (
        Roster.objects.filter(state=RosterState.PUBLISHED, start__lte=day, end__gte=day)
        .order_by("-published_at")
        .first()
    )


def latest_roster(start: dt.date) -> Roster | None:
    """The newest roster that begins on ``start``: a draft or the published one."""
    return Roster.objects.filter(start=start).exclude(state=RosterState.SUPERSEDED).first()


def next_version(start: dt.date) -> int:
    top: int | None = Roster.objects.filter(start=start).aggregate(top=Max("version"))["top"]
    return (top or 0) + 1


def published_assignments(first: dt.date, last: dt.date) -> QuerySet[Assignment]:
    """Shifts that stand, by date and cook, both days included."""
    return (
        Assignment.objects.filter(
            roster__state=RosterState.PUBLISHED, date__gte=first, date__lte=last
        )
        .select_related("cook", "shift", "skill", "roster")
        # The roster's printed form is large; nobody reads it once per shift.
        .defer("roster__document")
        .order_by("date", "start_minute", "cook__key")
    )


def duties_on(day: dt.date) -> list[Assignment]:
    """Who works on ``day``: the published roster, else the newest draft that holds the day."""
    standing = list(published_assignments(day, day))
    if standing or published_roster(day) is not None:
        return standing
    draft = (
        Roster.objects.filter(state=RosterState.DRAFT, start__lte=day, end__gte=day)
        .order_by("-created_at", "-pk")
        .first()
    )
    return list(assignments_of(draft).filter(date=day)) if draft else []


def assignments_of(roster: Roster) -> QuerySet[Assignment]:
    return roster.assignments.select_related("cook", "shift", "skill").order_by(
        "date", "start_minute", "cook__key"
    )


def shifts_of(cook: Cook, first: dt.date, last: dt.date) -> QuerySet[Assignment]:
    """Her published shifts, for her own page; a draft is never among them."""
    return published_assignments(first, last).filter(cook=cook)

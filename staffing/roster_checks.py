"""What must always hold of rosters and hours; each broken invariant names its row."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q

from kurkum.base.ports import Breach
from staffing.choices import RosterState
from staffing.models import Assignment, Roster, SwapRequest, WorkedHours


def roster_breaches() -> Iterator[Breach]:
    """Every broken invariant of rosters, assignments, swaps and hours."""
    yield from _outside_their_roster()
    yield from _skill_not_held()
    yield from _paid_minutes_wrong()
    yield from _published_twice()
    yield from _document_disagrees()
    yield from _swaps_undecided()
    yield from _hours_on_another_day()


def _breach(invariant: str, where: object, message: str) -> Breach:
    return Breach(invariant, str(where), message)


def _outside_their_roster() -> Iterator[Breach]:
    wrong = Assignment.objects.filter(
        Q(date__lt=F("roster__start")) | Q(date__gt=F("roster__end"))
    ).select_related("cook", "shift", "roster")
    for row in wrong:
        yield _breach("assignment_within_its_roster", row, f"lies outside the roster {row.roster}")


def _skill_not_held() -> Iterator[Breach]:
    living = Assignment.objects.exclude(roster__state=RosterState.SUPERSEDED)
    held = Q(cook__cook_skills__skill=F("skill"))
    wrong = living.annotate(held=Count("pk", filter=held)).filter(held=0)
    for row in wrong.select_related("cook", "shift", "skill"):
        yield _breach(
            "assignment_skill_is_held", row, f"counts {row.skill}, which she does not have"
        )


def _paid_minutes_wrong() -> Iterator[Breach]:
    wrong = Assignment.objects.filter(paid_minutes__gt=F("end_minute") - F("start_minute"))
    for row in wrong.select_related("cook", "shift"):
        yield _breach("assignment_pays_at_most_its_length", row, f"pays {row.paid_minutes} minutes")


def _published_twice() -> Iterator[Breach]:
    """A cook has at most one published shift a day, whatever roster it stands in."""
    doubles = (
        Assignment.objects.filter(roster__state=RosterState.PUBLISHED)
        .values("cook__key", "date")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
    )
    for row in doubles:
        yield _breach(
            "one_published_shift_a_day",
            f"{row['cook__key']} {row['date']}",
            f"has {row['times']} published shifts",
        )


def _document_disagrees() -> Iterator[Breach]:
    """What was handed out says what the assignments say."""
    for roster in Roster.objects.filter(state=RosterState.PUBLISHED):
        told = {
            (one["cook"], one["date"], one["shift"])
            for one in roster.document.get("assignments", [])
        }
        stands = {
            (row.cook.key, row.date.isoformat(), row.shift.key)
            for row in roster.assignments.select_related("cook", "shift")
        }
        if told != stands:
            yield _breach(
                "roster_document_agrees",
                roster,
                f"{len(told ^ stands)} shifts differ between the document and the assignments",
            )


def _swaps_undecided() -> Iterator[Breach]:
    closed = (SwapRequest.State.APPROVED, SwapRequest.State.REFUSED)
    for swap in SwapRequest.objects.filter(state__in=closed, decided_at__isnull=True):
        yield _breach("swap_decided_has_a_time", swap.pk, "is decided without a time")


def _hours_on_another_day() -> Iterator[Breach]:
    for row in WorkedHours.objects.exclude(clock_in__date=F("date")).select_related("cook"):
        yield _breach("hours_belong_to_their_day", row, f"came on {row.clock_in}")

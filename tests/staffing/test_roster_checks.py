"""Every invariant of rosters names the row that breaks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from staffing.models import Assignment, CookSkill, Roster, SwapRequest, WorkedHours
from staffing.roster_checks import roster_breaches
from staffing.services.rostering import refresh_roster
from tests.factories import roster as make
from tests.factories.base import at
from tests.factories.roster import SUNDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def kitchen() -> make.Kitchen:
    found = make.kitchen()
    make.usual_week(found)
    roster = make.published((found.cooks["suha"], SUNDAY, found.day, found.skills["driving"]))
    refresh_roster(roster)
    make.worked(found.cooks["suha"], SUNDAY, 450, 930)
    return found


def test_a_sound_roster_breaks_nothing(kitchen: make.Kitchen) -> None:
    assert list(roster_breaches()) == []


def outside(kitchen: make.Kitchen) -> None:
    Assignment.objects.update(date=SUNDAY - dt.timedelta(days=1))


def without_skill(kitchen: make.Kitchen) -> None:
    CookSkill.objects.filter(cook=kitchen.cooks["suha"]).delete()


def paid_too_much(kitchen: make.Kitchen) -> None:
    Assignment.objects.update(paid_minutes=481)


def published_twice(kitchen: make.Kitchen) -> None:
    row = Assignment.objects.get()
    other = Roster.objects.get()
    other.pk, other.start, other.end = None, SUNDAY - dt.timedelta(days=1), SUNDAY
    other.save()
    row.pk, row.roster = None, other
    row.save()


def another_document(kitchen: make.Kitchen) -> None:
    roster = Roster.objects.get()
    roster.document["assignments"] = []
    roster.save()


def undated_decision(kitchen: make.Kitchen) -> None:
    SwapRequest.objects.create(
        assignment=Assignment.objects.get(), taker=kitchen.cooks["rania"], state="approved",
        asked_at=at(SUNDAY, 8),
    )  # fmt: skip


def another_day(kitchen: make.Kitchen) -> None:
    WorkedHours.objects.update(date=SUNDAY + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("corrupt", "invariant"),
    [
        (outside, "assignment_within_its_roster"),
        (without_skill, "assignment_skill_is_held"),
        (paid_too_much, "assignment_pays_at_most_its_length"),
        (published_twice, "one_published_shift_a_day"),
        (another_document, "roster_document_agrees"),
        (undated_decision, "swap_decided_has_a_time"),
        (another_day, "hours_belong_to_their_day"),
    ],
)
def test_a_corrupted_row_is_named(
    kitchen: make.Kitchen, corrupt: Callable[[make.Kitchen], None], invariant: str
) -> None:
    corrupt(kitchen)
    assert invariant in {breach.invariant for breach in roster_breaches()}

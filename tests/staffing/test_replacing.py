"""She cannot come: the ranking, the repair, swaps."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from kurkum.base.errors import CannotBeDone
from staffing.models import Availability, Roster, RosterChange, SwapRequest
from staffing.selectors.roster_needs import roster_needs
from staffing.selectors.roster_warnings import without_their_cook
from staffing.services.replacing import (
    apply_candidate,
    apply_repair,
    mark_absent,
    propose_replacements,
)
from staffing.services.swaps import answer_swap, ask_swap, decide_swap
from tests.factories import roster as make
from tests.factories.base import at
from tests.factories.roster import SUNDAY

NOW = at(dt.date(2026, 12, 4), 9)
pytestmark = pytest.mark.django_db


@pytest.fixture
def kitchen() -> make.Kitchen:
    found = make.kitchen()
    make.wanted(found.day, found.skills["driving"], days=1)
    make.published((found.cooks["suha"], SUNDAY, found.day, found.skills["driving"]))
    return found


def test_every_other_cook_is_ranked_and_nobody_is_hidden(kitchen: make.Kitchen) -> None:
    proposal = propose_replacements(cook=kitchen.cooks["suha"], date=SUNDAY)
    assert {one.cook.key for one in proposal.candidates} == {"amal", "huda", "rania"}
    assert [one.rank for one in proposal.candidates] == [1, 2, 3]


def test_the_cook_who_can_stands_first_and_the_others_say_why_not(kitchen: make.Kitchen) -> None:
    first, *others = propose_replacements(cook=kitchen.cooks["suha"], date=SUNDAY).candidates
    assert (first.cook.key, first.allowed) == ("rania", True)
    assert all("does not have the skill" in one.because[0] for one in others)


def test_the_document_follows_the_contract(kitchen: make.Kitchen) -> None:
    document = propose_replacements(cook=kitchen.cooks["suha"], date=SUNDAY).document
    assert (document["kind"], document["cook"], document["date"]) == (
        "replacements", "suha", "2026-12-06",
    )  # fmt: skip
    [shift] = document["shifts"]
    assert shift.keys() == {"shift", "skill", "candidates"}
    for one in shift["candidates"]:
        assert one.keys() == {"cook", "rank", "allowed", "because", "cost", "changes"}
        assert one["changes"][0] == {"cook": "suha", "date": "2026-12-06", "was": "day", "now": ""}


def test_proposing_writes_nothing(kitchen: make.Kitchen) -> None:
    propose_replacements(cook=kitchen.cooks["suha"], date=SUNDAY)
    assert not RosterChange.objects.exists()
    assert not Availability.objects.exists()


def test_the_repair_changes_the_lost_shift_and_one_more(kitchen: make.Kitchen) -> None:
    proposal = propose_replacements(cook=kitchen.cooks["suha"], date=SUNDAY)
    apply_repair(proposal=proposal, author=kitchen.manager, now=NOW)
    told = {(row.cook.key, row.was, row.now) for row in RosterChange.objects.all()}
    assert told == {("suha", "day", ""), ("rania", "", "day")}


def test_the_manager_may_choose_somebody_herself(kitchen: make.Kitchen) -> None:
    proposal = propose_replacements(cook=kitchen.cooks["suha"], date=SUNDAY)
    best = proposal.candidates[0]
    apply_candidate(proposal=proposal, candidate=best, author=kitchen.manager, now=NOW)
    assert Roster.objects.get().assignments.get().cook == best.cook


def test_somebody_who_is_not_allowed_cannot_be_chosen(kitchen: make.Kitchen) -> None:
    proposal = propose_replacements(cook=kitchen.cooks["suha"], date=SUNDAY)
    worst = proposal.candidates[-1]
    with pytest.raises(CannotBeDone, match="does not have the skill"):
        apply_candidate(proposal=proposal, candidate=worst, author=None, now=NOW)
    assert Roster.objects.get().assignments.get().cook.key == "suha"
    assert not Availability.objects.exists()


def test_without_a_published_shift_there_is_nobody_to_replace(kitchen: make.Kitchen) -> None:
    with pytest.raises(CannotBeDone, match="has no shift"):
        propose_replacements(cook=kitchen.cooks["amal"], date=SUNDAY)
    with pytest.raises(CannotBeDone, match="No published roster"):
        propose_replacements(cook=kitchen.cooks["amal"], date=dt.date(2027, 1, 3))


# --- swaps --------------------------------------------------------------------------------------


def test_a_swap_needs_the_other_cook_and_the_manager(kitchen: make.Kitchen) -> None:
    given = Roster.objects.get().assignments.get()
    swap = ask_swap(assignment=given, taker=kitchen.cooks["rania"], author=None, now=NOW)
    with pytest.raises(CannotBeDone, match="answered already"):
        decide_swap(swap=swap, approves=True, author=kitchen.manager, now=NOW)
    answer_swap(swap=swap, agrees=True, author=None, now=NOW)
    decide_swap(swap=swap, approves=True, author=kitchen.manager, now=NOW)
    assert Roster.objects.get().assignments.get().cook.key == "rania"
    assert SwapRequest.objects.get().state == SwapRequest.State.APPROVED


def test_a_swap_that_breaks_a_rule_is_not_done(kitchen: make.Kitchen) -> None:
    given = Roster.objects.get().assignments.get()
    swap = ask_swap(assignment=given, taker=kitchen.cooks["amal"], author=None, now=NOW)
    answer_swap(swap=swap, agrees=True, author=None, now=NOW)
    with pytest.raises(CannotBeDone, match="does not have the skill"):
        decide_swap(swap=swap, approves=True, author=kitchen.manager, now=NOW)
    assert Roster.objects.get().assignments.get().cook.key == "suha"


def test_a_shift_of_today_cannot_be_given_away(kitchen: make.Kitchen) -> None:
    given = Roster.objects.get().assignments.get()
    with pytest.raises(CannotBeDone, match="from tomorrow on"):
        ask_swap(assignment=given, taker=kitchen.cooks["rania"], author=None, now=at(SUNDAY, 5))


def test_a_published_shift_without_its_cook_waits_for_the_manager(kitchen: make.Kitchen) -> None:
    today = SUNDAY - dt.timedelta(days=2)
    assert list(roster_needs(today)) == []
    mark_absent(cook=kitchen.cooks["suha"], date=SUNDAY, author=None, now=NOW)
    [(level, text, url)] = roster_needs(today)
    assert level == "stop"
    assert text.startswith("Suha cannot come on")
    assert url == reverse("staffing:replace", args=["suha", SUNDAY])
    assert [level for level, _text, _url in roster_needs(today - dt.timedelta(days=4))] == ["warn"]


def test_once_somebody_stands_in_nothing_waits(kitchen: make.Kitchen) -> None:
    proposal = propose_replacements(cook=kitchen.cooks["suha"], date=SUNDAY)
    apply_repair(proposal=proposal, author=None, now=NOW)
    assert without_their_cook(SUNDAY, SUNDAY) == []
    assert list(roster_needs(SUNDAY)) == []

"""Why she works a day, why not, what it would take; trials and the shift in the hand."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from kurkum.base.choices import Role
from staffing.models import Assignment, Availability, CoverGap, Roster
from staffing.selectors.roster_facts import cooks_between
from staffing.services.replacing import mark_absent
from staffing.services.roster_gap import explain_gap, keep_gap_trial, note_consent, try_gap
from staffing.services.roster_hand import takers
from staffing.services.roster_why import explain_day
from staffing.services.rostering import refresh_roster
from tests.factories import base
from tests.factories import roster as make
from tests.factories.base import at
from tests.factories.roster import SUNDAY

pytestmark = pytest.mark.django_db
MONDAY = SUNDAY + dt.timedelta(days=1)
NOW = at(SUNDAY - dt.timedelta(days=3), 8)


@pytest.fixture
def kitchen() -> make.Kitchen:
    found = make.kitchen()
    make.wanted(found.day, found.skills["driving"], days=2)
    make.wanted(found.early, found.skills["cooking"], days=2)
    return found


def driven_by_suha(kitchen: make.Kitchen) -> Roster:
    """Suha drives on Sunday; the early shift has its cook on both days; Monday has no driver."""
    cooks, skills = kitchen.cooks, kitchen.skills
    roster = make.published(
        (cooks["suha"], SUNDAY, kitchen.day, skills["driving"]),
        (cooks["amal"], SUNDAY, kitchen.early, skills["cooking"]),
        (cooks["amal"], MONDAY, kitchen.early, skills["cooking"]),
    )
    refresh_roster(roster)
    return roster


def client_of(kitchen: make.Kitchen) -> Client:
    client = Client()
    kitchen.manager.language = "en"
    kitchen.manager.save()
    client.force_login(kitchen.manager, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_without_her_the_place_is_empty_and_the_only_other_driver_is_named_first(
    kitchen: make.Kitchen,
) -> None:
    story = explain_day(driven_by_suha(kitchen), kitchen.cooks["suha"], SUNDAY)
    assert story.assigned is not None
    assert "1 more empty place" in story.without
    assert [one.cook.key for one in story.options if one.allowed] == ["rania"]
    assert len(story.options) == 3
    huda = next(one for one in story.options if one.cook.key == "huda")
    assert huda.because == ["she does not have the skill"]


def test_a_free_cook_is_told_place_by_place_why_not(kitchen: make.Kitchen) -> None:
    make.away(kitchen.cooks["rania"], SUNDAY)
    story = explain_day(driven_by_suha(kitchen), kitchen.cooks["rania"], SUNDAY)
    assert story.assigned is None
    assert story.could == 0
    assert {one.skill.key for one in story.options} == {"driving", "cooking"}
    assert all("she cannot come at these hours" in one.because for one in story.options)


def test_an_empty_place_that_anybody_may_fill_is_filled_by_its_trial(
    kitchen: make.Kitchen,
) -> None:
    gap = driven_by_suha(kitchen).gaps.get()
    story = explain_gap(gap)
    assert (story.rules, story.in_time) == ([], True)
    trial = try_gap(gap, keys=[], now=NOW)
    assert trial.fills
    assert trial.keepable
    assert len(trial.edits) == 1
    keep_gap_trial(roster=gap.roster, edits=trial.edits, keys=[], author=None, now=NOW)
    assert not CoverGap.objects.exists()


def away_drivers(kitchen: make.Kitchen) -> CoverGap:
    roster = driven_by_suha(kitchen)
    for key in ("suha", "rania"):
        make.away(kitchen.cooks[key], MONDAY)
    refresh_roster(roster)
    return roster.gaps.get()


def test_the_rules_in_the_way_are_the_two_absences_and_the_skills_of_the_rest(
    kitchen: make.Kitchen,
) -> None:
    story = explain_gap(away_drivers(kitchen))
    assert story.minimal
    assert len(story.covers) == 1
    assert sorted(text.split(",")[0] for text in story.rules) == ["Amal", "Huda", "Rania", "Suha"]
    assert {one.key.split("|")[1] for one in story.single} == {"rania", "suha"}
    assert len(story.give) == 1


def test_an_absence_is_given_up_with_her_word_and_the_place_is_filled(
    kitchen: make.Kitchen,
) -> None:
    gap = away_drivers(kitchen)
    key = f"unavailable|rania|{MONDAY.isoformat()}"
    assert not try_gap(gap, keys=[], now=NOW).fills
    trial = try_gap(gap, keys=[key], now=NOW)
    assert trial.keepable
    keep_gap_trial(roster=gap.roster, edits=trial.edits, keys=[key], author=None, now=NOW)
    row = Assignment.objects.get(cook=kitchen.cooks["rania"])
    assert (row.date, row.skill.key) == (MONDAY, "driving")


def test_a_law_is_never_given_up(kitchen: make.Kitchen) -> None:
    gap = away_drivers(kitchen)
    trial = try_gap(gap, keys=[f"skill|amal|{MONDAY.isoformat()}"], now=NOW)
    assert (trial.fills, trial.releases) == (False, [])


def test_what_was_said_last_about_a_day_counts(kitchen: make.Kitchen) -> None:
    rania = kitchen.cooks["rania"]

    def is_away() -> bool:
        facts = next(one for one in cooks_between(MONDAY, MONDAY) if one.cook == rania)
        return bool(facts.times)

    mark_absent(cook=rania, date=MONDAY, author=None, now=NOW)
    assert is_away()
    note_consent(cook=rania, date=MONDAY, author=None, now=NOW + dt.timedelta(hours=1))
    assert not is_away()
    mark_absent(cook=rania, date=MONDAY, author=None, now=NOW + dt.timedelta(hours=2))
    assert is_away()
    assert Availability.objects.count() == 1


def test_a_shift_in_the_hand_is_judged_for_every_other_cook(kitchen: make.Kitchen) -> None:
    roster = driven_by_suha(kitchen)
    row = roster.assignments.get(cook=kitchen.cooks["suha"])
    found = {one.cook.key: one for one in takers(roster, row)}
    assert {key: one.allowed for key, one in found.items()} == {
        "amal": False, "huda": False, "rania": True,
    }  # fmt: skip
    assert "does not have the skill" in found["huda"].text


def test_the_pages_open_for_the_manager_and_a_trial_is_kept_with_one_click(
    kitchen: make.Kitchen,
) -> None:
    roster = driven_by_suha(kitchen)
    client = client_of(kitchen)
    gap = reverse("staffing:roster_gap", args=[roster.pk, roster.gaps.get().pk])
    why = reverse("staffing:roster_why", args=[roster.pk, SUNDAY, "suha"])
    assert "What would it take?" in client.get(gap).content.decode()
    assert "1 more empty place" in client.get(why).content.decode()
    tried = client.post(gap, {}, headers={"HX-Request": "true"}).content.decode()
    assert "The place is filled by these changes" in tried
    edit = f"rania|{MONDAY.isoformat()}|day|driving"
    url = reverse("staffing:roster_trial", args=[roster.pk])
    assert "No rule stands against it" in client.post(url, {"edit": edit}).content.decode()
    assert Assignment.objects.count() == 3
    client.post(url, {"edit": edit, "keep": "1"})
    assert Assignment.objects.filter(cook=kitchen.cooks["rania"], date=MONDAY).exists()
    assert client.get(gap).status_code == 302


@pytest.mark.parametrize("edit", ["", "nobody|2026-12-07|day|driving", "rania|soon|day|driving"])
def test_a_change_that_cannot_be_read_is_refused_in_words(kitchen: make.Kitchen, edit: str) -> None:
    roster = driven_by_suha(kitchen)
    url = reverse("staffing:roster_trial", args=[roster.pk])
    answer = client_of(kitchen).post(url, {"edit": edit, "keep": "1"}, follow=True)
    assert "cannot be read" in answer.content.decode()
    assert Assignment.objects.count() == 3


def test_nobody_but_the_manager_opens_them(kitchen: make.Kitchen) -> None:
    roster = driven_by_suha(kitchen)
    client = Client()
    client.force_login(
        base.user("one_cook", Role.COOK), backend="django.contrib.auth.backends.ModelBackend"
    )
    row = roster.assignments.first()
    assert row is not None
    pages = [
        reverse("staffing:roster_gap", args=[roster.pk, roster.gaps.get().pk]),
        reverse("staffing:roster_why", args=[roster.pk, SUNDAY, "suha"]),
        reverse("staffing:roster_hand", args=[roster.pk, row.pk]),
    ]
    assert {client.get(url).status_code for url in pages} == {403}

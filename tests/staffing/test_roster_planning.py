"""Rosters from question to publication, on a small kitchen."""

from __future__ import annotations

import copy
import datetime as dt

import pytest

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import Change
from staffing.choices import FlagRule, RosterState
from staffing.models import Roster, RosterChange
from staffing.selectors.rosters import shifts_of
from staffing.services.publishing import notice_days, publish_roster
from staffing.services.roster_editing import Edit, apply_edits, judge_edits
from staffing.services.roster_question import ask
from staffing.services.rostering import SolveOrder, gap_sentences, plan_roster
from tests.factories import base
from tests.factories import roster as make
from tests.factories.base import at
from tests.factories.roster import SUNDAY
from tests.staffing.contract_roster import faults

NOW = at(dt.date(2026, 11, 25), 9)
MONDAY = SUNDAY + dt.timedelta(days=1)
pytestmark = pytest.mark.django_db


def planned(*, seconds: float = 1.0, seed: int = 1) -> Roster:
    order = SolveOrder(seconds=seconds, seed=seed)
    return plan_roster(start=SUNDAY, weeks=1, order=order, author=None, now=NOW)


def test_a_week_that_can_be_covered_has_no_gap() -> None:
    make.usual_week(make.kitchen())
    assert planned().gaps.count() == 0


def test_the_document_keeps_the_contract() -> None:
    make.usual_week(make.kitchen())
    assert faults(planned().document) == []


def test_the_checker_sees_a_cook_on_her_rest_day() -> None:
    make.usual_week(make.kitchen())
    broken = copy.deepcopy(planned().document)
    row = broken["assignments"][0]
    for key in ("date", "start", "end"):
        row[key] = row[key].replace(row["date"][:10], "2026-12-11")
    assert any("rest day" in fault for fault in faults(broken))


def test_the_same_seed_gives_the_same_document() -> None:
    make.usual_week(make.kitchen())
    assert planned().document == planned().document


def test_an_empty_shift_stays_empty_and_says_why() -> None:
    kitchen = make.kitchen()
    make.wanted(kitchen.day, kitchen.skills["driving"], 2, days=1)
    make.away(kitchen.cooks["suha"], SUNDAY)
    roster = planned()
    assert [gap.missing for gap in roster.gaps.all()] == [1]
    assert "Suha" in " ".join(gap_sentences(roster))


def test_the_cause_of_an_absence_and_of_a_flag_is_in_no_document() -> None:
    kitchen = make.kitchen()
    make.usual_week(kitchen)
    make.away(kitchen.cooks["suha"], SUNDAY)
    make.flag(kitchen.cooks["huda"], FlagRule.NO_NIGHT)
    assert "private" not in str(planned().document)


def test_heavy_work_is_not_given_to_a_cook_who_is_spared_it() -> None:
    kitchen = make.kitchen()
    make.flag(kitchen.cooks["rania"], FlagRule.NO_HEAVY)
    make.wanted(kitchen.early, kitchen.skills["cooking"], 1)
    question = ask(SUNDAY, 7)
    assert "cooking" not in question.problem.cook["rania"].skills


def test_the_young_get_shorter_days_and_weeks_and_the_parenthood_hour_shortens_the_day() -> None:
    kitchen = make.kitchen()
    make.usual_week(kitchen)
    for key, minutes in (("youth_day_max_minutes", 480), ("youth_week_max_minutes", 2400),
                         ("parenthood_hour_minutes", 60)):  # fmt: skip
        base.limit(key, str(minutes))
    make.flag(kitchen.cooks["huda"], FlagRule.YOUNG)
    make.flag(kitchen.cooks["rania"], FlagRule.SHORT_DAY)
    cooks = ask(SUNDAY, 7).problem.cook
    assert (cooks["huda"].max_day_minutes, cooks["huda"].max_week_minutes) == (480, 2400)
    assert (cooks["rania"].max_day_minutes, cooks["rania"].max_week_minutes) == (456, 2520)
    assert (cooks["amal"].max_day_minutes, cooks["amal"].max_week_minutes) == (None, 2520)


def test_a_week_that_no_roster_keeps_says_which_rules_clash() -> None:
    kitchen = make.kitchen()
    make.usual_week(kitchen)
    suha, driving = kitchen.cooks["suha"], kitchen.skills["driving"]
    make.published((suha, SUNDAY, kitchen.day, driving))
    make.away(suha, SUNDAY)
    with pytest.raises(CannotBeDone) as refused:
        planned()
    assert "No roster keeps all the rules" in str(refused.value)
    assert "Suha, 06.12.2026: she cannot come at these hours" in str(refused.value)


def test_without_any_work_nothing_is_stored() -> None:
    make.kitchen()
    with pytest.raises(CannotBeDone, match="No work is foreseen"):
        planned()
    assert not Roster.objects.exists()


def test_a_new_draft_takes_the_place_of_the_old_one() -> None:
    make.usual_week(make.kitchen())
    first, second = planned(), planned()
    first.refresh_from_db()
    assert (first.state, second.version) == (RosterState.SUPERSEDED, 2)


def test_a_draft_is_invisible_to_the_cook_and_a_published_roster_is_not() -> None:
    kitchen = make.kitchen()
    make.usual_week(kitchen)
    planned()
    last = SUNDAY + dt.timedelta(days=6)
    assert not shifts_of(kitchen.cooks["suha"], SUNDAY, last).exists()
    publish_roster(start=SUNDAY, author=kitchen.manager, now=NOW)
    assert shifts_of(kitchen.cooks["suha"], SUNDAY, last).exists()


def test_publishing_notes_the_days_of_notice() -> None:
    kitchen = make.kitchen()
    make.usual_week(kitchen)
    planned()
    assert notice_days(publish_roster(start=SUNDAY, author=kitchen.manager, now=NOW)) == 11
    assert Change.objects.get(action="published").after == {"notice_days": 11, "gaps": 0}


def test_publishing_needs_a_roster_and_happens_once() -> None:
    make.usual_week(make.kitchen())
    with pytest.raises(CannotBeDone, match="plan it first"):
        publish_roster(start=SUNDAY, author=None, now=NOW)
    planned()
    publish_roster(start=SUNDAY, author=None, now=NOW)
    with pytest.raises(CannotBeDone, match="published already"):
        publish_roster(start=SUNDAY, author=None, now=NOW)


def test_a_draft_that_breaks_a_rule_by_now_is_not_published() -> None:
    kitchen = make.kitchen()
    make.usual_week(kitchen)
    taken = planned().assignments.first()
    assert taken is not None
    make.away(taken.cook, taken.date)
    with pytest.raises(CannotBeDone, match="cannot come"):
        publish_roster(start=SUNDAY, author=None, now=NOW)


def test_published_shifts_are_pinned_when_the_week_is_planned_again() -> None:
    make.usual_week(make.kitchen())
    planned()
    publish_roster(start=SUNDAY, author=None, now=NOW)
    again = planned(seed=7)
    stood = {(row.cook_id, row.date) for row in Roster.objects.get(version=1).assignments.all()}
    kept = {(row.cook_id, row.date) for row in again.assignments.filter(is_fixed=True)}
    assert stood == kept


def test_days_that_are_published_cannot_be_published_under_another_start() -> None:
    kitchen = make.kitchen()
    make.usual_week(kitchen)
    planned()
    publish_roster(start=SUNDAY, author=None, now=NOW)
    order = SolveOrder(seconds=1.0)
    plan_roster(start=MONDAY, weeks=1, order=order, author=None, now=NOW)
    with pytest.raises(CannotBeDone, match="start a new roster after them"):
        publish_roster(start=MONDAY, author=None, now=NOW)


def test_a_week_may_start_in_the_middle_and_counts_what_was_worked_before() -> None:
    kitchen = make.kitchen()
    make.usual_week(kitchen)
    make.published((kitchen.cooks["amal"], SUNDAY, kitchen.day, kitchen.skills["cooking"]))
    history = ask(MONDAY, 6).problem.history
    assert [(past.cook, past.day, past.paid_minutes) for past in history] == [("amal", -1, 435)]


# --- edits by hand ------------------------------------------------------------------------------


def test_an_edit_that_breaks_a_rule_is_refused_in_words_and_keeps_nothing() -> None:
    kitchen = make.kitchen()
    roster = make.published()
    edit = Edit(kitchen.cooks["suha"], SUNDAY, kitchen.day, kitchen.skills["cooking"])
    make.wanted(kitchen.day, kitchen.skills["cooking"])
    with pytest.raises(CannotBeDone, match="does not have the skill"):
        apply_edits(roster=roster, edits=[edit], reason="", author=None, now=NOW)
    assert not roster.assignments.exists()


def test_an_edit_of_a_published_roster_is_a_written_change() -> None:
    kitchen = make.kitchen()
    make.wanted(kitchen.day, kitchen.skills["cooking"])
    roster = make.published((kitchen.cooks["amal"], SUNDAY, kitchen.day, kitchen.skills["cooking"]))
    edits = [
        Edit(kitchen.cooks["amal"], SUNDAY),
        Edit(kitchen.cooks["huda"], SUNDAY, kitchen.day, kitchen.skills["cooking"]),
    ]
    apply_edits(roster=roster, edits=edits, reason="ill", author=kitchen.manager, now=NOW)
    told = {(row.cook.key, row.was, row.now) for row in RosterChange.objects.all()}
    assert told == {("amal", "day", ""), ("huda", "", "day")}
    assert faults(Roster.objects.get(pk=roster.pk).document) == []


def test_judging_says_whether_a_place_becomes_empty() -> None:
    kitchen = make.kitchen()
    make.wanted(kitchen.day, kitchen.skills["cooking"], days=1)
    roster = make.published((kitchen.cooks["amal"], SUNDAY, kitchen.day, kitchen.skills["cooking"]))
    verdict = judge_edits(roster, [Edit(kitchen.cooks["amal"], SUNDAY)])
    assert (verdict.is_lawful, verdict.missing_before, verdict.missing) == (True, 0, 1)


def test_a_shift_that_no_cover_asks_for_may_be_added_by_hand() -> None:
    kitchen = make.kitchen()
    make.wanted(kitchen.day, kitchen.skills["cooking"], days=1)
    roster = make.published()
    edit = Edit(kitchen.cooks["suha"], MONDAY, kitchen.early, kitchen.skills["driving"])
    assert judge_edits(roster, [edit]).is_lawful

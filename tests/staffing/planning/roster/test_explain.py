"""Reasons: for gaps, for and against a cook on a shift, for conflicts; and replacements."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kurkum.lib.solving import Status
from staffing.planning.roster import (
    DEFAULT_GOALS,
    Assignment,
    Change,
    Cook,
    Cover,
    Explainer,
    Instance,
    Problem,
    Solution,
    Wish,
    changes,
    explain_conflict,
    explain_gap_conflict,
    fairness,
    judge,
    repair,
    replacements,
    verify,
)

from .samples import QUICK, SKILL, cook, problem, roster

BADIA = Cook("badia", skills=frozenset({SKILL}))
DALAL = Cook("dalal", skills=frozenset({SKILL}))


def kitchen(*cooks: Cook, **parts: object) -> Problem:
    """One cook wanted early on the first day, skill ``SKILL``; every shift is on offer."""
    asked = problem(*cooks, skill=SKILL, **parts)  # type: ignore[arg-type]
    wanted = tuple(
        replace(one, required=int((one.day, one.shift) == (0, "early"))) for one in asked.cover
    )
    return replace(asked, cover=wanted)


def test_a_gap_names_the_rule_against_every_cook() -> None:
    asked = kitchen(cook(), replace(BADIA, days_off=frozenset({0})))
    (explained,) = Explainer(asked, Solution()).gaps()
    codes = {one.cook: [reason.code for reason in one.reasons] for one in explained.standings}
    assert codes == {"amal": ["skill"], "badia": ["day_off"]}
    assert not any(one.allowed for one in explained.standings)


def test_a_reason_carries_the_figures_of_the_case() -> None:
    asked = kitchen(replace(BADIA, max_minutes=480))
    standing = Explainer(asked, roster(SKILL, badia="......E")).standing(
        Assignment(0, "early", "badia", SKILL)
    )
    assert dict(standing.reasons[0].facts) == {"found": 960, "limit": 480}


def test_a_cook_busy_elsewhere_would_open_a_gap_there() -> None:
    asked = kitchen(BADIA)
    standing = Explainer(asked, roster(SKILL, badia="E......")).standing(
        Assignment(0, "late", "badia", SKILL)
    )
    assert standing.allowed
    assert {"works_already", "opens_gap"} <= {reason.code for reason in standing.reasons}
    assert standing.cost["cover"] == 1


def test_why_she_works_a_shift_shows_what_its_loss_would_cost() -> None:
    asked = kitchen(cook(), BADIA)
    why = Explainer(asked, roster(SKILL, badia="E......")).why("badia", 0)
    assert why.cost_without == {"cover": 1}
    assert [one.cook for one in why.others] == ["amal"]
    assert not why.pinned


def test_why_of_a_free_day_is_refused() -> None:
    with pytest.raises(KeyError):
        Explainer(kitchen(BADIA), Solution()).why("badia", 0)


def test_an_edited_roster_is_judged_by_the_same_rules() -> None:
    asked = kitchen(replace(BADIA, days_off=frozenset({0})))
    judgement = judge(asked, roster(SKILL, badia="E......"))
    assert [one.rule for one in judgement.violations] == ["day_off"]
    assert not judgement.lawful
    assert judgement.gaps == ()


def test_a_conflict_is_minimal_and_says_what_would_have_to_give() -> None:
    asked = kitchen(replace(BADIA, days_off=frozenset({0}), max_run=3), DALAL)
    away = replace(asked, cooks=(asked.cooks[0], replace(DALAL, rest_day=6)))
    conflict = explain_gap_conflict(away, day=0, shift="early", skill=SKILL)
    assert conflict is not None
    assert conflict.minimal
    assert conflict.rules == (Instance("day_off", "badia", 0), Instance("rest_day", "dalal", 0))
    assert conflict.give == (Instance("day_off", "badia", 0),)


def test_the_law_is_never_what_has_to_give() -> None:
    asked = kitchen(replace(BADIA, rest_day=6))
    conflict = explain_gap_conflict(asked, day=0, shift="early", skill=SKILL)
    assert conflict is not None
    assert conflict.give is None


def test_what_can_be_met_has_no_conflict() -> None:
    assert explain_gap_conflict(kitchen(BADIA), day=0, shift="early", skill=SKILL) is None


def test_fixed_shifts_in_conflict_with_a_limit_are_named_together() -> None:
    pinned = roster(SKILL, badia="E.....E").assignments
    conflict = explain_conflict(kitchen(replace(BADIA, max_minutes=480), fixed=pinned))
    assert conflict is not None
    assert {one.rule for one in conflict.rules} == {"fixed", "max_minutes"}


def test_nobody_is_hidden_from_the_candidates_and_the_allowed_come_first() -> None:
    asked = kitchen(cook(), BADIA, DALAL)
    found = replacements(asked, roster(SKILL, badia="E......"), cook="badia", day=0)
    assert [(one.cook, one.rank, one.allowed) for one in found.candidates] == [
        ("dalal", 1, True),
        ("amal", 2, False),
    ]


def test_a_wish_against_the_shift_is_told_and_costs_rank() -> None:
    fatima = Cook("fatima", skills=frozenset({SKILL}))
    asked = kitchen(BADIA, DALAL, fatima, wishes=(Wish("dalal", 2, False, 0),))
    wished = replace(asked, goals=DEFAULT_GOALS)
    found = replacements(wished, roster(SKILL, badia="E......"), cook="badia", day=0)
    assert [one.cook for one in found.candidates] == ["fatima", "dalal"]
    assert "wish" in [reason.code for reason in found.candidates[1].reasons]


def test_a_repair_changes_the_lost_shift_and_one_more() -> None:
    asked = kitchen(BADIA, DALAL)
    published = roster(SKILL, badia="E......", dalal="......L")
    kept = replace(asked, fixed=(Assignment(6, "late", "dalal", SKILL),))
    result = repair(kept, published, lost=[("badia", 0)], limits=QUICK, seed=1)
    assert result.status is Status.OPTIMAL
    assert result.solution is not None
    assert verify(kept, result.solution) == []
    assert changes(published, result.solution) == (
        Change("badia", 0, "early", None),
        Change("dalal", 0, None, "early"),
    )


def test_a_repair_leaves_lived_days_alone() -> None:
    published = roster(SKILL, badia="E..E...")
    result = repair(
        kitchen(BADIA, DALAL), published, lost=[("badia", 3)], limits=QUICK, seed=1, frozen_until=3
    )
    assert result.solution == roster(SKILL, badia="E......")


def test_a_repair_accepts_gaps_that_were_published() -> None:
    cover = (Cover(0, "early", 1, SKILL), Cover(1, "early", 3, SKILL))
    asked = replace(kitchen(BADIA, DALAL), cover=cover)
    published = roster(SKILL, badia="EE.....")
    result = repair(asked, published, lost=[("badia", 0)], limits=QUICK, seed=1)
    assert result.solution == roster(SKILL, badia=".E.....", dalal="E......")


def test_fairness_counts_minutes_and_weekends() -> None:
    (row,) = fairness(kitchen(BADIA), roster(SKILL, badia="E....EE"))
    assert (row.cook, row.minutes, row.weekends) == ("badia", 1440, 1)


@pytest.mark.parametrize(
    ("rule", "plan"),
    [
        ("unknown_cook", Solution((Assignment(0, "early", "widad", SKILL),))),
        ("not_offered", Solution((Assignment(0, "early", "badia"),))),
        (
            "one_shift_a_day",
            Solution(
                (Assignment(0, "early", "badia", SKILL), Assignment(0, "late", "badia", SKILL))
            ),
        ),
    ],
)
def test_a_roster_that_means_nothing_is_refused(rule: str, plan: Solution) -> None:
    assert rule in {one.rule for one in verify(kitchen(BADIA), plan)}

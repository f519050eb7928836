"""A shortage of one dish: who bears it, who never does twice in a row, and what is written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.errors import DispatchRefused
from orders.models import DeliveryLine, ShortageShare, Site
from orders.services.delivery_notes import prepare_deliveries
from orders.services.locking import lock_day
from orders.services.shortage import ShortSite, share_out
from orders.sharing import Claim, share_shortage
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW, at, manager

YOUNG, OLD = 1, 4


def claim(site: str, portions: int, *, age: int = OLD, special: bool = False) -> Claim:
    return Claim((site, age, special), site, age, special, portions)


def test_it_is_shared_in_proportion_among_equals() -> None:
    taken = share_shortage(30, [claim("a", 100), claim("b", 200)])
    assert taken == {("a", OLD, False): 10, ("b", OLD, False): 20}


def test_the_youngest_are_served_first() -> None:
    taken = share_shortage(30, [claim("a", 100, age=YOUNG), claim("b", 40)])
    assert taken == {("b", OLD, False): 30}


def test_special_diets_are_the_last_to_go_without() -> None:
    taken = share_shortage(30, [claim("a", 40, special=True), claim("b", 20, age=YOUNG)])
    assert taken == {("b", YOUNG, False): 20, ("a", OLD, True): 10}


def test_a_site_that_went_short_last_time_is_spared() -> None:
    taken = share_shortage(30, [claim("a", 100), claim("b", 100, age=YOUNG)], frozenset({"a"}))
    assert taken == {("b", YOUNG, False): 30}


def test_it_is_asked_again_only_where_nobody_else_can_bear_it() -> None:
    taken = share_shortage(30, [claim("a", 100), claim("b", 20)], frozenset({"a"}))
    assert taken == {("b", OLD, False): 20, ("a", OLD, False): 10}


def test_more_than_anybody_waits_for_cannot_be_missing() -> None:
    with pytest.raises(ValueError, match="31 portions"):
        share_shortage(31, [claim("a", 30)])


CLAIMS = st.lists(
    st.builds(
        Claim,
        key=st.uuids(),
        site=st.sampled_from("abcd"),
        age=st.integers(1, 4),
        is_special=st.booleans(),
        portions=st.integers(0, 300),
    ),
    unique_by=lambda one: one.key,
)


@given(claims=CLAIMS, share=st.fractions(0, 1), spared=st.frozensets(st.sampled_from("abcd")))
def test_what_is_taken_is_what_is_missing_and_nobody_gives_more_than_she_has(
    claims: list[Claim], share: float, spared: frozenset[str]
) -> None:
    missing = int(sum(one.portions for one in claims) * share)
    taken = share_shortage(missing, claims, spared)
    assert sum(taken.values()) == missing
    assert all(taken.get(one.key, 0) <= one.portions for one in claims)


# --- on the delivery notes ----------------------------------------------------------------------


@pytest.fixture
def two_schools(school: Site) -> Site:
    other = orders.site("biina-b")
    orders.standing_order(other, 60)
    for day in (TODAY, TOMORROW):
        lock_day(date=day, author=None, now=at(TODAY, 8))
        prepare_deliveries(date=day, author=None, now=at(TODAY, 8))
    return other


def short(missing: int, date: dt.date = TOMORROW) -> list[ShortSite]:
    return share_out(
        date=date, dish=menus.dish(), missing=missing, reason="the kettle failed",
        author=manager(), now=at(date, 9),
    )  # fmt: skip


def test_the_notes_carry_less_and_each_school_is_told_why(two_schools: Site) -> None:
    found = {one.site.key: one for one in short(18)}
    assert (found["nahf-a"].portions, found["biina-b"].portions) == (12, 6)
    assert "the kettle failed" in found["nahf-a"].message
    rows = DeliveryLine.objects.filter(delivery__date=TOMORROW)
    assert set(rows.values_list("prepared", flat=True)) == {54, 108}


def test_who_went_short_yesterday_is_spared_today(two_schools: Site) -> None:
    ShortageShare.objects.create(
        date=TODAY, site=two_schools, dish=menus.dish(), diner_group=menus.diner_group(),
        diet=menus.regular(), portions=3, reason="van", decided_at=at(TODAY, 9),
    )  # fmt: skip
    assert [(one.site.key, one.again) for one in short(18)] == [("nahf-a", False)]


def test_the_same_shortage_is_not_shared_twice(two_schools: Site) -> None:
    short(18)
    with pytest.raises(DispatchRefused, match="shared already"):
        short(18)


def test_more_than_waits_to_leave_cannot_be_missing(two_schools: Site) -> None:
    with pytest.raises(DispatchRefused, match="180 wait to leave"):
        short(181)

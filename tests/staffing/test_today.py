"""The manager's first page: a day as things stand, and what nobody has said yet."""

from __future__ import annotations

import pytest

from orders.models import CutoffRule, Site
from orders.services.locking import lock_day
from staffing.selectors.day_states import Eaters, day_state
from staffing.selectors.today import needs_now
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW, at


@pytest.fixture
def two_sites(db: None) -> Site:
    """A school with 120 standing portions, and one that never said a number."""
    orders.cutoff_rule()
    orders.price()
    menus.menu_day(menus.dish(), date=TOMORROW)
    menus.regular()
    school = orders.site()
    orders.standing_order(school, 120)
    return orders.site("silent", place=school.locality)


def test_an_open_day_counts_what_is_ordered_so_far(two_sites: Site) -> None:
    state = day_state(TOMORROW)
    assert (state.is_locked, state.eaters) == (False, Eaters(120, 1, missing=1))
    assert state.cutoff is not None
    assert state.cutoff.date() <= TOMORROW
    assert [menu.date for menu in state.menus] == [TOMORROW]


def test_a_locked_day_counts_what_was_frozen(two_sites: Site) -> None:
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    state = day_state(TOMORROW)
    assert (state.is_locked, state.eaters, state.cutoff) == (True, Eaters(120, 1), None)


def test_who_has_not_ordered_is_said_until_somebody_does(two_sites: Site) -> None:
    def said() -> list[str]:
        return [need.text for need in needs_now(at(TODAY, 8), TODAY) if "how many eat" in need.text]

    assert len(said()) == 1
    assert said()[0].startswith("1 site ")
    orders.standing_order(two_sites, 30)
    assert said() == []


def test_without_a_rule_no_cutoff_is_made_up(two_sites: Site) -> None:
    CutoffRule.objects.all().delete()
    state = day_state(TOMORROW)
    assert (state.eaters.meals, state.cutoff) == (120, None)

"""A kitchen with one published day, which most tests of ordering begin with."""

from __future__ import annotations

import pytest

from orders.models import Site
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW


@pytest.fixture
def school(db: None) -> Site:
    """A school with 120 standing portions; mujaddara is on the menu today and tomorrow."""
    orders.cutoff_rule()
    orders.price()
    menus.menu_day(menus.dish(), date=TODAY)
    menus.menu_day(menus.dish(), date=TOMORROW)
    found = orders.site()
    menus.regular()
    orders.standing_order(found, 120)
    return found

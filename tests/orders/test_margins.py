"""Costs shared out to the agora: the margins sum to the ledger, and one meal's price adds up."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menus.choices import MoveKind
from menus.models import StockLot, StockMove
from orders.models import Account, CostItem, LedgerEntry, MonthClose, Site
from orders.selectors.dish_margins import dish_margins
from orders.selectors.ledger import month_sums
from orders.selectors.lunch_money import lunch_money
from orders.selectors.margins import margins
from orders.selectors.months import months_at_a_glance
from orders.services.closing import close_month
from orders.services.cost_entry import Cost, enter_cost
from orders.services.costs import depreciation
from orders.services.invoicing import issue_month
from tests.factories import menus, orders
from tests.orders.books_kitchen import MONTH, NOW, closed, costs, open_books, served

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db: None) -> Site:
    menus.ingredient("lentils").prices.create(valid_from=MONTH, agorot_per_kg=900, mark="assumed")
    return open_books()


def energy() -> Account:
    return Account.objects.get(key="energy")


@settings(max_examples=8, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    st.lists(st.tuples(st.integers(1, 300), st.integers(1, 4000)), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(1, 99_999), st.booleans()), max_size=4),
)
def test_the_rows_of_every_margin_sum_to_the_ledger(
    site: Site, days: list[tuple[int, int]], extra: list[tuple[int, bool]]
) -> None:
    with transaction.atomic():
        other = orders.site("rameh-b")
        for number, (portions, agorot) in enumerate(days, start=1):
            at = other if number % 2 else site
            served(at, dt.date(2026, 10, number), portions, agorot)
        costs(dt.date(2026, 10, 1), labour=77_777)
        for agorot, is_of_site in extra:
            cost = Cost(MONTH, energy(), agorot, "gas", "counted",
                        site=site if is_of_site else None)  # fmt: skip
            enter_cost(cost=cost, author=None, now=NOW)
        issue_month(month=MONTH, author=None, now=NOW)
        sums = month_sums(MONTH)
        result = sum(row.agorot if row.kind == "income" else -row.agorot for row in sums)
        for by in ("site", "customer", "day"):
            found = margins(MONTH, by)
            assert sum(row.result for row in found.rows) == found.total.result
            assert found.ledger_result == result
            assert found.elsewhere == 0
        transaction.set_rollback(True)


def test_a_cost_of_one_site_burdens_no_other(site: Site) -> None:
    other = orders.site("rameh-b")
    for at in (site, other):
        served(at, dt.date(2026, 10, 5), 100, 2000)
    cost = Cost(MONTH, energy(), 5000, "stairs", "counted", site=other)
    enter_cost(cost=cost, author=None, now=NOW)
    issue_month(month=MONTH, author=None, now=NOW)
    assert {row.key: row.cost for row in margins(MONTH, "site").rows} == {
        "nahf-a": 0,
        "rameh-b": 5000,
    }


def test_a_days_food_is_borne_by_that_days_meals(site: Site) -> None:
    served(site, dt.date(2026, 10, 5), 100, 2000)
    served(site, dt.date(2026, 10, 6), 300, 2000)
    costs(dt.date(2026, 10, 5), labour=100)
    StockMove.objects.create(
        lot=StockLot.objects.get(), kind=MoveKind.USE, grams=-5000, date=dt.date(2026, 10, 6),
        at=NOW,
    )  # fmt: skip
    issue_month(month=MONTH, author=None, now=NOW)
    close_month(month=MONTH, author=None, now=NOW)
    assert {row.label: row.food for row in margins(MONTH, "day").rows} == {
        "05.10.2026": 1000,
        "06.10.2026": 5000,
    }


def test_food_is_booked_on_the_dishes_that_left(site: Site) -> None:
    closed(site)
    food = LedgerEntry.objects.filter(account__key="ingredients")
    assert [(entry.dish.key, entry.amount_agorot) for entry in food if entry.dish] == [
        ("mujaddara", 1000)
    ]
    (row,) = dish_margins(MONTH)
    assert (row.portions, row.food, row.food_per_portion) == (400, 1000, 3)
    assert row.meal_result == margins(MONTH, "day").rows[0].result_per_meal


def test_a_total_is_only_as_good_as_its_weakest_figure(site: Site) -> None:
    closed(site)
    assert margins(MONTH, "site").total.grade == "estimated"


def test_one_meal_is_told_to_the_agora(site: Site) -> None:
    closed(site)
    found = lunch_money(MONTH, site.customer)
    assert found is not None
    assert found.price == 2000
    assert sum(share.agorot for share in found.costs) + found.surplus == found.price
    assert sum(share.agorot for share in found.kept) == found.surplus
    assert sum(share.total for share in found.costs) + found.surplus_total == found.income


def test_a_loss_is_told_as_a_loss(site: Site) -> None:
    closed(site, meals=10)
    found = lunch_money(MONTH, None)
    assert found is not None
    assert (found.surplus < 0, found.kept) == (True, [])


def test_an_open_month_tells_nothing_yet(site: Site) -> None:
    served(site, dt.date(2026, 10, 5), 100, 2000)
    assert lunch_money(MONTH, None) is None
    assert not MonthClose.objects.exists()


@given(st.integers(1, 10**8), st.integers(1, 40))
@settings(max_examples=15, deadline=None)
def test_the_parts_of_depreciation_sum_to_what_the_equipment_cost(price: int, life: int) -> None:
    item = CostItem(
        rhythm="depreciation", agorot=price, life_months=life, valid_from=dt.date(2026, 3, 17)
    )
    months = [dt.date(2026 + number // 12, number % 12 + 1, 1) for number in range(life + 4)]
    parts = [depreciation(item, month) for month in months]
    assert sum(parts) == price
    assert parts[:2] == [0, 0]
    assert max(parts) - min(part for part in parts if part) <= 1


def test_depreciation_is_booked_when_the_month_is_closed(site: Site) -> None:
    CostItem.objects.create(
        key="oven", name_en="Oven", account=energy(), rhythm="depreciation", agorot=120_000,
        life_months=12, valid_from=dt.date(2026, 10, 9), grade="counted",
    )  # fmt: skip
    served(site, dt.date(2026, 10, 12), 400, 2000)
    costs(dt.date(2026, 10, 12), labour=100)
    issue_month(month=MONTH, author=None, now=NOW)
    close_month(month=MONTH, author=None, now=NOW)
    entry = LedgerEntry.objects.get(transaction__source_key="oven:2026-10", account__key="energy")
    assert entry.amount_agorot == 10_000


def test_all_months_at_a_glance_agree_with_the_books(site: Site) -> None:
    row = closed(site)
    served(site, dt.date(2026, 11, 3), 50, 2000)
    (october,) = months_at_a_glance(MONTH, dt.date(2026, 10, 31))
    assert (october.meals, october.income, october.costs) == (
        400, row.income_agorot, row.cost_agorot,
    )  # fmt: skip

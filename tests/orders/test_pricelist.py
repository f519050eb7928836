"""Dated prices, indexation, who bears a meal, and costs from a spreadsheet."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from openpyxl import Workbook

from kurkum.base.errors import BadInput, CannotBeDone
from orders.models import CostItem, LedgerTransaction, PayerShare, Price, Site
from orders.pricing import PayersSplit
from orders.selectors.payers import split_by_site
from orders.selectors.prices import prices_in_force
from orders.services import pricelist
from orders.services.cost_entry import change_cost_item
from orders.services.cost_files import import_cost_file, read_cost_file, undo_cost_file
from orders.services.invoicing import issue_month
from orders.services.pricelist import Scope
from tests.factories import menus, orders
from tests.orders.books_kitchen import MONTH, NOW, costs, open_books, served

pytestmark = pytest.mark.django_db
DECEMBER = dt.date(2026, 12, 1)


@pytest.fixture
def site(db: None) -> Site:
    return open_books()


def add(agorot: int = 1700, day: dt.date = DECEMBER, **scope: object) -> Price:
    return pricelist.add_price(
        scope=Scope(menus.diner_group(), "bulk", **scope),  # type: ignore[arg-type]
        valid_from=day, agorot=agorot, mark="sourced", author=None, now=NOW,
    )  # fmt: skip


def in_force(day: dt.date) -> list[int]:
    return sorted(row.agorot for row in prices_in_force(day))


def test_a_new_price_ends_the_old_one_on_its_day(site: Site) -> None:
    orders.price(1650)
    add(1700)
    assert in_force(dt.date(2026, 11, 30)) == [1650]
    assert in_force(DECEMBER) == [1700]


def test_a_price_begins_once(site: Site) -> None:
    add()
    with pytest.raises(BadInput, match="begins on"):
        add()


def test_a_price_that_would_leave_a_meal_with_two_is_refused(site: Site) -> None:
    orders.price(1650)
    orders.price(2050, diet=menus.diet("sesame_free"))
    with pytest.raises(BadInput, match="two prices would hold"):
        add(customer=site.customer)
    add(2100, customer=site.customer, diet=menus.diet("sesame_free"))
    assert add(customer=site.customer).agorot == 1700


def test_indexation_adds_dated_prices_to_the_agora(site: Site) -> None:
    orders.price(1650)
    orders.price(1999, packaging="tray")
    pricelist.index_prices(
        percent=Decimal("2.5"), valid_from=DECEMBER, customer=None, author=None, now=NOW
    )
    assert in_force(DECEMBER) == [1691, 2049]
    assert in_force(dt.date(2026, 11, 30)) == [1650, 1999]


def test_indexation_of_one_customer_leaves_the_others(site: Site) -> None:
    orders.price(1650)
    orders.price(1600, customer=site.customer)
    pricelist.index_prices(
        percent=Decimal(10), valid_from=DECEMBER, customer=site.customer, author=None, now=NOW
    )
    assert in_force(DECEMBER) == [1650, 1760]


@pytest.mark.parametrize("percent", ["0", "51"])
def test_an_indexation_that_makes_no_sense_is_refused(site: Site, percent: str) -> None:
    orders.price()
    with pytest.raises(BadInput, match="percentage"):
        pricelist.index_prices(
            percent=Decimal(percent), valid_from=DECEMBER, customer=None, author=None, now=NOW
        )


def shares(*percents: str, day: dt.date = MONTH) -> PayerShare:
    return pricelist.set_payers(
        customer=None, valid_from=day, percents=[Decimal(percent) for percent in percents],
        source="circular 1", author=None, now=NOW,
    )  # fmt: skip


def test_the_split_follows_the_rule_and_the_cap_of_each_day(site: Site) -> None:
    """₪20 meals: 45/17/38 with parents at most ₪7; from the 20th the cap is ₪5."""
    shares("45", "17", "38")
    pricelist.set_parents_cap(
        agorot=500, valid_from=dt.date(2026, 10, 20), source="circular 2", author=None, now=NOW
    )
    served(site, dt.date(2026, 10, 5), 10, 2000)
    served(site, dt.date(2026, 10, 21), 10, 2000)
    issue_month(month=MONTH, author=None, now=NOW)
    (row,) = split_by_site(site.customer, MONTH, dt.date(2026, 10, 31))
    assert row.split is not None
    assert (row.meals, row.agorot, row.split.total) == (20, 40_000, 40_000)
    assert row.split.parents == 7_000 + 5_000
    assert row.split == PayersSplit(20_322, 7_678, 12_000)


def test_before_the_first_rule_nobody_knows_who_bears_what(site: Site) -> None:
    served(site, dt.date(2026, 10, 5), 10, 2000)
    issue_month(month=MONTH, author=None, now=NOW)
    (row,) = split_by_site(site.customer, MONTH, dt.date(2026, 10, 31))
    assert row.split is None


def test_a_split_that_is_not_the_whole_is_refused(site: Site) -> None:
    with pytest.raises(BadInput, match="100 together"):
        shares("45", "17", "37")


def test_a_recurring_cost_changes_from_a_day_on(site: Site) -> None:
    costs(dt.date(2026, 10, 5), labour=1)

    renewed = change_cost_item(
        item=CostItem.objects.get(), agorot=12_000, valid_from=DECEMBER, author=None, now=NOW
    )
    old = CostItem.objects.get(key="energy")
    assert (old.valid_to, old.agorot) == (dt.date(2026, 11, 30), 10_000)
    assert (renewed.valid_from, renewed.name_en) == (DECEMBER, "Energy")


# --- costs from a spreadsheet --------------------------------------------------------------------

HEAD = "date,account,amount,description,grade\n"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2026-11-02,rent,5,gas,counted", "account 'rent' is not known"),
        ("2026-11-02,energy,5.005,gas,counted", "at most two decimals"),
        ("2026-11-02,energy,0,gas,counted", "not zero"),
        ("2026-11-02,energy,5,,counted", "description is empty"),
        ("2026-11-02,energy,5,gas,sure", "grade must be one of"),
        ("2026-11-40,energy,5,gas,counted", "a date like"),
        ("2027-11-02,energy,5,gas,counted", "has not come"),
        ("2026-11-02,energy,5,gas,counted,more", "6 columns instead of 5"),
    ],
)
def test_a_faulty_cost_is_named_by_its_row_and_nothing_is_written(
    site: Site, line: str, problem: str
) -> None:
    text = f"{HEAD}2026-11-02,energy,5,good,counted\n{line}\n"
    with pytest.raises(BadInput, match=f"costs.csv:3: .*{problem}"):
        import_cost_file(name="costs.csv", content=text.encode(), author=None, now=NOW)
    assert not LedgerTransaction.objects.exists()


def test_costs_are_read_from_a_workbook_with_its_own_numbers_and_dates(site: Site) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Account", "Amount", "Description", "Grade", "Site"])
    sheet.append([dt.date(2026, 11, 2), "energy", 12.5, "gas", "counted", "nahf-a"])
    out = io.BytesIO()
    book.save(out)
    (row,) = read_cost_file(name="c.xlsx", content=out.getvalue(), today=NOW.date())
    assert (row.cost.agorot, row.cost.date, row.cost.site) == (1250, dt.date(2026, 11, 2), site)


def test_a_cost_file_is_taken_back_whole_and_once(site: Site) -> None:
    text = f"{HEAD}2026-11-02,energy,5,gas,counted\n".encode()
    file = import_cost_file(name="c.csv", content=text, author=None, now=NOW)
    undo_cost_file(file=file, author=None, now=NOW)
    with pytest.raises(CannotBeDone, match="already"):
        undo_cost_file(file=file, author=None, now=NOW)
    assert LedgerTransaction.objects.count() == 2

"""A kitchen that comes from a workbook alone lives a whole day and month."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from kurkum.base import ports
from kurkum.base.models import Distance, Kitchen, User
from menus.models import KitchenLine
from menus.services.menu import generate_menu, publish_menu
from menus.services.stock import use_ingredients
from orders.models import Delivery, LedgerEntry, Site, Stop
from orders.reports.delivery import delivery_document
from orders.selectors.demand import firm_demand, ingredient_needs
from orders.services.closing import close_month
from orders.services.dispatching import Measured, dispatch, receive
from orders.services.invoicing import issue_month
from orders.services.locking import lock_day
from orders.services.reinvestment import report_document
from orders.services.route_question import RouteRequest
from orders.services.routing import plan_routes
from staffing.choices import HoursSource
from staffing.models import Assignment, Cook, WorkedHours
from staffing.services.attendance import post_labour
from staffing.services.kitchen_book import (
    Wish,
    check_workbook,
    export_kitchen,
    fault_lines,
    hand_in,
    import_workbook,
)
from staffing.services.production import SolveRequest, plan_day
from staffing.services.publishing import publish_roster
from staffing.services.rostering import SolveOrder, plan_roster
from tests.factories.base import at, manager
from tests.staffing.second_kitchen import second_kitchen

SUNDAY, MONDAY = dt.date(2026, 11, 22), dt.date(2026, 11, 23)
NOVEMBER = dt.date(2026, 11, 1)
NOW = at(dt.date(2026, 11, 15), 9)


@pytest.fixture
def kitchen(db: None) -> User:
    """Moved in, its menu published; returns the manager."""
    boss = manager()
    handed = hand_in(file_name="zaatar.xlsx", content=second_kitchen(), author=boss, now=NOW)
    import_workbook(handed=handed, wish=Wish(), author=boss, now=NOW)
    for line in KitchenLine.objects.all():
        for act in (generate_menu, publish_menu):
            act(line=line, first=SUNDAY, last=SUNDAY + dt.timedelta(days=13), author=boss, now=NOW)
    return boss


def test_rows_without_keys_get_some_and_names_lead_to_them(kitchen: User) -> None:
    site = Site.objects.get(name_ar="روضة الأمل")
    assert site.key == "sites_4"
    assert site.locality.name_ar == "حورة"
    assert Cook.objects.count() == 12
    assert Kitchen.objects.the_one().languages == "ar"


def test_roads_that_nobody_measured_are_estimated(kitchen: User) -> None:
    """Rahat to Hura is 19.9 km in a straight line: 26.9 km of road, 39 minutes."""
    way = Distance.objects.get(origin__name_ar="رهط", destination__name_ar="حورة")
    assert way.mark == "derived"
    assert 25_000 < way.metres < 29_000
    assert 36 < way.minutes < 42


def test_the_other_kitchen_comes_out_as_it_went_in(kitchen: User) -> None:
    content = export_kitchen(language="ar")
    handed = hand_in(file_name="again.xlsx", content=content, author=kitchen, now=NOW)
    again = import_workbook(handed=handed, wish=Wish(), author=kitchen, now=NOW)
    assert again.is_empty


def test_the_other_kitchen_runs_the_whole_chain(kitchen: User) -> None:
    """Orders, roster, plan, routes, deliveries, invoices, a closed month: nothing but its data."""
    order = SolveOrder(seconds=1, seed=1, repeatable=True)
    plan_roster(start=SUNDAY, weeks=2, order=order, author=kitchen, now=NOW)
    publish_roster(start=SUNDAY, author=kitchen, now=NOW)
    locked = lock_day(date=MONDAY, author=kitchen, now=at(SUNDAY, 12))
    assert locked.portions == 205 + 4 * 3
    quick = RouteRequest(seconds=1, seed=1)
    plan_routes(date=MONDAY, author=kitchen, now=at(SUNDAY, 13), request=quick)
    assert Stop.objects.values("site").distinct().count() == 4
    wish = SolveRequest(seconds=2, seed=1, repeatable=True)
    plan = plan_day(day=MONDAY, now=at(SUNDAY, 14), author=kitchen, request=wish)
    assert {batch.dish.name_ar for batch in plan.batches.all()} == {"عدس بالأرز", "سلطة خضار"}
    _deliver(kitchen)
    _work(kitchen)
    report = delivery_document(MONDAY, MONDAY)
    assert (report["totals"]["ordered"], report["totals"]["short"]) == (2 * 217, 0)
    _close_the_month(kitchen)
    assert ports.breaches() == []
    _cooked_recipes_stay()


def _cooked_recipes_stay() -> None:
    """Lentils with rice were on the plates; the biryani was not cooked that day."""
    book = load_workbook(io.BytesIO(second_kitchen()))
    for row in book["recipe_lines"].iter_rows(min_row=2):
        if row[2].value == 1:
            row[4].value += 500
    out = io.BytesIO()
    book.save(out)
    found = check_workbook(out.getvalue(), Wish(sheets=frozenset({"recipe_lines"})), now=NOW)
    lines = fault_lines(found, "k.xlsx")
    assert len(lines) == 2
    assert all("cooked already; write a new version" in line for line in lines)


def _close_the_month(kitchen: User) -> None:
    (invoice,) = issue_month(month=NOVEMBER, author=kitchen, now=at(dt.date(2026, 12, 2), 9))
    small, big = 35 + 30 + 6, 80 + 60 + 6
    assert invoice.net_agorot == small * 1400 + big * 1750
    post_labour(month=NOVEMBER, author=kitchen, now=at(dt.date(2026, 12, 2), 10))
    closed = close_month(month=NOVEMBER, author=kitchen, now=at(dt.date(2026, 12, 3), 9))
    assert closed.income_agorot == invoice.net_agorot
    assert sum(LedgerEntry.objects.values_list("amount_agorot", flat=True)) == 0
    paper = report_document(NOVEMBER)
    assert paper["closed"] is True
    assert paper["income"] == [{"kind": "meals", "amount": "3549.00"}]


def _deliver(kitchen: User) -> None:
    """Every delivery of the routes leaves hot, arrives hot and is signed for."""
    for delivery in Delivery.objects.filter(date=MONDAY):
        dishes = {line.dish for line in delivery.lines.select_related("dish")}
        readings = [
            Measured(dish, Decimal("4.0") if dish.hold_class == "cold" else Decimal("80.0"))
            for dish in dishes
        ]
        for act, minute in ((dispatch, 40), (receive, 55)):
            act(
                delivery_id=delivery.pk, readings=readings, counts={}, author=kitchen,
                now=at(MONDAY, 11, minute),
            )  # fmt: skip


def _work(kitchen: User) -> None:
    """Who was on the roster came, and what was cooked left the stores."""
    WorkedHours.objects.bulk_create(
        WorkedHours(
            cook=row.cook,
            date=row.date,
            clock_in=at(row.date, *divmod(row.start_minute, 60)),
            clock_out=at(row.date, *divmod(row.end_minute, 60)),
            break_minutes=row.shift.break_minutes,
            source=HoursSource.CLOCK,
        )
        for row in Assignment.objects.filter(date=MONDAY).select_related("cook", "shift")
    )
    grams = {
        need.ingredient.pk: need.gross_grams
        for need in ingredient_needs(MONDAY, firm_demand(MONDAY))
    }
    use_ingredients(
        date=MONDAY, grams=grams, author=kitchen, now=at(MONDAY, 16), reference=str(MONDAY)
    )

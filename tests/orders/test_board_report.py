"""Every number of the board's report leads to its rows, and old papers never change."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from pypdf import PdfReader

from kurkum.base.choices import Grade, Role
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import Indicator
from kurkum.base.ports import figures_of
from kurkum.lib import money
from orders import report_words as words
from orders.models import Account, IssuedReport, LedgerTransaction, MonthClose, PrintedReport, Site
from orders.report_figures import changes, finding, key_sums, valley, waterfall_figure
from orders.report_words import FIRST_PAGE, METRICS
from orders.reports.reinvestment import workbook
from orders.selectors.report_year import year_to_date
from orders.selectors.tracing import entries_of, rows_behind, total_of
from orders.services.annual import annual_document, due_on, issue_year, missing_months
from orders.services.printing import printed
from orders.services.reinvestment import issue_report
from orders.snapshot import Snapshot
from tests.factories import base
from tests.orders.books_kitchen import MONTH, NOW, closed, served
from tests.orders.test_books import site
from tests.orders.test_reinvestment_papers import document, report

__all__ = ["site"]
pytestmark = pytest.mark.django_db


def issued(found: Site) -> IssuedReport:
    closed(found)
    return issue_report(month=MONTH, author=None, now=NOW)


def snapshot(**changed: object) -> Snapshot:
    return Snapshot(document(**changed), "en")


# --- figures ------------------------------------------------------------------------------------


def test_no_figure_stands_without_a_grade_and_a_meaning(site: Site) -> None:
    found = figures_of(MONTH)
    assert {figure.grade for figure in found} <= set(Grade.values)
    assert all(figure.definition for figure in found)
    assert not [figure.metric for figure in found if "roi" in figure.metric]


def test_every_figure_has_a_name(site: Site) -> None:
    assert {figure.metric for figure in figures_of(MONTH)} <= set(METRICS)


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [("9", "days", "9 أيّام"), ("15", "women", "15 امرأة"), ("1", "days", "يوم واحد"),
     ("1.5", "hours", "1.5 ساعة"), ("1927.17", "hours", "1,927.17 ساعة"), ("2", "steps", "خطوتان"),
     ("4166.7", "₪", "4,166.70 ₪"), ("0", "days", "0 يومًا")],
)  # fmt: skip
def test_a_number_has_the_word_that_arabic_gives_it(value: str, unit: str, said: str) -> None:
    with translation.override("ar"):
        assert words.value_text({"value": value, "unit": unit}) == said


def test_a_headcount_stands_beside_hours_and_wages() -> None:
    place = FIRST_PAGE.index("women_employed")
    beside = FIRST_PAGE[place : place + 3]
    assert beside[1] == "hours_worked"
    assert "wage" in beside[2]


def test_the_rows_of_a_count_sum_to_it(site: Site) -> None:
    closed(site)
    row = Indicator.objects.get(month=MONTH, metric="meals_delivered")
    assert row.value == sum(Decimal(one["value"]) for one in row.rows) == 400


def test_a_factorys_meals_are_no_school_meals(site: Site) -> None:
    site.kind = "factory"
    site.save(update_fields=["kind"])
    served(site, dt.date(2026, 10, 12), 80, 1850)
    by_metric = {figure.metric: figure for figure in figures_of(MONTH)}
    assert by_metric["meals_delivered"].value == 80
    assert by_metric["school_meals_delivered"].value == 0
    assert by_metric["school_meals_delivered"].code == "PI6971"
    assert by_metric["meals_delivered"].code == ""


# --- the first page -----------------------------------------------------------------------------


def test_the_waterfall_runs_from_earned_to_not_given_and_each_total_stands_where_it_should() -> (
    None
):
    steps = waterfall_figure(snapshot()).steps
    level = 0.0
    for step in steps:
        if step.total:
            assert round(step.value, 2) == round(level, 2) or step is steps[0]
        level = step.value if step.total else level + step.value
    assert steps[-1].value == 250


def test_a_loss_ends_the_waterfall_with_what_is_carried_on() -> None:
    lost = snapshot(
        income=[{"kind": "meals", "amount": "2500.00"}], surplus="-500.00",
        brought_forward="-100.00", allocable="0.00", allocations=[], unallocated="0.00",
    )  # fmt: skip
    last = waterfall_figure(lost).steps[-1]
    assert (last.label, last.value) == ("Loss carried on", -600)
    assert "loss of" in finding(lost)


def test_a_sum_is_graded_by_its_weakest_part() -> None:
    grades = {one.label: one.grade for one in key_sums(snapshot())}
    assert (grades["Earned"], grades["Spent"]) == ("counted", "counted")


def test_changes_are_told_against_the_month_before_and_the_budget() -> None:
    budget = {"income": {"meals": "3500.00"}, "costs": {"ingredients": "2000.00"}}
    earned, spent, surplus = changes(snapshot(budget=budget))
    assert (earned.change, earned.against_budget) == (10_000, 50_000)
    assert (spent.change, spent.against_budget) == (0, 100_000)
    assert surplus.budget == 150_000


def test_the_map_shows_who_was_served_and_who_was_given() -> None:
    places = [
        {"key": "nahf", "names": {"en": "Nahf"}, "latitude": "32.93", "longitude": "35.31",
         "meals": 5793, "sites": 2, "given": "0.00", "is_kitchen": False},
        {"key": "rameh", "names": {"en": "Rameh"}, "latitude": "32.94", "longitude": "35.37",
         "meals": 0, "sites": 0, "given": "300.00", "is_kitchen": True},
    ]  # fmt: skip
    found = valley(snapshot(places=places))
    assert found is not None
    nahf, rameh = found.places
    assert (nahf.text, nahf.ringed, rameh.text, rameh.ringed) == (
        "5,793 meals", False, "300 ₪", True,
    )  # fmt: skip
    assert valley(snapshot()) is None


# --- down to the rows ---------------------------------------------------------------------------


def test_each_account_of_the_report_is_the_sum_of_its_bookings(site: Site) -> None:
    found = Snapshot(issued(site).data, "en")
    for row in (*found.income, *found.costs):
        account = Account.objects.get(key=row.kind)
        assert total_of(account, MONTH) == row.agorot
        assert entries_of(account, MONTH).exists()


def test_an_invoice_and_a_days_food_are_what_stands_behind_them(site: Site) -> None:
    issued(site)
    for source, account in (("invoice", "meals"), ("food", "ingredients")):
        booking = LedgerTransaction.objects.get(source=source)
        behind = rows_behind(booking)
        entries = booking.entries.filter(account__key=account)
        assert behind is not None
        assert behind.total == abs(sum(entries.values_list("amount_agorot", flat=True)))
        assert behind.rows


def test_the_board_walks_from_the_report_to_a_booking(client: Client, site: Site) -> None:
    found = issued(site)
    member = base.user("a-board", Role.BOARD)
    client.force_login(member)
    page = client.get(reverse("orders:report", args=[found.pk])).content.decode()
    for row in Snapshot(found.data, "en").costs:
        address = reverse("orders:report_account", args=[found.pk, row.kind])
        assert address in page
        assert "✓" in client.get(address).content.decode()
    for metric in ("meals_delivered", "on_time_percent"):
        address = reverse("orders:report_figure", args=[found.pk, metric])
        assert address in page
        assert client.get(address).status_code == 200
    for booking in LedgerTransaction.objects.all():
        assert client.get(reverse("orders:booking", args=[booking.number])).status_code == 200


def test_a_month_without_a_report_leads_to_the_board_with_a_word(client: Client) -> None:
    client.force_login(base.user("rima", Role.BOARD))
    page = client.get(reverse("orders:report_of_month", args=[dt.date(2026, 9, 1)]), follow=True)
    assert page.redirect_chain == [(reverse("orders:board"), 302)]
    assert "لم يصدر تقرير لهذا الشهر بعد." in page.content.decode()


def test_the_page_of_a_booking_is_not_for_schools(client: Client, site: Site) -> None:
    issued(site)
    client.force_login(base.user("a-school", Role.SCHOOL))
    number = LedgerTransaction.objects.earliest("number").number
    assert client.get(reverse("orders:booking", args=[number])).status_code == 403


# --- printed once, the same for ever ------------------------------------------------------------


@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_a_report_is_printed_once_and_handed_out_the_same_a_year_later(
    site: Site, form: str
) -> None:
    found = issued(site)
    first = printed(report=found, form=form, language="he", now=NOW)
    # Even if the program drew it differently by then: stand in for that by another snapshot.
    found.data = document()
    again = printed(report=found, form=form, language="he", now=NOW + dt.timedelta(days=365))
    assert again == first
    assert PrintedReport.objects.get().printed_at == NOW


# --- the workbook -------------------------------------------------------------------------------


def test_differences_and_the_years_totals_are_live_formulas() -> None:
    months = [
        {"month": "2026-09", "income": "3900.00", "costs": "3000.00", "surplus": "900.00",
         "kept": "0.00", "given": "0.00"},
        {"month": "2026-10", "income": "4000.00", "costs": "3000.00", "surplus": "1000.00",
         "kept": "450.00", "given": "300.00"},
    ]  # fmt: skip
    book = load_workbook(io.BytesIO(workbook(report(year={"year": 2026, "months": months}))))
    changed, year = book["What changed"], book["The year 2026"]
    assert changed["D2"].value == "=ROUND(B2-C2,2)"
    assert changed["B2"].value - changed["C2"].value == 100
    assert year["D3"].value == "=ROUND(B3-C3,2)"
    assert year["D3"].parent["B3"].value - year["C3"].value == 1000
    assert year["B4"].value == "=SUM(B2:B3)"


# --- the year -----------------------------------------------------------------------------------


def test_the_year_adds_closed_months_up_and_shares_by_what_was_counted(site: Site) -> None:
    row = closed(site)
    Indicator.objects.create(
        month=dt.date(2026, 9, 1), metric="on_time_percent", value=50, unit="%", part=1, whole=2,
        grade="measured", definition="x",
    )  # fmt: skip
    MonthClose.objects.create(
        month=dt.date(2026, 9, 1), state="closed", closed_at=NOW, income_agorot=100,
        cost_agorot=300, surplus_agorot=-200,
    )  # fmt: skip
    Indicator.objects.filter(month=MONTH, metric="on_time_percent").update(part=9, whole=10)
    found = year_to_date(dt.date(2026, 12, 1))
    assert money.to_agorot(found["surplus"]) == row.surplus_agorot - 200
    shares = {figure["metric"]: figure["value"] for figure in found["impact"]}
    assert shares["on_time_percent"] == "83.3"


def test_the_registrar_gets_words_and_a_whole_year(site: Site) -> None:
    closed(site)
    assert due_on(2026) == dt.date(2027, 6, 30)
    with pytest.raises(BadInput, match="words"):
        issue_year(year=2026, narrative=" ", author=None, now=NOW)
    with pytest.raises(CannotBeDone, match=r"11\.2026"):
        issue_year(year=2026, narrative="We cooked.", author=None, now=NOW)


def test_the_annual_report_is_a_numbered_snapshot_in_three_languages(site: Site) -> None:
    closed(site)
    for month in missing_months(2026):
        MonthClose.objects.create(month=month, state="closed", closed_at=NOW)
    first = issue_year(year=2026, narrative="We cooked.", author=None, now=NOW)
    assert issue_year(year=2026, narrative="We cooked.", author=None, now=NOW) == first
    second = issue_year(year=2026, narrative="We cooked well.", author=None, now=NOW)
    assert (first.number, second.number) == (1, 2)
    for language in ("ar", "he", "en"):
        content = printed(report=second, form="pdf", language=language, now=NOW)
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        assert "We cooked well." in text
    assert annual_document(2026)["complete"]


def test_the_year_has_a_paper_and_no_workbook(client: Client, site: Site) -> None:
    closed(site)
    for month in missing_months(2026):
        MonthClose.objects.create(month=month, state="closed", closed_at=NOW)
    found = issue_year(year=2026, narrative="We cooked.", author=None, now=NOW)
    client.force_login(base.user("a-board", Role.BOARD))
    paper = client.get(reverse("orders:report_pdf", args=[found.pk]) + "?language=ar")
    assert paper.content.startswith(b"%PDF")
    assert client.get(reverse("orders:report_xlsx", args=[found.pk])).status_code == 404


def test_the_manager_issues_the_year_on_its_page(client: Client, site: Site) -> None:
    closed(site)
    client.force_login(base.user("a-manager", Role.MANAGER))
    address = reverse("orders:issue_year", args=[2026])
    refused = client.post(address, {"narrative": "We cooked."})
    assert "11.2026" in refused.content.decode()
    for month in missing_months(2026):
        MonthClose.objects.create(month=month, state="closed", closed_at=NOW)
    client.post(address, {"narrative": "We cooked."})
    page = client.get(reverse("orders:year", args=[2026])).content.decode()
    assert "2026 / 1" in page


@pytest.mark.parametrize("number", [0, 2000, 2100, 999_999])
def test_a_year_out_of_range_is_not_found(client: Client, number: int) -> None:
    client.force_login(base.user("a-manager", Role.MANAGER))
    sent = client.post(reverse("orders:issue_year", args=[number]), {"narrative": "We cooked."})
    assert sent.status_code == 404
    assert client.get(reverse("orders:year", args=[number])).status_code == 404
    assert not IssuedReport.objects.exists()

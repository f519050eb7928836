"""The delivery report: its figures, what is not noted, its papers and its command."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pytest
from django.core.management import call_command
from django.utils import translation

from orders.models import DeliveryLine, Site
from orders.pdf.delivery import delivery_pdf
from orders.reports.delivery import COUNTS, delivery_csv, delivery_document
from orders.services.history import SiteOutcome, record_delivered_day
from orders.services.locking import lock_day
from tests.factories import orders
from tests.factories.base import TODAY, TOMORROW, at, limit

LINE = ("mujaddara", "grades_1_6", "regular")


@pytest.fixture
def locked(school: Site) -> Site:
    orders.kitchen()
    for key, value in (
        ("hot_dispatch_min_celsius", "70"),
        ("hot_receipt_min_celsius", "65"),
        ("cold_store_max_celsius", "5"),
        ("cold_receipt_max_celsius", "8"),
    ):
        limit(key, value, "celsius")
    lock_day(date=TOMORROW, author=None, now=at(TODAY, 12))
    return school


def deliver(
    *, arrived: int = 700, celsius: str = "68", short: int = 0, leftover: int | None = None
) -> None:
    """One past day of 120 portions; the window of the school ends at 12:15 (minute 735)."""
    outcome = SiteOutcome(
        dispatched_minute=arrived - 20,
        arrived_minute=arrived,
        celsius_out={LINE[0]: Decimal(80)},
        celsius_in={LINE[0]: Decimal(celsius)},
        short={LINE: short} if short else {},
        leftover={} if leftover is None else {LINE: leftover},
    )
    record_delivered_day(
        date=TOMORROW, outcomes={"nahf-a": outcome}, author=None, now=at(TOMORROW, 16)
    )


def run(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("delivery_report", *arguments, stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(stopped.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_totals_tie_to_the_delivery_rows(locked: Site) -> None:
    deliver(short=4, leftover=9)
    totals = delivery_document(TOMORROW, TOMORROW)["totals"]
    rows = DeliveryLine.objects.filter(delivery__date=TOMORROW)
    for name in COUNTS:
        assert totals[name] == sum(value or 0 for value in rows.values_list(name, flat=True))
    assert (totals["ordered"], totals["received"], totals["short"]) == (120, 116, 4)


def test_what_was_not_noted_is_missing_and_counted_as_missing(locked: Site) -> None:
    deliver()
    document = delivery_document(TOMORROW, TOMORROW)
    assert document["lines"][0]["leftover"] is None
    assert document["totals"]["not_noted"]["leftover"] == 1


def test_lateness_is_measured_from_the_end_of_the_window(locked: Site) -> None:
    deliver(arrived=746)
    on_time = delivery_document(TOMORROW, TOMORROW)["on_time"]
    assert on_time == {"stops": 1, "late": 1, "worst_minutes": 11}


def test_an_arrival_at_the_last_minute_is_on_time(locked: Site) -> None:
    deliver(arrived=735)
    assert delivery_document(TOMORROW, TOMORROW)["on_time"]["late"] == 0


def test_a_temperature_below_the_limit_is_told(locked: Site) -> None:
    deliver(celsius="64.5")
    readings = delivery_document(TOMORROW, TOMORROW)["readings"]
    assert [(row["at"], row["celsius"], row["ok"]) for row in readings] == [
        ("dispatch", 80.0, True),
        ("receipt", 64.5, False),
    ]


def test_the_destinations_count_meals_that_left_the_kitchen(locked: Site) -> None:
    deliver(short=4)
    assert delivery_document(TOMORROW, TOMORROW)["destinations"] == [
        {"date": f"{TOMORROW}", "source": "kitchen", "site": "nahf-a", "portions": 116}
    ]


def test_the_table_leaves_empty_what_was_not_noted(locked: Site) -> None:
    deliver()
    text = delivery_csv(delivery_document(TOMORROW, TOMORROW)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["received"], row["leftover"]) == ("120", "")


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_the_paper_prints_the_same_bytes_again(
    locked: Site, language: Literal["ar", "he", "en"]
) -> None:
    deliver(short=4, celsius="64.5", leftover=9)
    document = delivery_document(TOMORROW, TOMORROW)
    first = delivery_pdf(document, language=language)
    with translation.override("en"):
        assert delivery_pdf(document, language=language) == first
    assert first.startswith(b"%PDF")


def test_a_day_and_its_month_give_the_same_lines(locked: Site) -> None:
    deliver()
    code, day, _err = run(f"{TOMORROW}", "--csv", "-")
    assert (code, day) == run(f"{TOMORROW:%Y-%m}", "--csv", "-")[:2]


def test_a_day_without_deliveries_ends_with_1_and_writes_nothing(
    locked: Site, tmp_path: Path
) -> None:
    target = tmp_path / "report.json"
    code, _out, err = run(f"{TOMORROW}", "--json", str(target))
    assert (code, "no deliveries" in err, target.exists()) == (1, True, False)


@pytest.mark.parametrize("period", ["2026", "2026-13", "2026-11-31", "24.11.2026"])
def test_a_bad_period_ends_with_2(locked: Site, period: str) -> None:
    assert run(period)[0] == 2


def test_a_folder_that_is_not_there_ends_with_2(locked: Site) -> None:
    deliver()
    code, _out, err = run(f"{TOMORROW}", "--pdf", "no/such/folder/report.pdf")
    assert (code, err.startswith("--pdf: ")) == (2, True)

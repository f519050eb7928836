"""Cells as people fill them in: tolerant of the writing, strict on the meaning."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kurkum.base.workbook.naming import Naming
from kurkum.base.workbook.sheets import Column, Kind, Sheet, Table
from kurkum.base.workbook.values import ValueFault, read, shown
from kurkum.lib.workbooks.cells import Cell
from orders.models import Site
from staffing.models import ShiftPattern

PATTERNS = Table(
    Sheet("shift_patterns", ShiftPattern, ["key start_minute paid_minutes weekday_mask is_active"])
)
SITES = Table(Sheet("sites", Site, ["key name_ar kind customer window_from"]))


def column(kind: Kind) -> Column:
    """A column of a kind alone, without a field behind it."""
    return Column("x", "x", kind, "x", "", "", "", needed=False, default=None)


def value(kind: Kind, text: str, number: str | None = None) -> Any:
    cell = Cell(text, number=None if number is None else Decimal(number), is_moment=bool(number))
    return read(column(kind), cell, Naming())


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,200.50", "1200.50"), ("١٢٠٠٫٥", "1200.5"), ("12,5", "12.5"), (" 7 ", "7"),
     ("₪ 18.50", "18.50"), ("\u200f25\u200f", "25"), ("70%", "70"), ("-3", "-3")],
)  # fmt: skip
def test_numbers_are_read_in_any_digits_and_with_separators(text: str, number: str) -> None:
    assert value(Kind.DECIMAL, text) == Decimal(number)


@pytest.mark.parametrize("text", ["12 or 13", "1.2.3", "NaN", "inf", "ten", "1,20,0"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueFault, match="not a number"):
        value(Kind.DECIMAL, text)


@pytest.mark.parametrize(
    "text", ["2026-11-25", "25/11/2026", "25.11.2026", "٢٥/١١/٢٠٢٦", "2026-11-25 00:00:00"]
)
def test_dates_are_read_day_first_or_as_iso(text: str) -> None:
    assert value(Kind.DATE, text) == dt.date(2026, 11, 25)


def test_a_date_cell_is_its_day_even_where_the_format_was_lost() -> None:
    assert value(Kind.DATE, "46351", "46351") == dt.date(2026, 11, 25)
    assert read(column(Kind.DATE), Cell("46351", Decimal(46351)), Naming()) == dt.date(2026, 11, 25)


@pytest.mark.parametrize("text", ["11/25/2026", "25/11/26", "31/02/2026", "tomorrow"])
def test_a_date_that_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(ValueFault, match="write it like 25/11/2026"):
        value(Kind.DATE, text)


def test_times_are_texts_or_fractions_of_a_day_and_24_00_ends_it() -> None:
    assert value(Kind.MINUTE, "7:30") == value(Kind.MINUTE, "0.3125", "0.3125") == 450
    assert value(Kind.MINUTE, "24:00") == 1440
    assert value(Kind.TIME, "٠٧:٣٠") == dt.time(7, 30)
    for wrong in ("24:01", "7:60", "730", "noon"):
        with pytest.raises(ValueFault, match="07:30"):
            value(Kind.MINUTE, wrong)


def test_money_is_kept_in_agorot_and_never_rounded() -> None:
    assert value(Kind.MONEY, "18.50") == 1850
    with pytest.raises(ValueFault, match="two decimals"):
        value(Kind.MONEY, "18.505")


@pytest.mark.parametrize("word", ["yes", "نعم", "כן", "1", "x", "TRUE"])
def test_yes_is_said_in_three_languages(word: str) -> None:
    assert value(Kind.FLAG, word) is True


@pytest.mark.parametrize("word", ["no", "لا", "לא", "0"])
def test_no_is_said_in_three_languages(word: str) -> None:
    assert value(Kind.FLAG, word) is False


def test_weekdays_are_named_in_any_language_or_every_day() -> None:
    mask = PATTERNS.by_name["weekday_mask"]
    assert read(mask, Cell("Sunday; الاثنين"), Naming()) == 0b11
    assert read(mask, Cell("كلّ يوم"), Naming()) == 127
    with pytest.raises(ValueFault, match="not a weekday"):
        read(mask, Cell("Sunday; Funday"), Naming())


def test_choices_are_known_by_value_and_by_label_in_any_language() -> None:
    kind = SITES.by_name["kind"]
    for word in ("school", "long-school-day school"):
        assert read(kind, Cell(word), Naming()) == "school"
    with pytest.raises(ValueFault, match="none of"):
        read(kind, Cell("castle"), Naming())


def test_formulas_and_errors_are_refused_with_the_remedy() -> None:
    with pytest.raises(ValueFault, match="paste its value"):
        read(column(Kind.TEXT), Cell("", is_formula=True), Naming())
    with pytest.raises(ValueFault, match="#REF!"):
        read(column(Kind.TEXT), Cell("#REF!", is_error=True), Naming())


def test_the_model_says_what_fits_its_field() -> None:
    with pytest.raises(ValueFault, match="at most 160"):
        read(SITES.by_name["name_ar"], Cell("ب" * 161), Naming())


def towns() -> Naming:
    naming = Naming()
    naming.add("nahf", ("نحف", "נחף", "Nahf"))
    naming.add("rame", ("الرامة", "ראמה", "Rame"))
    naming.add("rame_2", ("الرّامة", "", "Rame south"))
    return naming


def test_a_row_is_known_by_key_or_by_any_of_its_names() -> None:
    naming = towns()
    assert [naming.find(text) for text in ("nahf", "NAHF", "נחף", "  نَحف ")] == ["nahf"] * 4


def test_a_name_of_two_rows_means_neither() -> None:
    naming = towns()
    assert naming.find("الرامة") is None
    assert naming.is_ambiguous("الرامة")
    ref = SITES.by_name["customer"]
    with pytest.raises(ValueFault, match="more than one"):
        read(ref, Cell("الرامة"), naming)


def test_a_label_always_leads_back_to_its_row() -> None:
    naming = towns()
    labels = {key: naming.label(key, "ar") for key in ("nahf", "rame", "rame_2")}
    assert labels == {"nahf": "نحف", "rame": "rame", "rame_2": "rame_2"}
    assert {naming.find(label) for label in labels.values()} == set(labels)


def test_an_unknown_name_is_met_with_a_likely_one() -> None:
    with pytest.raises(ValueFault, match="did you mean rame south"):
        read(SITES.by_name["customer"], Cell("Rame sooth"), towns())


def test_what_is_shown_is_read_back_as_the_same() -> None:
    for kind, kept in ((Kind.MONEY, 1850), (Kind.MINUTE, 1440), (Kind.TIME, dt.time(7, 5)),
                       (Kind.FLAG, False), (Kind.DECIMAL, Decimal("2.50"))):  # fmt: skip
        for language in ("ar", "he", "en"):
            cell = Cell(str(shown(column(kind), kept, {}, language)))
            assert read(column(kind), cell, Naming()) == kept

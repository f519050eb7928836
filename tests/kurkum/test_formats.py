"""Dates and numbers are written one way in all three languages."""

from datetime import date, datetime, time

import pytest
from django import forms
from django.utils import formats, translation

pytestmark = pytest.mark.parametrize("language", ["ar", "he", "en"])


def test_money_has_a_decimal_point_and_commas_between_thousands(language: str) -> None:
    with translation.override(language):
        assert formats.number_format(1234567.5, 2) == "1,234,567.50"


def test_dates_are_day_month_year_without_hidden_marks(language: str) -> None:
    with translation.override(language):
        assert formats.date_format(date(2026, 11, 24), "SHORT_DATE_FORMAT") == "24.11.2026"
        assert formats.date_format(date(2026, 11, 24)) == "24.11.2026"


def test_the_clock_has_twenty_four_hours(language: str) -> None:
    with translation.override(language):
        assert formats.time_format(time(13, 5)) == "13:05"
        moment = datetime(2026, 11, 24, 13, 5)  # noqa: DTZ001 (only its form matters)
        assert formats.date_format(moment, "SHORT_DATETIME_FORMAT") == "24.11.2026 13:05"


@pytest.mark.parametrize("typed", ["2026-12-03", "03.12.2026", "03/12/2026", "3/12/26"])
def test_a_typed_date_is_never_read_month_first(language: str, typed: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2026, 12, 3)


def test_the_american_order_is_refused(language: str) -> None:
    with translation.override(language), pytest.raises(forms.ValidationError):
        forms.DateField().clean("12/24/2026")


def test_the_week_starts_on_sunday(language: str) -> None:
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 0

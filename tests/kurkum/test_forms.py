"""Fields that every form shares."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms

from kurkum.base.forms import DayField


def test_a_day_of_this_century_is_read() -> None:
    assert DayField().clean("2026-11-25") == dt.date(2026, 11, 25)
    assert DayField(required=False).clean("") is None


@pytest.mark.parametrize("typed", ["0001-01-01", "1999-12-31", "2100-01-01", "9999-12-31", "soon"])
def test_other_days_are_slips(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match="valid date"):
        DayField().clean(typed)

"""The month sheet of hours: one page per cook for payroll, and the same rows as CSV."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.lib.money import to_decimal, to_text
from staffing.models import Cook
from staffing.roster_words import hours
from staffing.selectors.hours import CookMonth, DayHours, month_hours

if TYPE_CHECKING:
    from staffing.pdf.hours import HoursSheet


def hours_pdf(month: dt.date, *, language: str, cook: Cook | None = None) -> bytes:
    """All cooks of the month, one page each; or the page of one cook."""
    from staffing.pdf.hours import render

    with translation.override(language):
        sheets = [_sheet(one) for one in month_hours(month, cook)]
        title = _("Hours worked, %(month)s") % {"month": date_format(month, "m.Y")}
        return render(title, sheets, language=language, empty=_("Nobody worked in this month."))


def _sheet(one: CookMonth) -> HoursSheet:
    from staffing.pdf.hours import HoursSheet

    return HoursSheet(
        cook=one.cook.name,
        head=(
            _("Date"), _("Planned"), _("Came"), _("Went"), _("Worked"), _("Normal"),
            "125%", "150%", _("Rest day"),
        ),
        rows=tuple(_cells(day) for day in one.days),
        totals=(
            _("Together"), hours(one.planned_minutes), "", "",
            "–" if one.worked_minutes is None else hours(one.worked_minutes),
            hours(one.normal), hours(one.first), hours(one.more), hours(one.rest),
        ),
        remark=_("Where nobody clocked, the planned time is counted.")
        if any(day.worked is None for day in one.days) else "",
        wage=_("Gross: %(gross)s ILS (%(hourly)s ILS an hour)")
        % {"gross": _money(one.gross_agorot), "hourly": _money(one.hourly_agorot)},
        signature=(_("The cook"), _("The manager")),
    )  # fmt: skip


def _cells(day: DayHours) -> tuple[str, ...]:
    return (
        date_format(day.date, "D d.m"),
        "–" if day.planned is None else hours(day.planned),
        _clock(day.came),
        _clock(day.went),
        "–" if day.worked is None else hours(day.worked),
        hours(day.normal),
        hours(day.first),
        hours(day.more),
        hours(day.rest),
    )


def _money(agorot: int) -> str:
    """As on the screen: with the thousands apart."""
    return f"{to_decimal(agorot):,.2f}"


def _clock(moment: dt.datetime | None) -> str:
    return "–" if moment is None else date_format(timezone.localtime(moment), "H:i")


def hours_rows(month: dt.date) -> tuple[list[str], list[list[str]]]:
    """Heading and rows for payroll: one row per cook and day, minutes and agorot exact."""
    heading = [
        "cook", "date", "planned_minutes", "came", "went", "worked_minutes", "normal_minutes",
        "overtime_125_minutes", "overtime_150_minutes", "rest_day_minutes", "hourly_ils",
    ]  # fmt: skip
    rows = [
        [
            one.cook.key,
            day.date.isoformat(),
            "" if day.planned is None else str(day.planned),
            "" if day.came is None else date_format(timezone.localtime(day.came), "H:i"),
            "" if day.went is None else date_format(timezone.localtime(day.went), "H:i"),
            "" if day.worked is None else str(day.worked),
            str(day.normal),
            str(day.first),
            str(day.more),
            str(day.rest),
            to_text(one.hourly_agorot),
        ]
        for one in month_hours(month)
        for day in one.days
    ]
    return heading, rows

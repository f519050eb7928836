"""The figures of working time in force on a day, read from the dated limits."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import DatedLimit

LAW_KEYS = (
    "break_after_minutes",
    "break_total_minutes",
    "max_day_minutes",
    "max_overtime_week_minutes",
    "min_rest_minutes",
    "night_counts_from_minutes",
    "night_day_max_minutes",
    "night_from_minute",
    "night_until_minute",
    "night_weeks_max_share_pct",
    "normal_day_minutes_five_day_week",
    "normal_week_minutes",
    "overtime_first_minutes",
    "overtime_first_rate_pct",
    "overtime_second_rate_pct",
    "weekly_rest_minutes",
    "weekly_rest_work_rate_pct",
)


def law_on(day: dt.date) -> dict[str, int]:
    """Every figure of ``LAW_KEYS`` on ``day``, in its own unit. Raises CannotBeDone naming gaps."""
    rows = DatedLimit.objects.on(day)
    missing = [key for key in LAW_KEYS if key not in rows]
    if missing:
        raise CannotBeDone(
            *(
                _("The limit “%(key)s” is not known on %(day)s: add it to the dated limits.")
                % {"key": key, "day": day}
                for key in missing
            )
        )
    return {key: int(rows[key].value) for key in LAW_KEYS}


def days_of_new_law(start: dt.date, end: dt.date) -> list[dt.date]:
    """``start``, and each later day up to ``end`` from which a figure of the law differs."""
    rows = DatedLimit.objects.filter(key__in=LAW_KEYS, valid_from__gt=start, valid_from__lte=end)
    return [start, *sorted(set(rows.values_list("valid_from", flat=True)))]


def figure_on(key: str, day: dt.date) -> int:
    """One whole figure of the dated limits. Raises CannotBeDone where it is not known."""
    row = DatedLimit.objects.on(day).get(key)
    if row is None:
        raise CannotBeDone(
            _("The limit “%(key)s” is not known on %(day)s: add it to the dated limits.")
            % {"key": key, "day": day}
        )
    return int(row.value)

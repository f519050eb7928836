"""Which month the bookkeeper has before her."""

from __future__ import annotations

import datetime as dt

from orders.choices import BILLABLE, MonthState
from orders.models import Delivery, MonthClose


def month_to_close(*, today: dt.date) -> dt.date | None:
    """The earliest month with deliveries that is not closed; None where nothing waits."""
    closed = set(MonthClose.objects.filter(state=MonthState.CLOSED).values_list("month", flat=True))
    served = Delivery.objects.filter(state__in=BILLABLE, date__lte=today)
    months = served.dates("date", "month")
    return next((month for month in months if month not in closed), None)

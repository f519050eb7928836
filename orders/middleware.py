"""The cutoff closes the day by itself, without a clockwork that could stand still.

Any request, the health check that watches the machine included, first closes the days that are
due, at most once a minute in each process. A server that was down at the cutoff does it with the
first request afterwards. Nothing depends on the exact minute: an order is refused by the clock
itself, and until the day is closed every page reads it as closed. A machine that nobody asks
anything can be served by cron: ``manage.py close_due_days``.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kurkum.base.errors import CannotBeDone
from kurkum.lib import dates
from orders.services.locking import close_due_days

log = logging.getLogger(__name__)
# A day that cannot be closed (no menu, no recipe) is tried again after so many minutes.
RETRY_MINUTES = 15
# What lies further back is a person's decision: ``manage.py lock_day``.
LOOK_BACK_DAYS = 14


class CloseDueDays:
    """Stands before the pages; ``CLOSE_DAYS_EVERY_SECONDS`` 0 switches it off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.next_look: dt.datetime | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.CLOSE_DAYS_EVERY_SECONDS:
            self._look(timezone.now())
        return self.get_response(request)

    def _look(self, now: dt.datetime) -> None:
        if self.next_look is not None and now < self.next_look:
            return
        self.next_look = now + dt.timedelta(seconds=settings.CLOSE_DAYS_EVERY_SECONDS)
        since = dates.day_of(now) - dt.timedelta(days=LOOK_BACK_DAYS)
        try:
            done = close_due_days(now=now, since=since)
        except (CannotBeDone, DatabaseError):
            # No cutoff rule yet, or the database is busy: the page itself must still be served.
            log.exception("days that are due could not be closed")
            done = []
        failed = [one for one in done if isinstance(one, CannotBeDone)]
        for one in failed:
            log.warning("a day that is due could not be closed: %s", one)
        if failed:
            self.next_look = now + dt.timedelta(minutes=RETRY_MINUTES)

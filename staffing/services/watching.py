"""Watches a solve from outside: progress into its run, a wish to stop out of it."""

from __future__ import annotations

import datetime as dt
import threading

from django.db import connection
from django.utils import timezone

from kurkum.base.models import SolverRun
from kurkum.base.services.runs import report_progress

BETWEEN = dt.timedelta(milliseconds=500)


class Watch:
    """Writes progress at most twice a second, and reads whether somebody asked to stop."""

    def __init__(self, run: SolverRun) -> None:
        self._run_id = run.pk
        self._last: dt.datetime | None = None
        self._stopped = False
        self._owner = threading.get_ident()

    def report(self, step: str, value: int | None, bound: int | None) -> None:
        now = timezone.now()
        if self._last is not None and now - self._last < BETWEEN:
            return
        self._last = now
        self._stopped |= report_progress(run_id=self._run_id, step=step, value=value, bound=bound)
        if threading.get_ident() != self._owner:
            # The solver reports from a thread of its own, which nobody else tidies up.
            connection.close()

    def is_stopped(self) -> bool:
        return (
            self._stopped
            or SolverRun.objects.filter(pk=self._run_id, cancel_requested=True).exists()
        )

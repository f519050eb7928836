"""Watches a solve from outside: progress into its run, a wish to stop out of it."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self

from django.db import OperationalError, connection

from kurkum.base.models import SolverRun
from kurkum.base.services.runs import report_progress

BETWEEN_SECONDS = 0.5


class Watch:
    """Tells the run twice a second how far it is, and hears whether somebody asked to stop.

    The solver calls from threads of its own in the middle of its search: there only memory is
    touched, and one thread here speaks with the database. Use it as a context manager.
    """

    def __init__(self, run: SolverRun) -> None:
        self._run_id = run.pk
        self._step = ""
        self._value: int | None = None
        self._bound: int | None = None
        self._stopped, self._done = threading.Event(), threading.Event()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        if self._thread is not None:
            self._thread.join()

    def report(self, step: str, value: int | None, bound: int | None) -> None:
        """What the solver knows by now; a figure that is None stays as it was."""
        with self._start:
            if step != self._step:
                self._step, self._value, self._bound = step, None, None
            self._value = self._value if value is None else value
            self._bound = self._bound if bound is None else bound
            if self._thread is None:
                self._thread = threading.Thread(target=self._tell_until_done, daemon=True)
                self._thread.start()

    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def _tell_until_done(self) -> None:
        try:
            while not self._done.wait(BETWEEN_SECONDS):
                self._tell()
        finally:
            connection.close()

    def _tell(self) -> None:
        with self._start:
            step, value, bound = self._step, self._value, self._bound
        try:
            if report_progress(run_id=self._run_id, step=step, value=value, bound=bound):
                self._stopped.set()
        except OperationalError:
            # The database is busy for a moment; half a second later it is told again.
            return

"""``runserver`` with one worker child for the background jobs, so that nobody has to start it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import FrameType
from typing import Any

from django.core.management.base import CommandParser
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from whitenoise.runserver_nostatic.management.commands.runserver import Command as Runserver

STOP_SECONDS = 10.0


def _leave(signum: int, frame: FrameType | None) -> None:
    """A stop from outside ends the site as Ctrl-C does, so that the worker is ended with it."""
    raise SystemExit(0)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:  # a solve would go on to its limit; nobody waits for it now
        worker.kill()
        worker.wait()


class Command(Runserver):
    help = "Serves the site, and does the background jobs in one worker beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)  # type: ignore[no-untyped-call]
        parser.add_argument(
            "--no-worker", action="store_true", help="leave the background jobs to somebody else"
        )

    def run(self, **options: Any) -> None:
        reloading_child = os.environ.get(DJANGO_AUTORELOAD_ENV) == "true"
        if options["no_worker"] or reloading_child:
            super().run(**options)
            return
        worker = subprocess.Popen(  # noqa: S603  # our own command, no outside words
            [sys.executable, sys.argv[0], "db_worker", "--queue-name", "*"],
            stdin=subprocess.DEVNULL,
        )
        for stop in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(stop, _leave)
        try:
            super().run(**options)
        finally:
            _end(worker)

"""``runserver`` with one worker child for the background jobs, so that nobody has to start it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from whitenoise.runserver_nostatic.management.commands.runserver import Command as Runserver


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
        try:
            super().run(**options)
        finally:
            worker.terminate()
            worker.wait(timeout=10)

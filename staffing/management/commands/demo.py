"""From nothing to a living kitchen: database, two past months, documents, and the site served."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from kurkum.base.commands import KurkumCommand, iso_date, seed_number
from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.lib import dates
from staffing.services.demo import story
from staffing.services.demo.papers import write_papers
from staffing.services.demo.setting import Setting

ADDRESS = "127.0.0.1:8000"
# A story makes millions of short-lived rows and hardly a cycle: looking for cycles after every
# 700 of them, as Python does, takes a sixth of its time.
OBJECTS_BETWEEN_COLLECTIONS = 100_000


@contextmanager
def _seldom_collected() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Command(KurkumCommand):
    help = "Creates the demonstration kitchen, writes its documents and serves the site."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--out", type=Path, default=Path("out"), metavar="DIR", help="folder of the documents"
        )
        parser.add_argument("--no-server", action="store_true", help="stop after the documents")
        parser.add_argument("--seed", type=seed_number, default=1, metavar="N")
        parser.add_argument(
            "--today", type=iso_date, default=None, metavar="DATE", help="default: the current day"
        )
        parser.add_argument("--address", default=ADDRESS, help=f"where to serve ({ADDRESS})")

    def run(self, **options: Any) -> str:
        folder: Path = options["out"]
        self._make_folder(folder)
        call_command("migrate", verbosity=0)
        with _seldom_collected():
            setting = self._setting(options)
            write_papers(setting, folder)
        self.stdout.write(self._words(setting, folder))
        if options["no_server"]:
            return _("The demonstration is ready.")
        call_command("runserver", options["address"], "--noreload")
        return ""

    @staticmethod
    def _make_folder(folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput(f"--out: cannot make {folder}: {error.strerror}") from error
        if not os.access(folder, os.W_OK):
            raise BadInput(f"--out: {folder} is closed to you")

    def _setting(self, options: dict[str, Any]) -> Setting:
        """A story told before is kept as it is, whatever is asked for now."""
        note = story.told_before()
        if note is not None:
            return story.setting_of(note)
        asked = options["today"] or dates.day_of(self.now)
        with tqdm(
            total=100, disable=not self.is_terminal, bar_format="{l_bar}{bar}| {desc}"
        ) as bar:

            def report(words: str, done: int, total: int) -> None:
                bar.set_description_str(words)
                bar.n = 100 * done // total
                bar.refresh()

            return story.tell(asked=asked, seed=options["seed"], report=report)

    @staticmethod
    def _words(setting: Setting, folder: Path) -> str:
        lines = []
        if setting.was_moved:
            lines.append(
                _(
                    "There is no month of meals before %(asked)s and a day of meals after it: "
                    "the story plays in the week of %(today)s."
                )
                % {"asked": setting.asked, "today": setting.today}
            )
        lines.append(
            _("Today is %(today)s, the next service day %(tomorrow)s. Documents: %(folder)s")
            % {"today": setting.today, "tomorrow": setting.tomorrow, "folder": folder}
        )
        lines.append(_("Sign-ins (password %(password)s):") % {"password": story.PASSWORD})
        for user in User.objects.prefetch_related("role_grants").order_by("pk"):
            lines.append(f"  {user.username:<16} {user.role_names}")
        return "\n".join(lines)

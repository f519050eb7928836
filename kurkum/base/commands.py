"""The manners every command shares: exit codes, dates, languages, JSON and progress."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, ProgrammingError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kurkum.base.choices import Language
from kurkum.base.errors import BadInput, CannotBeDone, KurkumError
from kurkum.lib.dates import parse_day, parse_month

DONE, CANNOT, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130


def iso_date(text: str) -> dt.date:
    """``YYYY-MM-DD``, and nothing else."""
    try:
        return parse_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write YYYY-MM-DD") from error


def iso_month(text: str) -> dt.date:
    """``YYYY-MM``, as the first day of that month."""
    try:
        return parse_month(text).first_day
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a month; write YYYY-MM") from error


def positive_seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from error
    if not 0 < seconds <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r}: write seconds from above 0 to 86400")
    return seconds


def seed_number(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise argparse.ArgumentTypeError(f"{text!r}: write a whole number from 0 to 999999999")
    return int(text)


class _Parser(CommandParser):
    """Says ``--option: what is wrong`` on stderr, a line for each fault, and exits with 2."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write("".join(f"{line}\n" for line in _faults(message)))
        raise SystemExit(BAD_INPUT)


def _faults(message: str) -> list[str]:
    """What argparse says, as ``NAME: what is wrong``."""
    kind, _colon, names = message.partition(": ")
    if kind == "the following arguments are required":
        return [f"{name}: is missing" for name in names.split(", ")]
    if kind == "unrecognized arguments":
        words = names.split()
        options = [word for word in words if word.startswith("-")]
        return [f"{name}: is not known here" for name in options or words]
    return [re.sub(r"^argument (?:-\w/)?([^:]+): ", r"\1: ", message)]


def _unusable(error: Exception) -> str:
    """A database without our tables, or none at all, in words."""
    if re.search(r"no such table|no such column|does not exist", str(error)):
        return _("The database is empty or older than the program: run `manage.py migrate` first.")
    return _("The database cannot be used: %(error)s") % {"error": error}


class KurkumCommand(BaseCommand):
    """A command of the contract: override ``add_options`` and ``run``; return a summary line."""

    requires_migrations_checks = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        # Django builds a plain CommandParser by name; its error text is not the contract's.
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = _Parser
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--language",
            choices=Language.values,
            default="en",
            help="language of what is printed: ar, he or en",
        )
        self.add_options(parser)

    def add_options(self, parser: CommandParser) -> None:
        """The command's own arguments."""

    def run(self, **options: Any) -> str | None:
        """Does the work. Raises KurkumError; returns the one summary line."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            code = self._answer(options)
        if code != DONE:
            sys.exit(code)

    def _answer(self, options: dict[str, Any]) -> int:
        try:
            summary = self.run(**options)
        except BadInput as error:
            return self._complain(error.faults, BAD_INPUT)
        except CannotBeDone as error:
            return self._complain(error.reasons, CANNOT)
        except KurkumError as error:
            return self._complain([error], CANNOT)
        except ObjectDoesNotExist as error:
            if type(error) is not ObjectDoesNotExist:
                raise  # a row that our code took for granted: a defect, not missing data
            return self._complain([error], CANNOT)
        except (OperationalError, ProgrammingError) as error:
            return self._complain([_unusable(error)], CANNOT)
        except KeyboardInterrupt:
            return INTERRUPTED
        if summary and not self._writes_to_stdout(options):
            self.stdout.write(summary)
        return DONE

    def _complain(self, lines: Any, code: int) -> int:
        for line in lines:
            self.stderr.write(str(line), style_func=str)
        return code

    @staticmethod
    def _writes_to_stdout(options: dict[str, Any]) -> bool:
        return any(options.get(name) == "-" for name in ("json", "csv"))

    @property
    def now(self) -> dt.datetime:
        """The clock, read once at the edge and passed in from here."""
        return timezone.now()

    @property
    def is_terminal(self) -> bool:
        return sys.stderr.isatty()

    def write_json(self, target: str, document: object) -> None:
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        if target == "-":
            self.stdout.write(text, ending="")
        else:
            self.write_bytes(target, text.encode(), option="--json")

    def write_bytes(self, target: str, content: bytes, *, option: str) -> None:
        """Writes the whole file or nothing. Raises BadInput naming the option."""
        path = Path(target)
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            part.write_bytes(content)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise BadInput(f"{option}: cannot write {target}: {error.strerror}") from error


def check_writable(target: str | None, *, option: str) -> None:
    """Before long work: is the folder there? Raises BadInput naming the option."""
    if target in (None, "-"):
        return
    path = Path(str(target))
    if path.is_dir() or not path.parent.is_dir():
        raise BadInput(f"{option}: {target} cannot be written: no such folder, or it is a folder")
    if not os.access(path.parent, os.W_OK):
        raise BadInput(f"{option}: {target} cannot be written: the folder is closed to you")

"""``plan_roster START [--weeks 4]``: solves the roster and stores it as a draft."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.commands import (
    KurkumCommand,
    check_writable,
    iso_date,
    positive_seconds,
    seed_number,
)
from kurkum.base.errors import CannotBeDone
from staffing.services.roster_print import wall_roster_pdf
from staffing.services.rostering import MOST_WEEKS, SolveOrder, gap_sentences, plan_roster


def weeks_number(text: str) -> int:
    if not re.fullmatch(r"\d{1,2}", text) or not 1 <= int(text) <= MOST_WEEKS:
        raise argparse.ArgumentTypeError(f"{text!r}: write a whole number from 1 to {MOST_WEEKS}")
    return int(text)


class Command(KurkumCommand):
    help = "Solves the roster from START on and stores it as a draft."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("START", type=iso_date, help="first day, YYYY-MM-DD")
        parser.add_argument("--weeks", type=weeks_number, default=4)
        parser.add_argument("--seconds", type=positive_seconds, default=10.0)
        parser.add_argument("--seed", type=seed_number, default=1)
        parser.add_argument("--json", help="write the roster as JSON; - for standard output")
        parser.add_argument("--pdf", help="write the wall roster as PDF")

    def run(self, **options: Any) -> str | None:
        check_writable(options["json"], option="--json")
        check_writable(options["pdf"], option="--pdf")
        roster = plan_roster(
            start=options["START"],
            weeks=options["weeks"],
            order=SolveOrder(
                seconds=options["seconds"],
                seed=options["seed"],
                on_progress=self._show if self.is_terminal else None,
            ),
            author=None,
            now=self.now,
        )
        if self.is_terminal:
            sys.stderr.write("\n")
        if options["pdf"]:
            content = wall_roster_pdf(roster, language=options["language"])
            self.write_bytes(options["pdf"], content, option="--pdf")
        if options["json"]:
            self.write_json(options["json"], roster.document)
        gaps = gap_sentences(roster)
        if gaps:
            raise CannotBeDone(
                _("Stored as a draft with %(count)s places that stay empty:")
                % {"count": len(gaps)},
                *gaps,
            )
        return _("Roster %(start)s to %(end)s: %(shifts)s shifts, no gaps (%(status)s).") % {
            "start": roster.start,
            "end": roster.end,
            "shifts": roster.assignments.count(),
            "status": roster.status,
        }

    @staticmethod
    def _show(step: str, value: int | None, bound: int | None) -> None:
        found = "…" if value is None else str(value)
        sys.stderr.write(f"\r{step}: {found} ≥ {bound}   ")

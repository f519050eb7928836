"""``plan_routes DATE``: solves the rounds of a locked day, stores them, writes the drivers' sheets."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.commands import (
    KurkumCommand,
    check_writable,
    iso_date,
    positive_seconds,
    seed_number,
)
from kurkum.base.errors import CannotBeDone
from orders.models import RoutePlan
from orders.services.routes_document import gap_sentences, handed_out
from orders.services.routing import DEFAULT_SECONDS, plan_routes

if TYPE_CHECKING:
    from kurkum.lib.solving import Progress


class Command(KurkumCommand):
    help = "Solves the day's routes, stores them and writes the drivers' sheets."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("date", metavar="DATE", type=iso_date, help="YYYY-MM-DD, a locked day")
        parser.add_argument(
            "--seconds", type=positive_seconds, default=DEFAULT_SECONDS, help="time limit"
        )
        parser.add_argument("--seed", type=seed_number, default=1, help="same seed, same plan")
        parser.add_argument("--json", metavar="F", help="write the routes as JSON; - for the screen")
        parser.add_argument("--pdf", metavar="F", help="write the drivers' sheets as PDF")

    def run(self, **options: Any) -> str:
        check_writable(options["json"], option="--json")
        check_writable(options["pdf"], option="--pdf")
        plan = plan_routes(
            date=options["date"],
            seconds=options["seconds"],
            seed=options["seed"],
            author=None,
            now=self.now,
            channel=Channel.COMMAND,
            on_progress=self._show if self.is_terminal else None,
        )
        self._write(plan, options)
        if plan.gaps:
            raise CannotBeDone(*gap_sentences(plan))
        return _("%(date)s, version %(version)s: %(stops)s stops in %(trips)s trips, %(status)s.") % {
            "date": plan.date,
            "version": plan.version,
            "stops": len(plan.document["stops"]),
            "trips": len(plan.document["trips"]),
            "status": plan.status,
        }

    def _write(self, plan: RoutePlan, options: dict[str, Any]) -> None:
        if options["json"]:
            self.write_json(options["json"], handed_out(plan))
        if options["pdf"]:
            from orders.pdf.routes import routes_pdf

            pdf = routes_pdf(plan, language=options["language"])
            self.write_bytes(options["pdf"], pdf, option="--pdf")

    def _show(self, progress: Progress) -> None:
        value = "–" if progress.value is None else progress.value
        sys.stderr.write(f"\r{progress.layer}: {value} ({progress.bound})   ")
        sys.stderr.flush()

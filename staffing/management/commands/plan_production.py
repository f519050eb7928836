"""``plan_production DATE``: solves a locked day, stores it, writes the sheet."""

from __future__ import annotations

import datetime as dt
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
from staffing.choices import PlanState
from staffing.models import ProductionPlan
from staffing.selectors.plans import handed_out, reasons_of
from staffing.services.production import DEFAULT_SECONDS, SolveRequest, plan_day
from staffing.services.sheets import production_sheet

if TYPE_CHECKING:
    from kurkum.lib.solving import Progress


class Command(KurkumCommand):
    help = "Solves the day's production plan, stores it and writes the production sheet."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("date", metavar="DATE", type=iso_date, help="YYYY-MM-DD, a locked day")
        parser.add_argument(
            "--seconds", type=positive_seconds, default=DEFAULT_SECONDS, help="time limit"
        )
        parser.add_argument("--seed", type=seed_number, default=1, help="same seed, same plan")
        parser.add_argument("--json", metavar="F", help="write the plan as JSON; - for the screen")
        parser.add_argument("--pdf", metavar="F", help="write the production sheet as PDF")

    def run(self, **options: Any) -> str:
        check_writable(options["json"], option="--json")
        check_writable(options["pdf"], option="--pdf")
        request = SolveRequest(
            options["seconds"], options["seed"],
            on_progress=self._show if self.is_terminal else None,
        )  # fmt: skip
        day: dt.date = options["date"]
        plan = plan_day(
            day=day, now=self.now, author=None, request=request, channel=Channel.COMMAND
        )
        self._write(plan, options)
        if plan.state == PlanState.DRAFT:
            raise CannotBeDone(*reasons_of(plan))
        return _(
            "%(date)s, version %(version)s: %(batches)s batches, %(tasks)s tasks, %(status)s."
        ) % {
            "date": day,
            "version": plan.version,
            "batches": plan.batches.count(),
            "tasks": plan.tasks.count(),
            "status": plan.status,
        }

    def _write(self, plan: ProductionPlan, options: dict[str, Any]) -> None:
        if options["json"]:
            self.write_json(options["json"], handed_out(plan))
        if options["pdf"]:
            pdf = production_sheet(plan=plan, language=options["language"])
            self.write_bytes(options["pdf"], pdf, option="--pdf")

    def _show(self, progress: Progress) -> None:
        value = "–" if progress.value is None else progress.value
        sys.stderr.write(f"\r{progress.layer}: {value} ({progress.bound})   ")
        sys.stderr.flush()

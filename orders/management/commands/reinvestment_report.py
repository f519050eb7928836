"""The board's monthly report as JSON, XLSX and PDF."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.commands import KurkumCommand, check_writable, iso_month
from kurkum.base.errors import CannotBeDone
from kurkum.lib import dates
from orders.services.printing import printed
from orders.services.reinvestment import issue_report


class Command(KurkumCommand):
    help = "Issues the reinvestment report of a closed month."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("month", type=iso_month, metavar="MONTH", help="YYYY-MM")
        parser.add_argument(
            "--json", metavar="F", help="the report's figures; - writes to the screen"
        )
        parser.add_argument("--xlsx", metavar="F", help="the same as a workbook with live formulas")
        parser.add_argument("--pdf", metavar="F", help="the printed report")

    def run(self, **options: Any) -> str:
        for name in ("json", "xlsx", "pdf"):
            check_writable(options[name], option=f"--{name}")
        month = options["month"]
        if month > dates.day_of(self.now):
            raise CannotBeDone(_("%(month)s has not begun.") % {"month": f"{month:%Y-%m}"})
        report = issue_report(month=month, author=None, now=self.now)
        if options["json"]:
            self.write_json(options["json"], report.data)
        for form in ("xlsx", "pdf"):
            if options[form]:
                content = printed(
                    report=report, form=form, language=options["language"], now=self.now
                )
                self.write_bytes(options[form], content, option=f"--{form}")
        return _("Report %(number)d of %(month)s: %(allocable)s ILS to be allocated.") % {
            "number": report.number,
            "month": report.data["month"],
            "allocable": report.data["allocable"],
        }

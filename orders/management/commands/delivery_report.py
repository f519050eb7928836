"""Planned against delivered, for a date or a month."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.commands import KurkumCommand, check_writable, iso_date, iso_month
from kurkum.base.errors import CannotBeDone
from kurkum.lib import dates

Period = tuple[dt.date, dt.date]


def period(text: str) -> Period:
    """``YYYY-MM-DD`` or ``YYYY-MM`` as its first and last date."""
    if text.count("-") == 1:
        month = dates.month_of(iso_month(text))
        return month.first_day, month.last_day
    if text.count("-") == 2:
        day = iso_date(text)
        return day, day
    raise argparse.ArgumentTypeError(f"{text!r}: write YYYY-MM-DD for a day or YYYY-MM for a month")


class Command(KurkumCommand):
    help = "Reports planned against delivered, temperatures, times, shortfalls and leftovers."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("period", metavar="DATE|MONTH", type=period)
        parser.add_argument("--json", metavar="F", help="the report; - for stdout")
        parser.add_argument("--csv", metavar="F", help="its lines; - for stdout")
        parser.add_argument("--pdf", metavar="F", help="the printed report")

    def run(self, **options: Any) -> str:
        from orders.reports.delivery import delivery_csv, delivery_document

        for name in ("json", "csv", "pdf"):
            check_writable(options[name], option=f"--{name}")
        first, last = options["period"]
        document = delivery_document(first, last)
        if not document["lines"]:
            raise CannotBeDone(
                _("There are no deliveries from %(first)s to %(last)s.")
                % {"first": first, "last": last}
            )
        if options["json"]:
            self.write_json(options["json"], document)
        if options["csv"] == "-":
            self.stdout.write(delivery_csv(document).decode(), ending="")
        elif options["csv"]:
            self.write_bytes(options["csv"], delivery_csv(document), option="--csv")
        if options["pdf"]:
            from orders.pdf.delivery import delivery_pdf

            content = delivery_pdf(document, language=options["language"])
            self.write_bytes(options["pdf"], content, option="--pdf")
        totals = document["totals"]
        return _(
            "%(first)s to %(last)s: %(deliveries)s deliveries, %(ordered)s portions ordered, "
            "%(received)s received."
        ) % {"first": first, "last": last, **totals}

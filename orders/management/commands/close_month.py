"""Closes a month's books."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.commands import KurkumCommand, iso_month
from kurkum.lib import money
from orders.services.closing import close_month


class Command(KurkumCommand):
    help = "Closes a month's books: costs, result, reserve and allocable surplus."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("month", type=iso_month, metavar="MONTH", help="YYYY-MM")

    def run(self, **options: Any) -> str:
        row = close_month(month=options["month"], author=None, now=self.now)
        return _("%(month)s is closed: surplus %(surplus)s, to be allocated %(allocable)s ILS.") % {
            "month": f"{row.month:%Y-%m}",
            "surplus": money.to_text(row.surplus_agorot),
            "allocable": money.to_text(row.allocable_agorot),
        }

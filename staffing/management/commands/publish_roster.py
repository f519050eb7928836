"""``publish_roster START``: from now on its shifts are fixed and the cooks see them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.commands import KurkumCommand, iso_date
from staffing.services.publishing import notice_days, publish_roster


class Command(KurkumCommand):
    help = "Publishes the stored roster that begins on START."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("START", type=iso_date, help="first day, YYYY-MM-DD")

    def run(self, **options: Any) -> str | None:
        roster = publish_roster(start=options["START"], author=None, now=self.now)
        return _("Published: %(start)s to %(end)s, %(days)s days ahead.") % {
            "start": roster.start,
            "end": roster.end,
            "days": notice_days(roster),
        }

"""``lock_day DATE``: what the cutoff does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.commands import KurkumCommand, iso_date
from orders.services.locking import lock_day


class Command(KurkumCommand):
    help = "Expands standing orders and locks the orders of one day, as the cutoff does."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("date", metavar="DATE", type=iso_date, help="the service date")

    def run(self, **options: Any) -> str:
        done = lock_day(date=options["date"], author=None, now=self.now, channel=Channel.COMMAND)
        for place in done.unpriced:
            self.stderr.write(_("No price is known for %(what)s.") % {"what": place})
        words = (
            _("%(date)s was locked already: %(sites)s sites, %(portions)s portions.")
            if done.was_locked
            else _("%(date)s is locked: %(sites)s sites, %(portions)s portions.")
        )
        return words % {"date": done.date, "sites": done.sites, "portions": done.portions}

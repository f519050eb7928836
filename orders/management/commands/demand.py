"""``demand DATE``: what is to be cooked, for whom, by when, and what to pull from the stores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.commands import KurkumCommand, check_writable, iso_date
from kurkum.base.errors import CannotBeDone
from orders.selectors.demand import (
    FirmLine,
    expected_demand,
    firm_demand,
    ingredient_needs,
    is_locked,
    portions_by_dish,
)
from orders.selectors.documents import demand_document


class Command(KurkumCommand):
    help = "Prints the day's demand by dish, and writes it by site, diner group and diet."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("date", metavar="DATE", type=iso_date, help="the service date")
        parser.add_argument("--json", metavar="FILE", help="the whole demand; - for stdout")

    def run(self, **options: Any) -> str:
        date, target = options["date"], options["json"]
        check_writable(target, option="--json")
        locked = is_locked(date)
        lines = firm_demand(date) if locked else expected_demand(date)
        if not lines:
            raise CannotBeDone(
                _("Nobody eats on %(date)s, or no menu is published for it.") % {"date": date}
            )
        needs = ingredient_needs(date, lines)
        if target:
            self.write_json(target, demand_document(date, lines, needs, is_locked=locked))
        if target != "-":
            self._print(lines)
        words = (
            _("%(date)s, locked: %(portions)s portions of %(dishes)s dishes for %(sites)s sites.")
            if locked
            else _(
                "%(date)s, not locked yet: %(portions)s portions of %(dishes)s dishes "
                "for %(sites)s sites."
            )
        )
        return words % {
            "date": date,
            "portions": sum(line.portions for line in lines),
            "dishes": len({line.dish.pk for line in lines}),
            "sites": len({line.site.pk for line in lines}),
        }

    def _print(self, lines: Sequence[FirmLine]) -> None:
        names = {line.dish.key: line.dish.name for line in lines}
        for key, portions in sorted(portions_by_dish(lines).items()):
            self.stdout.write(f"{portions:>6}  {names[key]}")

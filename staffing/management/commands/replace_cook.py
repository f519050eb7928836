"""``replace_cook COOK DATE [--apply]``: who could come instead, and what it costs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.commands import KurkumCommand, check_writable, iso_date, seed_number
from kurkum.base.errors import BadInput
from kurkum.lib.money import to_text
from staffing.models import Cook
from staffing.services.replacing import Proposal, apply_repair, propose_replacements


class Command(KurkumCommand):
    help = "Ranks replacements for a cook's shift of DATE; --apply writes the least-change roster."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("COOK", help="key of the cook")
        parser.add_argument("DATE", type=iso_date, help="YYYY-MM-DD")
        parser.add_argument("--apply", action="store_true", help="write the least-change roster")
        parser.add_argument("--seed", type=seed_number, default=1)
        parser.add_argument("--json", help="write the ranking as JSON; - for standard output")

    def run(self, **options: Any) -> str | None:
        check_writable(options["json"], option="--json")
        cook = Cook.objects.filter(key=options["COOK"]).first()
        if cook is None:
            raise BadInput(f"COOK: {options['COOK']}: {_('there is no cook with this key')}")
        proposal = propose_replacements(cook=cook, date=options["DATE"], seed=options["seed"])
        if options["apply"]:
            apply_repair(proposal=proposal, author=None, now=self.now)
        if options["json"]:
            self.write_json(options["json"], proposal.document)
        return "\n".join(self._lines(proposal, applied=options["apply"]))

    def _lines(self, proposal: Proposal, *, applied: bool) -> list[str]:
        lines = [
            f"{one.rank}. {one.cook.name}: {self._verdict(one.allowed)} "
            f"{_('%(sum)s ILS') % {'sum': to_text(one.extra_agorot)}}. "
            f"{'; '.join(one.because)}".rstrip()
            for one in proposal.candidates
        ]
        head = _("Changed:") if applied else _("Fewest changes:")
        moves = [
            f"{head} {edit.cook.name} {edit.date}: {edit.shift.name if edit.shift else _('free')}"
            for edit in proposal.repair
        ]
        return [*lines, *moves]

    @staticmethod
    def _verdict(allowed: bool) -> str:
        return _("can come,") if allowed else _("cannot,")

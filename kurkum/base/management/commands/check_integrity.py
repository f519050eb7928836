"""``check_integrity``: every broken invariant of the whole product, one a line."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kurkum.base import ports
from kurkum.base.commands import KurkumCommand
from kurkum.base.errors import CannotBeDone


class Command(KurkumCommand):
    help = "Prints every broken invariant of the stored data; exit 1 if there is any."

    def run(self, **options: Any) -> str:
        found = ports.breaches()
        if found:
            raise CannotBeDone(
                *(f"{breach.invariant}: {breach.where}: {breach.message}" for breach in found)
            )
        return _("Every invariant holds.")

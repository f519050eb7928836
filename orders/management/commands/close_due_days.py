"""``close_due_days``: what the site does by itself once a minute, for cron or by hand."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kurkum.base.commands import KurkumCommand
from kurkum.base.errors import CannotBeDone
from orders.services.locking import close_due_days


class Command(KurkumCommand):
    help = "Locks every day whose cutoff has passed, however long ago; safe to run at any time."

    def run(self, **options: Any) -> str:
        results = close_due_days(now=self.now)
        reasons = [
            reason for one in results if isinstance(one, CannotBeDone) for reason in one.reasons
        ]
        if reasons:
            raise CannotBeDone(*reasons)
        return _("Days closed: %(days)s.") % {"days": len(results)}

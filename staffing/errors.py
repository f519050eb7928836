"""What cannot be done in the kitchen, in words a manager understands."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone


class OrdersStillOpen(CannotBeDone):
    def __init__(self, day: dt.date) -> None:
        self.day = day
        super().__init__(
            _("The orders of %(date)s are not locked yet; lock the day first.")
            % {"date": date_format(day, "d.m.Y")}
        )


class NothingOrdered(CannotBeDone):
    def __init__(self, day: dt.date) -> None:
        self.day = day
        super().__init__(
            _("Nobody ordered for %(date)s: there is nothing to cook.")
            % {"date": date_format(day, "d.m.Y")}
        )

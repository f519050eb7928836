"""What can stand against an order, a lock, an amendment or a dispatch, with its facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from kurkum.base.errors import CannotBeDone, KurkumError


class OrderRefused(CannotBeDone):
    """The order cannot be saved as it is; each reason is one sentence."""


class CutoffPassed(OrderRefused):
    """The day can no longer be ordered; ``cutoff`` is the instant it closed."""

    def __init__(self, message: object, *, date: dt.date, cutoff: dt.datetime | None) -> None:
        super().__init__(message)
        self.date, self.cutoff = date, cutoff


class SavedMeanwhile(KurkumError):
    """Somebody else saved this day first; carries what she saved, to choose from."""

    def __init__(
        self,
        message: object,
        *,
        version: int,
        saved_by: str,
        saved_at: dt.datetime,
        lines: Mapping[tuple[str, str], int],
    ) -> None:
        super().__init__(message)
        self.version, self.saved_by, self.saved_at, self.lines = version, saved_by, saved_at, lines


class LockRefused(CannotBeDone):
    """The day cannot be locked or reopened as the data stand."""


class AmendmentRefused(CannotBeDone):
    """The amendment cannot even be asked for (a refusal by the kitchen is no error)."""


class DispatchRefused(CannotBeDone):
    """Food may not leave, or a count contradicts itself."""

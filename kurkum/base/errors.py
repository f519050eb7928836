"""What every app's own errors derive from, so that pages and commands answer them alike."""

from __future__ import annotations

from collections.abc import Sequence


class KurkumError(Exception):
    """Something a person can understand and act on; ``str()`` is the translated message."""

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class CannotBeDone(KurkumError):
    """The data as they stand do not allow it; each reason is one sentence."""

    def __init__(self, *reasons: object) -> None:
        super().__init__(" ".join(str(reason) for reason in reasons))
        self.reasons: Sequence[object] = reasons


class BadInput(KurkumError):
    """Faults of what was handed in; each names its place and the remedy. Nothing was written."""

    def __init__(self, *faults: object) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults: Sequence[object] = faults

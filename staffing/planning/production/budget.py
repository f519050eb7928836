"""The time of a whole solve, dealt out call by call."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from kurkum.lib.solving import Limits, Outcome

LEAST_SECONDS = 0.01
LAYERS_SHARE = 0.85


@dataclass
class Budget:
    """The time a whole solve may take, dealt out call by call.

    A deterministic budget counts the solver's own units, so that the same input always gets the
    same shares; otherwise it is the clock.
    """

    limits: Limits
    layers_share: float = LAYERS_SHARE
    spent: float = 0.0
    started: float = field(default_factory=time.monotonic)

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.started

    @property
    def left(self) -> float:
        """What the layers may still take; the closing steps' part is set aside."""
        return max(0.0, self.limits.seconds * self.layers_share - self.used)

    @property
    def used(self) -> float:
        return self.spent if self.limits.deterministic else self.elapsed

    def share(self, fraction: float) -> Limits:
        """Limits for one call that takes ``fraction`` of what is left."""
        return replace(self.limits, seconds=max(LEAST_SECONDS, self.left * fraction))

    def slice(self, fraction: float, most: float = 0.0) -> Limits:
        """A part of the whole for a closing step, even when times took all there was.

        Where they left more, the step may take half of that, up to ``most`` of the whole.
        """
        whole = self.limits.seconds
        spare = min(whole * most, (whole - self.used) / 2)
        return replace(self.limits, seconds=max(LEAST_SECONDS, whole * fraction, spare))

    def rest(self, fraction: float) -> Limits:
        """All that is left for the last step of all, and a part of the whole at least."""
        whole = self.limits.seconds
        return replace(self.limits, seconds=max(LEAST_SECONDS, whole * fraction, whole - self.used))

    def book(self, outcome: Outcome) -> None:
        self.spent += outcome.solver.response_proto.deterministic_time

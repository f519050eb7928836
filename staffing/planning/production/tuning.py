"""Which searches lead where, as measured on two cores."""

from __future__ import annotations

from dataclasses import replace

from kurkum.lib.solving import Limits

FEW, MANY = 100, 250  # tasks
PROVED_BY_BOUNDS = (
    "hold", "cleaning", "start", "renamed", "handovers", "alone", "evenness",
)  # fmt: skip
STRONG_BOUNDS = ("max_lp", "reduced_costs")
VARIED_SHARE = 0.3


def tuned(limits: Limits, tasks: int, layer: str) -> tuple[Limits, ...]:
    """The calls, one after the other, in which a layer is best minimised.

    Two searches that lead by bounds prove the hold and the names of a kitchen day fastest (80
    tasks in 1 s where the default portfolio needs over 8 s). The layers before it ask for any
    plan at all, and very large days live from large-neighbourhood searches: there the portfolio's
    variety does better. Between them it goes first, for a good plan, and the bounds follow.
    """
    if limits.subsolvers or layer not in PROVED_BY_BOUNDS or tasks > MANY:
        return (limits,)
    strong = replace(limits, workers=len(STRONG_BOUNDS), subsolvers=STRONG_BOUNDS)
    if layer != "hold" or tasks <= FEW:
        return (strong,)
    varied = limits.seconds * VARIED_SHARE
    return (
        replace(limits, seconds=varied),
        replace(strong, seconds=limits.seconds - varied),
    )

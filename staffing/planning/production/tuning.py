"""Which searches lead where, as measured on two cores."""

from __future__ import annotations

from dataclasses import replace

from kurkum.lib.solving import Limits

FEW, MANY = 100, 250  # tasks
PROVED_BY_BOUNDS = ("hold", "cleaning", "start")
PROVED_BY_CORES = ("unattended", "renamed", "handovers", "alone", "evenness")
STRONG_BOUNDS, CORES = ("max_lp", "reduced_costs"), ("core",)
FEW_CHANGES = ("core", "max_lp")
FEW_SHARE, VARIED_SHARE, CORE_SHARE, EVEN_SHARE = 0.65, 0.3, 0.5, 0.3


def tuned(limits: Limits, tasks: int, layer: str, *, has_plan: bool = True) -> tuple[Limits, ...]:
    """The calls, one after the other, in which a layer is best minimised.

    Two searches that lead by bounds prove the hold of a kitchen day fastest (80 tasks in 1 s where
    the default portfolio needs over 8 s), and the margin, once there is a plan. Who asks for any
    plan at all, and very large days, live from the portfolio's variety. Between them it goes
    first, for a good plan, and the bounds follow; not where calls are repeatable, for there eight
    searches by turns have hardly begun when the time is up.

    Most layers of names are proven by unsatisfiable cores, within a fifth of the time that bounds
    need (206 tasks: 0.1 units in place of 1.2), and the fewest changes of a plan likewise. Where
    cores do not get there, bounds do (evenness soon, where it cannot be perfect). On a large day
    the cores may find no plan at all that is nearer; restarts then still come closer.
    """
    if limits.subsolvers or tasks > MANY:
        return (limits,)
    strong = replace(limits, workers=len(STRONG_BOUNDS), subsolvers=STRONG_BOUNDS)
    if layer == "changes":
        # Two more look for any plan; where calls are repeatable they would only take turns.
        workers = len(FEW_CHANGES) if limits.deterministic else 2 * len(FEW_CHANGES)
        few = replace(limits, workers=workers, subsolvers=FEW_CHANGES)
        if tasks <= FEW:
            return (few,)
        return _first(few, FEW_SHARE, by_restarts(limits))
    if layer in PROVED_BY_CORES:
        share = EVEN_SHARE if layer == "evenness" else CORE_SHARE
        return _first(replace(limits, workers=1, subsolvers=CORES), share, strong)
    if layer not in PROVED_BY_BOUNDS and not (layer == "margin" and has_plan):
        return (limits,)
    if layer != "hold" or tasks <= FEW or limits.deterministic:
        return (strong,)
    return _first(limits, VARIED_SHARE, strong)


def by_restarts(limits: Limits) -> Limits:
    """One search by restarts and what the solver adds beside it, for any plan near another.

    Of six late changes to a day of 206 tasks it settles all in 0.9 to 3.9 s of one core, where two
    searches settled three.
    """
    return replace(limits, workers=3, subsolvers=("quick_restart_no_lp",))


def _first(search: Limits, share: float, then: Limits) -> tuple[Limits, Limits]:
    """One search for a part of the time, and another one for the rest."""
    part = search.seconds * share
    return replace(search, seconds=part), replace(then, seconds=then.seconds - part)

"""What makes one choice of names better than another, the weightier first.

* ``unattended``: cook-minutes that begun tasks must do without.
* ``renamed``: cooks of the plan that is being revised who no longer do what they were to do.
* ``handovers``: cooks who take over in the middle of a part.
* ``alone``: minutes for which a cook stands without work while all the others there work, beyond
  the first ``problem.idle_minutes`` of each unbroken stretch (see ``idleness``).
* ``evenness``: minutes that cooks carry beyond their fair share of each burden.

With the times fixed, so is the number of those without work at any moment; what ``alone`` decides
is that it is not always the same one. It comes before ``evenness``, which counts over the whole
day, forgives an hour and so finds room beside it; after ``handovers``, for a cook who is pulled
from her pot to give another one something to do helps nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ortools.sat.python import cp_model

from staffing.planning.production.fairness import Allowance, allowances
from staffing.planning.production.idleness import Slot, lonely_runs, runs_of
from staffing.planning.production.naming_model import NamingModel

Expression = cp_model.LinearExprT
Build = Callable[[NamingModel], Expression]


def layers_of(model: NamingModel, *, revised: bool) -> list[tuple[str, Build]]:
    """The layers that say something of this model, in their order."""
    layers: list[tuple[str, Build]] = [("unattended", unattended)] if model.lacking else []
    layers += [("renamed", renamed)] if revised else []
    layers += [("handovers", handovers)]
    layers += [("alone", alone)] if model.problem.idle_minutes is not None else []
    return [*layers, ("evenness", evenness)]


def unattended(model: NamingModel) -> Expression:
    return sum(model.lacking)


def renamed(model: NamingModel) -> Expression:
    terms = []
    for index, piece in enumerate(model.pieces):
        for span in piece.part.before:
            if span.start <= piece.start and piece.end <= span.end:
                terms += [1 - model.at(index, cook) for cook in span.cooks]
    return sum(terms)


def handovers(model: NamingModel) -> Expression:
    terms = []
    for index in model.followed():
        for cook in model.problem.cooks:
            if (index + 1, cook.key) not in model.x:
                continue
            takes = model.model.new_bool_var(f"{cook.key} takes over {index + 1}")
            model.model.add(takes >= model.at(index + 1, cook.key) - model.at(index, cook.key))
            terms.append(takes)
    return sum(terms)


def alone(model: NamingModel) -> Expression:
    terms: list[Expression] = []
    for slots in lonely_runs(model.problem, model.pieces):
        is_alone = {slot.start: _alone_in(model, slot) for slot in slots}
        for cook in model.problem.cooks:
            for run in runs_of(cook.key, slots):
                terms += _minutes_too_long(
                    model, run, [is_alone[slot.start][cook.key] for slot in run]
                )
    return sum(terms)


def _alone_in(model: NamingModel, slot: Slot) -> dict[str, Expression]:
    """1 for the cook who alone has no work, by cook."""
    idle = {cook: 1 - sum(model.at(index, cook) for index in slot.work) for cook in slot.there}
    if slot.is_sure:
        return dict(idle)
    found: dict[str, Expression] = {}
    for cook, mine in idle.items():
        others = sum(other for name, other in idle.items() if name != cook)
        found[cook] = model.model.new_bool_var(f"{cook} alone {slot.start}")
        model.model.add(found[cook] >= mine - others)
    return found


def _minutes_too_long(
    model: NamingModel, run: Sequence[Slot], is_alone: Sequence[Expression]
) -> Iterator[Expression]:
    """For each slot, its minutes that lie beyond what an unbroken stretch may last."""
    most = model.problem.idle_minutes or 0
    for last, slot in enumerate(run):
        beyond: cp_model.IntVar | None = None
        for first in range(last, -1, -1):
            too_long = min(slot.minutes, slot.end - run[first].start - most)
            if too_long <= 0:
                continue
            if beyond is None:
                beyond = model.model.new_int_var(0, slot.minutes, f"alone until {slot.end}")
            all_along = sum(is_alone[first : last + 1]) - (last - first)
            model.model.add(beyond >= too_long * all_along)
            if too_long == slot.minutes:
                break
        if beyond is not None:
            yield beyond


def evenness(model: NamingModel) -> Expression:
    terms = []
    for allowance in allowances(model.problem, model.parts):
        carried = _carried(model, allowance)
        over = model.model.new_int_var(0, 24 * 60, f"{allowance.burden} {allowance.cook}")
        model.model.add(over >= carried - allowance.minutes)
        terms.append(over)
    return sum(terms)


def _carried(model: NamingModel, allowance: Allowance) -> Expression:
    return sum(
        piece.minutes * model.at(index, allowance.cook)
        for index, piece in enumerate(model.pieces)
        if allowance.counts(piece.part)
    )

"""Why a stop is left out: what stands against it alone, or what it takes from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kurkum.lib.solving import Limits
from orders.planning.routes.heuristic import search
from orders.planning.routes.model import RULES, Rule, Slot, slots_of
from orders.planning.routes.problem import Gap, Problem, Reason, Stop, Vehicle

# A trial only has to show that a stop would fit; it need not be a good plan.
TRIAL = Limits(seconds=0.1, deterministic=True)


def explain(
    problem: Problem, unserved: Iterable[str], *, rules: Sequence[Rule] = RULES, seed: int = 0
) -> tuple[Gap, ...]:
    """A gap per stop left out, with structured reasons.

    First what forbids the stop even to a van of its own (``capacity``, ``window``, ``hot_limit``,
    ``driver_window``, ``vehicles``). Where nothing does, the stop yields to others: then every
    rule whose absence would let more stops be served, and ``vehicles`` if one more van would.
    """
    missing = frozenset(unserved)
    alone = {key: _alone(problem, problem.stops[problem.node(key) - 1]) for key in sorted(missing)}
    shared = [key for key, reasons in alone.items() if not reasons]
    blame = _trials(problem, missing, rules, seed) if shared else {}
    return tuple(
        Gap(key, reasons or blame.get(key) or (_crowded(problem, key),))
        for key, reasons in alone.items()
    )


# --- the stop alone -----------------------------------------------------------------------------


def _alone(problem: Problem, stop: Stop) -> tuple[Reason, ...]:
    """What every van meets if it serves nothing but this stop; empty if one van can."""
    if not problem.vehicles:
        return (Reason("vehicles", {"vans": 0}),)
    verdicts = [_by(problem, stop, vehicle) for vehicle in problem.vehicles]
    if None in verdicts:
        return ()
    reasons: dict[str, Reason] = {}
    for reason in verdicts:
        if reason is not None:
            reasons.setdefault(reason.rule, reason)
    return tuple(reasons.values())


def _by(problem: Problem, stop: Stop, vehicle: Vehicle) -> Reason | None:
    if stop.boxes > vehicle.capacity:
        return Reason("capacity", {"boxes": stop.boxes, "room": vehicle.capacity})
    node = problem.node(stop.key)
    there, back = problem.travel_minutes[0][node], problem.travel_minutes[node][0]
    ready = next(wave.ready_at for wave in problem.waves if wave.key == stop.wave)
    loaded = vehicle.available_from + vehicle.load_minutes
    if ready + there > stop.window[1]:
        return Reason("window", {"soonest": ready + there, "until": stop.window[1]})
    if max(ready, loaded) + there > stop.window[1]:
        return Reason("driver_window", {"soonest": loaded + there, "until": stop.window[1]})
    soonest = max(stop.window[0], max(ready, loaded) + there)
    if soonest + stop.service_minutes + back > vehicle.available_to:
        home = soonest + stop.service_minutes + back
        return Reason("driver_window", {"back_at": home, "until": vehicle.available_to})
    latest = min(stop.window[1], vehicle.available_to - back - stop.service_minutes)
    return _too_long_hot(stop, soonest, latest, there)


def _too_long_hot(stop: Stop, soonest: int, latest: int, there: int) -> Reason | None:
    if stop.hot_limit_minutes is None:
        return None
    arrive = soonest if stop.eat_at is None else latest
    minutes = stop.hot_minutes(arrive - there, arrive)
    if minutes <= stop.hot_limit_minutes:
        return None
    return Reason("hot_limit", {"minutes": minutes, "limit": stop.hot_limit_minutes})


# --- the stop among others ----------------------------------------------------------------------


def _trials(
    problem: Problem, missing: frozenset[str], rules: Sequence[Rule], seed: int
) -> dict[str, tuple[Reason, ...]]:
    reasons: dict[str, list[Reason]] = {key: [] for key in missing}
    largest = max(problem.vehicles, key=lambda vehicle: vehicle.capacity)
    extra = replace(largest, key=f"{largest.key} and one more")
    more = replace(problem, vehicles=(*problem.vehicles, extra))
    for key in _helped(more, slots_of(more), missing, rules, seed):
        reasons[key].append(Reason("vehicles", {"vans": len(problem.vehicles), "more": 1}))
    slots = slots_of(problem)
    for rule in rules:
        others = [other for other in rules if other is not rule]
        for key in _helped(problem, slots, missing, others, seed):
            reasons[key].append(_facts(problem, rule.name, key))
    return {key: tuple(found) for key, found in reasons.items()}


def _helped(
    problem: Problem,
    slots: tuple[Slot, ...],
    missing: frozenset[str],
    rules: Sequence[Rule],
    seed: int,
) -> list[str]:
    """The stops left out that a trial serves, if it serves more weight in all."""
    found = search(problem, slots, rules, limits=TRIAL, seed=seed)
    if found is None:
        return []
    served = {problem.stops[node - 1].key for nodes in found.tours.values() for node in nodes}
    before = sum(stop.weight for stop in problem.stops if stop.key in missing)
    after = sum(stop.weight for stop in problem.stops if stop.key not in served)
    return sorted(missing & served) if after < before else []


def _facts(problem: Problem, rule: str, key: str) -> Reason:
    stop = problem.stops[problem.node(key) - 1]
    facts: dict[str, dict[str, int | str]] = {
        "window": {"from": stop.window[0], "until": stop.window[1]},
        "hot_limit": {"limit": stop.hot_limit_minutes or 0},
        "capacity": {"boxes": stop.boxes, "room": max(v.capacity for v in problem.vehicles)},
        "wave": {"wave": stop.wave},
    }
    return Reason(rule, facts.get(rule, {}))


def _crowded(problem: Problem, key: str) -> Reason:
    """Nothing single helps: say how full the wave is."""
    wave = problem.stops[problem.node(key) - 1].wave
    boxes = Counter[str]()
    for stop in problem.stops:
        boxes[stop.wave] += stop.boxes
    room = sum(vehicle.capacity for vehicle in problem.vehicles) * problem.trips_per_wave
    return Reason("vehicles", {"vans": len(problem.vehicles), "boxes": boxes[wave], "room": room})

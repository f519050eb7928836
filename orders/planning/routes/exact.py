"""The exact model: a circuit per trip slot in CP-SAT, solved layer by layer, for small days."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ortools.sat.python import cp_model

from kurkum.lib.solving import Layer, Limits, OnProgress, Outcome, ShouldStop, run
from orders.planning.routes.model import Found, Rule, Slot, Tours, consecutive, horizon_of
from orders.planning.routes.problem import Problem

# Beyond this many stops the circuits prove nothing in useful time.
MOST_STOPS = 26
LAYERS = ("unserved", "late_minutes", "vans", "drive_minutes")
# Share of the remaining time a layer may take; the last takes what is left.
SHARES = (0.2, 0.2, 0.3, 1.0)

Arc = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Start:
    """Known tours, their value in each layer, and what no plan can beat in that layer."""

    found: Found
    values: Mapping[str, int]
    floors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the exact model knows at its end: the best tours and a layer per level, in order."""

    found: Found
    layers: tuple[Layer, ...]


class ExactModel:
    """The problem as circuits; answers rules in terms of nodes and slots."""

    def __init__(self, problem: Problem, slots: tuple[Slot, ...]):
        self.problem, self.slots = problem, slots
        self.cp = cp_model.CpModel()
        self.nodes = range(1, len(problem.stops) + 1)
        latest = horizon_of(problem)
        self.arrive = {n: self.cp.new_int_var(0, latest, f"arrive_{n}") for n in self.nodes}
        self.depart = [self.cp.new_int_var(0, latest, f"depart_{s}") for s in range(len(slots))]
        self.back = [self.cp.new_int_var(0, latest, f"back_{s}") for s in range(len(slots))]
        self.served = {n: self.cp.new_bool_var(f"served_{n}") for n in self.nodes}
        self.used = [self.cp.new_bool_var(f"used_{s}") for s in range(len(slots))]
        self.visits = [self._new_visits(s) for s in range(len(slots))]
        self.arcs = [self._new_circuit(s) for s in range(len(slots))]
        for node in self.nodes:
            self.cp.add_exactly_one([~self.served[node], *(v[node] for v in self.visits)])
        self._add_sums()
        self._break_symmetry()

    def _new_visits(self, slot: int) -> dict[int, cp_model.IntVar]:
        return {node: self.cp.new_bool_var(f"visit_{slot}_{node}") for node in self.nodes}

    def _new_circuit(self, slot: int) -> dict[Arc, cp_model.IntVar]:
        places = [0, *self.nodes]
        arcs = {
            (i, j): self.cp.new_bool_var(f"arc_{slot}_{i}_{j}")
            for i in places
            for j in places
            if i != j
        }
        loops = [(node, node, ~self.visits[slot][node]) for node in self.nodes]
        ways = [(i, j, literal) for (i, j), literal in arcs.items()]
        self.cp.add_circuit([*ways, *loops, (0, 0, ~self.used[slot])])
        for arc, literal in arcs.items():
            self._link_times(slot, arc, literal)
        self.cp.add(self.back[slot] >= self.depart[slot])
        return arcs

    def _link_times(self, slot: int, arc: Arc, literal: cp_model.IntVar) -> None:
        i, j = arc
        leave: cp_model.LinearExprT = self.depart[slot]
        if i:
            leave = self.arrive[i] + self.problem.stops[i - 1].service_minutes
        reach = self.arrive[j] if j else self.back[slot]
        travel = self.problem.travel_minutes[i][j]
        self.cp.add(reach >= leave + travel).only_enforce_if(literal)

    def _add_sums(self) -> None:
        """The same arcs summed over slots: one circuit whose cuts tighten the bound."""
        places = [0, *self.nodes]
        summed = []
        for i in places:
            for j in places:
                if i == j:
                    continue
                any_slot = self.cp.new_bool_var(f"arc_{i}_{j}")
                self.cp.add(any_slot == sum(arcs[i, j] for arcs in self.arcs))
                summed.append((i, j, any_slot))
        loops = [(node, node, ~self.served[node]) for node in self.nodes]
        self.cp.add_multiple_circuit([*summed, *loops])

    def _break_symmetry(self) -> None:
        """A van's second trip in a wave only after its first."""
        for earlier, later in consecutive(self.slots):
            if self.slots[earlier].wave == self.slots[later].wave:
                self.cp.add_implication(self.used[later], self.used[earlier])

    # --- what rules say ---

    def limit_boxes(self) -> None:
        for slot, visits in zip(self.slots, self.visits, strict=True):
            boxes = [self.problem.stops[node - 1].boxes * visits[node] for node in self.nodes]
            self.cp.add(sum(boxes) <= slot.vehicle.capacity)

    def arrive_within(self, node: int, first: int, last: int) -> None:
        self.cp.add_linear_constraint(self.arrive[node], first, last)

    def serve_only_by(self, node: int, slots: list[int]) -> None:
        for slot in range(len(self.slots)):
            if slot not in slots:
                self.cp.add(self.visits[slot][node] == 0)

    def leave_from(self, slot: int, minute: int) -> None:
        self.cp.add(self.depart[slot] >= minute)

    def return_by(self, slot: int, minute: int) -> None:
        self.cp.add(self.back[slot] <= minute)

    def eat_within(self, node: int, limit: int, eat_at: int | None) -> None:
        eaten = self.arrive[node] if eat_at is None else eat_at
        for depart, visits in zip(self.depart, self.visits, strict=True):
            self.cp.add(depart + limit >= eaten).only_enforce_if(visits[node])

    def leave_after(self, earlier: int, later: int, pause: int) -> None:
        self.cp.add(self.depart[later] >= self.back[earlier] + pause * self.used[later])

    # --- objective and answers ---

    def objectives(self, vans_out: frozenset[str]) -> dict[str, cp_model.LinearExprT]:
        """The layers; vans that are out already count and cost nothing more."""
        stops = self.problem.stops
        late = []
        for node in self.nodes:
            stop = stops[node - 1]
            minutes = self.cp.new_int_var(0, horizon_of(self.problem), f"late_{node}")
            reached = self.arrive[node] <= stop.target + minutes
            self.cp.add(reached).only_enforce_if(self.served[node])
            late.append(minutes)
        unserved = sum(stops[node - 1].weight * ~self.served[node] for node in self.nodes)
        drive = sum(
            self.problem.travel_minutes[i][j] * literal
            for arcs in self.arcs
            for (i, j), literal in arcs.items()
        )
        vans = self._vans(vans_out) if self.problem.count_vehicles else 0
        return dict(zip(LAYERS, (unserved, sum(late), vans, drive), strict=True))

    def _vans(self, vans_out: frozenset[str]) -> cp_model.LinearExprT:
        vans = []
        for vehicle in self.problem.vehicles:
            trips = [self.used[i] for i, s in enumerate(self.slots) if s.vehicle == vehicle]
            if trips and vehicle.key not in vans_out:
                van = self.cp.new_bool_var(f"van_{vehicle.key}")
                self.cp.add_max_equality(van, trips)
                vans.append(van)
        return sum(vans) + len(vans_out)

    def hint(self, found: Found) -> None:
        """Start the search from tours that are known."""
        self.cp.clear_hints()
        for number, slot in enumerate(self.slots):
            nodes = found.tours.get(slot, ())
            route = [0, *nodes, 0]
            on_route = set(pairwise(route)) if nodes else set()
            for arc, literal in self.arcs[number].items():
                self.cp.add_hint(literal, arc in on_route)
        for node, minute in found.arrivals.items():
            self.cp.add_hint(self.arrive[node], minute)

    def aim(self, objective: cp_model.LinearExprT, start: Found) -> None:
        """Minimise this layer from these tours."""
        self.hint(start)
        self.cp.minimize(objective)

    def found(self, solver: cp_model.CpSolver) -> Found:
        tours: Tours = {}
        for number, slot in enumerate(self.slots):
            chosen = {i: j for (i, j), lit in self.arcs[number].items() if solver.value(lit)}
            nodes, here = [], chosen.get(0, 0)
            while here:
                nodes.append(here)
                here = chosen[here]
            if nodes:
                tours[slot] = tuple(nodes)
        on_tour = [node for nodes in tours.values() for node in nodes]
        return Found(tours, {node: solver.value(self.arrive[node]) for node in on_tour})


def _built(problem: Problem, slots: tuple[Slot, ...], rules: Sequence[Rule]) -> ExactModel:
    model = ExactModel(problem, slots)
    for rule in rules:
        rule.add_to(model)
    return model


def prove(
    problem: Problem,
    slots: tuple[Slot, ...],
    rules: Sequence[Rule],
    start: Start,
    *,
    limits: Limits,
    seed: int,
    vans_out: frozenset[str] = frozenset(),
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Proof:
    """Improve ``start`` and prove it, layer by layer, each held at its value for the next.

    A layer's bound is proven for plans that are as good in the layers before it.
    """
    model = _built(problem, slots, rules)
    best, values, left = start.found, dict(start.values), limits.seconds
    layers: list[Layer] = []
    for (name, objective), share in zip(model.objectives(vans_out).items(), SHARES, strict=True):
        if values.get(name) == start.floors[name]:
            layers.append(Layer(name, values[name], values[name]))
            model.cp.add(objective <= values[name])
            continue
        model.aim(objective, best)
        started = time.monotonic()
        outcome = run(
            model.cp,
            limits=replace(limits, seconds=max(0.05, left * share)),
            seed=seed,
            layer=name,
            on_progress=on_progress,
            should_stop=should_stop,
        )
        left -= _spent(outcome, limits, started)
        if outcome.value is not None:
            best = model.found(outcome.solver)
            if outcome.value != values.get(name):
                values = {}  # those of the layers below belonged to another plan
            values[name] = outcome.value
        if name not in values:
            break
        layers.append(Layer(name, values[name], max(start.floors[name], outcome.bound)))
        model.cp.add(objective <= values[name])
    return Proof(best, tuple(layers))


def _spent(outcome: Outcome, limits: Limits, started: float) -> float:
    """What a stage used of the limit, in the limit's own unit."""
    if limits.deterministic:
        return outcome.solver.response_proto.deterministic_time
    return time.monotonic() - started

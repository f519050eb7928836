"""The routing model: good plans fast, for any number of stops (OR-Tools routing library)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import count

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from kurkum.lib.solving import (
    WALL_NET_FACTOR,
    Limits,
    OnProgress,
    Progress,
    ShouldStop,
)
from orders.planning.routes.model import Found, Rule, Slot, Tours, horizon_of
from orders.planning.routes.problem import Problem

# How often the search looks at its limit in a second of one core; where the same input has to
# give the same plan, looks are counted in place of the wall clock.
LOOKS_PER_SECOND = 100_000
# Asking whether to stop may cost a question to the database: not at every look.
LOOKS_BETWEEN_QUESTIONS = 2_000


class RoutingModel:
    """The problem in the routing library; answers rules in terms of nodes and slots."""

    def __init__(self, problem: Problem, slots: tuple[Slot, ...]):
        self.problem, self.slots = problem, slots
        self.horizon = horizon_of(problem)
        self.manager = pywrapcp.RoutingIndexManager(len(problem.stops) + 1, len(slots), 0)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self.solver = self.routing.solver()
        self._add_costs()

    def _add_costs(self) -> None:
        problem, routing = self.problem, self.routing
        service = [0, *(stop.service_minutes for stop in problem.stops)]
        travel = [list(row) for row in problem.travel_minutes]
        leave = [[service[i] + cell for cell in row] for i, row in enumerate(travel)]
        routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitMatrix(travel))
        clock = routing.RegisterTransitMatrix(leave)
        routing.AddDimension(clock, self.horizon, self.horizon, False, "time")
        self.time = routing.GetDimensionOrDie("time")
        # No sum of driving outweighs a minute of lateness, no lateness a stop left out.
        late_cost = 1 + 2 * sum(max(row) for row in travel) + 2 * max(travel[0], default=0)
        may_be_late = sum(stop.lateness(stop.window[1]) for stop in problem.stops)
        self.late_cost, self.drop_cost = late_cost, late_cost * (1 + may_be_late)
        for node, stop in enumerate(problem.stops, start=1):
            index = self.manager.NodeToIndex(node)
            routing.AddDisjunction([index], self.drop_cost * stop.weight)
            if stop.target < stop.window[1]:
                self.time.SetCumulVarSoftUpperBound(index, stop.target, late_cost)

    def _arrival(self, node: int) -> pywrapcp.IntVar:
        return self.time.CumulVar(self.manager.NodeToIndex(node))

    def _start(self, slot: int) -> pywrapcp.IntVar:
        return self.time.CumulVar(self.routing.Start(slot))

    def _end(self, slot: int) -> pywrapcp.IntVar:
        return self.time.CumulVar(self.routing.End(slot))

    # --- what rules say ---

    def limit_boxes(self) -> None:
        boxes = [0, *(stop.boxes for stop in self.problem.stops)]
        load = self.routing.RegisterUnaryTransitVector(boxes)
        capacities = [slot.vehicle.capacity for slot in self.slots]
        self.routing.AddDimensionWithVehicleCapacity(load, 0, capacities, True, "boxes")

    def arrive_within(self, node: int, first: int, last: int) -> None:
        self._arrival(node).SetRange(max(0, first), last)

    def serve_only_by(self, node: int, slots: list[int]) -> None:
        vehicle = self.routing.VehicleVar(self.manager.NodeToIndex(node))
        vehicle.SetValues([-1, *slots])

    def leave_from(self, slot: int, minute: int) -> None:
        start = self._start(slot)
        start.SetMin(max(start.Min(), minute))

    def return_by(self, slot: int, minute: int) -> None:
        self._end(slot).SetMax(minute)

    def eat_within(self, node: int, limit: int, eat_at: int | None) -> None:
        # Entry 0 stands for "not served" (vehicle -1), which no limit binds.
        starts = [self.solver.IntConst(self.horizon)]
        starts += [self._start(slot) for slot in range(len(self.slots))]
        vehicle = self.routing.VehicleVar(self.manager.NodeToIndex(node))
        depart = self.solver.Element(starts, (vehicle + 1).Var())
        eaten = self._arrival(node) if eat_at is None else eat_at
        self.solver.Add(depart + limit >= eaten)

    def leave_after(self, earlier: int, later: int, pause: int) -> None:
        used = self.routing.ActiveVehicleVar(later)
        self.solver.Add(self._start(later) >= self._end(earlier) + used * pause)

    # --- solving ---

    def parameters(self, limits: Limits) -> object:
        """Guided local search from a cheapest insertion; the wall clock is only a net where looks
        are counted.
        """
        chosen = pywrapcp.DefaultRoutingSearchParameters()
        strategies = routing_enums_pb2.FirstSolutionStrategy
        chosen.first_solution_strategy = strategies.PARALLEL_CHEAPEST_INSERTION
        searches = routing_enums_pb2.LocalSearchMetaheuristic
        chosen.local_search_metaheuristic = searches.GUIDED_LOCAL_SEARCH
        seconds = limits.seconds * (WALL_NET_FACTOR if limits.deterministic else 1)
        chosen.time_limit.FromMilliseconds(max(1, round(seconds * 1000)))
        return chosen

    def stop_after(self, limits: Limits, should_stop: ShouldStop | None) -> None:
        """End the search after so many looks, or when asked to."""
        most = round(limits.seconds * LOOKS_PER_SECOND) if limits.deterministic else None
        if most is None and should_stop is None:
            return
        looks = count(1)

        def over() -> bool:
            look = next(looks)
            if most is not None and look > most:
                return True
            asked = should_stop is not None and look % LOOKS_BETWEEN_QUESTIONS == 0
            return asked and should_stop is not None and should_stop()

        self.routing.AddSearchMonitor(self.solver.CustomLimit(over))

    def report_to(self, on_progress: OnProgress | None) -> None:
        """Report each better plan."""
        if on_progress is None:
            return
        started, best = time.monotonic(), [1 << 62]

        def report() -> None:
            cost = self.routing.CostVar().Value()
            if cost < best[0]:
                best[0] = cost
                on_progress(self._progress(cost, time.monotonic() - started))

        self.routing.AddAtSolutionCallback(report)

    def _progress(self, cost: int, seconds: float) -> Progress:
        left_out, rest = divmod(cost, self.drop_cost)
        late, drive = divmod(rest, self.late_cost)
        layers = {"unserved": left_out, "late_minutes": late, "drive_minutes": drive}
        name = next((name for name, value in layers.items() if value), "drive_minutes")
        return Progress(name, layers[name], 0, seconds)

    def found(self, assignment: pywrapcp.Assignment) -> Found:
        tours: Tours = {}
        arrivals: dict[int, int] = {}
        for number, slot in enumerate(self.slots):
            nodes = []
            index = assignment.Value(self.routing.NextVar(self.routing.Start(number)))
            while not self.routing.IsEnd(index):
                nodes.append(self.manager.IndexToNode(index))
                arrivals[nodes[-1]] = assignment.Min(self.time.CumulVar(index))
                index = assignment.Value(self.routing.NextVar(index))
            if nodes:
                tours[slot] = tuple(nodes)
        return Found(tours, arrivals)


def search(
    problem: Problem,
    slots: tuple[Slot, ...],
    rules: Sequence[Rule],
    *,
    limits: Limits,
    seed: int,
    hint: Tours | None = None,
    on_progress: OnProgress | None = None,
    should_stop: ShouldStop | None = None,
) -> Found | None:
    """The best tours found within the limits; None if the search was stopped before any."""
    if not slots or not problem.stops:
        return Found({}, {})
    model = RoutingModel(problem, slots)
    for rule in rules:
        rule.add_to(model)
    model.solver.ReSeed(seed)
    model.stop_after(limits, should_stop)
    model.report_to(on_progress)
    parameters = model.parameters(limits)
    assignment = None
    if hint:
        model.routing.CloseModelWithParameters(parameters)
        start = model.routing.ReadAssignmentFromRoutes(
            [list(hint.get(slot, ())) for slot in slots], True
        )
        if start is not None:
            assignment = model.routing.SolveFromAssignmentWithParameters(start, parameters)
    if assignment is None:
        assignment = model.routing.SolveWithParameters(parameters)
    return None if assignment is None else model.found(assignment)

"""Bounds that hold for any number of stops, each from a simpler problem that allows more."""

from __future__ import annotations

from ortools.graph.python import linear_sum_assignment

from orders.planning.routes.model import Slot
from orders.planning.routes.problem import Problem, Stop


def drive_bound(problem: Problem, slots: tuple[Slot, ...]) -> int:
    """Least driving that serves every stop, if each place only has to have a successor.

    The assignment relaxation of vehicle routing with time windows: arcs that no timetable can
    use are left out; tours, boxes and the vans' hours are not looked at. 0 where even that is
    impossible.
    """
    if not slots or not problem.stops:
        return 0
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    stops, count = problem.stops, len(problem.stops)
    travel = problem.travel_minutes
    earliest = [_earliest(problem, slots, stop) for stop in stops]
    for i in range(count):
        for j in range(count):
            if i != j and _can_follow(problem, earliest[i], i, j):
                solver.add_arc_with_cost(i, j, travel[i + 1][j + 1])
    for depot in range(count, count + len(slots)):
        for i in range(count):
            solver.add_arc_with_cost(i, depot, travel[i + 1][0])
            if earliest[i] <= stops[i].window[1]:
                solver.add_arc_with_cost(depot, i, travel[0][i + 1])
        for other in range(count, count + len(slots)):
            solver.add_arc_with_cost(depot, other, 0)
    return solver.optimal_cost() if solver.solve() == solver.OPTIMAL else 0


def _earliest(problem: Problem, slots: tuple[Slot, ...], stop: Stop) -> int:
    leave = min(
        max(slot.wave.ready_at, slot.vehicle.available_from + slot.vehicle.load_minutes)
        for slot in slots
    )
    return max(stop.window[0], leave + problem.travel_minutes[0][problem.stops.index(stop) + 1])


def _can_follow(problem: Problem, earliest: int, i: int, j: int) -> bool:
    first, second = problem.stops[i], problem.stops[j]
    reach = earliest + first.service_minutes + problem.travel_minutes[i + 1][j + 1]
    return first.wave == second.wave and reach <= second.window[1]


def vans_bound(problem: Problem, served: frozenset[str]) -> int:
    """Least number of vans whose trips in any one wave can carry the boxes of the served."""
    if not problem.count_vehicles or not served:
        return 0
    biggest = sorted((v.capacity for v in problem.vehicles), reverse=True)
    needed = 1
    for wave in problem.waves:
        boxes = sum(s.boxes for s in problem.stops if s.wave == wave.key and s.key in served)
        vans, room = 0, 0
        while room < boxes and vans < len(biggest):
            room += biggest[vans] * problem.trips_per_wave
            vans += 1
        needed = max(needed, vans)
    return needed

"""Whether trips keep their times: the rules of a day, checked trip by trip without a solver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from orders.planning.routes.model import Found, Slot
from orders.planning.routes.problem import Problem

# The nodes of every slot, in the order of the slots; an unused one is empty.
Plan = list[tuple[int, ...]]


class Timetable:
    """Takes down what the rules say, and answers whether a van can keep its trips.

    Every trip leaves as early as it may. That decides: rules only bound a departure from below
    and arrivals from above, so whoever is late leaving first is late leaving later too. (A limit
    from departure to *handing over* is the exception: such a trip waits at the kitchen instead.)
    """

    def __init__(self, problem: Problem, slots: tuple[Slot, ...]):
        self.problem, self.slots = problem, slots
        stops, count = problem.stops, len(problem.stops) + 1
        self.travel = problem.travel_minutes
        self.service = [0, *(stop.service_minutes for stop in stops)]
        self.target = [0, *(stop.target for stop in stops)]
        self.window = [(0, 1 << 30)] * count
        self.leave = [0] * count  # a trip with this node leaves no earlier
        self.carried: dict[int, int] = {}  # most minutes from departure to handing over
        self.allowed = [frozenset(range(len(slots)))] * count
        self.room: list[int] | None = None
        self.leaves = [0] * len(slots)
        self.returns = [1 << 30] * len(slots)
        self.pause: dict[int, int] = {}
        self.of_van: dict[str, list[int]] = {}
        for number, slot in enumerate(slots):
            self.of_van.setdefault(slot.vehicle.key, []).append(number)

    # --- what rules say ---

    def limit_boxes(self) -> None:
        self.room = [slot.vehicle.capacity for slot in self.slots]

    def arrive_within(self, node: int, first: int, last: int) -> None:
        self.window[node] = (first, last)

    def serve_only_by(self, node: int, slots: list[int]) -> None:
        self.allowed[node] = frozenset(slots)

    def leave_from(self, slot: int, minute: int) -> None:
        self.leaves[slot] = max(self.leaves[slot], minute)

    def return_by(self, slot: int, minute: int) -> None:
        self.returns[slot] = min(self.returns[slot], minute)

    def eat_within(self, node: int, limit: int, eat_at: int | None) -> None:
        if eat_at is None:
            self.carried[node] = limit
        else:
            self.leave[node] = max(self.leave[node], eat_at - limit)

    def leave_after(self, earlier: int, later: int, pause: int) -> None:
        self.pause[later] = pause

    # --- answers ---

    def has_room(self, slot: int, nodes: Sequence[int]) -> bool:
        if self.room is None:
            return True
        return sum(self.problem.stops[node - 1].boxes for node in nodes) <= self.room[slot]

    def drive(self, nodes: Sequence[int]) -> int:
        return sum(self.travel[i][j] for i, j in pairwise((0, *nodes, 0))) if nodes else 0

    def late(self, van: str, plan: Plan) -> int | None:
        """Minutes after target over all trips of a van; None where one cannot be kept."""
        late = 0
        for _slot, arrivals, nodes in self._trips(van, plan):
            if arrivals is None:
                return None
            for node, minute in zip(nodes, arrivals, strict=True):
                if minute > self.target[node]:
                    late += minute - self.target[node]
        return late

    def found(self, plan: Plan) -> Found:
        """The plan as tours with the minute at which each node is reached."""
        reached: dict[int, int] = {}
        for van in self.of_van:
            for _slot, arrivals, nodes in self._trips(van, plan):
                reached.update(zip(nodes, arrivals or (), strict=True))
        tours = {self.slots[number]: nodes for number, nodes in enumerate(plan) if nodes}
        return Found(tours, reached)

    def _trips(
        self, van: str, plan: Plan
    ) -> Iterator[tuple[int, list[int] | None, tuple[int, ...]]]:
        """Per used slot of a van: its number, arrivals (None: cannot be kept) and nodes."""
        free: int | None = None
        for slot in self.of_van[van]:
            nodes = plan[slot]
            if not nodes:
                continue
            depart = self.leaves[slot]
            if free is not None and slot in self.pause:
                depart = max(depart, free + self.pause[slot])
            arrivals, free = self._kept(slot, nodes, depart)
            yield slot, arrivals, nodes

    def _kept(self, slot: int, nodes: tuple[int, ...], depart: int) -> tuple[list[int] | None, int]:
        depart = max(depart, max(self.leave[node] for node in nodes))
        while True:
            arrivals, back = self._driven(nodes, depart)
            if arrivals is None or back > self.returns[slot]:
                return None, back
            too_long = self._carried_over(nodes, arrivals, depart)
            if too_long <= 0:
                return arrivals, back
            # Waiting at the kitchen helps only where the van would have waited at a gate.
            later, _ = self._driven(nodes, depart + too_long)
            if later is None or self._carried_over(nodes, later, depart + too_long) >= too_long:
                return None, back
            depart += too_long

    def _driven(self, nodes: tuple[int, ...], depart: int) -> tuple[list[int] | None, int]:
        clock, here, arrivals = depart, 0, []
        for node in nodes:
            first, last = self.window[node]
            clock += self.travel[here][node]
            if clock < first:
                clock = first
            elif clock > last:
                return None, clock
            arrivals.append(clock)
            clock += self.service[node]
            here = node
        return arrivals, clock + self.travel[here][0]

    def _carried_over(self, nodes: tuple[int, ...], arrivals: list[int], depart: int) -> int:
        if not self.carried:
            return 0
        over = [
            minute - depart - self.carried[node]
            for node, minute in zip(nodes, arrivals, strict=True)
            if node in self.carried
        ]
        return max(over, default=0)

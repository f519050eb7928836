"""Good tours for the day's few stops: take some out, put them back where they cost least.

The routing library starts from these. Its own insertions do not see that a van's second trip
hangs on its first, and leave stops out that fit.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from kurkum.lib.solving import Limits, ShouldStop
from orders.planning.routes.model import Found, Rule, Slot
from orders.planning.routes.problem import Problem
from orders.planning.routes.timetable import Plan, Timetable

# Trials of one stop in one place, in a second of one core of the reference machine.
TRIALS_PER_SECOND = 150_000
MOST_STOPS = 60
PATIENCE = 60_000  # trials without a better plan: then enough, or a fresh start
FEWEST_OUT, MOST_OUT = 2, 8
SHAKE_MINUTES = 6  # how far chance may move the choice of the next stop
KEEP_WORSE = 0.02  # share of worse plans that are followed for a while
NOWHERE_ELSE = 10_000  # minutes: a stop that fits one van only goes first

Cost = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """The cheapest place for a stop with one van: what it adds, and the slot's new tour."""

    added: int
    slot: int
    nodes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan on the way: its tours, and the nodes that stand outside."""

    plan: Plan
    left_out: list[int]


def search(
    problem: Problem,
    slots: tuple[Slot, ...],
    rules: Sequence[Rule],
    *,
    limits: Limits,
    seed: int,
    should_stop: ShouldStop | None = None,
) -> Found:
    """The best tours found within the limits; stops that found no place are simply not in them."""
    table = Timetable(problem, slots)
    for rule in rules:
        rule.add_to(table)
    return table.found(_Search(table, seed).run(_over(limits, should_stop)))


def _over(limits: Limits, should_stop: ShouldStop | None) -> Callable[[int], bool]:
    most, ends = limits.seconds * TRIALS_PER_SECOND, time.monotonic() + limits.seconds

    def over(trials: int) -> bool:
        if should_stop is not None and should_stop():
            return True
        return trials >= most if limits.deterministic else time.monotonic() >= ends

    return over


class _Search:
    """Ruin and recreate over one timetable, with its own dice and a count of trials."""

    def __init__(self, table: Timetable, seed: int):
        self.table, self.problem = table, table.problem
        self.dice = random.Random(seed)  # noqa: S311  # a search, not a secret
        self.trials = 0
        # No sum of driving outweighs a minute of lateness.
        self.late_cost = 1 + 2 * sum(max(row) for row in table.travel)

    def run(self, over: Callable[[int], bool]) -> Plan:
        empty = Draft([()] * len(self.table.slots), list(range(1, len(self.problem.stops) + 1)))
        best = current = self._filled(empty)
        best_cost = current_cost = self._cost(best)
        found_at = self.trials
        while not over(self.trials) and any(best.plan):
            stuck = self.trials - found_at > PATIENCE
            if stuck and not best.left_out:
                break
            if stuck:
                current, found_at = empty, self.trials  # chance may lead elsewhere
            self.trials += 1
            tried = self._filled(self._ruined(current))
            cost = self._cost(tried)
            if current is empty or cost <= current_cost or self.dice.random() < KEEP_WORSE:
                current, current_cost = tried, cost
            if cost < best_cost:
                best, best_cost, found_at = tried, cost, self.trials
        return best.plan

    def _cost(self, draft: Draft) -> Cost:
        stops = self.problem.stops
        left = sum(stops[node - 1].weight for node in draft.left_out)
        late = sum(self.table.late(van, draft.plan) or 0 for van in self.table.of_van)
        drive = sum(self.table.drive(nodes) for nodes in draft.plan)
        return left, late * self.late_cost + drive

    # --- taking out ---

    def _ruined(self, draft: Draft) -> Draft:
        """Some stops out: neighbours of one, any, or a whole trip."""
        served = [node for nodes in draft.plan for node in nodes]
        if not served:
            return draft
        count = min(len(served), self.dice.randint(FEWEST_OUT, MOST_OUT))
        luck = self.dice.random()
        if luck < 0.5:
            out = set(self._near(self.dice.choice(draft.left_out or served), served)[:count])
        elif luck < 0.75:
            out = set(self.dice.sample(served, count))
        else:
            out = set(self.dice.choice([nodes for nodes in draft.plan if nodes]))
        plan = [tuple(node for node in nodes if node not in out) for nodes in draft.plan]
        return Draft(plan, [*sorted(out), *draft.left_out])

    def _near(self, node: int, served: Iterable[int]) -> list[int]:
        """Stops that could share a trip with a node, nearest first, a little shuffled."""
        allowed = self.table.allowed
        far = {
            other: self.table.travel[node][other] + SHAKE_MINUTES * self.dice.random()
            for other in served
            if allowed[other] & allowed[node]
        }
        return sorted(far, key=lambda other: far[other])

    # --- putting back ---

    def _filled(self, draft: Draft) -> Draft:
        """Every stop that fits, those first that would lose most by waiting (regret)."""
        plan, left_out = list(draft.plan), []
        waiting = {node: self._places(node, plan, self.table.of_van) for node in draft.left_out}
        while waiting:
            node = min(waiting, key=lambda node: self._urgency(waiting[node]))
            places = waiting.pop(node)
            if not places:
                left_out.append(node)
                continue
            van, place = min(places.items(), key=lambda item: (item[1].added, item[0]))
            plan[place.slot] = place.nodes
            for other, known in waiting.items():
                known.pop(van, None)
                known.update(self._places(other, plan, [van]))
        return Draft(plan, left_out)

    def _urgency(self, places: dict[str, Place]) -> float:
        added = sorted(place.added for place in places.values())
        regret = added[1] - added[0] if len(added) > 1 else NOWHERE_ELSE if added else 0
        return SHAKE_MINUTES * self.dice.random() - regret

    def _places(self, node: int, plan: Plan, vans: Iterable[str]) -> dict[str, Place]:
        found = {van: self._place(node, plan, van) for van in vans}
        return {van: place for van, place in found.items() if place is not None}

    def _place(self, node: int, plan: Plan, van: str) -> Place | None:
        """The cheapest place for a node among a van's trips, if there is one."""
        table, best, before = self.table, None, self.table.late(van, plan) or 0
        for slot in table.of_van[van]:
            nodes = plan[slot]
            if slot not in table.allowed[node] or not table.has_room(slot, (*nodes, node)):
                continue
            for at in range(len(nodes) + 1):
                added = self._detour(nodes, at, node)
                if best is not None and added >= best.added:
                    continue
                self.trials += 1
                longer = (*nodes[:at], node, *nodes[at:])
                late = table.late(van, [*plan[:slot], longer, *plan[slot + 1 :]])
                if late is None:
                    continue
                added += (late - before) * self.late_cost
                if best is None or added < best.added:
                    best = Place(added, slot, longer)
        return best

    def _detour(self, nodes: tuple[int, ...], at: int, node: int) -> int:
        before = nodes[at - 1] if at else 0
        after = nodes[at] if at < len(nodes) else 0
        travel = self.table.travel
        return travel[before][node] + travel[node][after] - travel[before][after]

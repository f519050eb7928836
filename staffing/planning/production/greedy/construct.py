"""A whole day put together batch by batch, again and again, until everything fits."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from staffing.planning.production.greedy.board import Board
from staffing.planning.production.greedy.machines import Lane
from staffing.planning.production.greedy.place import Batchwork, Placer, Spots, batchworks
from staffing.planning.production.problem import CLEAN, Problem
from staffing.planning.production.solution import PlannedTask
from staffing.planning.production.values import shortfall

Plan = dict[str, PlannedTask]
Stop = Callable[[], bool]
ROUNDS = 90
FRESH_ROUNDS = 20  # whole new orders first; after them, a few batches at a time are put anew
FRESH_NEAR = 3  # where a plan is wished for, whole new orders only keep what it has
MOST_MOVED = 6


@dataclass(frozen=True)
class Draft:
    """A timetable that keeps every rule but has no names yet; ``missing``: portions left out."""

    plan: Plan
    missing: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try and what did not fit; ``faults``: begun batches among it, portions missing."""

    draft: Draft
    failed: tuple[Batchwork, ...]
    faults: tuple[int, int]


def construct(
    problem: Problem,
    *,
    unit: int,
    seed: int,
    wishes: Mapping[str, PlannedTask] | None = None,
    rounds: int = ROUNDS,
    stop: Stop = lambda: False,
) -> Draft | None:
    """The best of up to ``rounds`` attempts, ending with the first in which all batches fit.

    ``wishes``: where tasks should stand if they can. None where begun batches cannot be ended.
    """
    builder = Builder(problem, unit, seed, wishes or {})
    best = builder.attempt(builder.works, builder.wishes)
    kept, fresh_rounds = best, FRESH_NEAR if wishes else FRESH_ROUNDS
    for count in range(1, rounds):
        if not best.failed or stop():
            break
        fresh = count < fresh_rounds
        found = builder.in_new_order(kept.failed) if fresh else builder.with_some_moved(kept)
        kept = found if fresh or found.faults <= kept.faults else kept
        best = found if found.faults < best.faults else best
        kept = best if count == fresh_rounds - 1 else kept
    return best.draft if not best.faults[0] else None


class Builder:
    """Fills one board over and over; the same seed makes the same attempts."""

    def __init__(
        self, problem: Problem, unit: int, seed: int, wishes: Mapping[str, PlannedTask]
    ) -> None:
        self.problem, self.wishes = problem, wishes
        self.board = Board(problem, unit)
        self.placer, self._empty = Placer(problem, self.board), self.board.state
        self.works = self._first_order()
        self._chance = random.Random(seed)  # noqa: S311  # repeatable, no secret
        self._urgency = dict.fromkeys((work.batch for work in self.works), 0.0)

    def _first_order(self) -> list[Batchwork]:
        """Begun batches, then those with the least room to move; work ahead comes last."""
        chains, slack = self.placer.chains, dict[str, int]()
        for one in self.problem.holds:
            room = chains.latest_end(one.cook_task) - chains.soonest_end(one.cook_task)
            slack[one.batch] = min(room, slack.get(one.batch, room))
        works = batchworks(self.problem)
        return sorted(works, key=lambda work: (not work.must, slack.get(work.batch, 10**6)))

    def attempt(self, works: Sequence[Batchwork], wishes: Mapping[str, PlannedTask]) -> Attempt:
        self.board.state = self._empty
        spots: Spots = {}
        failed = []
        for work in self._not_kept(works, wishes, spots):
            placed = self.placer.place(work, wishes)
            if placed is None:
                failed.append(work)
            else:
                spots |= placed
        plan = self._plan(spots)
        begun = sum(work.must for work in failed)
        draft = Draft(plan, shortfall(self.problem, plan))
        return Attempt(draft, tuple(failed), (begun, draft.missing))

    def _not_kept(
        self, works: Sequence[Batchwork], wishes: Mapping[str, PlannedTask], spots: Spots
    ) -> list[Batchwork]:
        """What does not stay as it is wished; the rest is put there first, into ``spots``."""
        others = []
        for work in works:
            wished = all(task.key in wishes for task in work.tasks)
            kept = self.placer.place(work, wishes, exact=True) if wished else None
            if kept is None:
                others.append(work)
            else:
                spots |= kept
        return others

    def in_new_order(self, failed: Sequence[Batchwork]) -> Attempt:
        """What did not fit comes earlier, the more often it did not; chance decides the rest."""
        for work in failed:
            self._urgency[work.batch] += 1 + self._chance.random()
        noise = {key: value + self._chance.random() / 2 for key, value in self._urgency.items()}
        works = sorted(self.works, key=lambda work: (not work.must, -noise[work.batch]))
        return self.attempt(works, self.wishes)

    def with_some_moved(self, kept: Attempt) -> Attempt:
        """One that did not fit goes first in the room that a few others of its kind leave."""
        begun = [work for work in kept.failed if work.must]
        first = self._chance.choice(begun or kept.failed)
        others = [work for work in kept.failed if work is not first]
        near = [work for work in self.works if work not in kept.failed and work.means & first.means]
        count = min(len(near), self._chance.randint(1, MOST_MOVED))
        moved = [*self._chance.sample(near, count), *others]
        gone = {work.batch for work in (first, *moved)}
        plan = kept.draft.plan
        stays = {key: planned for key, planned in plan.items() if planned.batch not in gone}
        still = [work for work in self.works if work.batch not in gone]
        return self.attempt([*still, first, *moved], stays)

    def _plan(self, spots: Spots) -> Plan:
        """Spots in minutes, with the cleaning between them."""
        unit, zero = self.board.day.unit, self.board.day.zero
        plan: Plan = dict(self.problem.fixed_by_key)
        for key, spot in spots.items():
            start, task = (spot.start + zero) * unit, spot.task
            plan[key] = PlannedTask(
                key, task.kind, start, start + spot.minutes, spot.mode, spot.machines,
                batch=task.batch,
            )  # fmt: skip
        for machine, lane in self.board.machines.items():
            for stay in lane.state if isinstance(lane, Lane) else ():
                if stay.clean:
                    end = (stay.start + zero) * unit
                    kind = self.problem.equipment_by_key[machine].kind
                    key = f"{CLEAN}-{stay.task}-{kind}"
                    plan[key] = PlannedTask(
                        key, CLEAN, end - stay.clean * unit, end, 0, (machine,),
                        cleans_for=stay.task,
                    )  # fmt: skip
        return plan

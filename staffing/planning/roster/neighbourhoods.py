"""Improves the roster of a large kitchen piece by piece: all but some days or cooks stand still.

Each piece is a small problem that the solver settles in a second or two; its size follows from
how easily the last ones were settled. Free-running searches work on two pieces at a time;
repeatable ones on one after the other, counted in the solver's own units.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from random import Random

from ortools.sat.python import cp_model

from kurkum.lib.solving import Limits, ShouldStop, configured_solver

from .draft import Draft
from .problem import Problem

PIECE_SECONDS = 5.0
THREADS = 2
GROWS, SHRINKS = 1.1, 0.9
KINDS = ("days", "cooks", "both")
FIRST_SIZE = {"days": 6.0, "cooks": 5.0, "both": 14.0}
LEAST_SIZE = {"days": 2.0, "cooks": 2.0, "both": 4.0}


@dataclass(frozen=True, slots=True)
class Piece:
    """The cooks and days whose shifts are free to change."""

    kind: str
    cooks: frozenset[str]
    days: frozenset[int]


@dataclass(frozen=True, slots=True)
class Settled:
    """A piece that was solved: the values of all variables if something was found."""

    piece: Piece
    settled: bool
    quick: bool
    objective: int | None
    values: list[int]
    spent: float


@dataclass
class Pieces:
    """Chooses pieces; the same seed and the same answers give the same pieces."""

    problem: Problem
    seed: int
    sizes: dict[str, float] = field(default_factory=lambda: dict(FIRST_SIZE))
    chosen: int = 0

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311  repeatable choices, no secrets

    def next(self) -> Piece:
        kind = KINDS[self.chosen % len(KINDS)]
        self.chosen += 1
        size = round(self.sizes[kind])
        everyone = [cook.key for cook in self.problem.cooks]
        if kind == "days":
            return Piece(kind, frozenset(everyone), self._days(size))
        some = self._random.sample(everyone, min(len(everyone), size))
        half = max(1, self.problem.days // 2)
        days = frozenset(range(self.problem.days)) if kind == "cooks" else self._days(half)
        return Piece(kind, frozenset(some), days)

    def _days(self, length: int) -> frozenset[int]:
        """Days in a row; a stretch may hang over either end, so that every day is as likely."""
        first = self._random.randrange(1 - length, self.problem.days)
        return frozenset(range(max(0, first), min(self.problem.days, first + length)))

    def learn(self, done: Settled) -> None:
        size = self.sizes[done.piece.kind]
        if done.settled and done.quick:
            size *= GROWS
        elif not done.settled:
            size *= SHRINKS
        self.sizes[done.piece.kind] = max(LEAST_SIZE[done.piece.kind], size)


OnBetter = Callable[[int, Sequence[int]], None]


@dataclass
class PieceSearch:
    """One goal of one model, improved until the time is over, ``enough`` is reached or stopped."""

    draft: Draft
    limits: Limits
    pieces: Pieces
    on_better: OnBetter
    should_stop: ShouldStop | None = None
    spent: float = 0.0

    def run(self, objective: int, values: Sequence[int], enough: int) -> None:
        self._objective, self._values, self._enough = objective, list(values), enough
        self._started = time.monotonic()
        threads = 1 if self.limits.deterministic else THREADS
        with ThreadPoolExecutor(threads, thread_name_prefix="roster-piece") as pool:
            under_way: set[Future[Settled]] = set()
            while not self._is_over():
                while len(under_way) < threads:
                    piece = self.pieces.next()
                    under_way.add(pool.submit(self._solve, self._model_of(piece), piece))
                done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    self._take(future.result())
            for future in under_way:
                self._take(future.result())

    def _is_over(self) -> bool:
        used = self.spent if self.limits.deterministic else time.monotonic() - self._started
        stopped = self.should_stop is not None and self.should_stop()
        return stopped or used >= self.limits.seconds or self._objective <= self._enough

    def _take(self, done: Settled) -> None:
        self.spent += done.spent
        self.pieces.learn(done)
        if done.objective is not None and done.objective < self._objective:
            self._objective, self._values = done.objective, done.values
            self.on_better(done.objective, done.values)

    def _model_of(self, piece: Piece) -> cp_model.CpModel:
        model = self.draft.model.clone()
        model.clear_hints()
        for one, take in self.draft.variables.takes():
            if one.cook not in piece.cooks or one.day not in piece.days:
                variable = model.get_int_var_from_proto_index(take.index)
                model.add(variable == self._values[take.index])
        for index, value in enumerate(self._values):
            model.add_hint(model.get_int_var_from_proto_index(index), value)
        return model

    def _solve(self, model: cp_model.CpModel, piece: Piece) -> Settled:
        limits = Limits(PIECE_SECONDS, self.limits.deterministic, workers=1)
        solver = configured_solver(limits, self.pieces.seed)
        # Measured: with the whole linear relaxation such a piece is settled ten times sooner.
        solver.parameters.linearization_level = 2
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        started = time.monotonic()
        status = solver.solve(model)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        work = solver.response_proto.deterministic_time
        used = work if self.limits.deterministic else time.monotonic() - started
        return Settled(
            piece,
            settled=status == cp_model.OPTIMAL,
            quick=used < PIECE_SECONDS / 2,
            objective=round(solver.objective_value) if found else None,
            values=list(solver.response_proto.solution) if found else [],
            spent=work,
        )

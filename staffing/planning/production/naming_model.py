"""Who may do what at a timetable's times: the variables and the rules of naming.

Each piece of work gets cooks who have the skill and are there; a learner only beside a cook who
has it; nobody is in two places; unbroken work stays with those who began it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from staffing.planning.production.parts import Part, Piece, is_there, pieces_of
from staffing.planning.production.problem import Cook, Problem
from staffing.planning.production.solution import Span

Names = dict[str, tuple[Span, ...]]
Assigned = dict[tuple[int, str], cp_model.IntVar]
NAMING_RULES = frozenset(
    ("skilled", "present", "enough_hands", "learner_beside_able", "one_place", "unbroken")
)


class NamingModel:
    """``x[piece, cook]`` and the rules that bind it. ``rules`` names those that are kept."""

    def __init__(
        self, problem: Problem, parts: Sequence[Part], *, fine: bool, rules: frozenset[str]
    ) -> None:
        self.problem, self.parts, self.rules = problem, list(parts), rules
        self.model = cp_model.CpModel()
        self.x: Assigned = {}
        self.pieces: list[Piece] = []
        self.lacking: list[cp_model.LinearExprT] = []
        events = sorted({time for part in parts for time in (part.start, part.end)}) if fine else []
        for part in parts:
            self.pieces += pieces_of(part, self.eligible(part), events)
        for index, piece in enumerate(self.pieces):
            self._staff(index, piece)
        if "one_place" in rules:
            self._one_place()
        self._stay()

    def eligible(self, part: Part) -> list[Cook]:
        if "skilled" not in self.rules:
            return list(self.problem.cooks)
        return [c for c in self.problem.cooks if part.skill in (*c.skills, *c.learning)]

    def _staff(self, index: int, piece: Piece) -> None:
        able = []
        for cook in self.eligible(piece.part):
            if "present" not in self.rules or is_there(cook, piece.start, piece.end):
                name = f"{piece.part.task} {piece.start} {cook.key}"
                self.x[index, cook.key] = self.model.new_bool_var(name)
                if piece.part.skill in cook.skills:
                    able.append(self.x[index, cook.key])
        here = [literal for (number, _), literal in self.x.items() if number == index]
        missing = [self._missing(piece)] if piece.part.begun else []
        if "enough_hands" in self.rules:
            self.model.add(sum([*here, *missing]) == piece.part.hands)
        if "learner_beside_able" in self.rules:
            for literal in here:
                self.model.add(sum(able) >= literal)

    def _missing(self, piece: Piece) -> cp_model.IntVar:
        missing = self.model.new_int_var(0, piece.part.hands, f"{piece.part.task} misses")
        self.lacking.append(piece.minutes * missing)
        return missing

    def _one_place(self) -> None:
        for time in sorted({piece.start for piece in self.pieces}):
            now = [i for i, p in enumerate(self.pieces) if p.start <= time < p.end]
            for cook in self.problem.cooks:
                here = [self.x[i, cook.key] for i in now if (i, cook.key) in self.x]
                if len(here) > 1:
                    self.model.add_at_most_one(here)

    def _stay(self) -> None:
        """Unbroken parts keep their cooks."""
        for index in self.followed():
            if self.pieces[index].part.unbroken and "unbroken" in self.rules:
                for cook in self.problem.cooks:
                    first, second = self.at(index, cook.key), self.at(index + 1, cook.key)
                    self.model.add(first == second)

    def at(self, index: int, cook: str) -> cp_model.IntVar | int:
        return self.x.get((index, cook), 0)

    def followed(self) -> list[int]:
        """Pieces whose part goes on in the next one."""
        return [i for i in range(len(self.pieces) - 1)
                if self.pieces[i].part is self.pieces[i + 1].part]  # fmt: skip

    def begin_at(self, solver: cp_model.CpSolver) -> None:
        """Begin the next search with the names that the last one found."""
        self.model.clear_hints()
        for literal in self.x.values():
            self.model.add_hint(literal, solver.value(literal))

    def read(self, solver: cp_model.CpSolver) -> Names:
        spans: dict[str, list[Span]] = {}
        for index, piece in enumerate(self.pieces):
            cooks = tuple(
                cook.key
                for cook in self.problem.cooks
                if (index, cook.key) in self.x and solver.boolean_value(self.x[index, cook.key])
            )
            mine = spans.setdefault(piece.part.task, [])
            if mine and mine[-1].end == piece.start and mine[-1].cooks == cooks:
                mine[-1] = Span(mine[-1].start, piece.end, cooks)
            else:
                mine.append(Span(piece.start, piece.end, cooks))
        return {task: tuple(mine) for task, mine in spans.items()}

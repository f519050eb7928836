"""Names for the attended work of a timetable whose times are decided.

A second, small model: each piece of work gets cooks who have the skill and are there; a learner
only beside a cook who has it; nobody is in two places. Then, in layers: the fewest names changed
(when a plan is revised), the fewest hand-overs, and the least minutes beyond a fair share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from kurkum.lib.solving import Layer, Limits, Status, run
from staffing.planning.production.fairness import Allowance, allowances
from staffing.planning.production.greedy.names import names_by_matching
from staffing.planning.production.parts import Part, Piece, is_there, parts_of, pieces_of
from staffing.planning.production.problem import Cook, Problem
from staffing.planning.production.solution import PlannedTask, Span
from staffing.planning.production.tuning import tuned

Names = dict[str, tuple[Span, ...]]
Assigned = dict[tuple[int, str], cp_model.IntVar]


@dataclass
class Naming:
    """Who does what; ``conflict``: tasks that cannot all be named at their times."""

    status: Status
    names: Names = field(default_factory=dict)
    layers: list[Layer] = field(default_factory=list)
    conflict: tuple[str, ...] = ()
    deterministic_time: float = 0.0


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
        for index in self._followed():
            if self.pieces[index].part.unbroken and "unbroken" in self.rules:
                for cook in self.problem.cooks:
                    first, second = self.at(index, cook.key), self.at(index + 1, cook.key)
                    self.model.add(first == second)

    def at(self, index: int, cook: str) -> cp_model.IntVar | int:
        return self.x.get((index, cook), 0)

    def _followed(self) -> list[int]:
        return [i for i in range(len(self.pieces) - 1)
                if self.pieces[i].part is self.pieces[i + 1].part]  # fmt: skip

    # -- layers -------------------------------------------------------------------------------

    def unattended(self) -> cp_model.LinearExprT:
        """Cook-minutes that begun tasks must do without."""
        return sum(self.lacking)

    def renamed(self) -> cp_model.LinearExprT:
        """Cooks of the previous plan who no longer do what they were to do."""
        terms = []
        for index, piece in enumerate(self.pieces):
            for span in piece.part.before:
                if span.start <= piece.start and piece.end <= span.end:
                    terms += [1 - self.at(index, cook) for cook in span.cooks]
        return sum(terms)

    def handovers(self) -> cp_model.LinearExprT:
        """Cooks who take over in the middle of a part."""
        terms = []
        for index in self._followed():
            for cook in self.problem.cooks:
                if (index + 1, cook.key) not in self.x:
                    continue
                takes = self.model.new_bool_var(f"{cook.key} takes over {index + 1}")
                self.model.add(takes >= self.at(index + 1, cook.key) - self.at(index, cook.key))
                terms.append(takes)
        return sum(terms)

    def evenness(self) -> cp_model.LinearExprT:
        """Minutes that cooks carry beyond their fair share of each burden."""
        terms = []
        for allowance in allowances(self.problem, self.parts):
            carried = self._carried(allowance)
            over = self.model.new_int_var(0, 24 * 60, f"{allowance.burden} {allowance.cook}")
            self.model.add(over >= carried - allowance.minutes)
            terms.append(over)
        return sum(terms)

    def _carried(self, allowance: Allowance) -> cp_model.LinearExprT:
        return sum(
            piece.minutes * self.at(index, allowance.cook)
            for index, piece in enumerate(self.pieces)
            if allowance.counts(piece.part)
        )

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


NAMING_RULES = frozenset(
    ("skilled", "present", "enough_hands", "learner_beside_able", "one_place", "unbroken")
)


def name_cooks(
    problem: Problem,
    plan: Mapping[str, PlannedTask],
    *,
    limits: Limits,
    seed: int,
    previous: Mapping[str, PlannedTask] | None = None,
    rules: frozenset[str] = NAMING_RULES,
) -> Naming:
    """Names for all attended work of ``plan``: whole parts if possible, else with hand-overs."""
    parts = parts_of(problem, plan, previous or {})
    if not parts:
        return Naming(Status.OPTIMAL, layers=[Layer("handovers", 0, 0), Layer("evenness", 0, 0)])
    for fine in (False, True):
        model = NamingModel(problem, parts, fine=fine, rules=rules)
        naming = _solve(model, limits, seed, revised=bool(previous))
        if naming.status.has_plan:
            return naming
    if naming.status is Status.INFEASIBLE:
        naming.conflict = _conflict(problem, parts, rules, limits, seed)
    if naming.status is Status.UNKNOWN and rules == NAMING_RULES:
        _match_names(problem, parts, naming)
    return naming


def _match_names(problem: Problem, parts: Sequence[Part], naming: Naming) -> None:
    """Where the time was too short for the best names, any that keep the rules."""
    names = names_by_matching(problem, parts)
    if names is not None:
        naming.status, naming.names = Status.FEASIBLE, names


def _solve(model: NamingModel, limits: Limits, seed: int, *, revised: bool) -> Naming:
    naming = Naming(Status.UNKNOWN)
    layers = [("unattended", model.unattended)] if model.lacking else []
    layers += [("renamed", model.renamed)] if revised else []
    layers += [("handovers", model.handovers), ("evenness", model.evenness)]
    for name, build in layers:
        expression = build()
        model.model.minimize(expression)
        (searched,) = tuned(limits, len(model.problem.tasks), name)
        outcome = run(model.model, limits=searched, seed=seed, layer=name)
        naming.deterministic_time += outcome.solver.response_proto.deterministic_time
        if not outcome.status.has_plan or outcome.value is None:
            if not naming.names:
                naming.status = outcome.status
                return naming
            break
        naming.names = model.read(outcome.solver)
        naming.layers.append(Layer(name, outcome.value, outcome.bound))
        model.model.add(expression <= outcome.value)
        model.model.clear_hints()
        for literal in model.x.values():
            model.model.add_hint(literal, outcome.solver.value(literal))
    proven = len(naming.layers) == len(layers) and all(layer.proven for layer in naming.layers)
    naming.status = Status.OPTIMAL if proven else Status.FEASIBLE
    return naming


def _conflict(
    problem: Problem, parts: Sequence[Part], rules: frozenset[str], limits: Limits, seed: int
) -> tuple[str, ...]:
    """A smallest set of tasks that cannot be named together at their times (deletion filter)."""
    kept = list(parts)
    for part in parts:
        fewer = [other for other in kept if other is not part]
        model = NamingModel(problem, fewer, fine=True, rules=rules)
        if run(model.model, limits=limits, seed=seed).status is Status.INFEASIBLE:
            kept = fewer
    return tuple(dict.fromkeys(part.task for part in kept))

"""A plan as the JSON document of the contract, complete enough to be checked on its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from kurkum.lib.dates import minute_to_iso
from menus.choices import HoldClass
from staffing.selectors.ahead import EarlierStep
from staffing.services.problem_building import BuiltDay, hold_limits, setup_class, setup_marks

if TYPE_CHECKING:
    from kurkum.lib.solving import Result
    from staffing.planning.production import (
        Batch,
        DemandLine,
        PlannedTask,
        Reason,
        Solution,
        Span,
        Task,
    )

RULE_KEYS = {
    "min_dispatch_celsius": "hot_dispatch_min_celsius",
    "min_receipt_celsius": "hot_receipt_min_celsius",
    "min_pack_celsius": "pack_min_celsius",
    "min_core_celsius": "core_cook_min_celsius",
    "max_cold_celsius": "cold_store_max_celsius",
    "sample_grams": "sample_grams",
    "sample_keep_hours": "sample_keep_hours",
}
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class GapRow:
    """What is missing and why, as codes and facts to be put in words in any language."""

    what: str
    missing: int
    reasons: list[dict[str, Any]]


def plan_document(built: BuiltDay, result: Result[Solution], seconds: float) -> dict[str, Any]:
    """The contract's ``production_plan``; reasons stand as codes until they are put in words."""
    solution = result.solution
    if solution is None:
        raise ValueError("there is no plan to write down")
    facts, day = built.facts, built.facts.date
    writer = _Writer(built, solution)
    return {
        "kind": "production_plan",
        "version": 1,
        "date": day.isoformat(),
        "status": str(result.status),
        "layers": [asdict(layer) for layer in result.layers],
        "seconds": seconds,
        "seed": result.seed,
        "orders_checksum": facts.checksum,
        "crew_source": facts.crew.source,
        "assumptions": [{"code": one.code, "facts": dict(one.facts)} for one in facts.assumptions],
        "rules": _rules(built),
        "dishes": writer.dishes(),
        "steps": writer.steps(),
        "setups": writer.setups(),
        "demand": writer.demand(),
        "cooks": writer.cooks(),
        "equipment": writer.equipment(),
        "batches": writer.batches(),
        "tasks": writer.tasks(),
        "departures": writer.departures(),
        "holds": writer.holds(),
        "gaps": [asdict(row) for row in gap_rows(built, solution)],
    }


def _rules(built: BuiltDay) -> dict[str, Any]:
    facts, margins = built.facts, built.problem.margins
    rules: dict[str, Any] = {"max_hold_minutes": hold_limits(facts)}
    rules |= {name: facts.limit(key) for name, key in RULE_KEYS.items()}
    rules |= {
        "max_cut_before_dispatch_minutes": facts.limit("max_cut_before_dispatch_minutes"),
        "cold_class": str(HoldClass.COLD),
        "grid_minutes": built.problem.grid,
        "idle_alone_max_minutes": built.problem.idle_minutes,
        "margin_hold_minutes": margins.hold,
        "margin_departure_minutes": margins.departure,
        "line_feeds": {line: sorted(fed) for line, fed in sorted(facts.feeds.items())},
    }
    return rules


def gap_rows(built: BuiltDay, solution: Solution) -> list[GapRow]:
    """Portions that are not made, by dish, with every reason that is known."""
    found: dict[str, GapRow] = {}
    for gap in solution.gaps:
        batch = built.problem.batch_by_key[gap.batch]
        missing = sum(share.portions for share in batch.shares) or gap.missing
        reasons = [_reason(reason) for reason in gap.because]
        what = gap.dish
        if not batch.shares:
            # Nobody eats it today: the gap names the batch, and its text says so.
            what, reasons = gap.batch, [_for_later(gap.dish), *reasons]
        row = found.get(what, GapRow(what, 0, []))
        found[what] = GapRow(what, row.missing + missing, row.reasons + reasons)
    return [found[key] for key in sorted(found)]


def _for_later(dish: str) -> dict[str, Any]:
    return {"code": "for_later", "facts": {"dish": dish}}


def _reason(reason: Reason) -> dict[str, Any]:
    return {"code": reason.code, "facts": dict(reason.facts)}


def as_number(hundredths: int) -> float:
    """Hundredths of reference portions as the number the files carry."""
    return hundredths / 100


@dataclass(frozen=True)
class _Writer:
    built: BuiltDay
    solution: Solution

    def at(self, minute: int) -> str:
        return minute_to_iso(self.built.facts.date, minute)

    def line(self, word: str) -> str:
        return self.built.line_of_word[word]

    # -- the problem ----------------------------------------------------------------------------

    def dishes(self) -> Rows:
        marks = setup_marks(self.built.facts)
        pairs = sorted({(batch.dish, batch.line) for batch in self.built.problem.batches})
        rows = []
        for dish, word in pairs:
            recipe = self.built.facts.recipes[dish]
            rows.append({
                "key": dish, "line": self.line(word), "hold_class": recipe.dish.hold_class,
                "diet_class": recipe.diet_class, "allergens": list(recipe.contains),
                "may_contain": list(recipe.may_contain), "setup_class": setup_class(recipe, marks),
            })  # fmt: skip
        return rows

    def steps(self) -> Rows:
        return [
            {
                "dish": step.dish, "step": str(step.position), "kind": step.kind,
                "skill": step.skill or None, "equipment_kind": step.equipment_kind or None,
                "fixed_minutes": step.fixed_minutes, "minutes_per_100": step.minutes_per_100,
                "attended_minutes": step.attended_minutes,
                "attended_minutes_per_100": step.attended_minutes_per_100,
                "attended_at": step.attended_at, "hands": step.hands,
                "batch_max": as_number(step.batch_max) if step.batch_max else None,
                "load_per_100": step.load_per_100, "day_offset": step.day_offset,
                "min_lag": step.min_lag, "max_lag": step.max_lag,
                "ends_cooking": step.ends_cooking,
            }
            for step in self.built.day.steps
        ]  # fmt: skip

    def setups(self) -> Rows:
        return [
            {"equipment_kind": one.kind, "from": one.from_class, "to": one.to_class,
             "minutes": one.minutes}
            for one in self.built.problem.setups
        ]  # fmt: skip

    def demand(self) -> Rows:
        return [
            {
                "site": one.site, "line": self.line(one.line), "diner_group": one.diner_group,
                "diet": one.diet, "dish": one.dish, "portions": one.portions,
                "reference_portions": as_number(one.reference_portions), "grams": one.grams,
                "ready_by": self.at(one.ready_by), "eat_at": self.at(one.eat_at),
            }
            for one in sorted(self.built.problem.demand, key=_demand_place)
        ]  # fmt: skip

    def cooks(self) -> Rows:
        return [
            {
                "key": cook.key, "skills": list(cook.skills), "learning": list(cook.learning),
                "from": self.at(cook.start), "to": self.at(cook.end),
                "breaks": [[self.at(one.start), self.at(one.end)] for one in cook.breaks],
            }
            for cook in self.built.problem.cooks
        ]  # fmt: skip

    def equipment(self) -> Rows:
        """A piece with several windows stands once for each, under the same key."""
        day = self.built.problem
        units = {item.key: item.unit for item in self.built.facts.equipment}
        rows = []
        for item in day.equipment:
            for window in item.windows or (None,):
                begin = day.start if window is None else window.start
                end = day.end if window is None else window.end
                rows.append({
                    "key": item.key, "kind": item.kind, "capacity": item.capacity,
                    "unit": units[item.key], "shared": not item.exclusive,
                    "from": self.at(begin), "to": self.at(end),
                })  # fmt: skip
        return rows

    # -- the plan -------------------------------------------------------------------------------

    def batches(self) -> Rows:
        made = {task.batch for task in self.solution.tasks}
        return [self._batch(one) for one in self.built.problem.batches if one.key in made]

    def _batch(self, batch: Batch) -> dict[str, Any]:
        extras = [{"kind": one.kind, "portions": one.portions} for one in batch.extras]
        row: dict[str, Any] = {
            "id": batch.key, "dish": batch.dish, "line": self.line(batch.line),
            "portions": batch.portions, "reference_portions": as_number(batch.reference_portions),
            "grams": batch.grams, "for": [_fed(one.demand, one.portions) for one in batch.shares],
            "extra": extras,
        }  # fmt: skip
        later = self._for_date(batch)
        if later is not None:
            # Food for a later day feeds nobody today: all of it is spare as far as today goes.
            row |= {"for_date": later.isoformat(), "extra": [_spare(batch.portions)]}
        return row

    def _for_date(self, batch: Batch) -> dt.date | None:
        if batch.shares:
            return None
        words = {(work.dish.key, work.line): work.for_date for work in self.built.facts.ahead}
        return words.get((batch.dish, self.line(batch.line)))

    def tasks(self) -> Rows:
        return [*self._earlier(), *(self._task(one) for one in self.solution.tasks)]

    def _task(self, planned: PlannedTask) -> dict[str, Any]:
        if planned.batch is None:
            return self._row(planned, None, [])
        task = self.built.problem.task_by_key[planned.key]
        return self._row(planned, task, [*self._after(planned.key), *self._after_earlier(task)])

    def _row(self, planned: PlannedTask, task: Task | None, after: Rows) -> dict[str, Any]:
        cleaned = planned.cleans_for
        load = task.modes[planned.mode].uses[0].load if task and planned.equipment else 0
        return {
            "id": planned.key, "batch": planned.batch, "step": task.step if task else None,
            "kind": planned.kind, "skill": task.skill if task else None,
            "start": self.at(planned.start), "end": self.at(planned.end),
            "attended": [self._attended(span) for span in planned.attended],
            "equipment": planned.equipment[0] if planned.equipment else None,
            "load": max(1, load) if task and planned.equipment else 0, "after": after,
            **({"cleans_for": cleaned} if cleaned else {}),
        }  # fmt: skip

    def _attended(self, span: Span) -> list[Any]:
        return [self.at(span.start), self.at(span.end), list(span.cooks)]

    def _after(self, key: str) -> Rows:
        return [
            {"task": lag.before, "min_lag": lag.min_minutes, "max_lag": lag.max_minutes}
            for lag in self.built.problem.lags
            if lag.after == key
        ]

    # -- what was done on earlier days ------------------------------------------------------------

    def _earlier(self) -> Rows:
        """Decided tasks of earlier days, one for each batch they serve; nobody attends them now."""
        rows: Rows = []
        for batch in self._fed_batches():
            before = [one for one in self.built.facts.earlier if one.dish == batch.dish]
            for step in (one for one in before if one.done_portions is not None):
                rows.append({
                    "id": f"{batch.key}-{step.position}", "batch": batch.key,
                    "step": str(step.position), "kind": step.kind, "skill": None,
                    "start": self.at(step.start), "end": self.at(step.end), "attended": [],
                    "equipment": None, "load": 0, "after": [], "fixed": True,
                })  # fmt: skip
        return rows

    def _fed_batches(self) -> Iterable[Batch]:
        made = {task.batch for task in self.solution.tasks}
        return [one for one in self.built.problem.batches if one.shares and one.key in made]

    def _after_earlier(self, task: Task) -> Rows:
        """The first step of the day follows what was done before."""
        batch = self.built.problem.batch_by_key[task.batch or ""]
        own = [one for one in self.built.problem.tasks_of(batch.key) if one.step]
        first = min(own, key=lambda one: int(one.step), default=None)
        before = [
            one
            for one in self.built.facts.earlier
            if one.dish == batch.dish and one.done_portions is not None and batch.shares
        ]
        if first is not task:
            return []
        return [_follows(batch.key, one) for one in before]

    # -- on the road ------------------------------------------------------------------------------

    def departures(self) -> Rows:
        return [
            {
                "route": one.route, "vehicle": one.vehicle or None, "depart": self.at(one.depart),
                "stops": [{"site": site, "arrive": self.at(arrive)} for site, arrive in one.stops],
            }
            for one in self.built.facts.departures.departures
        ]  # fmt: skip

    def holds(self) -> Rows:
        return [
            {
                "batch": one.batch, "site": one.site, "cook_end": self.at(one.cook_end),
                "eat_at": self.at(one.eat_at), "minutes": one.minutes, "limit": one.limit,
            }
            for one in self.solution.holds
        ]  # fmt: skip


def _demand_place(line: DemandLine) -> tuple[str, ...]:
    return (line.site, line.dish, line.diner_group, line.diet)


def _fed(line: DemandLine, portions: int) -> dict[str, Any]:
    return {
        "site": line.site, "diner_group": line.diner_group, "diet": line.diet, "portions": portions,
    }  # fmt: skip


def _spare(portions: int) -> dict[str, Any]:
    return {"kind": "spare", "portions": portions}


def _follows(batch: str, step: EarlierStep) -> dict[str, Any]:
    return {"task": f"{batch}-{step.position}", "min_lag": 0, "max_lag": None}

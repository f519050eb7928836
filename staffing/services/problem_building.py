"""From a date's facts to the planning core's problem; minutes from local midnight.

Kitchen lines have any key in the database; the core knows two words, "K" for a line that may feed
another and "H" for the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from menus.choices import DietClass, HoldClass
from staffing.choices import CapacityUnit, StepKind
from staffing.models import ProcessStep
from staffing.selectors.day_facts import DayFacts
from staffing.selectors.recipes import DishRecipe
from staffing.selectors.workload import Wanted

if TYPE_CHECKING:
    from staffing.planning.production import (
        Ahead,
        Cook,
        DemandLine,
        Dish,
        Equipment,
        KitchenDay,
        Problem,
        Setup,
    )
    from staffing.planning.production import ProcessStep as PlannedStep

GRID = 5
SAMPLE_PORTIONS = 1
AHEAD_FROM = 11 * 60
AHEAD_BEFORE_CLOSING = 2 * 60
ANY = "any"
BURDENS = {
    StepKind.COOK: ("hot",),
    StepKind.BAKE: ("hot", "lifting"),
    StepKind.PACK: ("lifting",),
    StepKind.WASH: ("washing",),
}
LineWords = Mapping[str, str]


@dataclass(frozen=True)
class BuiltDay:
    """The core's view of a date, and the way back from its words to the database's."""

    facts: DayFacts
    day: KitchenDay
    problem: Problem
    line_of_word: Mapping[str, str]


def build_day(facts: DayFacts) -> BuiltDay:
    """The planning problem of the date's facts. Raises CannotBeDone for what cannot be planned."""
    from staffing.planning.production import problem_of

    words = line_words(facts)
    day = kitchen_day(facts, words)
    problem = ahead_in_the_afternoon(problem_of(day))
    return BuiltDay(facts, day, problem, {word: key for key, word in words.items()})


def ahead_in_the_afternoon(problem: Problem) -> Problem:
    """Work for later days waits until the day's own food is nearly out of the house."""
    ends = sorted(cook.end for cook in problem.cooks)
    earliest = min(AHEAD_FROM, ends[-1] - AHEAD_BEFORE_CLOSING) if ends else AHEAD_FROM
    ahead = {batch.key for batch in problem.batches if not batch.shares}
    tasks = tuple(
        replace(task, earliest=earliest) if task.batch in ahead else task for task in problem.tasks
    )
    return replace(problem, tasks=tasks)


def line_words(facts: DayFacts) -> dict[str, str]:
    """The core's word for each kitchen line."""
    return {line: "K" if len(fed) > 1 else "H" for line, fed in facts.feeds.items()}


def kitchen_day(facts: DayFacts, words: LineWords) -> KitchenDay:
    from staffing.planning.production import KitchenDay

    start = min((cook.start for cook in facts.crew.cooks), default=4 * 60)
    shift_end = max((cook.end for cook in facts.crew.cooks), default=16 * 60)
    longest = max((step.fixed_minutes for step in facts.steps if step.day_offset < 0), default=0)
    end = shift_end + (longest + GRID if facts.ahead else 0)
    marks = setup_marks(facts)
    return KitchenDay(
        start // GRID * GRID, -(-end // GRID) * GRID,
        tuple(_dish(facts.recipes[key], marks) for key in sorted(facts.recipes)),
        tuple(_step(step, facts) for step in facts.steps),
        tuple(_demand(facts, words, line) for line in facts.lines),
        tuple(_equipment(facts)), tuple(_cooks(facts)), hold_limits(facts),
        tuple(_setups(facts, marks)),
        ahead=tuple(_ahead(facts, words)), sample_portions=SAMPLE_PORTIONS, grid=GRID,
        idle_minutes=idle_minutes(facts),
    )  # fmt: skip


# -- dishes and steps -----------------------------------------------------------------------------


def setup_marks(facts: DayFacts) -> frozenset[str]:
    """The allergens after which, or before which, something is cleaned."""
    named = {name for row in facts.setups for name in (row.from_class, row.to_class)}
    return frozenset(named - set(DietClass.values) - {ANY})


def setup_class(recipe: DishRecipe, marks: frozenset[str]) -> str:
    """What a dish leaves in a vessel: its diet class and the marked allergens, joined by ``+``."""
    return "+".join([recipe.diet_class, *sorted(marks & set(recipe.contains))])


def _dish(recipe: DishRecipe, marks: frozenset[str]) -> Dish:
    from staffing.planning.production import Dish

    return Dish(
        recipe.dish.key, recipe.dish.hold_class, setup_class(recipe, marks), recipe.halal,
        recipe.diet_class, recipe.contains,
    )  # fmt: skip


def whole(value: Decimal | int) -> int:
    return int(Decimal(value).to_integral_value(ROUND_CEILING))


def _step(step: ProcessStep, facts: DayFacts) -> PlannedStep:
    from staffing.planning.production import ProcessStep as PlannedStep

    skill = step.skill.key if step.skill else ""
    attended, rate = step.attended_minutes, step.attended_minutes_per_100
    throughout = attended >= step.fixed_minutes and rate >= step.minutes_per_100
    kind = step.equipment_kind
    return PlannedStep(
        step.dish.key, step.position, step.kind, skill, kind.key if kind else "",
        step.fixed_minutes, whole(step.minutes_per_100),
        "none" if not skill or not (attended or rate) else "whole" if throughout else "start",
        attended, whole(rate), step.hands, 0, batch_max(step, facts),
        load_per_100(step), step.day_offset, (), step.min_lag, step.max_lag, step.ends_cooking,
        BURDENS.get(StepKind(step.kind), ()),
    )  # fmt: skip


def batch_max(step: ProcessStep, facts: DayFacts) -> int:
    """The largest batch in hundredths: what the step allows and the largest vessel holds; 0: any.

    Loads are whole litres and trays, so a vessel may be full a little before the step's own limit.
    """
    limits = [step.batch_max * 100] if step.batch_max else []
    load = load_per_100(step)
    kind = step.equipment_kind
    vessels = [item.capacity for item in facts.equipment if kind and item.kind == kind.key]
    if load and vessels:
        limits.append(max(vessels) * 100 * 100 // load)
    return min(limits, default=0)


def load_per_100(step: ProcessStep) -> int:
    """How full 100 reference portions make the vessel, in its own unit; 0 where it is one use."""
    if step.equipment_kind is None or step.equipment_kind.unit == CapacityUnit.USES:
        return 0
    litres = step.equipment_kind.unit == CapacityUnit.LITRES
    load = step.dish.litres_per_100 if litres else step.dish.trays_per_100
    return whole(load or 0)


def hold_limits(facts: DayFacts) -> dict[str, int]:
    """Minutes from the end of cooking to eating, by hold class.

    Cold dishes have a second limit, from cutting to leaving; with the shortest way to a site
    added, it is never longer than allowed for any site.
    """
    limits = {name: facts.limit(f"max_hold_minutes_{name}") for name in HoldClass.values}
    ready = [
        line.eat_at - facts.departures.ready_by(line.site.key, line.eat_at) for line in facts.lines
    ]
    cut = facts.limit("max_cut_before_dispatch_minutes") + min(ready, default=0)
    limits[HoldClass.COLD] = min(limits[HoldClass.COLD], cut)
    return {str(name): minutes for name, minutes in limits.items()}


def idle_minutes(facts: DayFacts) -> int | None:
    """How long a cook may stand without work while all others work; None where no figure is."""
    known = "idle_alone_max_minutes" in facts.limits
    return facts.limit("idle_alone_max_minutes") if known else None


# -- demand, people, equipment --------------------------------------------------------------------


def _demand(facts: DayFacts, words: LineWords, line: Wanted) -> DemandLine:
    from staffing.planning.production import DemandLine

    ready_by = min(facts.departures.ready_by(line.site.key, line.eat_at), line.eat_at)
    return DemandLine(
        line.site.key, words[line.line], line.diner_group, line.diet, line.dish, line.portions,
        line.reference_portions, line.grams, ready_by, line.eat_at,
    )  # fmt: skip


def _cooks(facts: DayFacts) -> Iterable[Cook]:
    from staffing.planning.production import Cook, Window

    for cook in facts.crew.cooks:
        breaks = tuple(Window(*span) for span in cook.breaks)
        yield Cook(cook.key, cook.skills, cook.start, cook.end, breaks, cook.learning)


def _equipment(facts: DayFacts) -> Iterable[Equipment]:
    from staffing.planning.production import Equipment, Window

    for item in facts.equipment:
        windows = tuple(Window(*span) for span in item.windows)
        yield Equipment(item.key, item.kind, item.capacity, not item.is_shared, windows)


def _setups(facts: DayFacts, marks: frozenset[str]) -> Iterable[Setup]:
    """Cleaning between each two classes of today's dishes, the longest rule that applies."""
    from staffing.planning.production import Setup

    classes = sorted({setup_class(recipe, marks) for recipe in facts.recipes.values()})
    kinds = dict.fromkeys(row.equipment_kind.key for row in facts.setups)
    used = {item.kind for item in facts.equipment}
    for kind in (kind for kind in kinds if kind in used):
        for before in classes:
            for after in classes:
                minutes = cleaning_minutes(facts, kind, before, after)
                if minutes:
                    yield Setup(kind, before, after, -(-minutes // GRID) * GRID)


def cleaning_minutes(facts: DayFacts, kind: str, before: str, after: str) -> int:
    """Minutes between two classes; an allergen's rule holds where the next food is free of it."""
    left, wanted = set(before.split("+")), set(after.split("+"))
    return max(
        (
            row.minutes
            for row in facts.setups
            if row.equipment_kind.key == kind
            and (row.from_class == ANY or row.from_class in left - wanted)
            and (row.to_class == ANY or row.to_class in wanted)
        ),
        default=0,
    )


def _ahead(facts: DayFacts, words: LineWords) -> Iterable[Ahead]:
    """Work for later days, in parts no larger than one batch of its steps may be."""
    from staffing.planning.production import Ahead

    for work in facts.ahead:
        own = [s for s in facts.steps if s.dish == work.dish and s.day_offset == work.day_offset]
        most = min((step.batch_max for step in own if step.batch_max), default=0) * 100
        parts = max(1, -(-work.reference_portions // most)) if most else 1
        for number in range(parts):
            portions = _part(work.portions, parts, number)
            reference = _part(work.reference_portions, parts, number)
            if portions:
                line = words[work.line]
                yield Ahead(work.dish.key, line, work.day_offset, portions, reference)


def _part(total: int, parts: int, number: int) -> int:
    """One of ``parts`` about equal parts of a total, which add up to it."""
    return total * (number + 1) // parts - total * number // parts

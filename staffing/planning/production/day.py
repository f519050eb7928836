"""The facts of one kitchen day as the rest of the product knows them, before any batch exists.

``batching.problem_of`` turns a ``KitchenDay`` into a ``Problem``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from staffing.planning.production.demand import DemandLine
from staffing.planning.production.problem import Cook, Equipment, Margins, Setup
from staffing.planning.production.solution import PlannedTask

AttendedAt = Literal["start", "end", "whole", "none"]


@dataclass(frozen=True, slots=True)
class Dish:
    """What planning must know of a dish. ``halal``: a batch of line K may feed line H."""

    key: str
    hold_class: str
    setup_class: str = ""
    halal: bool = True
    diet_class: str = ""
    allergens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """A step of a dish: how long, on what, with whom; rates are for 100 reference portions.

    ``batch_max`` and the batch's size are hundredths of reference portions (0: no maximum).
    ``load_per_100`` is the equipment's fill in its unit. The step follows those at the positions
    in ``follows`` (empty: the one before it), ``min_lag``–``max_lag`` minutes after their end.
    ``ends_cooking``: from its end the food is held; by default the last step before packing,
    chilling and holding. ``most_hands`` lets the plan bind more cooks to shorten the step.
    """

    dish: str
    position: int
    kind: str
    skill: str = ""
    equipment_kind: str = ""
    fixed_minutes: int = 0
    minutes_per_100: int = 0
    attended_at: AttendedAt = "whole"
    attended_minutes: int = 0
    attended_minutes_per_100: int = 0
    hands: int = 1
    most_hands: int = 0
    batch_max: int = 0
    load_per_100: int = 0
    day_offset: int = 0
    follows: tuple[int, ...] = ()
    min_lag: int = 0
    max_lag: int | None = None
    ends_cooking: bool = False
    burdens: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        where = f"step {self.position} of {self.dish}"
        if self.fixed_minutes < 0 or self.minutes_per_100 < 0:
            raise ValueError(f"{where} takes negative time")
        if self.day_offset > 0:
            raise ValueError(f"{where} is done {self.day_offset} days after it is eaten")
        if self.attended_at != "none" and not self.skill:
            raise ValueError(f"{where} is attended, but names no skill")
        if self.hands < 1 or self.batch_max < 0 or self.load_per_100 < 0:
            raise ValueError(f"{where}: hands, batch maximum or load make no sense")


@dataclass(frozen=True, slots=True)
class Ahead:
    """Work of this day for a later one: the steps of ``dish`` at ``day_offset`` (below zero)."""

    dish: str
    line: str
    day_offset: int
    portions: int
    reference_portions: int


@dataclass(frozen=True, slots=True)
class KitchenDay:
    """Everything one day's plan depends on; times in minutes from local midnight.

    ``max_hold_minutes`` maps a dish's hold class to its limit. ``earlier``: tasks of days before,
    decided. ``sample_portions`` are added to every batch. ``idle_minutes``: see ``Problem``.
    """

    start: int
    end: int
    dishes: tuple[Dish, ...]
    steps: tuple[ProcessStep, ...]
    demand: tuple[DemandLine, ...]
    equipment: tuple[Equipment, ...]
    cooks: tuple[Cook, ...]
    max_hold_minutes: dict[str, int]
    setups: tuple[Setup, ...] = ()
    earlier: tuple[PlannedTask, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    sample_portions: int = 0
    grid: int = 5
    margins: Margins = field(default_factory=Margins)
    idle_minutes: int | None = None

    def __post_init__(self) -> None:
        dishes = {dish.key: dish for dish in self.dishes}
        stepped = {step.dish for step in self.steps if step.day_offset == 0}
        for line in self.demand:
            if line.dish not in dishes:
                raise ValueError(f"{line.site} is to get the unknown dish {line.dish}")
            if line.dish not in stepped:
                raise ValueError(f"dish {line.dish} has no process steps on its day")
        for dish in self.dishes:
            if dish.hold_class not in self.max_hold_minutes:
                raise ValueError(f"dish {dish.key}: no hold limit for class {dish.hold_class!r}")

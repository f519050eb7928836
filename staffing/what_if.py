"""What is supposed in a what-if question. Pure: plain figures in, plain JSON out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

PERCENT_LEAST, PERCENT_MOST = -90, 400
MOST_MEALS, MOST_COOKS, MOST_ITEMS = 3000, 20, 10


@dataclass(frozen=True, slots=True)
class Supposition:
    """Changes to the kitchen as it is. An empty key or a 0 changes nothing.

    ``school_like`` is the key of a site whose week, groups, calendar and price another site of
    ``school_meals`` a day would have. ``site_percent``, ``food_percent`` … are changes in percent:
    100 doubles. ``food`` is the key of one ingredient, ``equipment`` of a kind of equipment.
    """

    school_like: str = ""
    school_meals: int = 0
    school_locality: str = ""
    site: str = ""
    site_percent: int = 0
    wage_percent: int = 0
    food: str = ""
    food_percent: int = 0
    all_food_percent: int = 0
    price_percent: int = 0
    cooks: int = 0
    equipment: str = ""
    equipment_items: int = 0

    def __post_init__(self) -> None:
        for name in ("site_percent", "wage_percent", "food_percent", "all_food_percent",
                     "price_percent"):  # fmt: skip
            value = getattr(self, name)
            if not PERCENT_LEAST <= value <= PERCENT_MOST:
                raise ValueError(f"{name} must be {PERCENT_LEAST} to {PERCENT_MOST}, not {value}")
        for name, most in (
            ("school_meals", MOST_MEALS), ("cooks", MOST_COOKS), ("equipment_items", MOST_ITEMS),
        ):  # fmt: skip
            value = getattr(self, name)
            if not 0 <= value <= most:
                raise ValueError(f"{name} must be 0 to {most}, not {value}")
        for key, figure in (
            ("school_like", "school_meals"), ("site", "site_percent"), ("food", "food_percent"),
            ("equipment", "equipment_items"),
        ):  # fmt: skip
            if bool(getattr(self, key)) != bool(getattr(self, figure)):
                raise ValueError(f"{key} and {figure} belong together")

    @property
    def is_nothing(self) -> bool:
        """The kitchen as it is: the question that all others are compared with."""
        return self == Supposition()

    @property
    def changes_work(self) -> bool:
        """Whether the week's roster and the kitchen's day would be other ones; else only money."""
        return bool(self.school_like or self.site or self.cooks or self.equipment)

    def to_json(self) -> dict[str, Any]:
        """Only what is supposed."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Supposition:
        """Raises ValueError for figures that make no sense; unknown keys are ignored."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

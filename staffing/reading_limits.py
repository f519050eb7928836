"""By which dated limit a temperature of a batch is judged."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kurkum.base.models import DatedLimit
from menus.choices import HoldClass
from staffing.choices import BatchReadingPoint
from staffing.models import Batch


def points_of(batch: Batch) -> tuple[BatchReadingPoint, ...]:
    """Where its temperature is taken: cold food has no core to be cooked."""
    if batch.dish.hold_class == HoldClass.COLD:
        return (BatchReadingPoint.COLD, BatchReadingPoint.PACK)
    return tuple(BatchReadingPoint)


def limit_for(
    batch: Batch, point: str, limits: Mapping[str, DatedLimit], *, gently: bool = False
) -> tuple[str, Decimal] | None:
    """The limit a temperature is judged by: ("at_least" or "at_most", °C); None where none is.

    ``gently``: fish and egg dishes have a core limit of their own.
    """
    cold = batch.dish.hold_class == HoldClass.COLD
    if cold or point == BatchReadingPoint.COLD:
        key, way = "cold_store_max_celsius", "at_most"
    elif point == BatchReadingPoint.CORE:
        key = "core_cook_fish_egg_min_celsius" if gently else "core_cook_min_celsius"
        way = "at_least"
    elif point == BatchReadingPoint.PACK:
        key, way = "pack_min_celsius", "at_least"
    else:
        return None
    return (way, limits[key].value) if key in limits else None


def within(limit: tuple[str, Decimal] | None, celsius: Decimal) -> bool:
    if limit is None:
        return True
    way, value = limit
    return celsius >= value if way == "at_least" else celsius <= value

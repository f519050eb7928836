"""What becomes of a month's result. Pure; amounts in agorot.

The rule: the loss brought forward first, then the reserve and the equipment fund, each until its
target; what is left can be allocated to initiatives. A loss is brought forward whole.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SurplusPolicy:
    """House rule of the board: shares in percent of what is available after the loss.

    ``reserve_months`` sets the reserve's target (months of costs), ``equipment_target`` the fund's
    (agorot).
    """

    reserve_percent: int
    equipment_percent: int
    reserve_months: int
    equipment_target: int

    def __post_init__(self) -> None:
        shares = (self.reserve_percent, self.equipment_percent)
        if min(shares) < 0 or sum(shares) > 100:
            raise ValueError(f"shares of a surplus must be 0–100 and fit together, not {shares}")
        if self.reserve_months < 0:
            raise ValueError(f"reserve_months must not be negative: {self.reserve_months}")


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A month's result and what became of it."""

    surplus: int
    brought_forward: int
    reserve_target: int
    reserve_added: int
    equipment_added: int
    allocable: int

    @property
    def carried_loss(self) -> int:
        """The loss that the next month starts with, as a negative amount; 0 without a loss."""
        return min(0, self.brought_forward + self.surplus)


def divide(
    *,
    surplus: int,
    brought_forward: int,
    reserve_balance: int,
    reserve_target: int,
    equipment_balance: int,
    policy: SurplusPolicy,
) -> Waterfall:
    """Divides one month's result. Shares are rounded down, so nothing is ever promised twice."""
    available = max(0, brought_forward + surplus)
    room = max(0, reserve_target - reserve_balance)
    reserve_added = min(room, available * policy.reserve_percent // 100)
    equipment_room = max(0, policy.equipment_target - equipment_balance)
    equipment_added = min(equipment_room, available * policy.equipment_percent // 100)
    return Waterfall(
        surplus=surplus,
        brought_forward=brought_forward,
        reserve_target=reserve_target,
        reserve_added=reserve_added,
        equipment_added=equipment_added,
        allocable=available - reserve_added - equipment_added,
    )


def brought_forward_from(*, waterfall: Waterfall, allocated: int) -> int:
    """What the next month starts with: the pot that was not given away, or the loss."""
    if waterfall.carried_loss < 0:
        return waterfall.carried_loss
    return waterfall.allocable - allocated

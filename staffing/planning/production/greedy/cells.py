"""Sets of grid cells as whole numbers: bit ``i`` is the cell ``i`` units after the first.

Python's integers make these sets cheap: a whole day is one number of some hundred bits.
"""

from __future__ import annotations


def span(begin: int, end: int) -> int:
    """The cells ``[begin, end)``; empty where nothing lies between."""
    begin = max(0, begin)
    return ((1 << end) - 1) ^ ((1 << begin) - 1) if begin < end else 0


def begins(cells: int, length: int) -> int:
    """Where ``length`` of ``cells`` follow one another without a hole."""
    done = 1
    while done < length and cells:
        step = min(done, length - done)
        cells &= cells >> step
        done += step
    return cells


class Levels:
    """How much of something is left in each cell: ``at_least(n)`` is where ``n`` or more are.

    ``state`` is replaced, never changed, so that keeping it is all that undoing needs.
    """

    __slots__ = ("state",)

    def __init__(self, size: int, amount: int) -> None:
        self.state: tuple[int, ...] = (span(0, size),) * (amount + 1)

    def at_least(self, amount: int) -> int:
        return self.state[amount] if amount < len(self.state) else 0

    def take(self, cells: int, amount: int) -> None:
        """``amount`` less in ``cells``, never below zero."""
        old, count = self.state, len(self.state)
        kept = [level & ~cells for level in old]
        for level in range(1, count - amount):
            kept[level] |= old[level + amount] & cells
        self.state = (old[0], *kept[1:])

    def give(self, cells: int, amount: int) -> None:
        """``amount`` more in ``cells``, never above what there was at first."""
        old = self.state
        self.state = tuple(
            old[level] | cells & (old[level - amount] if level > amount else cells)
            for level in range(len(old))
        )

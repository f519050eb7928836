"""The weeks of a roster as parts with prices between them, and mixtures of weeks found so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .blocks import Block, least_of
from .linear_rows import Relaxation, Row

PRICE_UNITS = 100_000  # prices are counted in such parts of the goal's unit

Prices = Mapping[int, float]


class Weeks:
    """The weeks of one goal, the rows between them, and the weeks found so far."""

    def __init__(
        self,
        blocks: list[Block],
        rows: Sequence[Row],
        domains: Sequence[tuple[int, int]],
        goal: Mapping[int, int],
    ) -> None:
        self.blocks, self.rows, self.domains, self.goal = blocks, list(rows), domains, goal
        self.columns: list[tuple[int, Mapping[int, int]]] = []
        self.centre: Prices = {}
        local = {number for block in blocks for number in block.rows}
        self.between = [n for n in range(len(rows)) if n not in local]
        self.inside = {index for block in blocks for index in block.variables}

    def turns(self, threads: int) -> int:
        """How often each thread has its turn until every week was looked at."""
        return -(-len(self.blocks) // threads)

    def worth_at(self, prices: Prices) -> tuple[int, dict[int, int]]:
        """What the rows between and the variables outside come to, and the worth of the others."""
        worth = {index: PRICE_UNITS * weight for index, weight in self.goal.items()}
        total = 0
        for number in self.between:
            row, units = self.rows[number], round(PRICE_UNITS * prices.get(number, 0.0))
            limit = row.low if units > 0 else row.high
            if not units or limit is None:
                continue
            total += units * limit
            for index, weight in row.weights.items():
                worth[index] = worth.get(index, 0) - units * weight
        outside = sorted(worth.keys() - self.inside)
        total += sum(least_of(self.domains[index], worth[index]) for index in outside)
        return total, worth

    def mix(self, seconds: float) -> tuple[float, Prices] | None:
        """The best mixture of the weeks found: its value, and the prices of the rows between."""
        outside = sorted(
            {i for n in self.between for i in self.rows[n].weights} - self.inside
            | self.goal.keys() - self.inside
        )
        place = {index: number for number, index in enumerate(outside)}
        domains: list[tuple[float, float]] = [self.domains[index] for index in outside]
        lp = Relaxation(domains + [(0.0, 1.0)] * len(self.columns))
        shares = range(len(outside), len(outside) + len(self.columns))
        for number in range(len(self.blocks)):
            mine = [s for s, (n, _) in zip(shares, self.columns, strict=True) if n == number]
            lp.add(Row(dict.fromkeys(mine, 1), 1, 1))
        for number in self.between:
            row = self.rows[number]
            lp.add(Row(self._mixed(row.weights, place, shares), row.low, row.high))
        lp.minimise(self._mixed(self.goal, place, shares))
        solved = lp.solve(seconds)
        if solved is None:
            return None
        value, prices = solved
        return value, dict(zip(self.between, prices[len(self.blocks) :], strict=True))

    def _mixed(
        self, weights: Mapping[int, int], place: Mapping[int, int], shares: range
    ) -> dict[int, int]:
        mixed = {place[i]: weight for i, weight in weights.items() if i in place}
        for share, (_, values) in zip(shares, self.columns, strict=True):
            total = sum(weight * values[i] for i, weight in weights.items() if i in values)
            if total:
                mixed[share] = total
        return mixed

"""How small a goal can be at best, proven week by week.

The weeks of a roster hang together by few rows: rests over a week's end, and burdens that are
shared over the whole horizon, whose goal may not grow any more. These rows are given prices
(Lagrange); what remains are small problems, a week each, which are settled to the end where the
whole is not. Whatever the prices, and wherever a week was left unsettled, the sum of the weeks'
bounds is a bound of the whole: it is added up in integers.

Prices come from the linear relaxation, after each day and each cook's week has told what it is at
least; then from mixing the weeks that were found (column generation). What a week is at least at
some prices holds for every later goal as well, so the goal before is looked at first.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from kurkum.lib.solving import Limits, ShouldStop

from .blocks import Block, BlockSolver, Places, Settled, blocks_of
from .draft import Draft, Terms
from .linear_rows import Relaxation, Row, domains_of, rows_of
from .weeks import PRICE_UNITS, Prices, Weeks

NEAR_ENOUGH = PRICE_UNITS // 10  # a week need not be settled more closely
THREADS = 2
LEAST_SECONDS = 0.1  # for one week
SMALL_SECONDS = 1.0  # the most for one day or one cook's week
PART_FOR_BEFORE = 0.3  # of the time, for the goal before
PART_OF_ROUND = 0.25  # of that, for one round over the weeks; the goal itself may use all in one
LEAST_PART = 0.1  # of the time: with less left, no further round is begun
ROUNDS = 10
TOWARDS = 0.3  # how far prices move to those that the mixed weeks suggest


@dataclass
class WeekBound:
    """The bound of one goal of a draft, whose earlier goals may no longer grow.

    ``values`` are those of a roster that keeps all rows; ``before`` is the goal before, if any.
    """

    draft: Draft
    values: Sequence[int]
    limits: Limits
    seed: int
    should_stop: ShouldStop | None = None
    spent: float = 0.0

    def find(self, goal: Terms, before: Terms | None) -> int | None:
        """The bound; None where nothing was found in time."""
        self._started = time.monotonic()
        self._rows = rows_of(self.draft.model)
        self._domains = domains_of(self.draft.model)
        self._relaxation = Relaxation(self._domains)
        for row in self._rows:
            self._relaxation.add(row)
        self._places = Places(self.draft)
        if before is not None and before.variables:
            self._approach(before, self.limits.seconds * PART_FOR_BEFORE, PART_OF_ROUND)
        return self._approach(goal, self.limits.seconds, 1.0)

    def _used(self) -> float:
        return self.spent if self.limits.deterministic else time.monotonic() - self._started

    @property
    def _threads(self) -> int:
        return 1 if self.limits.deterministic else THREADS

    def _stopped(self) -> bool:
        return self.should_stop is not None and self.should_stop()

    def _approach(self, terms: Terms, until: float, part: float) -> int | None:
        """Rows that lift the relaxation of ``terms``, and the best bound of the weeks."""
        goal = _objective(terms)
        self._relaxation.minimise(goal)
        for places in (self._places.cook_weeks, self._places.days):
            self._lift_blocks(blocks_of(places, self._rows), goal)
        prices = self._prices()
        if prices is None:
            return None
        weeks = Weeks(blocks_of(self._places.weeks, self._rows), self._rows, self._domains, goal)
        for number, block in enumerate(weeks.blocks):
            weeks.columns.append((number, {index: self.values[index] for index in block.variables}))
        least = self._rounds(weeks, prices, until, part)
        return -(-least // PRICE_UNITS) + terms.constant

    def _rounds(self, weeks: Weeks, prices: Prices, until: float, part: float) -> int:
        """The best bound, in units, of all rounds over the weeks that there is time for."""
        totals: list[int] = []
        for _ in range(ROUNDS):
            seconds = min(until * part, until - self._used()) / weeks.turns(self._threads)
            totals.append(self._settle_weeks(weeks, prices, max(seconds, LEAST_SECONDS)))
            if totals[-1] == max(totals):
                weeks.centre = prices
            mixed = weeks.mix(self.limits.seconds)
            if mixed is None or self._stopped() or self._used() > until * (1 - LEAST_PART):
                break
            if mixed[0] * PRICE_UNITS - max(totals) < 2 * NEAR_ENOUGH * len(weeks.blocks):
                break
            prices = _between(weeks.centre, mixed[1])
        return max(totals)

    def _prices(self) -> Prices | None:
        solved = self._relaxation.solve(self.limits.seconds)
        return None if solved is None else dict(enumerate(solved[1]))

    def _lift_blocks(self, blocks: Sequence[Block], goal: Mapping[int, int]) -> None:
        """What each small block is at least, at the prices of all else, becomes a row."""
        prices = self._prices()
        if prices is None:
            return
        whole = worths(goal, self._rows, prices)
        solver = BlockSolver(self._rows, self._domains, self.values, self.limits, self.seed)
        for block in blocks:
            worth = {index: whole.get(index, 0.0) for index in block.variables}
            for number in block.rows:
                if price := prices.get(number):
                    for index, weight in self._rows[number].weights.items():
                        worth[index] += price * weight
            units = {index: round(PRICE_UNITS * one) for index, one in worth.items()}
            self._note(units, solver.settle(block, units, SMALL_SECONDS))

    def _note(self, units: Mapping[int, int], settled: Settled) -> None:
        self.spent += settled.spent
        weights = {index: unit for index, unit in units.items() if unit}
        if weights:
            row = Row(weights, settled.least, None)
            self._relaxation.add(row)
            self._rows.append(row)

    def _settle_weeks(self, weeks: Weeks, prices: Prices, seconds: float) -> int:
        """The bound of the whole at these prices, in units; the weeks found are kept."""
        total, worth = weeks.worth_at(prices)
        solver = BlockSolver(
            weeks.rows,
            self._domains,
            self.values,
            self.limits,
            self.seed,
            NEAR_ENOUGH,
            self.should_stop,
        )
        with ThreadPoolExecutor(self._threads, thread_name_prefix="roster-week") as pool:
            settled = list(
                pool.map(
                    lambda block: solver.settle(block, worth, 0 if self._stopped() else seconds),
                    weeks.blocks,
                )
            )
        for number, (block, one) in enumerate(zip(weeks.blocks, settled, strict=True)):
            self._note({index: worth.get(index, 0) for index in block.variables}, one)
            total += one.least
            if one.values is not None:
                weeks.columns.append((number, one.values))
        return total


def _objective(terms: Terms) -> dict[int, int]:
    goal: dict[int, int] = {}
    for weight, variable in zip(terms.weights, terms.variables, strict=True):
        goal[variable.index] = goal.get(variable.index, 0) + weight
    return goal


def worths(goal: Mapping[int, int], rows: Sequence[Row], prices: Prices) -> dict[int, float]:
    """What each variable is worth when keeping the rows is paid for at their prices."""
    worth = {index: float(weight) for index, weight in goal.items()}
    for number, price in prices.items():
        if price:
            for index, weight in rows[number].weights.items():
                worth[index] = worth.get(index, 0.0) - price * weight
    return worth


def _between(here: Prices, there: Prices) -> Prices:
    return {
        number: (1 - TOWARDS) * here.get(number, 0.0) + TOWARDS * there.get(number, 0.0)
        for number in sorted(here.keys() | there.keys())
    }

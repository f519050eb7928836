"""What must always hold of orders, deliveries and the books."""

from __future__ import annotations

from collections.abc import Iterable

from kurkum.base.ports import Breach
from orders.checks import books, deliveries, demand, reports

CHECKS = (*demand.CHECKS, *deliveries.CHECKS, *books.CHECKS, *reports.CHECKS)


def integrity() -> Iterable[Breach]:
    """Every broken invariant of this floor."""
    for check in CHECKS:
        yield from check()

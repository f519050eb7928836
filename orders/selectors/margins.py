"""What meals earned and cost in a month: by site, customer, day or dish. Agorot before VAT.

Income is what was invoiced by service date. Every cost of the books is shared out to the agora: a
day's food over that day's meals by portion size, a cost that names a site or a customer over
hers, and the rest over all meals alike. So the rows sum to the ledger; what they do not explain
(corrections of other months, other income) stands in ``elsewhere``.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.db.models import F, Sum

from kurkum.base.choices import Grade
from kurkum.lib import money
from orders.choices import AccountKind
from orders.models import Customer, InvoiceLine, LedgerEntry, Site

FOOD = "ingredients"
RANK = [Grade.MEASURED, Grade.COUNTED, Grade.ESTIMATED, Grade.ASSUMED]
Key = str | dt.date


@dataclass(frozen=True, slots=True)
class Cell:
    """Invoiced meals of one site and date; ``weight`` counts them by portion size."""

    site: Site
    date: dt.date
    meals: int
    income: int
    weight: int


@dataclass(slots=True)
class Margin:
    """One row: meals, income, costs by account, and the weakest grade among them."""

    key: Key
    label: str
    meals: int = 0
    income: int = 0
    costs: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    grade: str = Grade.MEASURED

    @property
    def cost(self) -> int:
        return sum(self.costs.values())

    @property
    def food(self) -> int:
        return self.costs.get(FOOD, 0)

    @property
    def result(self) -> int:
        return self.income - self.cost

    def per_meal(self, agorot: int) -> int | None:
        """Agorot of one meal, rounded once; None without meals."""
        return money.round_half_away(Fraction(agorot, self.meals)) if self.meals else None

    @property
    def result_per_meal(self) -> int | None:
        return self.per_meal(self.result)

    @property
    def percent(self) -> int | None:
        """The result in per cent of the income."""
        if not self.income:
            return None
        return money.round_half_away(Fraction(100 * self.result, self.income))


@dataclass(frozen=True, slots=True)
class Margins:
    """The rows of a month, their sum, and what the ledger holds beyond them."""

    rows: Sequence[Margin]
    total: Margin
    elsewhere: int

    @property
    def ledger_result(self) -> int:
        return self.total.result + self.elsewhere


@dataclass(frozen=True, slots=True)
class _Cost:
    account: str
    agorot: int
    grade: str
    date: dt.date
    site: int | None
    customer: int | None


def month_cells(first: dt.date, last: dt.date) -> list[Cell]:
    """Invoiced meals by site and date, credit notes taken off. One aggregate, one look-up."""
    rows = (
        InvoiceLine.objects.filter(date__range=(first, last))
        .values("date", site=F("delivery__site_id"))
        .annotate(
            meals=Sum("portions"),
            income=Sum("amount_agorot"),
            weight=Sum(F("portions") * F("diner_group__portion_factor_percent")),
        )
        .order_by("date", "site")
    )
    found = list(rows)
    sites = Site.objects.select_related("customer").in_bulk({row["site"] for row in found})
    return [
        Cell(sites[row["site"]], row["date"], row["meals"], row["income"], row["weight"])
        for row in found
        if row["meals"] > 0
    ]


def margins(month: dt.date, by: str) -> Margins:
    """Rows by ``site``, ``customer`` or ``day``. Raises KeyError for anything else."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    cells = month_cells(month, last)
    name = {"site": _by_site, "customer": _by_customer, "day": _by_day}[by]
    rows: dict[Key, Margin] = {}
    for cell in cells:
        key, label = name(cell)
        row = rows.setdefault(key, Margin(key, label))
        row.meals, row.income = row.meals + cell.meals, row.income + cell.income
    total = Margin("", "", sum(row.meals for row in rows.values()),
                   sum(row.income for row in rows.values()))  # fmt: skip
    spread = _Spread(cells, {id(cell): name(cell)[0] for cell in cells})
    left = _costs_into(rows, total, spread, _costs(month, last))
    income = _ledger_income(month, last)
    return Margins(list(rows.values()), total, income - total.income - left)


def _costs_into(
    rows: Mapping[Key, Margin], total: Margin, spread: _Spread, costs: Iterable[_Cost]
) -> int:
    """Shares every cost out; returns agorot that no meal is there to bear."""
    left = 0
    for cost in costs:
        parts = spread.parts(cost)
        if not parts:
            left += cost.agorot
            continue
        for row, agorot in [*((rows[key], part) for key, part in parts), (total, cost.agorot)]:
            row.costs[cost.account] += agorot
            row.grade = max(row.grade, cost.grade, key=RANK.index)  # type: ignore[arg-type]
    return left


class _Spread:
    """Who bears a cost, and by which weights; sums of weights are kept for each question."""

    def __init__(self, cells: Sequence[Cell], keys: Mapping[int, Key]) -> None:
        self.cells, self.keys = cells, keys
        self.known: dict[tuple[object, ...], dict[Key, int]] = {}

    def parts(self, cost: _Cost) -> list[tuple[Key, int]]:
        by_size = cost.account == FOOD
        day = cost.date if by_size else None
        weights = (
            self._weights(day, cost.site, cost.customer, by_size)
            or self._weights(None, cost.site, cost.customer, by_size)
            or self._weights(None, None, None, by_size)
        )
        if not weights:
            return []
        return list(zip(weights, money.split(cost.agorot, list(weights.values())), strict=True))

    def _weights(
        self, day: dt.date | None, site: int | None, customer: int | None, by_size: bool
    ) -> dict[Key, int]:
        question = (day, site, customer, by_size)
        if question not in self.known:
            found: defaultdict[Key, int] = defaultdict(int)
            for cell in self.cells:
                if (
                    day in (None, cell.date)
                    and site in (None, cell.site.pk)
                    and (site is not None or customer in (None, cell.site.customer_id))
                ):
                    found[self.keys[id(cell)]] += cell.weight if by_size else cell.meals
            self.known[question] = dict(found)
        return self.known[question]


def _costs(first: dt.date, last: dt.date) -> list[_Cost]:
    rows = (
        LedgerEntry.objects.filter(
            account__kind=AccountKind.EXPENSE, transaction__date__range=(first, last)
        )
        .values(
            "grade", "site_id", "customer_id", key=F("account__key"), day=F("transaction__date")
        )
        .annotate(total=Sum("amount_agorot"))
        .order_by("account__position", "key", "day", "grade", "site_id", "customer_id")
    )
    return [
        _Cost(row["key"], row["total"], row["grade"], row["day"], row["site_id"],
              row["customer_id"])
        for row in rows
    ]  # fmt: skip


def _ledger_income(first: dt.date, last: dt.date) -> int:
    total = LedgerEntry.objects.filter(
        account__kind=AccountKind.INCOME, transaction__date__range=(first, last)
    ).aggregate(total=Sum("amount_agorot"))["total"]
    return -(total or 0)


def _by_site(cell: Cell) -> tuple[Key, str]:
    return cell.site.key, cell.site.name


def _by_customer(cell: Cell) -> tuple[Key, str]:
    customer: Customer = cell.site.customer
    return customer.key, customer.name


def _by_day(cell: Cell) -> tuple[Key, str]:
    return cell.date, f"{cell.date:%d.%m.%Y}"

"""What-if answers side by side, in words: for the page and for paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from orders.report_words import exact, rounded
from staffing.models import EquipmentKind, WhatIf

Number = int | None
Result = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, how it differs from the first column, and whether that is good (or neither)."""

    text: str
    change: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be made: how a figure is read, written, and which way is better (0: neither)."""

    label: str
    read: Callable[[Result], Number]
    write: Callable[[int], str]
    better: int = 0
    strong: bool = False


def groups(asked: Sequence[WhatIf]) -> list[Group]:
    """Every figure of every answer; differences are against the first."""
    results = [row.result for row in asked if row.result is not None]
    return [
        Group(_("The month in money"), _rows(_money_lines(), results)),
        Group(_("The women's week"), _rows(_people_lines(), results)),
        Group(_("The kitchen on the fullest day"), _rows(_day_lines(results), results)),
    ]


def _rows(lines: Sequence[Line], results: Sequence[Result]) -> tuple[Row, ...]:
    return tuple(
        Row(line.label, tuple(_cells(line, [line.read(one) for one in results])), line.strong)
        for line in lines
    )


def _cells(line: Line, values: Sequence[Number]) -> list[Cell]:
    first = values[0] if values else None
    cells = []
    for number, value in enumerate(values):
        if value is None:
            cells.append(Cell(_("not known")))
        elif number == 0 or first is None or value == first:
            cells.append(Cell(line.write(value)))
        else:
            moved = value - first
            sign = "+" if moved > 0 else ""
            tone = "" if not line.better else "ok" if moved * line.better > 0 else "bad"
            cells.append(Cell(line.write(value), f"{sign}{line.write(moved)}", tone))
    return cells


def _count(value: int) -> str:
    return f"{'−' if value < 0 else ''}{abs(value):,}"


def hours(minutes: int) -> str:
    """``123.5`` hours, with its sign."""
    return f"{'−' if minutes < 0 else ''}{abs(minutes) / 60:,.1f}"


def _percent(value: int) -> str:
    return f"{'−' if value < 0 else ''}{abs(value)}%"


def _jobs(hundredths: int) -> str:
    return f"{'−' if hundredths < 0 else ''}{abs(hundredths) / 100:.1f}"


def _money_lines() -> list[Line]:
    return [
        Line(_("Meals"), lambda one: one["meals"], _count, 1),
        Line(_("Service days"), lambda one: one["service_days"], _count),
        Line(_("Earned, ₪"), lambda one: one["income"], rounded, 1),
        Line(_("Food, ₪"), lambda one: one["food"], rounded, -1),
        Line(_("Kitchen labour, ₪"), lambda one: one["labour"], rounded),
        Line(_("Other costs, ₪"), lambda one: one["other"], rounded, -1),
        Line(_("Surplus or loss, ₪"), lambda one: one["surplus"], rounded, 1, strong=True),
        Line(_("Price of a meal, ₪"), lambda one: one["price_per_meal"], exact, 1),
        Line(_("Cost of a meal, ₪"), lambda one: one["cost_per_meal"], exact, -1, strong=True),
        Line(_("Meals a day to break even"), _break_even, _count, -1),
    ]


def _break_even(one: Result) -> Number:
    meals, days = one["break_even_meals"], one["service_days"]
    return None if meals is None or not days else -(-int(meals) // int(days))


def job_minutes(one: Result) -> int:
    """What one job is: the mean of the hours a week that the contracts promise."""
    roster = one["roster"]
    return int(roster["promised_minutes"]) // max(1, int(roster["cooks"]))


def _jobs_needed(one: Result) -> Number:
    """Hundredths of jobs that the week's work asks for, filled or not."""
    roster, job = one["roster"], job_minutes(one)
    if not job:
        return None
    return 100 * (int(roster["paid_minutes"]) + int(roster["missing_minutes"])) // job


def _people_lines() -> list[Line]:
    return [
        Line(_("Cooks"), lambda one: one["roster"]["cooks"], _count),
        Line(_("Paid hours"), lambda one: one["roster"]["paid_minutes"], hours, 1),
        Line(_("of them overtime"), lambda one: one["roster"]["overtime_minutes"], hours, -1),
        Line(_("Hours that nobody can take"), lambda one: one["roster"]["missing_minutes"], hours,
             -1, strong=True),
        Line(_("Jobs that the work asks for"), _jobs_needed, _jobs, 1, strong=True),
    ]  # fmt: skip


def fullest(one: Result) -> Mapping[str, Any]:
    """The planned day with most portions."""
    days: Sequence[Mapping[str, Any]] = one["days"]
    return max(days, key=lambda day: (day["portions"], day["date"]))


def _time_used(one: Result) -> Number:
    day = fullest(one)
    return 100 * day["attended_minutes"] // day["cook_minutes"] if day["cook_minutes"] else None


def _day_lines(results: Sequence[Result]) -> list[Line]:
    kinds = sorted({item["kind"] for one in results for item in fullest(one)["equipment"]})
    names = {row.key: row.name for row in EquipmentKind.objects.filter(key__in=kinds)}
    return [
        Line(_("Portions to cook, all dishes"), lambda one: fullest(one)["portions"], _count),
        Line(_("Portions that do not fit"), lambda one: fullest(one)["missing"], _count, -1,
             strong=True),
        Line(_("Cooks' time in use"), _time_used, _percent),
        *(
            Line(_("%(kind)s: minutes with all in use") % {"kind": names.get(kind, kind)},
                 _full_minutes(kind), _count)
            for kind in kinds
        ),
    ]  # fmt: skip


def _full_minutes(kind: str) -> Callable[[Result], Number]:
    def read(one: Result) -> Number:
        used = [item for item in fullest(one)["equipment"] if item["kind"] == kind]
        return int(used[0]["full_minutes"]) if used else 0

    return read

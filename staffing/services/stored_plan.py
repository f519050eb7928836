"""A stored plan read back into the planning core's words: its batches and its timetable."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kurkum.lib.dates import elapsed_minutes, parse_local_iso
from staffing.models import ProductionPlan

if TYPE_CHECKING:
    from staffing.planning.production import Batch, DemandLine, Extra, PlannedTask, Share, Solution

Row = Mapping[str, Any]


def stored_solution(plan: ProductionPlan) -> Solution:
    """The timetable as it was handed out; tasks of earlier days are left out."""
    from staffing.planning.production import Solution

    rows = (row for row in plan.document["tasks"] if not row.get("fixed"))
    return Solution(tuple(_task(plan.date, row) for row in rows))


def _minute(day: dt.date, text: str) -> int:
    return elapsed_minutes(day, parse_local_iso(text))


def _task(day: dt.date, row: Row) -> PlannedTask:
    from staffing.planning.production import PlannedTask, Span

    attended = tuple(
        Span(_minute(day, begin), _minute(day, end), tuple(who))
        for begin, end, who in row["attended"]
    )
    return PlannedTask(
        row["id"], row["kind"], _minute(day, row["start"]), _minute(day, row["end"]), 0,
        (row["equipment"],) if row["equipment"] else (), attended, row["batch"],
        row.get("cleans_for"),
    )  # fmt: skip


def stored_batches(plan: ProductionPlan, words: Mapping[str, str]) -> tuple[Batch, ...]:
    """The batches that feed somebody that day; ``words``: the core's word for each kitchen line."""
    demand = {_key(row): _demand(plan.date, row, words) for row in plan.document["demand"]}
    rows = (row for row in plan.document["batches"] if row["for"])
    return tuple(_batch(row, words, demand) for row in rows)


def _key(row: Row) -> tuple[str, str, str, str]:
    return (row["dish"], row["site"], row["diner_group"], row["diet"])


def _demand(day: dt.date, row: Row, words: Mapping[str, str]) -> DemandLine:
    from staffing.planning.production import DemandLine

    return DemandLine(
        row["site"], words[row["line"]], row["diner_group"], row["diet"], row["dish"],
        row["portions"], round(row["reference_portions"] * 100), row["grams"],
        _minute(day, row["ready_by"]), _minute(day, row["eat_at"]),
    )  # fmt: skip


def _batch(
    row: Row, words: Mapping[str, str], demand: Mapping[tuple[str, str, str, str], DemandLine]
) -> Batch:
    from staffing.planning.production import Batch

    return Batch(
        row["id"], row["dish"], words[row["line"]], row["portions"],
        round(row["reference_portions"] * 100), row["grams"],
        tuple(_share(row["dish"], one, demand) for one in row["for"]),
        tuple(_extra(one) for one in row["extra"]),
    )  # fmt: skip


def _share(dish: str, row: Row, demand: Mapping[tuple[str, str, str, str], DemandLine]) -> Share:
    from staffing.planning.production import Share

    line = demand[dish, row["site"], row["diner_group"], row["diet"]]
    portions = row["portions"]
    return Share(
        line, portions, line.reference_portions * portions // line.portions,
        line.grams * portions // line.portions,
    )  # fmt: skip


def _extra(row: Row) -> Extra:
    from staffing.planning.production import Extra

    return Extra(row["kind"], row["portions"])

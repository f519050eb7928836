"""The figures of a what-if answer: hours, vessels, money. Times in minutes, money in agorot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from kurkum.lib.money import multiply, round_half_away
from staffing.selectors.month_money import MonthMoney
from staffing.services.problem_building import BuiltDay
from staffing.services.production_document import gap_rows
from staffing.services.roster_question import RosterQuestion

if TYPE_CHECKING:
    from kurkum.lib.solving import Result
    from staffing.planning import roster as core
    from staffing.planning.overtime import PayLaw
    from staffing.planning.production import Problem, Solution


@dataclass(frozen=True, slots=True)
class Labour:
    """A week's paid minutes and their cost to the employer."""

    minutes: int
    overtime_minutes: int
    agorot: int


def labour_of(
    question: RosterQuestion,
    assignments: Iterable[core.Assignment],
    law: PayLaw,
    factor: Fraction | Any,
) -> Labour:
    """Each cook's week at her wage, overtime at its rates, times the employer's factor."""
    from staffing.planning.overtime import DayWorked, split_week, wage

    paid = {one.key: one.paid_minutes for one in question.patterns}
    days: dict[str, Counter[int]] = defaultdict(Counter)
    for one in assignments:
        days[one.cook][one.day] += paid[one.shift]
    total, minutes, overtime = Fraction(0), 0, 0
    for facts in question.cooks:
        worked = days.get(facts.cook.key)
        if not worked:
            continue
        week = [DayWorked(day, worked[day]) for day in range(7)]
        splits = split_week(week, rest_day=facts.cook.rest_day, law=law)
        total += wage([(split, law) for split in splits], facts.contract.hourly_agorot)
        minutes += sum(split.minutes for split in splits)
        overtime += sum(split.first + split.more + split.rest for split in splits)
    return Labour(minutes, overtime, multiply(round_half_away(total), Fraction(factor)))


def money_figures(money: MonthMoney, labour: Labour, *, week_days: int) -> dict[str, Any]:
    """A month: what it earns and costs, the price and cost of a meal, and where it breaks even.

    Labour is the week's, for every service day of the month. To break even counts labour and all
    items that do not grow with each meal as fixed.
    """
    days = Fraction(money.service_days, week_days or 1)
    wages = round_half_away(Fraction(labour.agorot) * days)
    costs = money.food + wages + money.other
    fixed = wages + money.per_day_items + money.per_month_items
    each = Fraction(money.income - money.food - money.per_meal_items, money.meals or 1)
    needed = -(-Fraction(fixed) // each) if each > 0 and money.meals else None
    return {
        "month": f"{money.month:%Y-%m}",
        "service_days": money.service_days,
        "meals": money.meals,
        "income": money.income,
        "food": money.food,
        "labour": wages,
        "other": money.other,
        "costs": costs,
        "surplus": money.income - costs,
        "price_per_meal": _per(money.income, money.meals),
        "cost_per_meal": _per(costs, money.meals),
        "food_per_meal": _per(money.food, money.meals),
        "labour_per_meal": _per(wages, money.meals),
        "break_even_meals": None if needed is None else int(needed),
        "by_ingredient": [list(pair) for pair in money.by_ingredient],
        "unpriced": list(money.unpriced),
    }


def _per(agorot: int, meals: int) -> int | None:
    return round_half_away(Fraction(agorot, meals)) if meals else None


# --- the day ------------------------------------------------------------------------------------


def day_figures(built: BuiltDay, result: Result[Solution]) -> dict[str, Any]:
    """One planned day: portions not made and why, cooks' minutes, and how full the vessels are."""
    solution = result.solution
    if solution is None:
        raise ValueError("a day without a plan has no figures")
    gaps = gap_rows(built, solution)
    worked = sum(
        (span.end - span.start) * len(span.cooks)
        for task in solution.tasks
        for span in task.attended
    )
    return {
        "date": built.facts.date.isoformat(),
        "status": result.status.value,
        "portions": sum(line.portions for line in built.facts.lines),
        "missing": sum(row.missing for row in gaps),
        "gaps": [
            {"what": row.what, "missing": row.missing, "reasons": row.reasons} for row in gaps
        ],
        "attended_minutes": worked,
        "cook_minutes": sum(
            window.end - window.start
            for cook in built.problem.cooks
            for window in cook.free_windows()
        ),
        "cooks": len(built.problem.cooks),
        "equipment": equipment_use(built.problem, solution),
    }


def equipment_use(problem: Problem, solution: Solution) -> list[dict[str, Any]]:
    """For each kind: pieces, the most in use at once, minutes with all in use, hours of use."""
    kind_of = {item.key: item.kind for item in problem.equipment}
    pieces = Counter(kind_of.values())
    spans: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for task in solution.tasks:
        for key in task.equipment:
            if task.end > task.start and key in kind_of:
                spans[kind_of[key]][key].append((task.start, task.end))
    found = []
    for kind, used in sorted(spans.items()):
        busy = [_merged(times) for times in used.values()]
        most, full, since = _together(busy, pieces[kind])
        found.append(
            {
                "kind": kind,
                "pieces": pieces[kind],
                "most": most,
                "full_minutes": full,
                "full_from": since,
                "busy_minutes": sum(end - start for times in busy for start, end in times),
            }
        )
    return found


def _merged(times: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of one piece without what overlaps (loads share an oven)."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(times):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _together(busy: list[list[tuple[int, int]]], pieces: int) -> tuple[int, int, int | None]:
    """The most pieces in use at once, minutes with all in use, and when that first begins."""
    changes = sorted(
        change for times in busy for start, end in times for change in ((start, 1), (end, -1))
    )
    most = now = full = 0
    since: int | None = None
    for number, (minute, change) in enumerate(changes):
        now += change
        most = max(most, now)
        if now >= pieces and number + 1 < len(changes):
            full += changes[number + 1][0] - minute
            since = minute if since is None and changes[number + 1][0] > minute else since
    return most, full, since

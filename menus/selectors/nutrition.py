"""Meals and weeks of a line held against the dated standards, for each diner group."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kurkum.lib import dates
from menus.models import Diet, DinerGroup, Dish, KitchenLine, StandardRule
from menus.nutrition import Nutrients, total
from menus.selectors.food import FoodBook, food_on
from menus.selectors.menu import DayMenu, menus_between
from menus.standards import Basis, Bound, Finding, Mark, Scope, Standard, Verdict, judge_week

Rule = StandardRule
BASES = {Rule.Measure.AMOUNT: Basis.AMOUNT, Rule.Measure.ENERGY_PERCENT: Basis.ENERGY_SHARE}
SCOPES = {Rule.Scope.MEAL: Scope.MEAL, Rule.Scope.WEEK: Scope.WEEK_MEAN}


@dataclass(frozen=True, slots=True)
class CountFinding:
    """How often a kind of food is served, against one rule; ``day`` is None for a week."""

    rule: StandardRule
    verdict: Verdict
    count: int
    day: dt.date | None

    @property
    def is_warning(self) -> bool:
        return self.verdict is not Verdict.MET


@dataclass(frozen=True, slots=True)
class WeekJudgement:
    """A line's week for one diner group on the regular diet."""

    line: KitchenLine
    diner_group: DinerGroup
    meals: Mapping[dt.date, Nutrients]
    findings: tuple[Finding, ...]
    counts: tuple[CountFinding, ...]


def meal_nutrients(menu: DayMenu, diet: Diet, group: DinerGroup, food: FoodBook) -> Nutrients:
    """Everything a diner of the group and diet is served that day."""
    return total(
        food.portion(served.dish, group, served.portion_percent) for served in menu.served(diet.pk)
    )


def judge_week_of(
    line: KitchenLine,
    day: dt.date,
    groups: Sequence[DinerGroup] | None = None,
    food: FoodBook | None = None,
) -> list[WeekJudgement]:
    """The week around ``day``, one judgement a diner group. At most seventeen queries.

    ``food`` is the week's book where the caller has it, for several lines or weeks, already.
    """
    first, *_days, last = dates.week_of(day)
    found = menus_between(first, last, lines=[line])
    menus = {date: menu for (_line, date), menu in sorted(found.items(), key=lambda p: p[0][1])}
    diet = Diet.objects.get(is_regular=True)
    rules = rules_on(first)
    food = food or food_on(last)
    counts = tuple(count_findings(menus, rules))
    wanted = list(DinerGroup.objects.all()) if groups is None else groups
    judged = []
    for group in wanted:
        meals = {date: meal_nutrients(menu, diet, group, food) for date, menu in menus.items()}
        standards = list(standards_of(rules))
        findings = judge_week(meals, group.key, standards)
        judged.append(WeekJudgement(line, group, meals, findings, counts))
    return judged


def rules_on(day: dt.date) -> list[StandardRule]:
    """Every rule in force on a day. Two queries."""
    rows = StandardRule.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    return list(
        rows.select_related("diner_group", "nutrient", "tag").prefetch_related("tag__dishes")
    )


# --- amounts ------------------------------------------------------------------------------------


def standards_of(rules: Iterable[StandardRule]) -> Iterator[Standard]:
    """A rule with a least and a most is two standards."""
    for rule in rules:
        if rule.measure not in BASES or rule.nutrient is None or rule.diner_group is None:
            continue
        least, most = (rule.aim_min, rule.hard_min), (rule.aim_max, rule.hard_max)
        for bound, (aim, hard) in ((Bound.MINIMUM, least), (Bound.MAXIMUM, most)):
            if aim is not None or hard is not None:
                yield Standard(
                    key=rule.key,
                    diner_group=rule.diner_group.key,
                    nutrient=rule.nutrient.key,
                    bound=bound,
                    valid_from=rule.valid_from,
                    source=rule.source,
                    mark=Mark(rule.mark),
                    aim=aim,
                    hard=hard,
                    basis=BASES[Rule.Measure(rule.measure)],
                    scope=SCOPES[Rule.Scope(rule.scope)],
                )


# --- kinds of food ------------------------------------------------------------------------------


def count_findings(
    menus: Mapping[dt.date, DayMenu], rules: Iterable[StandardRule]
) -> Iterator[CountFinding]:
    """Days or dishes of a kind of food, each meal or over the week."""
    if not menus:
        return
    for rule in rules:
        if rule.tag is None or rule.measure in BASES:
            continue
        tagged = {dish.pk for dish in rule.tag.dishes.all()}
        per_day = {date: _tagged(menu.dishes, tagged) for date, menu in menus.items()}
        if rule.scope == Rule.Scope.MEAL:
            for date, count in per_day.items():
                yield CountFinding(rule, count_verdict(rule, count), count, date)
        else:
            by_days = rule.measure == Rule.Measure.DAYS
            count = sum(min(n, 1) if by_days else n for n in per_day.values())
            yield CountFinding(rule, count_verdict(rule, count), count, None)


def _tagged(dishes: Iterable[Dish], tagged: set[int]) -> int:
    return sum(dish.pk in tagged for dish in dishes)


def count_verdict(rule: StandardRule, count: int) -> Verdict:
    """A least below one (0.5: once in two weeks) cannot be judged by one week without any."""
    least = min((value for value in (rule.aim_min, rule.hard_min) if value is not None), default=1)
    if count == 0 and 0 < least < 1:
        return Verdict.UNKNOWN
    if _outside(count, rule.hard_min, rule.hard_max):
        return Verdict.HARD_BROKEN
    if _outside(count, rule.aim_min, rule.aim_max):
        return Verdict.AIM_MISSED
    return Verdict.MET


def _outside(count: int, least: Decimal | None, most: Decimal | None) -> bool:
    return (least is not None and count < least) or (most is not None and count > most)

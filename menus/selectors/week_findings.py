"""A week's judgement as people read it: worst first, each with its rule, figure and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kurkum.base.choices import Mark
from menus.models import DinerGroup, Ingredient, Nutrient, StandardRule
from menus.selectors.nutrition import CountFinding, WeekJudgement
from menus.source_words import source_words
from menus.standards import Basis, Bound, Finding, Verdict

WORST_FIRST = (Verdict.HARD_BROKEN, Verdict.AIM_MISSED, Verdict.UNKNOWN, Verdict.MET)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One rule held against a meal (``day``) or the week (``day`` None).

    ``value`` None: it cannot be told; ``at_least`` is the known part. ``missing``: the ingredients
    whose figure is not known.
    """

    verdict: str
    rule: StandardRule
    nutrient: Nutrient | None
    is_share: bool
    is_least: bool
    limit: Decimal
    hard: Decimal | None
    value: Decimal | None
    at_least: Decimal
    day: dt.date | None
    missing: tuple[Ingredient, ...]

    @property
    def mark_word(self) -> str:
        return str(Mark(self.rule.mark).label)

    @property
    def source(self) -> str:
        return source_words(self.rule.source)

    @property
    def is_indicative(self) -> bool:
        return self.rule.mark in (Mark.ASSUMED, Mark.MEMORY)


@dataclass(frozen=True, slots=True)
class Section:
    """A diner group's week; ``group`` None: rules of what stands on the menu, for everybody."""

    group: DinerGroup | None
    warnings: tuple[FindingRow, ...]
    met: tuple[FindingRow, ...]

    @property
    def broken(self) -> int:
        return sum(row.verdict == Verdict.HARD_BROKEN for row in self.warnings)


def findings_of(weeks: Sequence[WeekJudgement]) -> list[Section]:
    """What stands on the menu first, then each diner group. Three queries."""
    rules = {row.key: row for row in StandardRule.objects.select_related("tag")}
    nutrients = {row.key: row for row in Nutrient.objects.all()}
    named = {row.key: row for row in Ingredient.objects.all()}
    sections = []
    if weeks and weeks[0].counts:
        sections.append(_section(None, [_count(one) for one in weeks[0].counts]))
    for week in weeks:
        rows = [
            _finding(one, rules[one.standard.key], nutrients, named) for one in week.findings
        ]  # fmt: skip
        if rows:
            sections.append(_section(week.diner_group, rows))
    return sections


def _section(group: DinerGroup | None, rows: Iterable[FindingRow]) -> Section:
    ordered = sorted(rows, key=_place)
    met = tuple(row for row in ordered if row.verdict == Verdict.MET)
    return Section(group, tuple(row for row in ordered if row.verdict != Verdict.MET), met)


def _place(row: FindingRow) -> tuple[int, bool, str, str]:
    order = WORST_FIRST.index(Verdict(row.verdict))
    return (order, row.day is not None, row.rule.key, str(row.day))


def _finding(
    one: Finding,
    rule: StandardRule,
    nutrients: dict[str, Nutrient],
    named: dict[str, Ingredient],
) -> FindingRow:
    standard = one.standard
    limit = standard.aim if standard.aim is not None else standard.hard
    missing = sorted(one.missing_from)
    return FindingRow(
        str(one.verdict), rule, nutrients.get(standard.nutrient),
        standard.basis is Basis.ENERGY_SHARE, standard.bound is Bound.MINIMUM,
        limit or Decimal(0), standard.hard, one.value, one.known_part, one.day,
        tuple(named[key] for key in missing if key in named),
    )  # fmt: skip


def _count(one: CountFinding) -> FindingRow:
    rule = one.rule
    least = rule.aim_min if rule.aim_min is not None else rule.hard_min
    most = rule.aim_max if rule.aim_max is not None else rule.hard_max
    is_least = least is not None and (most is None or one.count < least)
    limit = least if is_least else most
    hard = rule.hard_min if is_least else rule.hard_max
    return FindingRow(
        str(one.verdict), rule, None, False, is_least, limit or Decimal(0), hard,
        Decimal(one.count), Decimal(one.count), one.day, (),
    )  # fmt: skip

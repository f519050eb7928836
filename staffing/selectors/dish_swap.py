"""A dish swapped on the day: what that does to nutrition and to special meals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kurkum.base.choices import Mark
from menus.models import Diet, Dish, KitchenLine, MenuItem, StandardRule
from menus.selectors.menu import menus_between
from menus.selectors.nutrition import WeekJudgement, judge_week_of
from menus.source_words import source_words
from menus.standards import Verdict
from orders.models import DemandLine, SpecialMeal

WORST_FIRST = (Verdict.HARD_BROKEN, Verdict.UNKNOWN, Verdict.AIM_MISSED, Verdict.MET)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A nutrition rule that stands worse than before; with its source and how sure that is."""

    line: KitchenLine
    group: str
    rule: str
    verdict: str
    source: str
    mark: str
    name: str = ""

    @property
    def source_word(self) -> str:
        return source_words(self.source)

    @property
    def mark_word(self) -> str:
        return str(Mark(self.mark).label)


@dataclass(frozen=True, slots=True)
class DietChange:
    """What a special diet is served, before and after. ``portions`` that day on the line."""

    line: KitchenLine
    diet: Diet
    before: tuple[Dish, ...]
    after: tuple[Dish, ...]
    portions: int
    codes: tuple[str, ...]

    @property
    def lost(self) -> tuple[Dish, ...]:
        return tuple(dish for dish in self.before if dish not in self.after)

    @property
    def added(self) -> tuple[Dish, ...]:
        return tuple(dish for dish in self.after if dish not in self.before)

    @property
    def goes_without(self) -> bool:
        """Something is left out and nothing comes instead."""
        return len(self.added) < len(self.lost)

    @property
    def check_texture(self) -> bool:
        """Whether somebody must look: no recipe says that a dish is soft."""
        return self.diet.soft_texture


def items_of(date: dt.date, dish: Dish) -> list[MenuItem]:
    """Where the dish stands on the menu of a date, one item for each line."""
    rows = MenuItem.objects.filter(menu_day__date=date, dish=dish)
    return list(rows.select_related("menu_day__line", "dish").order_by("menu_day__line__key"))


def dishes_of(date: dt.date) -> list[Dish]:
    """Every dish on the menu of a date, each once."""
    rows = Dish.objects.filter(menu_items__menu_day__date=date).distinct()
    return sorted(rows, key=lambda dish: (dish.course, dish.key))


# -- nutrition ------------------------------------------------------------------------------------

Judged = Mapping[tuple[str, ...], tuple[Verdict, RuleChange]]


def judged(date: dt.date, lines: Iterable[KitchenLine]) -> Judged:
    """Every verdict on the date's meal and on its week, by what is judged."""
    found: dict[tuple[str, ...], tuple[Verdict, RuleChange]] = {}
    names = {rule.key: rule.name for rule in StandardRule.objects.all()}
    for line in lines:
        for week in judge_week_of(line, date):
            for key, (verdict, words) in _of_week(week, date):
                found[key] = (verdict, replace(words, name=names.get(words.rule, words.rule)))
    return found


def _of_week(
    week: WeekJudgement, date: dt.date
) -> Iterator[tuple[tuple[str, ...], tuple[Verdict, RuleChange]]]:
    line, group = week.line, week.diner_group
    for one in week.findings:
        if one.day in (None, date):
            rule = one.standard
            key = (line.key, group.key, rule.key, str(rule.bound), str(one.day))
            words = RuleChange(
                line, group.name, rule.key, str(one.verdict), rule.source, str(rule.mark)
            )
            yield key, (one.verdict, words)
    for count in week.counts:
        if count.day in (None, date):
            key = (line.key, "", count.rule.key, "", str(count.day))
            words = RuleChange(
                line, "", count.rule.key, str(count.verdict), count.rule.source, count.rule.mark
            )
            yield key, (count.verdict, words)


def worse(before: Judged, after: Judged) -> list[RuleChange]:
    """Rules that stand worse after than before."""
    changes = []
    for key, (verdict, words) in after.items():
        was = before[key][0] if key in before else Verdict.MET
        if WORST_FIRST.index(verdict) < WORST_FIRST.index(was):
            changes.append(words)
    return changes


# -- special meals --------------------------------------------------------------------------------

Plates = Mapping[tuple[int, int], tuple[Dish, ...]]


def plates_of(date: dt.date, lines: Iterable[KitchenLine]) -> Plates:
    """What each diet is served, by line and diet id."""
    diets = list(Diet.objects.all())
    return {
        (menu.line.pk, diet.pk): tuple(one.dish for one in menu.served(diet.pk))
        for menu in menus_between(date, date, lines=list(lines)).values()
        for diet in diets
    }


def changed_diets(
    date: dt.date, lines: Iterable[KitchenLine], before: Plates, after: Plates
) -> list[DietChange]:
    """Special diets that are eaten that day and get another plate."""
    portions = _eaters(date)
    codes = _codes(date)
    changes = []
    for line in lines:
        for diet in Diet.objects.filter(is_regular=False):
            key = (line.pk, diet.pk)
            if key in portions and before.get(key) != after.get(key):
                changes.append(DietChange(
                    line, diet, before.get(key, ()), after.get(key, ()), portions[key],
                    codes.get(key, ()),
                ))  # fmt: skip
    return changes


def _eaters(date: dt.date) -> dict[tuple[int, int], int]:
    """Portions of a diet on a line: for each site and group the most of any one dish."""
    sums: dict[tuple[int, int, int, int], dict[int, int]] = {}
    for row in DemandLine.objects.filter(date=date):
        plate = sums.setdefault((row.line_id, row.diet_id, row.site_id, row.diner_group_id), {})
        plate[row.dish_id] = plate.get(row.dish_id, 0) + row.portions
    found: dict[tuple[int, int], int] = {}
    for (line, diet, _site, _group), plate in sums.items():
        count = max(plate.values())
        if count > 0:
            found[line, diet] = found.get((line, diet), 0) + count
    return found


def _codes(date: dt.date) -> dict[tuple[int, int], tuple[str, ...]]:
    rows = SpecialMeal.objects.filter(active_from__lte=date).exclude(active_to__lt=date)
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    for row in rows.select_related("site").order_by("label_code"):
        key = (row.site.line_id, row.diet_id)
        found[key] = (*found.get(key, ()), row.label_code)
    return found

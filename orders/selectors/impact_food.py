"""Of the food: what was eaten, what was left over or thrown away, and the nutrition checks."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from kurkum.base.choices import Grade
from kurkum.base.ports import FigureRow, GradedFigure
from kurkum.lib import dates
from menus.choices import MoveKind
from menus.models import DinerGroup, KitchenLine, Recipe, StandardRule, StockMove
from menus.selectors.food import food_on
from menus.selectors.nutrition import CountFinding, WeekJudgement, judge_week_of, rules_on
from menus.standards import Finding, Verdict
from orders.models import DeliveryLine, DemandLine, SiteGroup

WEEK = dt.timedelta(days=7)


def food_figures(first: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    yield from _leftovers(first, last)
    yield from _waste(first, last)
    yield _nutrition(first, last)


def _share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    return (Decimal(100) * part / whole).quantize(Decimal("0.1")) if whole else None


def _names(row: Mapping[str, object], path: str) -> dict[str, str]:
    return {name: str(row[f"{path}__name_{name}"]) for name in ("ar", "he", "en")}


def _leftovers(first: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    noted = DeliveryLine.objects.filter(delivery__date__range=(first, last), leftover__isnull=False)
    dishes = noted.values("dish__name_ar", "dish__name_he", "dish__name_en").annotate(
        left=Sum("leftover"), got=Sum(Coalesce("received", "dispatched"))
    )
    rows = list(dishes.order_by("dish__key"))
    left, whole = sum(row["left"] or 0 for row in rows), sum(row["got"] or 0 for row in rows)
    behind = tuple(
        FigureRow(
            _names(row, "dish"),
            f"{row['left']} / {row['got']}",
            f"{_share(row['left'], row['got'] or 0)}%",
        )
        for row in sorted(rows, key=lambda row: -(row["left"] or 0) / (row["got"] or 1))
    )
    yield GradedFigure(
        metric="leftover_percent",
        value=_share(left, whole),
        unit="%",
        grade=Grade.COUNTED,
        definition=gettext_noop(
            "Portions left over at the sites, of the portions received where leftovers were noted."
        ),
        part=Decimal(left),
        whole=Decimal(whole),
        rows=behind,
    )
    yield GradedFigure(
        metric="acceptance_percent",
        value=_share(whole - left, whole),
        unit="%",
        grade=Grade.ESTIMATED,
        definition=gettext_noop("Portions eaten: received less left over, where noted."),
        part=Decimal(whole - left),
        whole=Decimal(whole),
        rows=behind,
    )


def _waste(first: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    """Kilograms: left on the plates and trays by the weight of a portion, and thrown away here."""
    weights = {
        (row["dish"], row["diner_group"]): Decimal(row["grams"]) / row["portions"]
        for row in DemandLine.objects.filter(date__range=(first, last), portions__gt=0)
        .values("dish", "diner_group")
        .annotate(grams=Sum("grams"), portions=Sum("portions"))
    }
    left = DeliveryLine.objects.filter(
        delivery__date__range=(first, last), leftover__gt=0
    ).values("dish", "diner_group").annotate(left=Sum("leftover"))  # fmt: skip
    known = [row for row in left if (row["dish"], row["diner_group"]) in weights]
    grams = sum(
        (weights[row["dish"], row["diner_group"]] * row["left"] for row in known), Decimal(0)
    )
    was_noted = DeliveryLine.objects.filter(
        delivery__date__range=(first, last), leftover__isnull=False
    ).exists()
    yield GradedFigure(
        metric="leftover_kg",
        value=(grams / 1000).quantize(Decimal("0.1")) if was_noted else None,
        unit="kg",
        grade=Grade.ESTIMATED,
        definition=gettext_noop(
            "Food left over at the sites: portions noted, times the planned weight of a portion."
        ),
    )
    yield _thrown_away(first, last)


def _thrown_away(first: dt.date, last: dt.date) -> GradedFigure:
    moves = StockMove.objects.filter(date__range=(first, last))
    thrown = moves.filter(kind=MoveKind.DISCARD)
    rows = thrown.values(
        "lot__ingredient__name_ar", "lot__ingredient__name_he", "lot__ingredient__name_en"
    ).annotate(grams=Sum("grams"))
    total = -sum(row["grams"] for row in rows)
    return GradedFigure(
        metric="kitchen_waste_kg",
        value=(Decimal(total) / 1000).quantize(Decimal("0.1")) if moves.exists() else None,
        unit="kg",
        grade=Grade.MEASURED,
        definition=gettext_noop("Ingredients thrown away in the kitchen, as weighed and noted."),
        rows=tuple(
            FigureRow(
                _names(row, "lot__ingredient"),
                f"{Decimal(-row['grams']) / 1000:.1f} kg",
            )
            for row in rows.order_by("grams")
        ),
    )


# --- nutrition ----------------------------------------------------------------------------------


def _nutrition(first: dt.date, last: dt.date) -> GradedFigure:
    """Every rule, week, line and diner group is one check; what cannot be judged is not counted."""
    met, known, broken = 0, 0, Counter[str]()
    for judged in _judgements(first, last):
        found: list[Finding | CountFinding] = [*judged.findings, *judged.counts]
        for finding in found:
            if finding.verdict is Verdict.UNKNOWN:
                continue
            known += 1
            met += finding.verdict is Verdict.MET
            if finding.verdict is not Verdict.MET:
                broken[_rule_key(finding)] += 1
    names = {rule.key: _rule_name(rule) for rule in rules_on(first)}
    return GradedFigure(
        metric="nutrition_compliance_percent",
        value=_share(met, known),
        unit="%",
        grade=Grade.ESTIMATED,
        definition=gettext_noop(
            "Nutrition checks of the month's menus that were met, of all that could be judged: "
            "every rule for every week, kitchen line and diner group, from recipes and food tables."
        ),
        part=Decimal(met),
        whole=Decimal(known),
        rows=tuple(
            FigureRow(names.get(key, key), f"{count}") for key, count in broken.most_common()
        ),
    )


def _rule_key(finding: Finding | CountFinding) -> str:
    return finding.standard.key if isinstance(finding, Finding) else finding.rule.key


def _rule_name(rule: StandardRule) -> dict[str, str]:
    """What is limited, and for whom, in each language."""
    parts = [part for part in (rule.nutrient or rule.tag, rule.diner_group) if part is not None]
    return {
        name: " · ".join(str(getattr(part, f"name_{name}")) for part in parts)
        for name in ("ar", "he", "en")
    }


def _judgements(first: dt.date, last: dt.date) -> Iterator[WeekJudgement]:
    """Week by week; the food book is read anew only where a recipe has changed in between."""
    lines = [(line, _groups_of(line)) for line in KitchenLine.objects.order_by("key")]
    book, day = None, first
    while day <= last:
        end = dates.week_of(day)[-1]
        if book is None or _recipes_changed(book.recipes.day, end):
            book = food_on(end)
        for line, groups in lines:
            if groups:
                yield from judge_week_of(line, day, groups, book)
        day += WEEK


def _groups_of(line: KitchenLine) -> list[DinerGroup]:
    served = SiteGroup.objects.filter(site__line=line, site__is_active=True)
    return list(DinerGroup.objects.filter(pk__in=served.values("diner_group")))


def _recipes_changed(since: dt.date, until: dt.date) -> bool:
    return Recipe.objects.filter(valid_from__gt=since, valid_from__lte=until).exists()

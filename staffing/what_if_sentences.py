"""What-if answers in sentences and charts: what is supposed, what comes out, what is tight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurkum.base.lists import listed
from kurkum.base.models import Locality
from kurkum.lib.figures import Bar, Bars, Stack, StackedBars
from menus.models import Ingredient
from orders.models import Site
from orders.report_words import exact, shekels
from staffing.models import EquipmentKind, WhatIf
from staffing.production_words import clock, gap_sentences, name_book
from staffing.what_if import Supposition
from staffing.what_if_words import fullest

# All vessels of a kind in use for so many minutes is worth a sentence.
FULL_FOR = 60


def supposed_texts(changes: Mapping[str, Any]) -> list[str]:
    """What a question supposes, one sentence each."""
    what = Supposition.from_json(changes)
    texts = []
    if what.school_like:
        text = _("Another site like %(site)s with %(meals)s meals a day") % {
            "site": _name(Site, what.school_like), "meals": what.school_meals,
        }  # fmt: skip
        where = _name(Locality, what.school_locality) if what.school_locality else ""
        texts.append(listed([text, where]) if where else text)
    if what.site:
        texts.append(
            _("Meals at %(site)s: %(percent)s")
            % {"site": _name(Site, what.site), "percent": _signed(what.site_percent)}
        )
    if what.food:
        texts.append(
            _("Price of %(food)s: %(percent)s")
            % {"food": _name(Ingredient, what.food), "percent": _signed(what.food_percent)}
        )
    for label, percent in (
        (_("All food prices: %(percent)s"), what.all_food_percent),
        (_("Wages: %(percent)s"), what.wage_percent),
        (_("Price of a meal: %(percent)s"), what.price_percent),
    ):
        if percent:
            texts.append(label % {"percent": _signed(percent)})
    if what.cooks:
        texts.append(
            ngettext("%(n)d more cook", "%(n)d more cooks", what.cooks) % {"n": what.cooks}
        )
    if what.equipment:
        kind = _name(EquipmentKind, what.equipment)
        texts.append(_("%(n)d more: %(kind)s") % {"n": what.equipment_items, "kind": kind})
    return texts or [_("Nothing is changed: the kitchen as it is.")]


def _signed(percent: int) -> str:
    return f"\u2066{'+' if percent > 0 else '−'}{abs(percent)}%\u2069"


def _name(model: Any, key: str) -> str:
    found = model.objects.filter(key=key).first()
    return found.name if found else key


def finding(asked: Sequence[WhatIf]) -> str:
    """What comes out, against the kitchen as it is."""
    if len(asked) < 2 or asked[0].result is None or asked[-1].result is None:
        return ""
    best = max(asked[1:], key=lambda row: (row.result or {})["surplus"])
    moved = (best.result or {})["surplus"] - asked[0].result["surplus"]
    text = (
        _("“%(name)s” leaves %(sum)s more a month.")
        if moved >= 0
        else _("“%(name)s” leaves %(sum)s less a month.")
    )
    told = text % {"name": best.title, "sum": shekels(abs(moved))}
    missing = fullest(best.result or {})["missing"]
    if not missing:
        return told
    return told + " " + _("But %(count)s portions do not fit into the fullest day.") % {
        "count": f"{missing:,}"
    }  # fmt: skip


def limits_of(row: WhatIf, language: str) -> list[str]:
    """What stands in the way, in sentences: of the days, and of the roster."""
    if row.result is None:
        return []
    names = name_book()
    texts = []
    for day in row.result["days"]:
        for gap in day["gaps"]:
            told = gap_sentences(gap["what"], gap["missing"], gap["reasons"], names)
            texts.append(f"{day['date'][8:]}.{day['date'][5:7]}.: {' '.join(told)}")
    gaps = row.result["roster"]["gaps"]
    for gap in gaps[:12]:
        because: list[str] = gap["because"].get(language) or []
        texts.append(f"{gap['date'][8:]}.{gap['date'][5:7]}.: {'; '.join(because)}")
    for item in fullest(row.result)["equipment"]:
        if item["full_minutes"] >= FULL_FOR and item["full_from"] is not None:
            texts.append(
                _("%(kind)s: all %(pieces)s in use for %(minutes)s minutes, from %(time)s on.")
                % {
                    "kind": names.name("kind", item["kind"]),
                    "pieces": item["pieces"],
                    "minutes": item["full_minutes"],
                    "time": clock(item["full_from"]),
                }
            )
    return texts


# --- charts -------------------------------------------------------------------------------------


def surplus_bars(asked: Sequence[WhatIf]) -> Bars:
    bars = [
        Bar(row.title, row.result["surplus"] / 100, shekels(row.result["surplus"]))
        for row in asked
        if row.result is not None
    ]
    return Bars(finding(asked) or _("Surplus of the month"), bars)


def meal_stacks(asked: Sequence[WhatIf]) -> StackedBars:
    """What a meal costs, part by part; the price it is sold for stands at its end."""
    stacks = []
    for row in asked:
        one = row.result
        if one is None or not one["meals"]:
            continue
        food, labour = one["food_per_meal"] / 100, one["labour_per_meal"] / 100
        rest = max(0.0, one["cost_per_meal"] / 100 - food - labour)
        text = _("%(cost)s of %(price)s") % {
            "cost": exact(one["cost_per_meal"]), "price": exact(one["price_per_meal"]),
        }  # fmt: skip
        stacks.append(Stack(row.title, [food, labour, rest], text))
    return StackedBars(
        _("What a meal costs, of its price"),
        [_("Food"), _("Kitchen labour"), _("Other costs")],
        stacks,
    )


def assumptions() -> list[str]:
    """What every answer takes for granted."""
    return [
        _("A month counts every service day of the reference week's month, by calendar, standing "
          "and saved orders; food by recipes and list prices, before VAT."),
        _("Labour is the planned week at each cook's wage with the employer's cost, for all "
          "service days of the month."),
        _("Vans are not planned: departures are estimated from the drive; no van or driver is "
          "added."),
        _("A new site is like its example in week, groups, calendar and price; a new cook is like "
          "the one with the middle contract."),
        _("Break-even counts labour and everything that does not grow with each meal as fixed."),
        _("A plan found in limited time may leave portions out that a longer search would place; "
          "where a reason is proven, it is given."),
    ]  # fmt: skip

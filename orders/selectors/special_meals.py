"""The special meals of a site with the state of each medical paper."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from menus.models import Allergen
from orders.choices import OrderState
from orders.models import Order, Site, SpecialMeal
from orders.selectors.effective import is_active

# A new paper takes a visit to a doctor: the school is reminded so many days before.
REMIND_DAYS = 30


@dataclass(frozen=True, slots=True)
class CodedMeal:
    """One code: what it excludes, and its paper's state in a word with its colour."""

    meal: SpecialMeal
    without: tuple[str, ...]
    word: str
    kind: str

    @property
    def is_due(self) -> bool:
        return self.kind in ("bad", "warn")


def coded_meals(site: Site, today: dt.date) -> list[CodedMeal]:
    """What is eaten from today on: papers that need somebody first. Three queries."""
    rows = SpecialMeal.objects.filter(
        Q(active_to__isnull=True) | Q(active_to__gte=today), site=site
    )
    names = {row.pk: row.name for row in Allergen.objects.all()}
    found = []
    for row in rows.select_related("diet", "diner_group").prefetch_related("diet__allergens"):
        without = tuple(names[allergen.pk] for allergen in row.diet.allergens.all())
        found.append(CodedMeal(row, without, *paper_state(row, today)))
    rank = {"bad": 0, "warn": 1}
    return sorted(found, key=lambda one: (rank.get(one.kind, 2), one.meal.label_code))


def paper_state(meal: SpecialMeal, today: dt.date) -> tuple[str, str]:
    until = meal.paper_valid_until
    if until is None:
        return (_("paper missing"), "bad") if meal.diet.needs_paper else (_("no paper needed"), "")
    days = (until - today).days
    if days < 0:
        return _("paper has ended: renew it"), "bad"
    if days <= REMIND_DAYS:
        return _("ends soon: renew it"), "warn"
    return _("valid"), "ok"


def days_without(meal: SpecialMeal, today: dt.date) -> list[dt.date]:
    """Open days that were saved with fewer such meals than codes eat there. Two queries."""
    alike = {"diner_group": meal.diner_group, "diet": meal.diet}
    codes = list(SpecialMeal.objects.filter(site=meal.site, **alike))
    mine = Q(lines__diner_group=meal.diner_group, lines__diet=meal.diet)
    saved = Order.objects.filter(
        site=meal.site, state=OrderState.OPEN, date__gte=max(today, meal.active_from)
    ).annotate(there=Sum("lines__portions", filter=mine))
    return [
        order.date
        for order in saved.order_by("date")
        if (order.there or 0) < sum(is_active(code, order.date) for code in codes)
    ]


def next_code(site: Site) -> str:
    """The code after the highest one of the site; A01 where it has none. One query."""
    codes = SpecialMeal.objects.filter(site=site).values_list("label_code", flat=True)
    parts = [found for code in codes if (found := re.fullmatch(r"(.*?)(\d+)", code))]
    if not parts:
        return "A01"
    best = max(parts, key=lambda part: int(part[2]))
    return f"{best[1]}{int(best[2]) + 1:0{len(best[2])}d}"

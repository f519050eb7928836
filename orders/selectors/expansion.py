"""From portions of a diet to the dishes on its plate: the rows of firm demand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from menus.models import Diet, DinerGroup, KitchenLine
from menus.selectors.menu import DayMenu, Menus, menus_between
from menus.selectors.recipes import RecipeBook, recipes_on
from orders.models import Amendment, DemandLine, OrderLine
from orders.selectors.calendar import ServiceDay


@dataclass(frozen=True, slots=True)
class Portions:
    """Signed portions of one diner group and diet of a site, and where they come from."""

    day: ServiceDay
    diner_group: DinerGroup
    diet: Diet
    portions: int
    order_line: OrderLine | None = None
    amendment: Amendment | None = None


@dataclass(frozen=True, slots=True)
class Kitchen:
    """The published menus and the recipes of a date."""

    menus: Menus
    book: RecipeBook

    def menu(self, line: KitchenLine, date: dt.date) -> DayMenu:
        """Raises CannotBeDone naming the line that has no published menu."""
        found = self.menus.get((line.pk, date))
        if found is None:
            raise CannotBeDone(no_menu(line, date))
        return found


def kitchen_on(date: dt.date) -> Kitchen:
    """Five queries."""
    return Kitchen(menus_between(date, date, published_only=True), recipes_on(date))


def no_menu(line: KitchenLine, date: dt.date) -> str:
    return _("%(line)s has no published menu for %(date)s: publish one.") % {
        "line": line.name,
        "date": date,
    }


def demand_rows(wanted: Portions, kitchen: Kitchen) -> Iterable[DemandLine]:
    """A row per dish of the diet's plate, unsaved. Nothing for no portions."""
    if wanted.portions == 0:
        return
    site, date = wanted.day.site, wanted.day.date
    for served in kitchen.menu(site.line, date).served(wanted.diet.pk):
        hundredths = reference_hundredths(
            wanted.portions, wanted.diner_group, served.portion_percent
        )
        yield DemandLine(
            order_line=wanted.order_line,
            amendment=wanted.amendment,
            date=date,
            site=site,
            line=site.line,
            dish=served.dish,
            diner_group=wanted.diner_group,
            diet=wanted.diet,
            portions=wanted.portions,
            reference_portions=hundredths,
            grams=kitchen.book.served_grams(served.dish, hundredths),
            eat_at=eat_at(wanted.day, wanted.diner_group),
        )


def reference_hundredths(portions: int, group: DinerGroup, portion_percent: int) -> int:
    """Signed hundredths of reference portions, a half rounded away from zero."""
    size = (abs(portions) * group.portion_factor_percent * portion_percent + 50) // 100
    return size if portions >= 0 else -size


def eat_at(day: ServiceDay, group: DinerGroup) -> dt.datetime:
    """When the group sits down. Raises CannotBeDone where the site does not say."""
    moment = day.eat_at.get(group.key)
    if moment is None:
        raise CannotBeDone(
            _("%(site)s does not say when %(group)s eats: add the group to the site.")
            % {"site": day.site.name, "group": group.name}
        )
    return moment

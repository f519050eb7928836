"""Packing list: for each departure and site what goes into its boxes, and from which batch."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kurkum.lib.pdf import Band, Column, Heading, Part, Strong, Table
from orders.models import Site
from staffing.production_words import clock
from staffing.selectors.sheet_facts import Leaving, SheetFacts


def packing_list(facts: SheetFacts) -> list[Part]:
    """A heading for each leaving of a van, a table of its sites below it."""
    parts: list[Part] = []
    for leaving in facts.leavings:
        parts += [Heading(leaving_title(leaving)), _table(facts, leaving)]
    return parts


def leaving_title(leaving: Leaving) -> str:
    if not leaving.vehicle:
        return _("Leaves at %(time)s (estimated)") % {"time": clock(leaving.depart)}
    return _("Leaves at %(time)s – %(route)s") % {
        "time": clock(leaving.depart), "route": leaving.route,
    }  # fmt: skip


def _table(facts: SheetFacts, leaving: Leaving) -> Part:
    columns = [
        Column(_("Dish"), 2.6), Column(_("Diner group"), 1.5), Column(_("Diet"), 1.4),
        Column(_("Portions"), 0.9, "number", bold=True), Column(_("Batch"), 0.7, "centre"),
        Column("✓", 0.4, "centre"),
    ]  # fmt: skip
    rows: list[Band | list[str | Strong]] = []
    for site, arrive in leaving.stops:
        own = _site_rows(facts, site)
        if own:
            title = _("%(site)s · arrives %(time)s") % {"site": site.name, "time": clock(arrive)}
            rows += [Band(title), *own]
    return Table(columns, rows, dense=True)


def _site_rows(facts: SheetFacts, site: Site) -> list[list[str | Strong]]:
    rows: list[list[str | Strong]] = []
    for batch in facts.today:
        for fed in (one for one in batch.fed if one.site.pk == site.pk):
            diet = "" if fed.diet.is_regular else Strong(fed.diet.name)
            number = str(batch.number) if batch.of > 1 else ""
            rows.append([
                batch.dish.name, fed.diner_group.name, diet, str(fed.portions), number, "☐",
            ])  # fmt: skip
    return rows

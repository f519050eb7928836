"""Packing list: for each departure and site what goes into its boxes, and from which batch."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kurkum.lib.pdf import Band, Column, Heading, Part, Strong, Table
from orders.models import Site
from staffing.pdf import sheet_words as words
from staffing.production_words import clock
from staffing.selectors.sheet_facts import Fed, Leaving, SheetBatch, SheetFacts

Row = list[str | Strong]


def packing_list(facts: SheetFacts) -> list[Part]:
    """A heading for each leaving of a van, a table of its sites below it."""
    parts: list[Part] = []
    for leaving in facts.leavings:
        parts += [Heading(leaving_title(leaving)), _table(facts, leaving)]
    return parts


def leaving_title(leaving: Leaving) -> str:
    if not leaving.vehicle:
        return _("Leaves at %(time)s (estimated)") % {"time": clock(leaving.depart)}
    return _("Leaves at %(time)s – %(van)s") % {
        "time": clock(leaving.depart), "van": leaving.vehicle,
    }  # fmt: skip


def _table(facts: SheetFacts, leaving: Leaving) -> Part:
    columns = [
        Column(_("Dish"), 2.3), Column(_("Batch"), 0.7, "centre"),
        Column(_("Diner groups"), 3.0), Column(_("Portions"), 0.9, "number", bold=True),
        Column(_("Special"), 0.8, "number"), Column("✓", 0.4, "centre"),
    ]  # fmt: skip
    rows: list[Band | Row] = []
    for site, arrive in leaving.stops:
        own = _site_rows(facts, site)
        if own:
            title = _("%(site)s · arrives %(time)s") % {"site": site.name, "time": clock(arrive)}
            rows += [Band(title), *own, *_special_row(facts, site)]
    return Table(columns, rows, dense=True)


def _site_rows(facts: SheetFacts, site: Site) -> list[Row]:
    """One row for each batch in the site's boxes; special meals are counted beside the rest."""
    rows: list[Row] = []
    for batch in facts.today:
        fed = [one for one in batch.fed if one.site.pk == site.pk]
        if fed:
            rows.append(_row(batch, fed))
    return rows


def _row(batch: SheetBatch, fed: Sequence[Fed]) -> Row:
    regular = [one for one in fed if one.diet.is_regular]
    count = sum(one.portions for one in regular)
    special = sum(one.portions for one in fed) - count
    number = str(batch.number) if batch.of > 1 else ""
    return [
        batch.dish.name, number, words.group_counts(regular), str(count) if count else "–",
        Strong(str(special)) if special else "", "☐",
    ]  # fmt: skip


def _special_row(facts: SheetFacts, site: Site) -> list[Row]:
    """The special meals of a site with their codes: closed boxes of their own."""
    own = [one for one in facts.specials if one.site.pk == site.pk]
    if not own:
        return []
    said = [
        f"{one.diet.name} {one.portions}" + (f" ({', '.join(one.codes)})" if one.codes else "")
        for one in own
    ]
    total = str(sum(one.portions for one in own))
    return [[Strong(_("Special meals")), "", " · ".join(said), "", Strong(total), "☐"]]

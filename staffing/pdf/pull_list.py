"""What to bring from the stores, by store and shelf, rounded up to what is weighed or counted."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from kurkum.lib.pdf import Band, Column, Heading, Part, Table
from menus.choices import Store
from menus.models import Ingredient
from menus.units import in_kitchen
from staffing.amount_words import quantity
from staffing.production_words import clock
from staffing.selectors.recipes import measure_of
from staffing.selectors.sheet_facts import SheetFacts


def pull_list(facts: SheetFacts) -> list[Part]:
    """One table with a band for each store; the first time an ingredient is needed stands by it."""
    grams: dict[str, Decimal] = {}
    first: dict[str, int] = {}
    found: dict[str, Ingredient] = {}
    for batch in facts.batches:
        for one in batch.quantities:
            key = one.ingredient.key
            found[key] = one.ingredient
            grams[key] = grams.get(key, Decimal(0)) + one.gross_grams
            first[key] = min(first.get(key, batch.start), batch.start)
    rows: list[Band | list[str]] = []
    for store in Store:
        own = [item for item in found.values() if item.store == store]
        if own:
            rows.append(Band(str(store.label)))
        for item in sorted(own, key=lambda item: (item.shelf, item.name)):
            amount = in_kitchen(grams[item.key], measure_of(item), up=True)
            rows.append([item.shelf, item.name, quantity(amount), clock(first[item.key]), "☐"])
    columns = [
        Column(_("Shelf"), 0.7), Column(_("Ingredient"), 3.2),
        Column(_("from the store"), 1.4, "number", bold=True),
        Column(_("needed at"), 1), Column("✓", 0.4, "centre"),
    ]  # fmt: skip
    return [Heading(_("Bring from the stores")), Table(columns, rows)]

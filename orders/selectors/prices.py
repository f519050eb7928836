"""The price list as the pricing rules read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from orders.models import Price
from orders.pricing import PriceQuestion, PriceRow, PricingError, price_for


def price_rows(date: dt.date) -> list[PriceRow]:
    """Every price in force on a date. One query."""
    rows = (
        Price.objects.filter(valid_from__lte=date)
        .exclude(valid_to__lt=date)
        .select_related("customer", "diner_group", "diet")
    )
    return _newest(rows)


def _newest(rows: Iterable[Price]) -> list[PriceRow]:
    """Of rows with the same scope the one that began last: a new price ends the old one."""
    found: dict[tuple[int | None, int, int | None, str], Price] = {}
    for row in sorted(rows, key=lambda row: row.valid_from):
        found[row.customer_id, row.diner_group_id, row.diet_id, row.packaging] = row
    return [
        PriceRow(
            key=f"{row.pk}",
            agorot=row.agorot,
            valid_from=row.valid_from,
            valid_until=row.valid_to,
            customer=row.customer.key if row.customer else None,
            diner_group=row.diner_group.key,
            diet=row.diet.key if row.diet else None,
            packaging=row.packaging,
        )
        for row in found.values()
    ]


def unit_price(question: PriceQuestion, rows: Sequence[PriceRow]) -> int | None:
    """Agorot per portion before VAT, or None where the price list does not tell."""
    try:
        return price_for(question, rows).agorot
    except PricingError:
        return None

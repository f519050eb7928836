"""The price list as the pricing rules read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from kurkum.base.lists import listed
from menus.models import Diet
from orders.models import Price, Site, SiteGroup
from orders.pricing import AmbiguousPrice, PriceQuestion, PriceRow, PricingError, price_for

READ = (
    "pk",
    "agorot",
    "valid_from",
    "valid_to",
    "customer__key",
    "diner_group__key",
    "diet__key",
    "packaging",
)


def price_rows(date: dt.date) -> list[PriceRow]:
    """Every price in force on a date, as the rules read it. One query.

    Only what the rules ask is read: the order page asks with every count that is saved.
    """
    rows = (PriceRow(f"{key}", *rest) for key, *rest in _valid_on(date).values_list(*READ))
    found = {(row.customer, row.diner_group, row.diet, row.packaging): row for row in rows}
    return list(found.values())


def prices_in_force(date: dt.date) -> list[Price]:
    """Of rows with the same scope the one that began last: a new price ends the old one."""
    rows = _valid_on(date).select_related("customer", "diner_group", "diet")
    found = {(row.customer_id, row.diner_group_id, row.diet_id, row.packaging): row for row in rows}
    return list(found.values())


def _valid_on(date: dt.date) -> QuerySet[Price]:
    """Earlier beginnings first, so that the last one of a scope replaces those before it."""
    begun = Price.objects.filter(valid_from__lte=date)
    return begun.exclude(valid_to__lt=date).order_by("valid_from", "pk")


def ambiguous_prices(date: dt.date) -> list[str]:
    """Meals of the sites for which two prices hold equally well, in words."""
    rows = price_rows(date)
    diets = list(Diet.objects.order_by("position"))
    asked = SiteGroup.objects.filter(site__is_active=True).select_related(
        "site__customer", "diner_group"
    )
    scopes = {
        (group.site.customer.key, group.diner_group.key, group.site.packaging): group
        for group in asked
    }
    found = []
    for (customer, diner_group, packaging), group in scopes.items():
        for diet in diets:
            question = PriceQuestion(customer, diner_group, diet.key, packaging, date)
            try:
                price_for(question, rows)
            except AmbiguousPrice:
                found.append(listed([group.site.customer, group.diner_group, diet]))
            except PricingError:
                continue
    return found


def unit_price(question: PriceQuestion, rows: Sequence[PriceRow]) -> int | None:
    """Agorot per portion before VAT, or None where the price list does not tell."""
    try:
        return price_for(question, rows).agorot
    except PricingError:
        return None


def price_of(
    site: Site, date: dt.date, key: tuple[str, str], rows: Sequence[PriceRow]
) -> int | None:
    """Agorot of one portion for a site, by (diner group, diet) key; None where it is not known."""
    question = PriceQuestion(site.customer.key, key[0], key[1], site.packaging, date)
    return unit_price(question, rows)

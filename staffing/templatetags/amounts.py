"""Weights on pages as the kitchen writes them."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.formats import number_format

from staffing.amount_words import grams

register = template.Library()
register.filter("weight", grams)


@register.filter
def kilograms(value: int) -> str:
    """Grams as kilograms, to the gram, without needless zeros."""
    amount = Decimal(value) / 1000
    return str(number_format(amount, max(0, -int(amount.normalize().as_tuple().exponent))))

"""Money on the screen."""

from __future__ import annotations

from django import template

from orders.report_words import exact

register = template.Library()


@register.filter
def shekels(agorot: int) -> str:
    """``123450`` as ``₪1,234.50``."""
    return f"₪{exact(agorot)}"

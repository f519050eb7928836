"""Money on the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django import template

from kurkum.lib import money
from orders.report_words import exact, month_name, rounded

register = template.Library()
MONTH_SUMS = ("income", "costs", "surplus", "kept", "given")
MISSING, MINUS = "—", "−"


@register.filter
def shekels(agorot: int) -> str:
    """``123450`` as ``₪1,234.50``; below zero the sign stands before the ₪."""
    return f"{MINUS if agorot < 0 else ''}₪{exact(abs(agorot))}"


@register.filter
def signed_count(count: int) -> str:
    """Meals taken back as ``−5``."""
    return f"{MINUS if count < 0 else ''}{abs(count):,}"


@register.filter
def exactly(agorot: int | None) -> str:
    """``1,234.50``; what there is not, is a dash."""
    return MISSING if agorot is None else exact(agorot)


@register.filter
def whole(agorot: int | None) -> str:
    """Whole shekels: ``1,235``."""
    return MISSING if agorot is None else rounded(agorot)


@register.filter
def signed_whole(agorot: int | None) -> str:
    """A change in whole shekels with its sign: ``+1,235``."""
    if agorot is None:
        return MISSING
    return f"+{rounded(agorot)}" if agorot > 0 else rounded(agorot)


@register.filter
def grouped_text(amount: str) -> str:
    """The stored text ``1234.5`` as ``1,234.50``."""
    return exact(money.to_agorot(amount))


register.filter(month_name)


@register.filter
def first_day(month: str) -> dt.date:
    """The stored text ``2026-10`` as its first day."""
    return dt.date.fromisoformat(f"{month}-01")


@register.filter
def totals(months: Sequence[Mapping[str, str]]) -> list[str]:
    """Sums over the months of a year, in the order of their columns."""
    return [exact(sum(money.to_agorot(row[name]) for row in months)) for name in MONTH_SUMS]

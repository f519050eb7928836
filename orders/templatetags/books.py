"""The pages of the books that a person may open."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Role
from kurkum.base.permissions import has_role

register = template.Library()
KEEPERS = (Role.MANAGER, Role.BOOKKEEPER)
READERS = (*KEEPERS, Role.BOARD)


class Tab(NamedTuple):
    """``key`` is what a page calls itself in its context."""

    key: str
    url_name: str
    label: Promise | str
    roles: tuple[Role, ...] = KEEPERS


TABS = (
    Tab("month", "orders:books", _("Month")),
    Tab("invoices", "orders:invoices", _("Invoices")),
    Tab("customers", "orders:customers", _("Who owes what")),
    Tab("payments", "orders:payments", _("Payments")),
    Tab("costs", "orders:costs_now", _("Costs")),
    Tab("margins", "orders:margins_now", _("Margins"), READERS),
    Tab("prices", "orders:prices", _("Prices")),
    Tab("cash", "orders:cash", _("Cash")),
    Tab("bookings", "orders:bookings_now", _("Bookings")),
    Tab("lunch", "orders:lunch_now", _("Lunch money"), READERS),
)


@register.simple_tag
def pages_of_books(user: Any) -> list[Tab]:
    """In the order of the day's work; a board member finds the two that she may read."""
    return [tab for tab in TABS if has_role(user, *tab.roles)]

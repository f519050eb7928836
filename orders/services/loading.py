"""Loads the tables of this floor in the order in which they need each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kurkum.lib.rows import Faults, Row
from orders.calendars import school_year_of
from orders.services.loading_customers import (
    load_accesses,
    load_closures,
    load_customers,
    load_special_meals,
    load_standing_orders,
)
from orders.services.loading_money import load_accounts, load_money, load_vehicles

REFERENCE_TABLES = ("accounts",)
TABLES = (
    "attendance_profiles", "cost_items", "customers", "cutoff_rules", "initiatives",
    "payer_shares", "prices", "site_groups", "sites", "special_meals", "standing_orders", "users",
    "vehicles",
)  # fmt: skip

__all__ = ["REFERENCE_TABLES", "TABLES", "load_accounts", "load_orders"]


def load_orders(
    tables: Mapping[str, Sequence[Row]], faults: Faults, *, start: dt.date, today: dt.date
) -> int:
    """Customers, sites, orders, closures, money and vans; returns how many rows changed.

    Prices, costs and standing orders hold from ``start``; closures are reckoned for the school
    year before ``today``'s, its own and the next.
    """
    year = school_year_of(today)
    return (
        load_customers(tables, faults, start)
        + load_standing_orders(tables["standing_orders"], faults, start)
        + load_special_meals(tables["special_meals"], faults, start=start, today=today)
        + load_closures(range(year - 1, year + 2), faults)
        + load_accesses(tables["users"], faults)
        + load_money(tables, faults, start)
        + load_vehicles(tables["vehicles"], faults)
    )

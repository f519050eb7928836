"""A kitchen with accounts, law and one school, for the tests of the books."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from kurkum.base.models import DatedLimit
from menus.choices import MoveKind
from menus.models import StockLot, StockMove
from orders.choices import DeliveryState, OrderState
from orders.models import (
    Account,
    CostItem,
    Delivery,
    DeliveryLine,
    MonthClose,
    Order,
    OrderLine,
    Site,
)
from orders.services import ledger
from orders.services.closing import close_month
from orders.services.invoicing import issue_month
from orders.services.ledger import Entry
from tests.factories import base, menus, orders

MONTH, NOW = dt.date(2026, 10, 1), base.at(dt.date(2026, 11, 12), 9)
ACCOUNTS = {
    "bank": "asset", "receivables": "asset", "stock": "asset", "payables": "liability",
    "wages_payable": "liability", "vat": "liability", "initiatives_payable": "liability",
    "brought_forward": "equity", "reserve": "equity", "equipment_fund": "equity",
    "initiatives": "equity", "meals": "income", "ingredients": "expense",
    "kitchen_labour": "expense", "energy": "expense",
}  # fmt: skip
REFERENCE = Path(__file__).parents[2] / "fixtures" / "reference" / "limits.csv"


def open_books() -> Site:
    """Accounts, dated law, one dish, one school."""
    for position, (key, kind) in enumerate(ACCOUNTS.items()):
        Account.objects.get_or_create(
            key=key, defaults={"name_en": key, "kind": kind, "position": position}
        )
    with REFERENCE.open(encoding="utf-8") as rows:
        DatedLimit.objects.bulk_create(
            DatedLimit(
                key=row["key"],
                value=row["value"],
                unit=row["unit"],
                valid_from=row["valid_from"],
                valid_to=row["valid_to"] or None,
                mark=row["mark"],
                source=row["source"],
            )
            for row in csv.DictReader(rows)
        )
    menus.dish()
    menus.regular()
    return orders.site()


def served(
    at: Site, day: dt.date, portions: int, agorot: int, *, received: int | None = -1
) -> Delivery:
    """One delivery with the price frozen on its order line; confirmed unless ``received`` is None.

    ``received`` −1 means that everything arrived.
    """
    common = {"diner_group": menus.diner_group(), "diet": menus.regular()}
    order = Order.objects.create(
        site=at, date=day, state=OrderState.LOCKED, saved_at=NOW, locked_at=NOW
    )
    OrderLine.objects.create(order=order, portions=portions, unit_agorot=agorot, **common)
    is_signed = received is not None
    found = Delivery.objects.create(
        number=Delivery.objects.count() + 1, date=day, site=at,
        state=DeliveryState.RECEIVED if is_signed else DeliveryState.DISPATCHED,
        dispatched_at=NOW, received_at=NOW if is_signed else None, is_confirmed=is_signed,
    )  # fmt: skip
    DeliveryLine.objects.create(
        delivery=found, dish=menus.dish(), ordered=portions, dispatched=portions,
        received=portions if received == -1 else received, **common,
    )  # fmt: skip
    return found


def costs(day: dt.date, *, labour: int, food_grams: int = 1000) -> None:
    """A kilogram of rice at ₪10, energy of ₪100 a month, and the month's hours."""
    CostItem.objects.get_or_create(
        key="energy", defaults={
            "name_en": "Energy", "account": Account.objects.get(key="energy"), "rhythm": "month",
            "agorot": 10_000, "valid_from": dt.date(2026, 9, 1), "grade": "estimated",
        },
    )  # fmt: skip
    lot = StockLot.objects.create(
        ingredient=menus.ingredient("rice"), lot_code="L1", agorot_per_kg=1000, created_on=day
    )
    StockMove.objects.create(lot=lot, kind=MoveKind.USE, grams=-food_grams, date=day, at=NOW)
    month = day.replace(day=1)
    ledger.post(
        date=day, description="Hours", source="labour", source_key=f"{month:%Y-%m}",
        entries=[Entry("kitchen_labour", labour), Entry("wages_payable", -labour)],
        author=None, now=NOW,
    )  # fmt: skip


def closed(site: Site, *, meals: int = 400, labour: int = 100_000) -> MonthClose:
    """October with one delivery of ₪20 a meal, invoiced and closed."""
    day = dt.date(2026, 10, 12)
    served(site, day, meals, 2000)
    costs(day, labour=labour)
    issue_month(month=MONTH, author=None, now=NOW)
    return close_month(month=MONTH, author=None, now=NOW)

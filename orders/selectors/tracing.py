"""From a number of the report down to its rows: bookings of an account, and what each stands on."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from kurkum.lib import money
from menus.choices import MoveKind
from menus.models import Ingredient, IngredientPrice, PurchaseInvoice, StockMove
from orders.choices import AccountKind
from orders.models import (
    Account,
    AllocationPayment,
    CostItem,
    InvoiceLine,
    LedgerEntry,
    LedgerTransaction,
    Resolution,
)

FOOD_MOVES = (MoveKind.USE, MoveKind.DISCARD, MoveKind.COUNT)


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows a booking was made from; the last cell of each is its amount, as text."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int | None
    note: str = ""


def entries_of(account: Account, month: dt.date) -> QuerySet[LedgerEntry]:
    """An account's entries of a month; of a balance account, all that are dated until its end."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    first = month if account.kind in (AccountKind.INCOME, AccountKind.EXPENSE) else dt.date.min
    return (
        LedgerEntry.objects.filter(account=account, transaction__date__range=(first, last))
        .select_related("transaction", "customer", "site", "dish")
        .order_by("transaction__date", "transaction__number", "pk")
    )


def signed(account: Account, agorot: int) -> int:
    """An amount as the report shows it: income and what is kept count positive."""
    return agorot if account.kind in (AccountKind.EXPENSE, AccountKind.ASSET) else -agorot


def total_of(account: Account, month: dt.date) -> int:
    found = entries_of(account, month).aggregate(total=Sum("amount_agorot"))["total"] or 0
    return signed(account, found)


def rows_behind(booking: LedgerTransaction) -> Behind | None:
    """What a booking stands on, one floor further down; None where it stands for itself."""
    known: dict[str, Callable[[LedgerTransaction], Behind | None]] = {
        "invoice": _invoice_lines,
        "food": _food_moves,
        "cost_item": _cost_item,
        "labour": _labour,
        "purchase_invoice": _purchases,
        "resolution": _gifts,
        "allocation_payment": _receipt,
    }
    return known[booking.source](booking) if booking.source in known else None


def _invoice_lines(booking: LedgerTransaction) -> Behind | None:
    """Meals by site, diner group, diet and price, as they were received and invoiced."""
    year, _dash, sequence = booking.source_key.partition("-")
    if not (year.isdigit() and sequence.isdigit()):
        return None
    lines = InvoiceLine.objects.filter(invoice__year=year, invoice__sequence=sequence)
    rows = (
        lines.values("site_name", "description", "unit_agorot")
        .annotate(meals=Sum("portions"), net=Sum("amount_agorot"))
        .order_by("site_name", "description", "unit_agorot")
    )
    found = tuple(
        (
            row["site_name"],
            row["description"],
            f"{row['meals']:,}",
            f"{money.to_decimal(row['unit_agorot']):,.2f}",
            f"{money.to_decimal(row['net']):,.2f}",
        )
        for row in rows
    )
    headings = (_("Site"), _("Group and diet"), _("Meals"), _("Price"), _("Amount"))
    return Behind(headings, found, sum(row["net"] for row in rows))


def _food_moves(booking: LedgerTransaction) -> Behind:
    """Kilograms that left the stock that day, times what each lot cost."""
    day = booking.date
    moves = StockMove.objects.filter(date=day, kind__in=FOOD_MOVES)
    grouped = (
        moves.values("lot__ingredient", "lot__agorot_per_kg")
        .annotate(grams=Sum("grams"))
        .order_by("lot__ingredient__key", "lot__agorot_per_kg")
    )
    names = Ingredient.objects.in_bulk({row["lot__ingredient"] for row in grouped})
    listed = _list_prices(day)
    rows, exact = [], 0
    for move in grouped:
        lot_price = move["lot__agorot_per_kg"]
        price = listed.get(move["lot__ingredient"]) if lot_price is None else lot_price
        amount = None if price is None else -move["grams"] * price
        exact += amount or 0
        rows.append(
            (
                names[move["lot__ingredient"]].name,
                f"{-move['grams'] / 1000:,.1f}",
                "—" if price is None else f"{money.to_decimal(price):,.2f}",
                _("of the lot") if lot_price is not None else _("of the price list"),
                "—" if amount is None else f"{amount / 100_000:,.2f}",
            )
        )
    headings = (_("Ingredient"), _("kg"), _("Price per kg"), _("Where from"), _("Amount"))
    return Behind(headings, tuple(rows), round(exact / 1000))


def _list_prices(day: dt.date) -> dict[int, int]:
    month = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    rows = IngredientPrice.objects.filter(valid_from__lte=month).order_by("valid_from")
    return {row.ingredient_id: row.agorot_per_kg for row in rows}


def _cost_item(booking: LedgerTransaction) -> Behind | None:
    """The rate of the recurring item, and how often it counted."""
    item = CostItem.objects.filter(key=booking.source_key.partition(":")[0]).first()
    amount = _booked(booking)
    if item is None or not item.agorot:
        return None
    times = amount / item.agorot
    row = (
        item.name,
        str(item.get_rhythm_display()),
        f"{times:,.0f}",
        f"{money.to_decimal(item.agorot):,.2f}",
        f"{money.to_decimal(amount):,.2f}",
    )
    headings = (_("Item"), _("Rhythm"), _("Times"), _("Rate"), _("Amount"))
    return Behind(headings, (row,), amount)


def _labour(booking: LedgerTransaction) -> Behind:
    note = _(
        "Hours from the clock, times each cook's wage, times the employer's cost. Single wages are "
        "shown to the manager and the bookkeeper only, on the page of hours."
    )
    return Behind((), (), None, note)


def _purchases(booking: LedgerTransaction) -> Behind | None:
    supplier, _slash, number = booking.source_key.partition("/")
    found = PurchaseInvoice.objects.filter(supplier__key=supplier, number=number).first()
    if found is None:
        return None
    row = (found.supplier.name, found.number, f"{money.to_decimal(found.net_agorot):,.2f}")
    return Behind((_("Supplier"), _("Number"), _("Amount")), (row,), found.net_agorot)


def _gifts(booking: LedgerTransaction) -> Behind | None:
    resolution = Resolution.objects.filter(number=booking.source_key).first()
    if resolution is None:
        return None
    gifts = list(resolution.allocations.select_related("initiative"))
    rows = tuple(
        (gift.initiative.name, f"{money.to_decimal(gift.amount_agorot):,.2f}") for gift in gifts
    )
    return Behind((_("Initiative"), _("Amount")), rows, sum(gift.amount_agorot for gift in gifts))


def _receipt(booking: LedgerTransaction) -> Behind | None:
    paid = AllocationPayment.objects.filter(pk=booking.source_key or 0).first()
    if paid is None:
        return None
    amount = f"{money.to_decimal(paid.amount_agorot):,.2f}"
    row = (paid.allocation.initiative.name, paid.receipt, f"{paid.paid_on:%d.%m.%Y}", amount)
    headings = (_("Initiative"), _("Receipt"), _("Paid"), _("Amount"))
    return Behind(headings, (row,), paid.amount_agorot)


def _booked(booking: LedgerTransaction) -> int:
    """What a booking moved: the sum of its debits."""
    return sum(entry.amount_agorot for entry in booking.entries.all() if entry.amount_agorot > 0)

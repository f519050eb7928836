"""The purchase list on paper: one table for each supplier, with a box for what is ordered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.lib.pdf import Column, Document, Heading, Language, Part, Strong, Table, Text, render
from orders.report_words import exact
from staffing.amount_words import grams
from staffing.selectors.purchasing import Purchase, SupplierOrder


@dataclass(frozen=True, slots=True)
class PurchaseSheet:
    """What is bought for some days, as it stood ``today``."""

    language: str
    days: str
    corner: tuple[str, ...]
    orders: Sequence[SupplierOrder]
    today: dt.date


def purchase_sheet(doc: PurchaseSheet) -> bytes:
    """The PDF; the same needs give the same bytes."""
    parts: list[Part] = [part for order in doc.orders for part in _supplier(order, doc.today)]
    nothing = Text(_("Stock covers what is ordered and expected."))
    return render(
        Document(
            _("What to buy"), cast(Language, doc.language), parts or [nothing],
            subtitle=doc.days, corner=doc.corner,
        )
    )  # fmt: skip


def _supplier(order: SupplierOrder, today: dt.date) -> list[Part]:
    if order.supplier is None:
        head: list[Part] = [Heading(_("Nobody sells this yet: add an offer"))]
    else:
        known = [order.supplier.phone, _("%(sum)s before VAT") % {"sum": f"₪{exact(order.agorot)}"}]
        head = [Heading(order.supplier.name), Text(" · ".join(one for one in known if one))]
    columns = [
        Column(_("Order by"), 2.0), Column(_("For"), 1.3), Column(_("Ingredient"), 2.4),
        Column(_("Packs"), 0.8, "number", bold=True), Column(_("Pack"), 1.4),
        Column(_("Needed"), 1.2, "number"), Column(_("In stock"), 1.2, "number"),
        Column("✓", 0.4, "centre"),
    ]  # fmt: skip
    return [*head, Table(columns, [_row(one, today) for one in order.rows], dense=True)]


def _row(one: Purchase, today: dt.date) -> list[str | Strong]:
    until = date_format(one.order_by, "D d.m")
    late = Strong(_("%(day)s – late") % {"day": until})
    return [
        late if one.order_by < today else until, date_format(one.needed_on, "D d.m"),
        one.ingredient.name, str(one.packs) if one.offer else "–",
        one.offer.pack_name if one.offer else "–", grams(one.needed_grams),
        grams(one.on_hand_grams), "☐",
    ]  # fmt: skip

"""Suppliers, their invoices, and what the label of a brand says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.lists import listed
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from menus.choices import Presence
from menus.errors import StockRefused
from menus.models import (
    Allergen,
    GoodsReceipt,
    LotAllergen,
    PurchaseInvoice,
    StockLot,
    Supplier,
    SupplierItem,
)


@dataclass(frozen=True, slots=True)
class Charge:
    """A supplier's invoice: number, date, and agorot net and of VAT."""

    supplier: Supplier
    number: str
    issued_on: dt.date
    net_agorot: int
    vat_agorot: int


@transaction.atomic
def record_invoice(
    *,
    charge: Charge,
    receipts: Sequence[GoodsReceipt],
    author: User | None,
    now: dt.datetime,
) -> PurchaseInvoice:
    """Keeps an invoice with the deliveries it charges.

    A credit note has both amounts below zero. Raises BadInput for amounts that contradict each
    other or a day to come, StockRefused for one that is kept already, or for deliveries of another
    supplier.
    """
    _check_charge(charge, dates.day_of(now))
    facts = {"number": charge.number, "supplier": charge.supplier.name}
    rows = PurchaseInvoice.objects.filter(supplier=charge.supplier, number=charge.number)
    if rows.exists():
        raise StockRefused(
            _("Invoice %(number)s of %(supplier)s is kept already.") % facts
        )  # fmt: skip
    if any(one.supplier_id != charge.supplier.pk for one in receipts):
        raise StockRefused(_("Choose deliveries of %(supplier)s only.") % facts)
    row = PurchaseInvoice.objects.create(
        supplier=charge.supplier, number=charge.number, issued_on=charge.issued_on,
        net_agorot=charge.net_agorot, vat_agorot=charge.vat_agorot, recorded_by=author,
        recorded_at=now,
    )  # fmt: skip
    row.receipts.set(receipts)
    record_change(
        subject="PurchaseInvoice", subject_key=f"{charge.supplier.key}/{charge.number}",
        action="created", author=author, now=now, after={"net_agorot": charge.net_agorot},
    )  # fmt: skip
    return row


def _check_charge(charge: Charge, today: dt.date) -> None:
    faults = []
    if not charge.net_agorot:
        faults.append(_("An invoice has a net amount; that of a credit note is below zero."))
    if charge.net_agorot * charge.vat_agorot < 0 or abs(charge.vat_agorot) > abs(charge.net_agorot):
        faults.append(_("VAT has the sign of the net amount and is never more than it."))
    if charge.issued_on > today:
        faults.append(_("This day has not come yet."))
    if faults:
        raise BadInput(*faults)


@transaction.atomic
def save_supplier(*, supplier: Supplier, author: User | None, now: dt.datetime) -> Supplier:
    """Keeps a supplier, new or changed."""
    action = "changed" if supplier.pk else "created"
    supplier.save()
    record_change(
        subject="Supplier", subject_key=supplier.key, action=action, author=author, now=now,
        after={"name_ar": supplier.name_ar, "name_he": supplier.name_he, "phone": supplier.phone},
    )  # fmt: skip
    return supplier


@transaction.atomic
def save_offer(*, offer: SupplierItem, author: User | None, now: dt.datetime) -> SupplierItem:
    """Keeps what a supplier sells; a preferred offer takes the place of another's.

    Raises StockRefused where the same pack is offered already.
    """
    others = SupplierItem.objects.exclude(pk=offer.pk)
    same = others.filter(
        supplier=offer.supplier, ingredient=offer.ingredient, pack_grams=offer.pack_grams
    )
    if same.exists():
        raise StockRefused(_("This supplier offers that pack already: change it there."))
    if offer.is_preferred:
        others.filter(ingredient=offer.ingredient, is_preferred=True).update(is_preferred=False)
    offer.save()
    record_change(
        subject="SupplierItem",
        subject_key=f"{offer.supplier.key}/{offer.ingredient.key}", action="saved",
        author=author, now=now,
        after={"pack_grams": offer.pack_grams, "agorot_per_pack": offer.agorot_per_pack},
    )  # fmt: skip
    return offer


@transaction.atomic
def read_label(
    *, lot: StockLot, presences: Mapping[str, str], author: User | None, now: dt.datetime
) -> None:
    """What the label of this brand says, by allergen key; what is not named is not on it.

    Raises StockRefused for an unknown allergen or presence.
    """
    known = {row.key: row for row in Allergen.objects.all()}
    wrong = sorted(set(presences) - set(known))
    if wrong or not set(presences.values()) <= set(Presence.values):
        raise StockRefused(_("Unknown allergen or word: %(what)s") % {"what": listed(wrong)})
    lot.allergens.all().delete()
    LotAllergen.objects.bulk_create(
        LotAllergen(lot=lot, allergen=known[key], presence=presence)
        for key, presence in presences.items()
    )
    record_change(
        subject="StockLot", subject_key=f"{lot.ingredient.key}/{lot.lot_code}",
        action="changed", author=author, now=now, after=dict(sorted(presences.items())),
    )  # fmt: skip

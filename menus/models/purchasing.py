"""Suppliers, goods receipts, stock lots and their moves, counts, purchase invoices."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Mark
from kurkum.base.models import Locality, Named
from menus.choices import MoveKind, Presence
from menus.models.ingredients import Allergen, Ingredient


class Supplier(Named):
    locality = models.ForeignKey(
        Locality, on_delete=models.PROTECT, null=True, blank=True, related_name="suppliers"
    )
    is_local = models.BooleanField(_("from the valley"), default=False)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    licence_number = models.CharField(_("licence"), max_length=40, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        ordering = ["key"]


class SupplierItem(models.Model):
    """An ingredient as one supplier sells it."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="items")
    ingredient = models.ForeignKey(Ingredient, on_delete=models.PROTECT, related_name="offers")
    pack_name = models.CharField(_("pack"), max_length=60)
    pack_grams = models.PositiveIntegerField(_("grams per pack"))
    agorot_per_pack = models.PositiveIntegerField(_("agorot per pack"))
    lead_days = models.PositiveSmallIntegerField(_("days ahead"), default=1)
    min_packs = models.PositiveSmallIntegerField(_("least packs"), default=1)
    is_preferred = models.BooleanField(_("preferred"), default=False)
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices, default=Mark.ASSUMED)

    class Meta:
        verbose_name = _("item of a supplier")
        verbose_name_plural = _("items of suppliers")
        ordering = ["supplier", "ingredient"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "ingredient", "pack_grams"], name="supplier_item_once"
            ),
            models.UniqueConstraint(
                fields=["ingredient"],
                condition=models.Q(is_preferred=True),
                name="one_preferred_offer_per_ingredient",
            ),
            models.CheckConstraint(
                condition=models.Q(pack_grams__gt=0, min_packs__gt=0),
                name="supplier_item_pack_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier}: {self.ingredient} {self.pack_name}"


class GoodsReceipt(models.Model):
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="receipts")
    number = models.CharField(_("delivery note"), max_length=40)
    received_at = models.DateTimeField(_("received"))
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("goods receipt")
        verbose_name_plural = _("goods receipts")
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "number"], name="goods_receipt_once"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.number}"


class StockLotQuerySet(models.QuerySet["StockLot"]):
    def with_grams(self) -> Self:
        """Adds ``grams_left``: the sum of the lot's moves."""
        return self.annotate(grams_left=Sum("moves__grams"))

    def usable_on(self, day: dt.date) -> Self:
        return self.exclude(use_by__lt=day)


class StockLot(models.Model):
    """Goods of one delivery and one use-by date. What is left is the sum of its moves."""

    ingredient = models.ForeignKey(Ingredient, on_delete=models.PROTECT, related_name="lots")
    receipt = models.ForeignKey(
        GoodsReceipt, on_delete=models.PROTECT, null=True, blank=True, related_name="lots"
    )
    lot_code = models.CharField(_("lot"), max_length=60)
    brand = models.CharField(_("brand"), max_length=80, blank=True)
    use_by = models.DateField(_("use by"), null=True, blank=True)
    celsius = models.DecimalField(
        _("temperature at receipt"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    agorot_per_kg = models.PositiveIntegerField(_("agorot per kg"), null=True, blank=True)
    created_on = models.DateField(_("in stock since"))

    objects = StockLotQuerySet.as_manager()

    class Meta:
        verbose_name = _("stock lot")
        verbose_name_plural = _("stock lots")
        ordering = ["use_by", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ingredient", "lot_code", "created_on"], name="stock_lot_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ingredient} {self.lot_code}"


class LotAllergen(models.Model):
    """What the label of this brand says; it wins over the food type."""

    lot = models.ForeignKey(StockLot, on_delete=models.CASCADE, related_name="allergens")
    allergen = models.ForeignKey(Allergen, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(_("presence"), max_length=12, choices=Presence.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "allergen"], name="lot_allergen_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lot}: {self.allergen}"


class StockMove(models.Model):
    """Grams in (positive) or out (negative) of a lot. Rows are only ever added."""

    lot = models.ForeignKey(StockLot, on_delete=models.PROTECT, related_name="moves")
    kind = models.CharField(_("kind"), max_length=8, choices=MoveKind.choices)
    grams = models.IntegerField(_("grams"))
    date = models.DateField(_("date"), db_index=True)
    at = models.DateTimeField(_("recorded"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reference = models.CharField(_("for"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("stock move")
        verbose_name_plural = _("stock moves")
        ordering = ["date", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(grams=0), name="stock_move_moves_something"),
            models.CheckConstraint(
                condition=~models.Q(kind__in=[MoveKind.OPENING, MoveKind.RECEIPT])
                | models.Q(grams__gt=0),
                name="stock_move_receipt_is_inward",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=[MoveKind.USE, MoveKind.DISCARD])
                | models.Q(grams__lt=0),
                name="stock_move_use_is_outward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lot}: {self.grams:+d} g"


class StockCount(models.Model):
    counted_on = models.DateField(_("counted on"))
    counted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    booked_at = models.DateTimeField(_("booked"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("stock count")
        verbose_name_plural = _("stock counts")
        ordering = ["-counted_on"]

    def __str__(self) -> str:
        return f"{self.counted_on}"


class StockCountLine(models.Model):
    count = models.ForeignKey(StockCount, on_delete=models.CASCADE, related_name="lines")
    lot = models.ForeignKey(StockLot, on_delete=models.PROTECT, related_name="+")
    grams = models.PositiveIntegerField(_("grams counted"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["count", "lot"], name="stock_count_lot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.count}: {self.lot}"


class PurchaseInvoice(models.Model):
    """What a supplier charged; food cost is compared with it."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(_("number"), max_length=40)
    issued_on = models.DateField(_("date"))
    net_agorot = models.IntegerField(_("net in agorot"))
    vat_agorot = models.IntegerField(_("VAT in agorot"), default=0)
    receipts = models.ManyToManyField(GoodsReceipt, blank=True, related_name="invoices")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        verbose_name = _("purchase invoice")
        verbose_name_plural = _("purchase invoices")
        ordering = ["-issued_on"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "number"], name="purchase_invoice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.supplier} {self.number}"

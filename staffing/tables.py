"""Lists of the kitchen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kurkum.lib import money
from menus.choices import DietClass
from staffing.selectors.tracing import Recalled

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class LtrColumn(tables.Column):
    """A code, a telephone, a lot: read from left to right in every language."""

    def render(self, value: object) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', value)

    def value(self, **cell: Any) -> str:
        return str(cell["value"])


class RecallTable(tables.Table):
    """Who got the food that is called back."""

    date = tables.DateColumn(verbose_name=_("Date"), format="d.m.Y")
    site = tables.Column(accessor="site__name", verbose_name=_("Site"))
    phone = LtrColumn(accessor="site__phone", verbose_name=_("Telephone"))
    dish = tables.Column(accessor="dish__name", verbose_name=_("Dish"))
    batch = LtrColumn(verbose_name=_("Batch"), empty_values=(None,))
    portions = tables.Column(verbose_name=_("Portions"), attrs=NUMBER)

    class Meta:
        empty_text = _("Nobody got any of it.")

    def render_batch(self, record: Recalled) -> str:
        if not record.batch:
            return str(_("by the day"))
        return format_html('<bdi dir="ltr">{}</bdi>', record.batch)


class KilogramColumn(tables.Column):
    """Grams shown and exported as kilograms."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs=NUMBER, **options)

    def render(self, value: int) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', f"{value / 1000:,.2f}")

    def value(self, **cell: Any) -> float:
        return float(cell["value"]) / 1000


class ShekelColumn(tables.Column):
    """Agorot shown and exported as shekels."""

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs=NUMBER, **options)

    def render(self, value: int) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', f"{money.to_decimal(value):,.2f}")

    def value(self, **cell: Any) -> str:
        return money.to_text(cell["value"])


class LotsTable(tables.Table):
    """What lies in the stores."""

    ingredient = tables.Column(
        accessor="ingredient__name", verbose_name=_("Ingredient"), order_by="ingredient__name_ar",
        linkify=("staffing:lot", {"pk": tables.A("pk")}),
    )  # fmt: skip
    lot_code = LtrColumn(verbose_name=_("Lot"))
    brand = tables.Column(verbose_name=_("Brand"))
    supplier = tables.Column(
        accessor="receipt__supplier__name", verbose_name=_("Supplier"),
        order_by="receipt__supplier__key",
    )  # fmt: skip
    store = tables.Column(accessor="ingredient__get_store_display", verbose_name=_("Store"),
                          order_by="ingredient__store")  # fmt: skip
    grams_left = KilogramColumn(verbose_name=_("In stock, kg"))
    use_by = tables.DateColumn(verbose_name=_("Use by"), format="d.m.Y")

    class Meta:
        empty_text = _("Nothing is in stock: book a delivery, or count.")


class ReceiptsTable(tables.Table):
    """Deliveries of suppliers."""

    number = LtrColumn(
        verbose_name=_("Delivery note"), linkify=("staffing:receipt", {"pk": tables.A("pk")})
    )
    supplier = tables.Column(
        accessor="supplier__name", verbose_name=_("Supplier"), order_by="supplier__key"
    )
    received_at = tables.DateTimeColumn(verbose_name=_("Received"), format="d.m.Y H:i")
    lots = tables.Column(
        accessor="lots__all__count", verbose_name=_("Lots"), orderable=False, attrs=NUMBER
    )

    class Meta:
        empty_text = _("No delivery is booked yet.")


class PurchaseInvoicesTable(tables.Table):
    """What suppliers charged."""

    number = LtrColumn(verbose_name=_("Number"))
    supplier = tables.Column(
        accessor="supplier__name", verbose_name=_("Supplier"), order_by="supplier__key"
    )
    issued_on = tables.DateColumn(verbose_name=_("Date"), format="d.m.Y")
    net_agorot = ShekelColumn(verbose_name=_("Net, ₪"))
    vat_agorot = ShekelColumn(verbose_name=_("VAT, ₪"))
    receipts = tables.ManyToManyColumn(
        verbose_name=_("Deliveries"), transform=lambda one: one.number, orderable=False
    )

    class Meta:
        empty_text = _("No invoice is kept yet.")


class SuppliersTable(tables.Table):
    """Who sells to the kitchen."""

    name = tables.Column(
        verbose_name=_("Supplier"), order_by="name_ar",
        linkify=("staffing:supplier", {"pk": tables.A("pk")}),
    )  # fmt: skip
    locality = tables.Column(
        accessor="locality__name", verbose_name=_("Place"), order_by="locality__key"
    )
    is_local = tables.BooleanColumn(verbose_name=_("From the valley"), yesno="✓,–")
    phone = LtrColumn(verbose_name=_("Telephone"))
    offers = tables.Column(
        accessor="items__all__count", verbose_name=_("Offers"), orderable=False, attrs=NUMBER
    )
    is_active = tables.BooleanColumn(verbose_name=_("In use"), yesno="✓,–")

    class Meta:
        empty_text = _("No supplier yet.")


class DishesTable(tables.Table):
    """What the kitchen can cook."""

    name = tables.Column(
        verbose_name=_("Dish"), linkify=("staffing:dish", {"key": tables.A("dish__key")})
    )
    course = tables.Column(verbose_name=_("Course"))
    diet_class = tables.Column(verbose_name=_("Diet class"))
    contains = tables.Column(verbose_name=_("contains"))
    agorot = tables.Column(verbose_name=_("₪ a portion"), attrs=NUMBER)
    steps = tables.Column(verbose_name=_("Steps"), attrs=NUMBER)

    class Meta:
        empty_text = _("No dish is called that.")

    def render_diet_class(self, value: str) -> str:
        return str(DietClass(value).label) if value in DietClass.values else value

    def render_agorot(self, value: Decimal) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', f"{value / 100:,.2f}")

    def value_agorot(self, value: Decimal) -> float:
        return round(float(value) / 100, 2)


class PurchasesTable(tables.Table):
    """What to buy, as a file for the supplier or the spreadsheet."""

    supplier = tables.Column(accessor="offer__supplier__name", verbose_name=_("Supplier"))
    ingredient = tables.Column(accessor="ingredient__name", verbose_name=_("Ingredient"))
    pack = tables.Column(accessor="offer__pack_name", verbose_name=_("Pack"))
    packs = tables.Column(verbose_name=_("Packs"), attrs=NUMBER)
    order_by_date = tables.DateColumn(
        accessor="order_by", verbose_name=_("Order by"), format="d.m.Y"
    )
    needed_on = tables.DateColumn(verbose_name=_("For"), format="d.m.Y")
    needed_grams = KilogramColumn(verbose_name=_("Needed, kg"))
    on_hand_grams = KilogramColumn(verbose_name=_("In stock, kg"))
    agorot = ShekelColumn(verbose_name=_("Net, ₪"))

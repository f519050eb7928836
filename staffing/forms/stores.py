"""Forms of the stores: deliveries, labels, counts, invoices, suppliers and what they offer."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kurkum.base.forms import DayField
from menus.choices import Presence
from menus.models import Allergen, GoodsReceipt, StockLot, Supplier, SupplierItem

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOST = Decimal(100_000)


class DeliveryForm(forms.Form):
    """The delivery note of a supplier."""

    number = forms.CharField(label=_("Delivery note"), max_length=40)


class ArrivalForm(forms.Form):
    """One ingredient of a delivery; without packs it did not come.

    It stands in a table, so each field says aloud which ingredient it is about.
    """

    packs = forms.IntegerField(label=_("Packs"), min_value=0, max_value=10_000, required=False)
    lot_code = forms.CharField(label=_("Lot"), max_length=60, required=False)
    use_by = DayField(label=_("Use by"), required=False, widget=DATE)
    celsius = forms.DecimalField(
        label=_("°C"), min_value=-40, max_value=100, max_digits=4, decimal_places=1, required=False
    )
    brand = forms.CharField(label=_("Brand"), max_length=80, required=False)

    def __init__(self, *args: Any, ingredient: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{ingredient}: {field.label}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("packs") and not cleaned.get("lot_code"):
            self.add_error("lot_code", _("Write the lot that stands on the pack."))
        return cleaned


class LabelForm(forms.Form):
    """What the label of one brand says, allergen by allergen."""

    def __init__(self, lot: StockLot, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stated = {row.allergen_id: row.presence for row in lot.allergens.all()}
        known = {row.allergen_id: row.presence for row in lot.ingredient.allergens.all()}
        for allergen in Allergen.objects.all():
            self.fields[allergen.key] = forms.ChoiceField(
                label=allergen.name,
                required=False,
                choices=[("", _("not on the label")), *Presence.choices],
                initial=(stated or known).get(allergen.pk, ""),
            )

    @property
    def presences(self) -> dict[str, str]:
        return {key: presence for key, presence in self.cleaned_data.items() if presence}


class CountForm(forms.Form):
    """Kilograms counted, one field for each lot; empty ones are not counted now."""

    def __init__(self, lots: list[StockLot], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lots = lots
        for lot in lots:
            self.fields[f"lot-{lot.pk}"] = forms.DecimalField(
                required=False, min_value=0, max_value=MOST, max_digits=9, decimal_places=3
            )

    def rows(self) -> Iterator[tuple[StockLot, forms.BoundField]]:
        for lot in self.lots:
            yield lot, self[f"lot-{lot.pk}"]

    @property
    def grams(self) -> dict[int, int]:
        values = {lot.pk: self.cleaned_data.get(f"lot-{lot.pk}") for lot in self.lots}
        return {pk: int(value * 1000) for pk, value in values.items() if value is not None}


class ThrowAwayForm(forms.Form):
    kilograms = forms.DecimalField(
        label=_("Kilograms"), min_value=Decimal("0.001"), max_digits=9, decimal_places=3
    )
    reason = forms.CharField(label=_("Why?"), max_length=80)


class InvoiceForm(forms.Form):
    """A supplier's invoice and the deliveries it charges."""

    supplier = forms.ModelChoiceField(label=_("Supplier"), queryset=Supplier.objects.none())
    number = forms.CharField(label=_("Number"), max_length=40)
    issued_on = DayField(label=_("Date"), widget=DATE)
    net = forms.DecimalField(label=_("Net, shekels"), max_digits=10, decimal_places=2)
    vat = forms.DecimalField(
        label=_("VAT, shekels"), max_digits=10, decimal_places=2, min_value=0, initial=0
    )
    receipts = forms.ModelMultipleChoiceField(
        label=_("Deliveries it charges"), queryset=GoodsReceipt.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, supplier: Supplier | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supplier"].queryset = Supplier.objects.filter(is_active=True)  # type: ignore[attr-defined]
        self.initial["supplier"] = supplier
        open_ones = GoodsReceipt.objects.filter(invoices__isnull=True, supplier=supplier)
        shown = open_ones.order_by("-received_at")[:30]
        self.fields["receipts"].queryset = GoodsReceipt.objects.filter(  # type: ignore[attr-defined]
            pk__in=[one.pk for one in shown]
        )


class SupplierForm(forms.ModelForm[Supplier]):
    class Meta:
        model = Supplier
        fields = [
            "key", "name_ar", "name_he", "name_en", "locality", "is_local", "phone", "email",
            "licence_number", "is_active",
        ]  # fmt: skip
        labels: ClassVar[dict[str, Any]] = {"locality": _("Town or village")}


class OfferForm(forms.ModelForm[SupplierItem]):
    """What a supplier sells; the price in shekels."""

    shekels = forms.DecimalField(
        label=_("Shekels per pack"), min_value=0, max_digits=9, decimal_places=2
    )

    class Meta:
        model = SupplierItem
        fields = [
            "ingredient", "pack_name", "pack_grams", "lead_days", "min_packs", "is_preferred",
        ]  # fmt: skip
        labels: ClassVar[dict[str, Any]] = {"ingredient": _("Ingredient")}

"""Forms of the bookkeeper's pages: prices, payers, payments, files, costs, corrections."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kurkum.base.choices import Grade, Mark
from kurkum.base.forms import DayField
from menus.models import Diet, DinerGroup, Supplier
from orders.choices import AccountKind, Packaging
from orders.forms_board import ShekelsField
from orders.models import Account, CostItem, Customer, Site
from orders.services.customer_terms import TERMS
from orders.services.payouts import PAYABLE

EVERYBODY = _("everybody")
EVERY_DIET = _("every diet")


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A date with the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return DayField(label=label, widget=widget, **options)


def customer_field(**options: Any) -> forms.ModelChoiceField[Customer]:
    return forms.ModelChoiceField(Customer.objects.all(), label=_("Customer"), **options)


def percent_field(label: Any, least: int = 0) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=least, max_value=Decimal(100), max_digits=5, decimal_places=2
    )


class PriceForm(forms.Form):
    """A price from a day on."""

    customer = customer_field(required=False, empty_label=EVERYBODY)
    diner_group = forms.ModelChoiceField(DinerGroup.objects.all(), label=_("Diner group"))
    diet = forms.ModelChoiceField(
        Diet.objects.all(), label=_("Diet"), required=False, empty_label=EVERY_DIET
    )
    packaging = forms.ChoiceField(label=_("Packaging"), choices=Packaging.choices)
    price = ShekelsField(label=_("Price of a meal before VAT"))
    valid_from = day_field(_("From"))
    mark = forms.ChoiceField(label=_("Where the price comes from"), choices=Mark.choices)


class IndexForm(forms.Form):
    """All prices, or those of one customer, by a percentage."""

    percent = percent_field(_("Change in percent, for example 2.5"), least=-50)
    customer = customer_field(required=False, empty_label=EVERYBODY)
    valid_from = day_field(_("From"))


class PayersForm(forms.Form):
    """Who bears a meal, in percent of its price."""

    customer = customer_field(required=False, empty_label=EVERYBODY)
    ministry = percent_field(_("Ministry, %"))
    authority = percent_field(_("Authority, %"))
    parents = percent_field(_("Parents, %"))
    valid_from = day_field(_("From"))
    source = forms.CharField(label=_("Where this stands"), max_length=200, required=False)


class CapForm(forms.Form):
    """The most that parents pay for a meal."""

    cap = ShekelsField(label=_("Parents pay for a meal at most"))
    valid_from = day_field(_("From"))
    source = forms.CharField(label=_("Where this stands"), max_length=200)


class PaymentForm(forms.Form):
    """Money that came in."""

    customer = customer_field()
    received_on = day_field(_("Received"))
    amount = ShekelsField(label=_("Amount"))
    reference = forms.CharField(label=_("Bank reference"), max_length=80)


class PayoutForm(forms.Form):
    """Money that left the bank."""

    account = forms.ModelChoiceField(
        Account.objects.filter(key__in=PAYABLE), label=_("What is paid")
    )
    paid_on = day_field(_("Paid"))
    amount = ShekelsField(label=_("Amount"))
    reference = forms.CharField(label=_("Bank reference"), max_length=80)


class FileForm(forms.Form):
    """A file to look at before anything is booked."""

    file = forms.FileField(label=_("File (CSV or XLSX)"))


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class CostForm(forms.Form):
    """One cost of one day."""

    date = day_field(_("Date"))
    account = forms.ModelChoiceField(
        Account.objects.filter(kind=AccountKind.EXPENSE), label=_("Kind of cost")
    )
    amount = ShekelsField(label=_("Amount before VAT"))
    description = forms.CharField(label=_("What for"), max_length=200)
    grade = forms.ChoiceField(label=_("How the figure is known"), choices=Grade.choices)
    site = forms.ModelChoiceField(
        Site.objects.all(), label=_("Only for"), required=False, empty_label=_("all sites")
    )


class CostItemForm(forms.Form):
    """A cost that recurs, or equipment spread over its life."""

    name = forms.CharField(label=_("Name"), max_length=160)
    account = forms.ModelChoiceField(
        Account.objects.filter(kind=AccountKind.EXPENSE), label=_("Kind of cost")
    )
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=CostItem.Rhythm.choices)
    amount = ShekelsField(label=_("Amount before VAT; of equipment its whole price"))
    life_months = forms.IntegerField(
        label=_("Months of life, for equipment"), min_value=1, max_value=480, required=False
    )
    valid_from = day_field(_("From"))
    grade = forms.ChoiceField(label=_("How the figure is known"), choices=Grade.choices)


class ItemChangeForm(forms.Form):
    """A new amount of a recurring cost from a day on; without an amount it ends there."""

    amount = ShekelsField(label=_("New amount"), required=False)
    valid_from = day_field(_("From"))


class PurchaseForm(forms.Form):
    """What a supplier charged for food."""

    supplier = forms.ModelChoiceField(Supplier.objects.all(), label=_("Supplier"))
    number = forms.CharField(label=_("Number of the invoice"), max_length=40)
    issued_on = day_field(_("Date"))
    net = ShekelsField(label=_("Net"))
    vat = ShekelsField(label=_("VAT"))


class AllocationNumberForm(forms.Form):
    """The tax authority's number of an invoice."""

    number = forms.CharField(
        label=_("The tax authority's allocation number"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"}),
    )  # fmt: skip


class PeriodForm(forms.Form):
    """A statement's first and last day."""

    first = day_field(_("From"))
    last = day_field(_("Until"))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("last", _("The last day is before the first."))
        return found


class TermsForm(forms.ModelForm[Customer]):
    """How a customer is billed from now on."""

    class Meta:
        model = Customer
        fields = TERMS

"""Suppliers, what they offer, and what they charged."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib.tables import answer_list
from menus.models import Supplier, SupplierItem
from menus.selectors.stock import invoices, offers_of, suppliers
from menus.services.purchasing import Charge, record_invoice, save_offer, save_supplier
from staffing.forms.stores import InvoiceForm, OfferForm, SupplierForm
from staffing.tables import PurchaseInvoicesTable, SuppliersTable


@role_required(Role.MANAGER, Role.BOOKKEEPER)
@require_GET
def supplier_list(request: HttpRequest) -> HttpResponse:
    return answer_list(
        request,
        SuppliersTable(suppliers()),
        title=_("Suppliers"),
        filename="suppliers",
        template="staffing/stores/suppliers.html",
    )


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def supplier(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One supplier and her offers; without ``pk`` a new one."""
    shown = get_object_or_404(Supplier, pk=pk) if pk else Supplier()
    form = SupplierForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        saved = save_supplier(
            supplier=form.save(commit=False), author=signed_in(request), now=timezone.now()
        )
        messages.success(request, _("Saved."))
        return redirect("staffing:supplier", pk=saved.pk)
    offers = offers_of(shown) if pk else ()
    context = {"form": form, "supplier": shown, "offers": offers, "offer_form": OfferForm()}
    return render(request, "staffing/stores/supplier.html", context)


@role_required(Role.MANAGER)
@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds what a supplier sells."""
    shown = get_object_or_404(Supplier, pk=pk)
    form = OfferForm(request.POST, instance=SupplierItem(supplier=shown))
    if form.is_valid():
        row = form.save(commit=False)
        row.agorot_per_pack = _agorot(form.cleaned_data["shekels"])
        try:
            save_offer(offer=row, author=signed_in(request), now=timezone.now())
        except KurkumError as error:
            form.add_error(None, str(error))
        else:
            return redirect("staffing:supplier", pk=pk)
    context = {
        "form": SupplierForm(instance=shown), "supplier": shown, "offers": offers_of(shown),
        "offer_form": form,
    }  # fmt: skip
    return render(request, "staffing/stores/supplier.html", context, status=422)


def _agorot(shekels: Decimal) -> int:
    return int(shekels * 100)


# -- invoices -------------------------------------------------------------------------------------


@role_required(Role.MANAGER, Role.BOOKKEEPER)
@require_GET
def invoice_list(request: HttpRequest) -> HttpResponse:
    return answer_list(
        request,
        PurchaseInvoicesTable(invoices()),
        title=_("Invoices of suppliers"),
        filename="purchase-invoices",
        template="staffing/stores/invoices.html",
        context={"suppliers": suppliers().filter(is_active=True)},
    )


@role_required(Role.MANAGER, Role.BOOKKEEPER)
@require_http_methods(["GET", "POST"])
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps an invoice of one supplier, with the deliveries it charges."""
    shown = get_object_or_404(Supplier, pk=pk)
    form = InvoiceForm(request.POST or None, supplier=shown)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        charge = Charge(
            facts["supplier"], facts["number"], facts["issued_on"], _agorot(facts["net"]),
            _agorot(facts["vat"]),
        )  # fmt: skip
        try:
            record_invoice(
                charge=charge, receipts=list(facts["receipts"]), author=signed_in(request),
                now=timezone.now(),
            )  # fmt: skip
        except KurkumError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("staffing:purchase_invoices")
    return render(
        request, "staffing/stores/invoice.html", {"form": form, "supplier": shown}
    )  # fmt: skip

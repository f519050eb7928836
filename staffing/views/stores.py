"""The stores: what lies there, deliveries, labels, counts. Simple pages for the manager."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib.dates import day_of
from kurkum.lib.tables import answer_list
from menus.models import GoodsReceipt, StockLot, Supplier, SupplierItem
from menus.selectors.stock import lot_with_grams, lots_in_stock, offers_of, receipts, suppliers
from menus.services.purchasing import read_label
from menus.services.stock import Arrival, book_count, discard_lot, receive_goods
from staffing.forms.stores import ArrivalForm, CountForm, DeliveryForm, LabelForm, ThrowAwayForm
from staffing.selectors.brand_alarms import brand_alarms
from staffing.tables import LotsTable, ReceiptsTable

Row = tuple[SupplierItem, ArrivalForm]


@role_required(Role.MANAGER)
@require_GET
def lots(request: HttpRequest) -> HttpResponse:
    """What is in stock, first use-by first, searched by any word of name, lot or brand."""
    search = request.GET.get("q", "")
    return answer_list(
        request,
        LotsTable(lots_in_stock(search)),
        title=_("In stock"),
        filename="stock",
        template="staffing/stores/lots.html",
        context={"q": search, "alarms": brand_alarms(day_of(timezone.now()))},
    )


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """One lot: what is left, its moves, and what its label says."""
    row = lot_with_grams(pk)
    if row is None:
        raise Http404
    form = LabelForm(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            read_label(
                lot=row, presences=form.presences, author=signed_in(request), now=timezone.now()
            )
        except KurkumError as error:
            form.add_error(None, str(error))
        else:
            return redirect("staffing:lot", pk=pk)
    context = {
        "lot": row, "form": form, "away": ThrowAwayForm(), "moves": row.moves.order_by("-at"),
        "alarms": brand_alarms(day_of(timezone.now()), [row]),
    }  # fmt: skip
    return render(request, "staffing/stores/lot.html", context)


@role_required(Role.MANAGER)
@require_POST
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(StockLot, pk=pk)
    form = ThrowAwayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how many kilograms, and why."))
        return redirect("staffing:lot", pk=pk)
    try:
        discard_lot(
            lot=row, grams=int(form.cleaned_data["kilograms"] * 1000),
            reason=form.cleaned_data["reason"], author=signed_in(request), now=timezone.now(),
        )  # fmt: skip
    except KurkumError as error:
        messages.error(request, str(error))
    return redirect("staffing:lot", pk=pk)


# -- deliveries -----------------------------------------------------------------------------------


@role_required(Role.MANAGER)
@require_GET
def receipt_list(request: HttpRequest) -> HttpResponse:
    return answer_list(
        request,
        ReceiptsTable(receipts()),
        title=_("Deliveries of suppliers"),
        filename="receipts",
        template="staffing/stores/receipts.html",
    )


@role_required(Role.MANAGER)
@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """One delivery, its lots, and the alarms that their labels raise."""
    row = get_object_or_404(receipts(), pk=pk)
    own = list(lots_in_stock(with_empty=True).filter(receipt=row))
    context = {"receipt": row, "lots": own, "alarms": brand_alarms(day_of(timezone.now()), own)}
    return render(request, "staffing/stores/receipt.html", context)


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Books a delivery: first who brings it, then what came of what she offers."""
    if pk is None:
        return _receive_from(request)
    supplier = get_object_or_404(Supplier, pk=pk, is_active=True)
    data = request.POST or None
    form = DeliveryForm(data)
    rows = [
        (one, ArrivalForm(data, prefix=str(one.pk), ingredient=one.ingredient.name))
        for one in offers_of(supplier)
    ]
    if request.method == "POST":
        right = [form.is_valid(), *(one.is_valid() for _offer, one in rows)]
        if all(right):
            booked = _book(request, supplier, form, rows)
            if booked is not None:
                return redirect("staffing:receipt", pk=booked.pk)
    context = {"supplier": supplier, "form": form, "rows": rows}
    return render(request, "staffing/stores/receive.html", context)


def _receive_from(request: HttpRequest) -> HttpResponse:
    context = {"suppliers": suppliers().filter(is_active=True)}
    return render(request, "staffing/stores/receive_from.html", context)


def _book(
    request: HttpRequest, supplier: Supplier, form: DeliveryForm, rows: list[Row]
) -> GoodsReceipt | None:
    try:
        return receive_goods(
            supplier=supplier, number=form.cleaned_data["number"], arrivals=list(_arrivals(rows)),
            author=signed_in(request), now=timezone.now(),
        )  # fmt: skip
    except KurkumError as error:
        form.add_error(None, str(error))
        return None


def _arrivals(rows: list[Row]) -> Iterator[Arrival]:
    for offer, form in rows:
        came = form.cleaned_data
        if came.get("packs"):
            yield Arrival(
                ingredient=offer.ingredient, grams=came["packs"] * offer.pack_grams,
                lot_code=came["lot_code"], use_by=came["use_by"], celsius=came["celsius"],
                agorot_per_kg=round(offer.agorot_per_pack * 1000 / offer.pack_grams),
                brand=came["brand"],
            )  # fmt: skip


# -- counting -------------------------------------------------------------------------------------


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest) -> HttpResponse:
    """What was weighed in the stores; a difference is booked, so that the sum agrees."""
    found = list(lots_in_stock(request.GET.get("q", "")))
    found.sort(key=lambda lot: (lot.ingredient.store, lot.ingredient.shelf, lot.ingredient.name))
    form = CountForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        today: dt.date = day_of(timezone.now())
        if not form.grams:
            messages.warning(request, _("Nothing was counted: write at least one weight."))
        else:
            book_count(
                counted_on=today, grams=form.grams, author=signed_in(request), now=timezone.now()
            )
            messages.success(request, _("The count is booked."))
            return redirect("staffing:lots")
    context = {"form": form, "rows": list(form.rows()), "q": request.GET.get("q", "")}
    return render(request, "staffing/stores/count.html", context)

"""Payments: the list, one by hand, a file from the bank, and taking them back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kurkum.base.errors import BadInput
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib import dates
from kurkum.lib.tables import answer_list
from orders.choices import FileKind
from orders.forms_money import FileForm, PaymentForm, PayoutForm
from orders.models import Customer, FileImport, Payment
from orders.services import bank_files, payments
from orders.services.payouts import pay_out
from orders.services.table_files import as_csv, read_table
from orders.tables_money import PaymentsTable
from orders.views.form_pages import Part, act, handle
from orders.views.money import KEEPERS

FILE_COLUMNS = (*bank_files.COLUMNS, "payer")


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Every payment, one to be entered by hand, and the files that were read in."""
    author, now = signed_in(request), timezone.now()

    def work(data: dict[str, Any]) -> str:
        payments.record_payment(
            customer=data["customer"],
            received_on=data["received_on"],
            agorot=data["amount"],
            reference=data["reference"],
            author=author,
            now=now,
        )
        return _("The payment is booked and settles the oldest open invoices.")

    def pay(data: dict[str, Any]) -> str:
        pay_out(
            account=data["account"],
            paid_on=data["paid_on"],
            agorot=data["amount"],
            reference=data["reference"],
            author=author,
            now=now,
        )
        return _("The payment is booked.")

    initial = {"received_on": dates.day_of(now), "customer": request.GET.get("customer")}
    parts = {
        "payment": Part(PaymentForm, work, initial),
        "payout": Part(PayoutForm, pay, {"paid_on": dates.day_of(now)}),
    }
    forms = handle(request, parts)
    if forms is None:
        return redirect("orders:payments")
    rows = Payment.objects.select_related("customer").prefetch_related("matches__invoice")
    context = {
        "forms": forms,
        "file_form": FileForm(),
        "files": FileImport.objects.filter(kind=FileKind.BANK)[:12],
        "columns": ", ".join(FILE_COLUMNS),
        "tab": "payments",
    }
    return answer_list(
        request, PaymentsTable(rows), title=_("Payments"), filename="payments",
        template="orders/money/payments.html", context=context,
    )  # fmt: skip


@role_required(*KEEPERS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """A bank file as it would be booked: nothing is written yet."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("orders:payments")
    upload = form.cleaned_data["file"]
    try:
        text = as_csv(read_table(upload.name, upload.read(), bank_files.COLUMNS), FILE_COLUMNS)
        return _preview(request, upload.name, text)
    except BadInput as error:
        return _faults(request, upload.name, error)


@role_required(*KEEPERS)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Books the previewed file: every line for the customer chosen beside it, or nothing."""
    name, text = request.POST.get("name", "file.csv"), request.POST.get("text", "")
    chosen = {
        int(key.removeprefix("customer:")): str(value)
        for key, value in request.POST.items()
        if key.startswith("customer:") and key.removeprefix("customer:").isdecimal()
    }
    work = partial(
        bank_files.import_bank_file,
        name=name,
        content=_clean(text),
        customers=chosen,
        author=signed_in(request),
        now=timezone.now(),
    )
    if act(request, work, _("The file is booked.")):
        return redirect("orders:payments")
    try:
        return _preview(request, name, text, chosen)
    except BadInput as error:
        return _faults(request, name, error)


@role_required(*KEEPERS)
@require_POST
def undo_file(request: HttpRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(FileImport, pk=pk, kind=FileKind.BANK)
    work = partial(
        bank_files.undo_bank_file, file=file, author=signed_in(request), now=timezone.now()
    )
    act(request, work, _("The file was taken back: its invoices are open again."))
    return redirect("orders:payments")


@role_required(*KEEPERS)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    payment = get_object_or_404(Payment, pk=pk)
    work = partial(
        payments.cancel_payment,
        payment=payment,
        reason=request.POST.get("reason", ""),
        author=signed_in(request),
        now=timezone.now(),
    )
    act(request, work, _("The payment was taken back: its invoices are open again."))
    return redirect("orders:payments")


def _clean(text: str) -> bytes:
    """A browser sends line ends as CRLF; the file is the same either way."""
    return text.replace("\r\n", "\n").encode()


def _preview(
    request: HttpRequest, name: str, text: str, chosen: dict[int, str] | None = None
) -> HttpResponse:
    today = dates.day_of(timezone.now())
    rows = bank_files.read_bank_file(name=name, content=_clean(text), today=today)
    picked = chosen or {}
    shown = [
        (row, picked.get(row.line) or (row.customer.key if row.customer else "")) for row in rows
    ]
    unknown = sum(1 for _row, key in shown if not key)
    context = {
        "name": name,
        "text": text,
        "rows": shown,
        "total": sum(row.agorot for row in rows),
        "customers": Customer.objects.order_by("key"),
        "unknown": ngettext(
            "%(count)d payment has no customer yet: choose one.",
            "%(count)d payments have no customer yet: choose one for each.",
            unknown,
        )
        % {"count": unknown}
        if unknown
        else "",
        "tab": "payments",
    }
    return render(request, "orders/money/bank_preview.html", context)


def _faults(request: HttpRequest, name: str, error: BadInput) -> HttpResponse:
    context = {"name": name, "faults": error.faults, "back": "orders:payments", "tab": "payments"}
    return render(request, "orders/money/file_faults.html", context, status=422)

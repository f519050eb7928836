"""Costs: recurring ones, one at a time, suppliers' invoices, a spreadsheet, and their grades."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib import dates
from menus.services.purchasing import Charge
from orders.choices import FileKind
from orders.forms_money import CostForm, CostItemForm, FileForm, ItemChangeForm, PurchaseForm
from orders.models import CostItem, FileImport
from orders.selectors.cost_lines import cost_lines, food_check
from orders.services import cost_entry, cost_files
from orders.services.purchases import enter_purchase_invoice
from orders.services.table_files import as_csv, read_table
from orders.views.form_pages import Part, act, handle
from orders.views.money import KEEPERS

FILE_COLUMNS = (*cost_files.COLUMNS, "customer", "site")
Who = dict[str, Any]


@role_required(*KEEPERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return redirect("orders:costs", month=dates.day_of(timezone.now()).replace(day=1))


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, month: dt.date) -> HttpResponse:
    """The costs of a month, each kind with its grade, and the forms that add one."""
    author, now = signed_in(request), timezone.now()
    forms = handle(request, _parts(author, now))
    if forms is None:
        return redirect("orders:costs", month=month)
    context = {
        "month": month,
        "previous": dates.month_of(month).plus(-1).first_day,
        "next": dates.month_of(month).plus(1).first_day,
        "lines": cost_lines(month),
        "food": food_check(month),
        "items": CostItem.objects.select_related("account").order_by("account__position", "key"),
        "forms": forms,
        "file_form": FileForm(),
        "files": FileImport.objects.filter(kind=FileKind.COSTS)[:12],
        "columns": ", ".join(FILE_COLUMNS),
        "tab": "costs",
    }
    return render(request, "orders/money/costs.html", context)


def _parts(author: User, now: dt.datetime) -> dict[str, Part]:
    who, today = {"author": author, "now": now}, dates.day_of(now)
    begins = {"valid_from": today.replace(day=1)}
    return {
        "cost": Part(CostForm, lambda data: _cost(data, who), {"date": today}),
        "item": Part(CostItemForm, lambda data: _item(data, who), begins),
        "purchase": Part(PurchaseForm, lambda data: _purchase(data, who), {"issued_on": today}),
    }


def _cost(data: dict[str, Any], who: Who) -> str:
    cost = cost_entry.Cost(
        data["date"], data["account"], data["amount"], data["description"], data["grade"],
        site=data["site"],
    )  # fmt: skip
    cost_entry.enter_cost(cost=cost, **who)
    return _("The cost is booked.")


def _item(data: dict[str, Any], who: Who) -> str:
    agorot = data.pop("amount")
    item = cost_entry.add_cost_item(agorot=agorot, **data, **who)
    return _("“%(name)s” is booked whenever a month is closed.") % {"name": item.name}


def _purchase(data: dict[str, Any], who: Who) -> str:
    charge = Charge(data["supplier"], data["number"], data["issued_on"], data["net"], data["vat"])
    enter_purchase_invoice(charge=charge, **who)
    return _("The supplier's invoice is booked.")


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """A recurring cost: its new amount from a day on, or its end."""
    found = get_object_or_404(CostItem.objects.select_related("account"), pk=pk)
    who: Who = {"author": signed_in(request), "now": timezone.now()}

    def work(data: dict[str, Any]) -> str:
        begins = data["valid_from"]
        if data["amount"]:
            cost_entry.change_cost_item(item=found, agorot=data["amount"], valid_from=begins, **who)
            return _("The new amount holds from %(day)s.") % {"day": f"{begins:%d.%m.%Y}"}
        last = begins - dt.timedelta(days=1)
        cost_entry.end_cost_item(item=found, last_day=last, **who)
        return _("It ends on %(day)s.") % {"day": f"{last:%d.%m.%Y}"}

    begins = dates.month_of(dates.day_of(timezone.now())).plus(1).first_day
    forms = handle(request, {"change": Part(ItemChangeForm, work, {"valid_from": begins})})
    if forms is None:
        return redirect("orders:costs_now")
    context = {"item": found, "forms": forms, "tab": "costs"}
    return render(request, "orders/money/cost_item.html", context)


@role_required(*KEEPERS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """A cost file as it would be booked: nothing is written yet."""
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("orders:costs_now")
    upload = form.cleaned_data["file"]
    try:
        table = read_table(upload.name, upload.read(), cost_files.COLUMNS)
        text = as_csv(table, FILE_COLUMNS)
        today = dates.day_of(timezone.now())
        rows = cost_files.read_cost_file(name=upload.name, content=text.encode(), today=today)
    except BadInput as error:
        return _faults(request, upload.name, error)
    context = {
        "name": upload.name,
        "text": text,
        "rows": rows,
        "total": sum(row.cost.agorot for row in rows),
        "tab": "costs",
    }
    return render(request, "orders/money/cost_preview.html", context)


@role_required(*KEEPERS)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    name = request.POST.get("name", "costs.csv")
    content = request.POST.get("text", "").replace("\r\n", "\n").encode()
    work = partial(
        cost_files.import_cost_file,
        name=name,
        content=content,
        author=signed_in(request),
        now=timezone.now(),
    )
    act(request, work, _("The file is booked."))
    return redirect("orders:costs_now")


@role_required(*KEEPERS)
@require_POST
def undo_file(request: HttpRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(FileImport, pk=pk, kind=FileKind.COSTS)
    work = partial(
        cost_files.undo_cost_file, file=file, author=signed_in(request), now=timezone.now()
    )
    act(request, work, _("The file was taken back: each of its costs is corrected."))
    return redirect("orders:costs_now")


def _faults(request: HttpRequest, name: str, error: BadInput) -> HttpResponse:
    context = {"name": name, "faults": error.faults, "back": "orders:costs_now", "tab": "costs"}
    return render(request, "orders/money/file_faults.html", context, status=422)

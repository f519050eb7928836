"""The bookkeeper's pages: what a month still needs, its invoices, and closing it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import CannotBeDone
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib import dates
from kurkum.lib.tables import answer_list
from orders.choices import MonthState
from orders.models import Invoice, MonthClose
from orders.selectors.books import month_to_close
from orders.services.checklist import checklist
from orders.services.closing import close_month
from orders.services.invoicing import issue_month
from orders.services.reinvestment import issue_report
from orders.tables_money import InvoicesTable

KEEPERS = (Role.BOOKKEEPER, Role.MANAGER)


@role_required(*KEEPERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    month = month_to_close(today=dates.day_of(now))
    items = checklist(month, today=dates.day_of(now)) if month else []
    closed = MonthClose.objects.filter(state=MonthState.CLOSED).order_by("-month")[:12]
    context = {"month": month, "items": items, "closed": closed, "tab": "month"}
    return render(request, "orders/money/home.html", context)


@role_required(*KEEPERS)
@require_GET
def invoices(request: HttpRequest) -> HttpResponse:
    rows = Invoice.objects.select_related("customer")
    return answer_list(
        request, InvoicesTable(rows), title=_("Invoices"), filename="invoices",
        template="orders/money/list.html", context={"tab": "invoices"},
    )  # fmt: skip


@role_required(*KEEPERS)
@require_POST
def issue(request: HttpRequest, month: dt.date) -> HttpResponse:
    try:
        issued = issue_month(month=month, author=signed_in(request), now=timezone.now())
    except CannotBeDone as error:
        return _refused(request, error)
    messages.success(request, _("Invoices issued: %(count)d.") % {"count": len(issued)})
    return redirect("orders:books")


@role_required(*KEEPERS)
@require_POST
def close(request: HttpRequest, month: dt.date) -> HttpResponse:
    """Closes the month and issues its first report to the board."""
    author, now = signed_in(request), timezone.now()
    try:
        close_month(month=month, author=author, now=now)
        issue_report(month=month, author=author, now=now)
    except CannotBeDone as error:
        return _refused(request, error)
    messages.success(request, _("%(month)s is closed.") % {"month": f"{month:%m.%Y}"})
    return redirect("orders:books")


def _refused(request: HttpRequest, error: CannotBeDone) -> HttpResponse:
    for reason in error.reasons:
        messages.error(request, str(reason))
    return redirect("orders:books")

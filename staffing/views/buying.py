"""What to buy for the coming days, by supplier, net of stock and of what earlier days use."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kurkum.base.choices import Role
from kurkum.base.permissions import role_required
from kurkum.lib.dates import day_of
from kurkum.lib.tables import answer_list
from staffing.selectors.purchasing import purchase_list, supplier_orders
from staffing.services.buying_print import print_purchases
from staffing.tables import PurchasesTable

DAYS_AHEAD = 7


def _days() -> tuple[dt.date, dt.date]:
    first = day_of(timezone.now()) + dt.timedelta(days=1)
    return first, first + dt.timedelta(days=DAYS_AHEAD - 1)


@role_required(Role.MANAGER)
@require_GET
def buying(request: HttpRequest) -> HttpResponse:
    first, last = _days()
    purchases = purchase_list(first, last)
    if request.GET.get("export"):
        return answer_list(
            request, PurchasesTable(purchases), title=_("What to buy"), filename="to-buy"
        )
    context = {
        "first": first, "last": last, "orders": supplier_orders(purchases),
        "today": day_of(timezone.now()),
    }  # fmt: skip
    return render(request, "staffing/production/buying.html", context)


@role_required(Role.MANAGER)
@require_GET
def buying_pdf(request: HttpRequest) -> HttpResponse:
    """The list by supplier, to take along or to hand over."""
    first, last = _days()
    language = (get_language() or "ar")[:2]
    content = print_purchases(first=first, last=last, language=language, now=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="to-buy-{first}.pdf"'
    return response

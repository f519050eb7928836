"""What to buy for the coming days, by supplier, net of stock and of what earlier days use."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kurkum.base.choices import Role
from kurkum.base.permissions import role_required
from kurkum.lib.dates import day_of
from kurkum.lib.tables import answer_list
from staffing.selectors.purchasing import purchase_list, supplier_orders
from staffing.tables import PurchasesTable

DAYS_AHEAD = 7


@role_required(Role.MANAGER)
@require_GET
def buying(request: HttpRequest) -> HttpResponse:
    first = day_of(timezone.now()) + dt.timedelta(days=1)
    last = first + dt.timedelta(days=DAYS_AHEAD - 1)
    purchases = purchase_list(first, last)
    if request.GET.get("export"):
        return answer_list(
            request, PurchasesTable(purchases), title=_("What to buy"), filename="to-buy"
        )
    context = {"first": first, "last": last, "orders": supplier_orders(purchases)}
    return render(request, "staffing/production/buying.html", context)

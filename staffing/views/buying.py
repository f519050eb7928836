"""What to buy for the coming days, by supplier, net of stock and of what earlier days use."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kurkum.base.choices import Role
from kurkum.base.permissions import role_required
from kurkum.lib.dates import day_of
from staffing.selectors.purchasing import by_supplier, purchase_list

DAYS_AHEAD = 7


@role_required(Role.MANAGER)
@require_GET
def buying(request: HttpRequest) -> HttpResponse:
    first = day_of(timezone.now()) + dt.timedelta(days=1)
    last = first + dt.timedelta(days=DAYS_AHEAD - 1)
    suppliers = by_supplier(purchase_list(first, last))
    context = {"first": first, "last": last, "suppliers": suppliers}
    return render(request, "staffing/production/buying.html", context)

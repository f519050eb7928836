"""Too little of a dish: shared fairly among the sites, with the words each of them reads."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kurkum.base.choices import Role
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.permissions import role_required, signed_in
from menus.models import Dish
from orders.forms import number_or_none
from orders.selectors.shortages import shared_on, short_dishes
from orders.services.shortage import ShortSite, share_out
from orders.views.ordering import UNREADABLE, reasons_of


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, date: dt.date) -> HttpResponse:
    """The form beside what was shared already; a POST shares, and shows the words to send."""
    shared: list[ShortSite] = []
    faults: list[str] = []
    if request.method == "POST":
        try:
            shared = _share(request, date)
        except (BadInput, CannotBeDone) as error:
            faults = reasons_of(error)
    context = {
        "date": date,
        "dishes": short_dishes(date),
        "before": shared_on(date),
        "shared": shared,
        "faults": faults,
        "typed": request.POST,
    }
    status = UNREADABLE if faults else 200
    return render(request, "orders/order_board/shortage.html", context, status=status)


def _share(request: HttpRequest, date: dt.date) -> list[ShortSite]:
    return share_out(
        date=date,
        dish=get_object_or_404(Dish, key=request.POST.get("dish", "")),
        missing=number_or_none(request.POST.get("missing", "")) or 0,
        reason=request.POST.get("reason", "")[:200],
        author=signed_in(request),
        now=timezone.now(),
    )

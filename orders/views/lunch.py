"""Where your lunch money went: a meal's price step by step, to read, to print, to pass on."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kurkum.base.choices import Language, Role
from kurkum.base.models import User
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib.svg import draw
from orders.choices import MonthState
from orders.lunch_words import bars, steps
from orders.models import Customer, MonthClose
from orders.selectors.lunch_money import LunchMoney, lunch_money
from orders.views.invoices import asked_language

EVERYBODY = "all"
INSIDERS = (Role.MANAGER, Role.BOOKKEEPER, Role.BOARD)
READERS = (*INSIDERS, Role.PAYER, Role.SCHOOL)


@role_required(*READERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The last closed month, for her own customer where she has just one."""
    mine = list(_customers(signed_in(request)))
    row = MonthClose.objects.filter(state=MonthState.CLOSED).order_by("-month").first()
    if row is None:
        return render(request, "orders/money/lunch.html", {"found": None})
    key = mine[0].key if len(mine) == 1 else EVERYBODY
    return redirect("orders:lunch", month=row.month, key=key)


@role_required(*READERS)
@require_GET
def page(request: HttpRequest, month: dt.date, key: str) -> HttpResponse:
    user = signed_in(request)
    found = _found(user, month, key)
    closed = MonthClose.objects.filter(state=MonthState.CLOSED).order_by("-month")
    context = {
        "month": month,
        "key": key,
        "found": found,
        "months": list(closed.values_list("month", flat=True)[:12]),
        "customers": _customers(user),
        "languages": Language.choices,
    }
    if found is not None:
        context |= {"chart": draw(bars(found), rtl=get_language_bidi()), "steps": steps(found)}
    return render(request, "orders/money/lunch.html", context)


@role_required(*READERS)
@require_GET
def pdf(request: HttpRequest, month: dt.date, key: str) -> HttpResponse:
    """One page for a school's newsletter, in the language asked for."""
    from orders.pdf.lunch import lunch_pdf

    language = asked_language(request)
    with override(language):  # names are read in the language of the paper
        found = _found(signed_in(request), month, key)
    if found is None:
        raise Http404(_("There is nothing to tell for this month."))
    name = f"lunch-money-{key}-{month:%Y-%m}.pdf"
    return HttpResponse(
        lunch_pdf(found, language=language),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _found(user: User, month: dt.date, key: str) -> LunchMoney | None:
    if key == EVERYBODY:
        return lunch_money(month, None)
    return lunch_money(month, get_object_or_404(_customers(user), key=key))


def _customers(user: User) -> QuerySet[Customer]:
    rows = Customer.objects.order_by("key")
    if has_role(user, *INSIDERS):
        return rows
    mine = rows.filter(accesses__user=user)
    if has_role(user, Role.SCHOOL):
        mine = mine | rows.filter(sites__accesses__user=user)
    return mine.distinct()

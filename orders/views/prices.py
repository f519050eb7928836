"""The price list: what holds on a day, a new price, indexation, who bears a meal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kurkum.base.models import DatedLimit
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib import dates
from kurkum.lib.tables import answer_list
from orders.forms_money import CapForm, IndexForm, PayersForm, PriceForm
from orders.models import PayerShare, Price
from orders.services import pricelist
from orders.tables_money import PricesTable
from orders.views.form_pages import Part, handle
from orders.views.money import KEEPERS


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Every dated price, newest first, and the forms that add one."""
    author, now = signed_in(request), timezone.now()
    today = dates.day_of(now)
    next_month = {"valid_from": dates.month_of(today).plus(1).first_day}
    who = {"author": author, "now": now}
    forms = handle(
        request,
        {
            "price": Part(PriceForm, lambda data: _add(data, who), next_month),
            "index": Part(IndexForm, lambda data: _index(data, who), next_month),
            "payers": Part(PayersForm, lambda data: _payers(data, who), next_month),
            "cap": Part(CapForm, lambda data: _cap(data, who), next_month),
        },
    )
    if forms is None:
        return redirect("orders:prices")
    rows = Price.objects.select_related("customer", "diner_group", "diet")
    table = PricesTable(rows.order_by("-valid_from", "customer", "diner_group__position", "diet"))
    context = {
        "forms": forms,
        "shares": PayerShare.objects.select_related("customer").order_by("-valid_from"),
        "caps": DatedLimit.objects.filter(key=pricelist.CAP).order_by("-valid_from"),
        "tab": "prices",
    }
    return answer_list(
        request, table, title=_("Prices"), filename="prices",
        template="orders/money/prices.html", context=context,
    )  # fmt: skip


def _add(data: dict[str, Any], who: dict[str, Any]) -> str:
    scope = pricelist.Scope(data["diner_group"], data["packaging"], data["customer"], data["diet"])
    price = pricelist.add_price(
        scope=scope, valid_from=data["valid_from"], agorot=data["price"], mark=data["mark"], **who
    )
    return _("The price holds from %(day)s.") % {"day": _day(price.valid_from)}


def _index(data: dict[str, Any], who: dict[str, Any]) -> str:
    rows = pricelist.index_prices(
        percent=data["percent"], valid_from=data["valid_from"], customer=data["customer"], **who
    )
    return ngettext(
        "%(count)d price changes on %(day)s.", "%(count)d prices change on %(day)s.", len(rows)
    ) % {"count": len(rows), "day": _day(data["valid_from"])}


def _payers(data: dict[str, Any], who: dict[str, Any]) -> str:
    pricelist.set_payers(
        customer=data["customer"],
        valid_from=data["valid_from"],
        percents=[data["ministry"], data["authority"], data["parents"]],
        source=data["source"],
        **who,
    )
    return _("The split holds from %(day)s.") % {"day": _day(data["valid_from"])}


def _cap(data: dict[str, Any], who: dict[str, Any]) -> str:
    pricelist.set_parents_cap(
        agorot=data["cap"], valid_from=data["valid_from"], source=data["source"], **who
    )
    return _("The cap holds from %(day)s.") % {"day": _day(data["valid_from"])}


def _day(day: dt.date) -> str:
    return f"{day:%d.%m.%Y}"

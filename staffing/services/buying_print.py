"""Prints what to buy for some days, by supplier."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurkum.lib.dates import day_of
from staffing.selectors.purchasing import purchase_list, supplier_orders


def print_purchases(*, first: dt.date, last: dt.date, language: str, now: dt.datetime) -> bytes:
    """The purchase list as PDF."""
    from staffing.pdf.buying import PurchaseSheet, purchase_sheet

    with translation.override(language):
        days = f"{date_format(first, 'd.m')}–{date_format(last, 'd.m.Y')}"
        as_of = date_format(timezone.localtime(now), "d.m.Y H:i")
        corner = (_("As of %(time)s") % {"time": as_of},)
        orders = supplier_orders(purchase_list(first, last))
        return purchase_sheet(PurchaseSheet(language, days, corner, orders, day_of(now)))

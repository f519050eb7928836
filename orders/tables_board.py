"""Lists behind the board's report: the bookings of an account."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kurkum.lib import money
from orders.models import LedgerEntry
from orders.selectors.tracing import signed


class EntriesTable(tables.Table):
    """Each entry leads to its booking, and from there to what the booking stands on."""

    date = tables.DateColumn(accessor="transaction__date", verbose_name=_("Date"), format="d.m.Y")
    number = tables.Column(accessor="transaction__number", verbose_name=_("Booking"))
    description = tables.Column(accessor="transaction__description", verbose_name=_("What for"))
    site = tables.Column(verbose_name=_("Site"), default="")
    grade = tables.Column(verbose_name=_("Grade"))
    amount_agorot = tables.Column(verbose_name=_("Amount"), attrs={"td": {"class": "num"}})

    class Meta:
        model = LedgerEntry
        fields = ("date", "number", "description", "site", "grade", "amount_agorot")
        empty_text = _("Nothing was booked here in this month.")

    def render_number(self, value: int) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("orders:booking", args=[value]), value)

    def render_amount_agorot(self, record: LedgerEntry) -> str:
        return f"{money.to_decimal(signed(record.account, record.amount_agorot)):,.2f}"

    def value_amount_agorot(self, record: LedgerEntry) -> Any:
        return money.to_text(signed(record.account, record.amount_agorot))

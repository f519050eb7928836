"""Lists of the money pages."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from kurkum.lib import money
from orders.models import Invoice


class AgorotColumn(tables.Column):
    """Agorot shown as shekels, and exported as a plain decimal."""

    def __init__(self, **options: object) -> None:
        super().__init__(attrs={"td": {"class": "num"}}, **options)  # type: ignore[no-untyped-call]

    def render(self, value: int) -> str:
        return f"{money.to_decimal(value):,.2f}"

    def value(self, **cell: Any) -> str:
        return money.to_text(cell["value"])


class InvoicesTable(tables.Table):
    number = tables.Column(verbose_name=_("Number"), order_by=("year", "sequence"))
    kind = tables.Column(accessor="get_kind_display", verbose_name=_("Kind"), order_by="kind")
    customer_name = tables.Column(verbose_name=_("Customer"))
    issued_on = tables.DateColumn(verbose_name=_("Issued"), format="d.m.Y")
    due_on = tables.DateColumn(verbose_name=_("Due"), format="d.m.Y")
    net_agorot = AgorotColumn(verbose_name=_("Net"))
    gross_agorot = AgorotColumn(verbose_name=_("Gross"))

    class Meta:
        model = Invoice
        fields = (
            "number",
            "kind",
            "customer_name",
            "issued_on",
            "due_on",
            "net_agorot",
            "gross_agorot",
        )
        empty_text = _("No invoices yet.")

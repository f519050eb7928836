"""Lists of the kitchen."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from staffing.selectors.tracing import Recalled

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}


class LtrColumn(tables.Column):
    """A code, a telephone, a lot: read from left to right in every language."""

    def render(self, value: object) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', value)

    def value(self, **cell: Any) -> str:
        return str(cell["value"])


class RecallTable(tables.Table):
    """Who got the food that is called back."""

    date = tables.DateColumn(verbose_name=_("Date"), format="d.m.Y")
    site = tables.Column(accessor="site__name", verbose_name=_("Site"))
    phone = LtrColumn(accessor="site__phone", verbose_name=_("Telephone"))
    dish = tables.Column(accessor="dish__name", verbose_name=_("Dish"))
    batch = LtrColumn(verbose_name=_("Batch"), empty_values=(None,))
    portions = tables.Column(verbose_name=_("Portions"), attrs=NUMBER)

    class Meta:
        empty_text = _("Nobody got any of it.")

    def render_batch(self, record: Recalled) -> str:
        if not record.batch:
            return str(_("by the day"))
        return format_html('<bdi dir="ltr">{}</bdi>', record.batch)

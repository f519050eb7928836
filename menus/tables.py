"""Lists of the menus' pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kurkum.base.lists import listed
from menus.category_words import category_words
from menus.choices import Presence
from menus.models import Allergen, Ingredient
from menus.selectors.menu_week import ChartRow

NUMBER = {"td": {"class": "num"}, "th": {"class": "num"}}
SIGNS = {Presence.CONTAINS: "●", Presence.MAY_CONTAIN: "○", Presence.UNKNOWN: "?"}
ORDER = list(SIGNS)


class IngredientsTable(tables.Table):
    """What is bought, with its allergens and where its figures come from."""

    name = tables.Column(verbose_name=_("Ingredient"), order_by="name_ar")
    category = tables.Column(verbose_name=_("Category"))
    diet_class = tables.Column(verbose_name=_("Diet class"))
    contains = tables.Column(
        verbose_name=_("contains"), empty_values=(), orderable=False, accessor="pk"
    )
    may_contain = tables.Column(
        verbose_name=_("may contain"), empty_values=(), orderable=False, accessor="pk"
    )
    unknown = tables.Column(
        verbose_name=_("not known"), empty_values=(), orderable=False, accessor="pk"
    )
    refuse_percent = tables.Column(verbose_name=_("Refuse, %"), attrs=NUMBER)
    price = tables.Column(
        verbose_name=_("₪ per kg"), accessor="agorot", attrs=NUMBER, order_by="agorot"
    )
    source = tables.Column(verbose_name=_("Source of the figures"))
    is_proxy = tables.BooleanColumn(verbose_name=_("Figures of a similar food"), yesno="✓,–")

    class Meta:
        empty_text = _("No ingredient is called that.")

    def render_category(self, value: str) -> str:
        return category_words(value)

    def render_contains(self, record: Ingredient) -> str:
        return _names(record, Presence.CONTAINS)

    def render_may_contain(self, record: Ingredient) -> str:
        return _names(record, Presence.MAY_CONTAIN)

    def render_unknown(self, record: Ingredient) -> str:
        return _names(record, Presence.UNKNOWN)

    def render_price(self, value: int) -> str:
        return format_html('<bdi dir="ltr">{}</bdi>', f"{value / 100:,.2f}")

    def value_price(self, value: int) -> float:
        return value / 100

    def render_source(self, record: Ingredient) -> str:
        words = f"{record.source} {record.source_id}".strip()
        return format_html('<bdi dir="ltr">{}</bdi>', words)

    def value_source(self, record: Ingredient) -> str:
        return f"{record.source} {record.source_id}".strip()


def _names(record: Ingredient, presence: str) -> str:
    rows = (row for row in record.allergens.all() if row.presence == presence)
    return listed(row.allergen.short_name for row in rows)


class ChartTable(tables.Table):
    """Dishes against allergens; one column for each allergen is added when it is made."""

    dish = tables.Column(
        accessor="dish__name", verbose_name=_("Dish"),
        linkify=("menus:dish", {"key": tables.A("dish__key")}),
    )  # fmt: skip

    class Meta:
        empty_text = _("No dish has a recipe in force.")
        attrs = {"class": "sticky-first"}


class PresenceColumn(tables.Column):
    """Contains, may contain or not known, as a sign on the page and a word in files."""

    def __init__(self, allergen: Allergen) -> None:
        super().__init__(
            verbose_name=allergen.short_name, empty_values=(), accessor="presences",
            orderable=False, attrs={"td": {"class": "centre"}, "th": {"class": "centre"}},
        )  # fmt: skip
        self.key = allergen.key

    def render(self, record: ChartRow) -> str:
        found = record.presences.get(self.key)
        if found is None:
            return ""
        word, sign = Presence(found).label, SIGNS[Presence(found)]
        return format_html('<span title="{}" aria-label="{}">{}</span>', word, word, sign)

    def value(self, **cell: Any) -> str:
        found = cell["record"].presences.get(self.key)
        return str(Presence(found).label) if found else ""


def chart_table(allergens: Iterable[Allergen], rows: list[ChartRow]) -> ChartTable:
    columns = [(f"allergen_{row.key}", PresenceColumn(row)) for row in allergens]
    return ChartTable(rows, extra_columns=columns)

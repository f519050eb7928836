"""The note of a column: what it means, how to write it, whether it is needed."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurkum.base.workbook.sheets import Column, Kind

WAYS = {
    Kind.KEY: gettext_lazy(
        "a short text that never changes: small Latin letters, digits and _; left empty, one is "
        "made from the name"
    ),
    Kind.INTEGER: gettext_lazy("a whole number"),
    Kind.DECIMAL: gettext_lazy("a number"),
    Kind.MONEY: gettext_lazy("an amount in ₪ before VAT, at most two decimals"),
    Kind.DATE: gettext_lazy("a date like 25/11/2026"),
    Kind.TIME: gettext_lazy("a time like 07:30"),
    Kind.MINUTE: gettext_lazy("a time like 07:30; 24:00 is the end of the day"),
    Kind.FLAG: gettext_lazy("yes or no"),
    Kind.CHOICE: gettext_lazy("choose from the list"),
    Kind.REF: gettext_lazy("a name or key from the sheet it refers to; choose from the list"),
    Kind.REFS: gettext_lazy("several names or keys, with ; between them"),
    Kind.WEEKDAYS: gettext_lazy("weekdays with ; between them, or “every day”"),
}


def hint(column: Column, language: str) -> str:
    """One or two sentences in a language."""
    with translation.override(language):
        parts = [str(column.note), _how_to_write(column), _need(column)]
        return " ".join(_sentence(part) for part in parts if part)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _need(column: Column) -> str:
    if column.name.startswith("name_"):
        return _("one of the three names is enough")
    return _("must be filled in") if column.needed else _("may stay empty")


def _how_to_write(column: Column) -> str:
    return str(WAYS.get(column.kind, ""))

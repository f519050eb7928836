"""The note of a column: what it means, how to write it, whether it is needed."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.base.workbook.sheets import Column, Kind


def hint(column: Column, language: str) -> str:
    """One or two sentences in a language."""
    with translation.override(language):
        parts = [str(column.note), _how_to_write(column), _need(column)]
        return " ".join(_sentence(part) for part in parts if part)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _need(column: Column) -> str:
    return _("must be filled in") if column.needed else _("may stay empty")


def _how_to_write(column: Column) -> str:
    ways = {
        Kind.KEY: _("a short text that never changes: small Latin letters, digits and _; left "
                    "empty, one is made from the name"),
        Kind.INTEGER: _("a whole number"),
        Kind.DECIMAL: _("a number"),
        Kind.MONEY: _("an amount in ₪ before VAT, at most two decimals"),
        Kind.DATE: _("a date like 25/11/2026"),
        Kind.TIME: _("a time like 07:30"),
        Kind.MINUTE: _("a time like 07:30; 24:00 is the end of the day"),
        Kind.FLAG: _("yes or no"),
        Kind.CHOICE: _("choose from the list"),
        Kind.REF: _("a name or key from the sheet it refers to; choose from the list"),
        Kind.REFS: _("several names or keys, with ; between them"),
        Kind.WEEKDAYS: _("weekdays with ; between them, or “every day”"),
    }  # fmt: skip
    return ways.get(column.kind, "")

"""How the kitchen writes an amount: in the units it measures with, in the language switched on."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menus.units import KitchenQuantity


def unit_word(unit: str) -> str:
    words = {"kg": _("kg"), "g": _("g"), "l": _("litres"), "ml": _("ml")}
    return words.get(unit, unit)


def counted(amount: Decimal, unit: str) -> str:
    """``67 pieces``: what is counted bends with its number, halves as many do."""
    number = int(amount) if amount == int(amount) else 11
    words = {
        "piece": ngettext("piece", "pieces", number), "tin": ngettext("tin", "tins", number),
        "bunch": ngettext("bunch", "bunches", number), "egg": ngettext("egg", "eggs", number),
    }  # fmt: skip
    kind = {"pc": "piece", "unit": "piece"}.get(unit, unit)
    return f"{plain(amount)} {words.get(kind) or unit_word(unit)}"


def quantity(amount: KitchenQuantity | None) -> str:
    """``15.4 kg``; small weights in grams, large ones in kilograms, a missing figure as a dash."""
    if amount is None:
        return "–"
    if amount.unit in ("kg", "g"):
        return grams(int(amount.grams))
    return counted(amount.amount, amount.unit)


def plain(amount: Decimal) -> str:
    """A number to the hundredth, without needless zeros."""
    rounded = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    places = len(f"{rounded:f}".rstrip("0").split(".")[1])
    return str(number_format(rounded, places))


def grams(value: int) -> str:
    """Grams, from a kilogram on in kilograms."""
    if value < 1000:
        return f"{number_format(value)} {unit_word('g')}"
    return f"{plain(Decimal(value) / 1000)} {unit_word('kg')}"

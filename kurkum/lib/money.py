"""Money: integer agorot inside, exact decimals at the edges.

Pure: no Django. Every figure is rounded once, half away from zero, so that a credit is the exact
negative twin of what it takes back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

AGOROT_PER_SHEKEL = 100

Weight = int | Decimal | Fraction

# Plain digits with at most two decimals; signs, Arabic-Indic digits and thousands separators are
# the business of the form that reads them.
_AMOUNT = re.compile(r"[+-]?[0-9]+(\.[0-9]{1,2})?")


def to_agorot(amount: str | int | Decimal) -> int:
    """Shekels as text, whole number or decimal to agorot. Raises ValueError if not exact."""
    if isinstance(amount, int):
        return amount * AGOROT_PER_SHEKEL
    if isinstance(amount, str):
        text = amount.strip()
        if not _AMOUNT.fullmatch(text):
            raise ValueError(
                f"{amount!r} is not an amount in shekels; write digits and at most two decimals, "
                "for example 1234.50"
            )
        amount = Decimal(text)
    if not amount.is_finite():
        raise ValueError(f"{amount} is not an amount in shekels")
    agorot = Fraction(amount) * AGOROT_PER_SHEKEL
    if agorot.denominator != 1:
        raise ValueError(f"{amount} has more than two decimals; an agora is the smallest amount")
    return agorot.numerator


def to_decimal(agorot: int) -> Decimal:
    """Agorot to shekels, always with two decimals."""
    return Decimal(agorot).scaleb(-2)


def to_text(agorot: int) -> str:
    """Agorot to the text of the file formats: ``123450`` becomes ``"1234.50"``."""
    return f"{to_decimal(agorot):.2f}"


def round_half_away(value: Fraction | Decimal | int) -> int:
    """The nearest whole number; a half goes away from zero."""
    exact = Fraction(value)
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return size if exact >= 0 else -size


def multiply(agorot: int, factor: Weight) -> int:
    """``agorot × factor``, rounded once."""
    return round_half_away(agorot * Fraction(factor))


def percent_of(agorot: int, percent: Weight) -> int:
    """``percent`` per cent of an amount, rounded once."""
    return round_half_away(Fraction(agorot) * Fraction(percent) / 100)


def vat_of(net_agorot: int, rate_percent: Weight) -> int:
    """VAT on a net sum. Call it once per invoice and rate, on the sum and not on the lines."""
    if rate_percent < 0:
        raise ValueError(f"a VAT rate cannot be negative: {rate_percent}")
    return percent_of(net_agorot, rate_percent)


def split(total: int, weights: Sequence[Weight]) -> tuple[int, ...]:
    """Parts of ``total`` in proportion to ``weights``; they sum to the whole.

    Largest remainder: every part is the exact share rounded down or up by less than one agora;
    of equal remainders the earlier gets the odd agora. A negative total gives the negative twin.
    Raises ValueError for no weights, a negative weight, or weights that are all zero.
    """
    shares = [Fraction(weight) for weight in weights]
    if not shares or any(share < 0 for share in shares) or sum(shares) == 0:
        raise ValueError(f"cannot split {total} by the weights {list(weights)}")
    whole = sum(shares)
    exact = [abs(total) * share / whole for share in shares]
    parts = [share.numerator // share.denominator for share in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: abs(total) - sum(parts)]:
        parts[i] += 1
    sign = 1 if total >= 0 else -1
    return tuple(sign * part for part in parts)

"""Which price holds, what a line costs, who pays which part, and the VAT.

Pure: no Django. Prices are agorot per portion before VAT.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kurkum.lib import money

SCOPE_FIELDS = ("customer", "diner_group", "diet", "packaging")


class PricingError(LookupError):
    """A price, rate or payers' rule cannot be told; the message says what to add or end."""


@dataclass(frozen=True, slots=True)
class PriceQuestion:
    """For whom, what and when a price is looked up; every field is a key."""

    customer: str
    diner_group: str
    diet: str
    packaging: str
    on: dt.date

    def __str__(self) -> str:
        names = ", ".join(f"{name} {getattr(self, name)}" for name in SCOPE_FIELDS)
        return f"{names} on {self.on}"


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A dated price. An empty field (None) covers everything; ``valid_until`` is included."""

    key: str
    agorot: int
    valid_from: dt.date
    valid_until: dt.date | None = None
    customer: str | None = None
    diner_group: str | None = None
    diet: str | None = None
    packaging: str | None = None

    def __post_init__(self) -> None:
        if self.agorot < 0:
            raise ValueError(f"price {self.key}: a price cannot be negative ({self.agorot})")
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError(f"price {self.key}: ends {self.valid_until}, before it begins")

    @property
    def fields_named(self) -> int:
        return sum(getattr(self, name) is not None for name in SCOPE_FIELDS)

    def covers(self, question: PriceQuestion) -> bool:
        in_time = self.valid_from <= question.on and (
            self.valid_until is None or question.on <= self.valid_until
        )
        return in_time and all(
            getattr(self, name) in (None, getattr(question, name)) for name in SCOPE_FIELDS
        )


class NoPrice(PricingError):
    """No price row covers what was asked."""

    def __init__(self, question: PriceQuestion):
        super().__init__(f"no price for {question}; add one to the price list")
        self.question = question


class AmbiguousPrice(PricingError):
    """Several price rows cover what was asked equally well; ``keys`` names them."""

    def __init__(self, question: PriceQuestion, keys: tuple[str, ...]):
        super().__init__(
            f"several prices for {question}: {', '.join(keys)}; end all but one of them"
        )
        self.question, self.keys = question, keys


def price_for(question: PriceQuestion, rows: Iterable[PriceRow]) -> PriceRow:
    """The row that covers the question and names the most of its fields.

    Raises NoPrice when none does, AmbiguousPrice when two name equally many.
    """
    covering = [row for row in rows if row.covers(question)]
    if not covering:
        raise NoPrice(question)
    closest = max(row.fields_named for row in covering)
    best = [row for row in covering if row.fields_named == closest]
    if len(best) > 1:
        raise AmbiguousPrice(question, tuple(sorted(row.key for row in best)))
    return best[0]


def line_total(portions: int, agorot_per_portion: int) -> int:
    """Agorot of an order line before VAT; a credit has negative portions."""
    return portions * agorot_per_portion


# --- payers -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PayerRule:
    """How a price is shared for analysis; weights in any unit (shekels, percent).

    ``parents_cap_agorot`` is the most parents pay per portion; what lies above it falls on the
    ministry and the authority in proportion to their weights.
    """

    valid_from: dt.date
    ministry_weight: Decimal
    authority_weight: Decimal
    parents_weight: Decimal
    parents_cap_agorot: int | None = None

    def __post_init__(self) -> None:
        weights = (self.ministry_weight, self.authority_weight, self.parents_weight)
        if any(weight < 0 for weight in weights) or sum(weights) == 0:
            raise ValueError("payers' weights must not be negative, and one must be above zero")
        if self.parents_cap_agorot is None:
            return
        if self.parents_cap_agorot < 0:
            raise ValueError(f"the parents' cap cannot be negative: {self.parents_cap_agorot}")
        if self.ministry_weight + self.authority_weight == 0:
            raise ValueError("with a parents' cap, ministry or authority must carry the rest")


@dataclass(frozen=True, slots=True)
class PayersSplit:
    """Who carries what of a sum, in agorot; the three parts sum to the whole."""

    ministry: int
    authority: int
    parents: int

    @property
    def total(self) -> int:
        return self.ministry + self.authority + self.parents


def payer_rule_for(on: dt.date, rules: Iterable[PayerRule]) -> PayerRule:
    """The payers' rule in force on a date. Raises PricingError when none is."""
    in_force = [rule for rule in rules if rule.valid_from <= on]
    if not in_force:
        raise PricingError(f"no payers' rule is valid on {on}; add one from an earlier date")
    return max(in_force, key=lambda rule: rule.valid_from)


def split_among_payers(total: int, portions: int, rule: PayerRule) -> PayersSplit:
    """Split a sum for ``portions`` portions; both negative for a credit."""
    weights = (rule.ministry_weight, rule.authority_weight, rule.parents_weight)
    ministry, authority, parents = money.split(total, weights)
    if rule.parents_cap_agorot is None:
        return PayersSplit(ministry, authority, parents)
    most = rule.parents_cap_agorot * abs(portions)
    if abs(parents) > most:
        parents = most if total >= 0 else -most
        ministry, authority = money.split(total - parents, weights[:2])
    return PayersSplit(ministry, authority, parents)


# --- VAT ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class VatRate:
    """A VAT rate from a date on, in percent (18 means 18 %)."""

    valid_from: dt.date
    percent: Decimal

    def __post_init__(self) -> None:
        if self.percent < 0:
            raise ValueError(f"a VAT rate cannot be negative: {self.percent}")


@dataclass(frozen=True, slots=True)
class VatLine:
    """Everything of one invoice under one rate, in agorot."""

    percent: Decimal
    net: int
    vat: int

    @property
    def gross(self) -> int:
        return self.net + self.vat


def vat_rate_for(on: dt.date, rates: Iterable[VatRate]) -> Decimal:
    """The rate in force on a date, in percent. Raises PricingError when none is."""
    in_force = [rate for rate in rates if rate.valid_from <= on]
    if not in_force:
        raise PricingError(f"no VAT rate is valid on {on}; add one from an earlier date")
    return max(in_force, key=lambda rate: rate.valid_from).percent


def vat_lines(lines: Iterable[tuple[Decimal, int]]) -> tuple[VatLine, ...]:
    """VAT of one invoice from its lines ``(rate in percent, net agorot)``.

    The nets are summed per rate and each sum is rounded once; highest rate first.
    """
    nets: defaultdict[Decimal, int] = defaultdict(int)
    for percent, net in lines:
        nets[percent] += net
    return tuple(
        VatLine(percent, nets[percent], money.vat_of(nets[percent], percent))
        for percent in sorted(nets, reverse=True)
    )

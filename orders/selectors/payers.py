"""Who bears the meals that were invoiced: ministry, authority, parents. Analytic, before VAT."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kurkum.base.models import DatedLimit
from kurkum.lib import money
from orders.choices import CustomerKind
from orders.models import Customer, InvoiceLine, PayerShare
from orders.pricing import PayerRule, PayersSplit, payer_rule_for, split_among_payers

CAP = "parents_cap_per_meal_nis"
# A factory pays for its own workers: nobody else bears a part.
SHARED = (CustomerKind.AUTHORITY, CustomerKind.OPERATOR)


@dataclass(frozen=True, slots=True)
class SiteSplit:
    """Invoiced meals of one site and who bears them; no split where no rule is valid."""

    site: str
    meals: int
    agorot: int
    split: PayersSplit | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The payers' rules and the parents' caps that hold for one customer."""

    shares: tuple[PayerRule, ...]
    caps: tuple[tuple[dt.date, int], ...]

    def on(self, day: dt.date) -> PayerRule | None:
        """The rule of a day with the cap of that day; None before the first."""
        if not self.shares or min(rule.valid_from for rule in self.shares) > day:
            return None
        rule = payer_rule_for(day, self.shares)
        cap = next((agorot for begins, agorot in reversed(self.caps) if begins <= day), None)
        if rule.ministry_weight + rule.authority_weight == 0:
            cap = None  # nobody is there to bear what lies above it
        return PayerRule(
            rule.valid_from, rule.ministry_weight, rule.authority_weight, rule.parents_weight, cap
        )


def payer_rules(customer: Customer) -> Rules:
    """The customer's own rules where she has any, else the general ones."""
    if customer.kind not in SHARED:
        return Rules((), ())
    shares = PayerShare.objects.order_by("valid_from")
    own = list(shares.filter(customer=customer)) or list(shares.filter(customer=None))
    caps = DatedLimit.objects.filter(key=CAP).order_by("valid_from")
    return Rules(
        tuple(
            PayerRule(
                row.valid_from, row.ministry_percent, row.authority_percent, row.parents_percent
            )
            for row in own
        ),
        tuple(
            (row.valid_from, money.to_agorot(row.value.quantize(money.to_decimal(1))))
            for row in caps
        ),
    )


def split_by_site(customer: Customer, first: dt.date, last: dt.date) -> list[SiteSplit]:
    """The invoiced meals of a customer's sites by service date, credit notes taken off."""
    rules = payer_rules(customer)
    lines = InvoiceLine.objects.filter(
        invoice__customer=customer, date__range=(first, last)
    ).values_list("delivery__site__key", "site_name", "date", "portions", "amount_agorot")
    found: dict[str, SiteSplit] = {}
    by_day: Mapping[dt.date, PayerRule | None] = _Days(rules)
    for key, name, date, portions, agorot in lines.order_by("delivery__site__key", "date", "pk"):
        rule = by_day[date]
        split = split_among_payers(agorot, portions, rule) if rule else None
        before = found.get(key, SiteSplit(name, 0, 0, PayersSplit(0, 0, 0)))
        found[key] = SiteSplit(
            name, before.meals + portions, before.agorot + agorot, _plus(before.split, split)
        )
    return list(found.values())


class _Days(defaultdict[dt.date, PayerRule | None]):
    """The rule of each day, looked up once."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self.rules = rules

    def __missing__(self, day: dt.date) -> PayerRule | None:
        self[day] = self.rules.on(day)
        return self[day]


def _plus(one: PayersSplit | None, other: PayersSplit | None) -> PayersSplit | None:
    if one is None or other is None:
        return None
    return PayersSplit(
        one.ministry + other.ministry, one.authority + other.authority, one.parents + other.parents
    )

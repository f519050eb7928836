"""An issued paper as people read it: by site and price, and what is left of each line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Min, Sum

from kurkum.base.models import DatedLimit
from orders.choices import InvoiceKind
from orders.models import Invoice, InvoiceLine


@dataclass(frozen=True, slots=True)
class SiteGroup:
    """Meals of one site, kind and price over the whole period of a paper."""

    description: str
    days: int
    ordered: int | None
    portions: int
    unit_agorot: int
    amount_agorot: int


@dataclass(frozen=True, slots=True)
class SitePart:
    """One site's part of a paper."""

    site: str
    rows: Sequence[SiteGroup]

    @property
    def portions(self) -> int:
        return sum(row.portions for row in self.rows)

    @property
    def agorot(self) -> int:
        return sum(row.amount_agorot for row in self.rows)


@dataclass(frozen=True, slots=True)
class LineLeft:
    """A line and how many of its meals no credit note has taken back."""

    line: InvoiceLine
    left: int


def invoice_sites(invoice: Invoice, language: str) -> list[SitePart]:
    """The paper's lines summed by site, kind and price, in the words of the day of issue."""
    rows = (
        invoice.lines.values("site_name", "description", "unit_agorot")
        .annotate(
            days=Count("date", distinct=True),
            wanted=Sum("ordered"),
            known=Count("ordered"),
            many=Count("pk"),
            meals=Sum("portions"),
            amount=Sum("amount_agorot"),
            first=Min("diner_group__position"),
            second=Min("diet__position"),
        )
        .order_by("site_name", "first", "second", "unit_agorot")
    )
    found: dict[str, list[SiteGroup]] = {}
    for row in rows:
        group = SiteGroup(
            invoice.in_words(row["description"], language),
            row["days"],
            row["wanted"] if row["known"] == row["many"] else None,
            row["meals"],
            row["unit_agorot"],
            row["amount"],
        )
        found.setdefault(row["site_name"], []).append(group)
    return [SitePart(invoice.in_words(site, language), groups) for site, groups in found.items()]


def wants_allocation_number(invoice: Invoice) -> Decimal | None:
    """The sum before VAT from which the tax authority gives a number, where this paper reaches it
    and bears none; else None.
    """
    if invoice.allocation_number or invoice.kind != InvoiceKind.INVOICE:
        return None
    limit = DatedLimit.objects.on(invoice.issued_on).get("invoice_allocation_number_from_nis")
    if limit is None or invoice.net_agorot < limit.value * 100:
        return None
    return limit.value


def lines_left(invoice: Invoice) -> list[LineLeft]:
    """Every line of an invoice with what is left of it."""
    taken = {
        (delivery, group, diet): total
        for delivery, group, diet, total in InvoiceLine.objects.filter(invoice__credits=invoice)
        .values_list("delivery_id", "diner_group_id", "diet_id")
        .annotate(total=Sum("portions"))
    }
    return [
        LineLeft(
            line,
            line.portions + taken.get((line.delivery_id, line.diner_group_id, line.diet_id), 0),
        )
        for line in invoice.lines.order_by("date", "site_name", "pk")
    ]

"""How an invoice or a credit note is stored: number, snapshot, lines, booking, history."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kurkum.base.choices import Grade, Language
from kurkum.base.models import Kitchen, User
from kurkum.base.services.changes import record_change
from kurkum.base.services.numbers import next_number
from kurkum.lib import dates
from orders.choices import InvoiceKind
from orders.models import Customer, Invoice, InvoiceLine, Site
from orders.services import ledger


@dataclass(frozen=True, slots=True)
class Sum:
    """What a paper charges (a credit: takes back, below zero), in agorot, and its VAT rate."""

    net: int
    vat: int
    vat_percent: Decimal


@dataclass(frozen=True, slots=True)
class Paper:
    """What is to be issued: to whom, over which service dates, taking back which invoice."""

    customer: Customer
    period_from: dt.date
    period_to: dt.date
    credits: Invoice | None = None
    reason: str = ""


def store(
    paper: Paper,
    total: Sum,
    lines: Sequence[InvoiceLine],
    *,
    author: User | None,
    now: dt.datetime,
) -> Invoice:
    """Draws the number, stores paper and lines, books it, notes it. One transaction's work."""
    invoice = Invoice.objects.create(
        **_head(paper.customer, dates.day_of(now)),
        kind=InvoiceKind.CREDIT if paper.credits else InvoiceKind.INVOICE,
        credits=paper.credits,
        period_from=paper.period_from,
        period_to=paper.period_to,
        vat_percent=total.vat_percent,
        net_agorot=total.net,
        vat_agorot=total.vat,
        gross_agorot=total.net + total.vat,
        reason=paper.reason[:200],
        words=_words(paper, lines),
        issued_by=author,
        issued_at=now,
    )
    for line in lines:
        line.pk, line.invoice = None, invoice
    InvoiceLine.objects.bulk_create(lines)
    _book(invoice, author, now)
    record_change(
        subject="Invoice",
        subject_key=invoice.number,
        action="issued",
        author=author,
        now=now,
        after={"kind": invoice.kind, "gross_agorot": invoice.gross_agorot},
        reason=paper.reason,
    )
    return invoice


def _head(customer: Customer, issued_on: dt.date) -> dict[str, object]:
    """Number, and both names and addresses as they are today: later edits rewrite no invoice."""
    kitchen = Kitchen.objects.first()
    spoken = customer.language
    return {
        "year": issued_on.year,
        "sequence": next_number(f"invoice-{issued_on.year}"),
        "customer": customer,
        "customer_name": customer.name_in(spoken),
        "customer_address": customer.address,
        "customer_number": customer.company_number,
        "seller_name": kitchen.name_in(spoken) if kitchen else "",
        "seller_address": kitchen.address_in(spoken) if kitchen else "",
        "seller_number": kitchen.company_number if kitchen else "",
        "issued_on": issued_on,
        "due_on": issued_on + dt.timedelta(days=customer.payment_days),
    }


def meal_name(line: InvoiceLine, language: str) -> str:
    """Who eats what, as an invoice calls it."""
    return f"{line.diner_group.name_in(language)}, {line.diet.name_in(language)}"


def _words(paper: Paper, lines: Sequence[InvoiceLine]) -> dict[str, dict[str, str]]:
    """What the paper says, in the languages that are not the customer's: it may be asked for in
    any of them years later. A credit note says what its invoice said.
    """
    spoken = paper.customer.language
    others = [language for language in Language.values if language != spoken]
    return {language: _said(paper, lines, spoken, language) for language in others}


def _said(paper: Paper, lines: Sequence[InvoiceLine], spoken: str, language: str) -> dict[str, str]:
    kitchen = Kitchen.objects.first()
    said = {paper.customer.name_in(spoken): paper.customer.name_in(language)}
    if kitchen is not None:
        said[kitchen.name_in(spoken)] = kitchen.name_in(language)
        said[kitchen.address_in(spoken)] = kitchen.address_in(language)
    if paper.credits is not None:
        return {**said, **paper.credits.words.get(language, {})}
    for line in lines:
        said[line.site_name] = line.delivery.site.name_in(language)
        said[line.description] = meal_name(line, language)
    return said


def _book(invoice: Invoice, author: User | None, now: dt.datetime) -> None:
    """Income belongs to the month of service; once that is closed, to the month of issue."""
    by_site: defaultdict[int, int] = defaultdict(int)
    sites: dict[int, Site] = {}
    for line in invoice.lines.select_related("delivery__site"):
        site = line.delivery.site
        sites[site.pk] = site
        by_site[site.pk] += line.amount_agorot
    income = [
        ledger.Entry("meals", -amount, Grade.COUNTED, invoice.customer, sites[pk])
        for pk, amount in sorted(by_site.items())
    ]
    if not invoice.gross_agorot:
        return
    ledger.post(
        date=ledger.date_in_open_month(invoice.period_to, invoice.issued_on),
        description=f"{invoice.get_kind_display()} {invoice.number}",
        source="invoice",
        source_key=invoice.number,
        entries=[
            ledger.Entry("receivables", invoice.gross_agorot, customer=invoice.customer),
            ledger.Entry("vat", -invoice.vat_agorot, customer=invoice.customer),
            *income,
        ],
        author=author,
        now=now,
    )

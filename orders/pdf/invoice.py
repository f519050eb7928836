"""An invoice or a credit note on paper, as it was issued: names, prices and VAT of that day."""

from __future__ import annotations

from functools import partial
from typing import TypeVar, cast

from django.utils.translation import gettext as _
from django.utils.translation import override

from kurkum.base.lists import listed
from kurkum.lib.pdf import (
    Band,
    Column,
    Columns,
    Document,
    Language,
    Note,
    Part,
    Space,
    Strong,
    Table,
    Text,
    render,
)
from orders.choices import InvoiceKind
from orders.models import Invoice
from orders.report_words import exact
from orders.selectors.invoices import SitePart, invoice_sites

T = TypeVar("T")


def invoice_pdf(invoice: Invoice, *, language: str) -> bytes:
    """The paper in a language, with the names of its day; an old one keeps its customer's."""
    with override(language):
        return render(_document(invoice, language))


def _document(invoice: Invoice, language: str) -> Document:
    return Document(
        title=_title(invoice),
        subtitle=_("Meals received %(first)s–%(last)s")
        % {"first": f"{invoice.period_from:%d.%m.%Y}", "last": f"{invoice.period_to:%d.%m.%Y}"},
        language=cast(Language, language),
        parts=[*_heads(invoice, language), *_body(invoice, language), *_foot(invoice)],
        corner=_corner(invoice),
        foot=invoice.in_words(invoice.seller_name, language),
    )


def _title(invoice: Invoice) -> str:
    if invoice.kind == InvoiceKind.CREDIT:
        return _("Credit note %(number)s") % {"number": invoice.number}
    return _("Tax invoice %(number)s") % {"number": invoice.number}


def _corner(invoice: Invoice) -> list[str]:
    lines = [_("Issued %(day)s") % {"day": f"{invoice.issued_on:%d.%m.%Y}"}]
    if invoice.kind == InvoiceKind.INVOICE:
        lines.append(_("To be paid by %(day)s") % {"day": f"{invoice.due_on:%d.%m.%Y}"})
    elif invoice.credits is not None:
        lines.append(_("To invoice %(number)s") % {"number": invoice.credits.number})
    if invoice.allocation_number:
        lines.append(_("Allocation number %(number)s") % {"number": invoice.allocation_number})
    return lines


def _heads(invoice: Invoice, language: str) -> list[Part]:
    """Seller and customer side by side."""
    said = partial(invoice.in_words, language=language)
    seller = _address(
        said(invoice.seller_name), said(invoice.seller_address), invoice.seller_number
    )
    buyer = _address(
        said(invoice.customer_name), said(invoice.customer_address), invoice.customer_number
    )
    return [
        Columns(
            [[Text(_("Seller"), "soft"), *seller], [Text(_("Customer"), "soft"), *buyer]], [1, 1]
        ),
        Space(3),
    ]


def _address(name: str, address: str, number: str) -> list[Part]:
    parts: list[Part] = [Text(name, "bold")]
    if address:
        parts.append(Text(address))
    if number:
        parts.append(Text(_("Registration number %(number)s") % {"number": number}))
    return parts


def _body(invoice: Invoice, language: str) -> list[Part]:
    """Lines by site; what was ordered stands beside it where the invoice knows it."""
    sites = invoice_sites(invoice, language)
    knows = any(row.ordered is not None for site in sites for row in site.rows)
    columns = [
        Column(_("Meals for"), 3.2),
        Column(_("Days"), 0.7, "number"),
        Column(_("Ordered"), 0.9, "number"),
        Column(_("Received"), 0.9, "number"),
        Column(_("Price"), 0.9, "number"),
        Column(_("Amount"), 1.3, "number"),
    ]
    rows: list[Band | list[str | Strong]] = []
    for site in sites:
        rows += [Band(site.site), *(_known(row, knows) for row in _site_rows(site))]
    return [
        Table(_known(columns, knows), rows, dense=True),
        Space(2),
        Columns([[], [_sums(invoice, sum(site.portions for site in sites))]], [1, 1.3]),
    ]


def _known(cells: list[T], knows_ordered: bool) -> list[T]:
    return cells if knows_ordered else [*cells[:2], *cells[3:]]


def _site_rows(site: SitePart) -> list[list[str | Strong]]:
    rows: list[list[str | Strong]] = [
        [
            row.description,
            f"{row.days}",
            "" if row.ordered is None else f"{row.ordered:,}",
            _count(row.portions),
            exact(row.unit_agorot),
            exact(row.amount_agorot),
        ]
        for row in site.rows
    ]
    if len(rows) > 1:
        sums = [_("Together"), "", "", _count(site.portions), "", exact(site.agorot)]
        rows.append([Strong(text) for text in sums])
    return rows


def _count(portions: int) -> str:
    return f"{'−' if portions < 0 else ''}{abs(portions):,}"


def _sums(invoice: Invoice, meals: int) -> Table:
    rate = f"{invoice.vat_percent.normalize():f}"
    return Table(
        [Column(_("Sum"), 1.6), Column("₪", 1, "number")],
        [
            [_("Before VAT (meals: %(meals)s)") % {"meals": _count(meals)},
             exact(invoice.net_agorot)],
            [_("VAT %(rate)s%%") % {"rate": rate}, exact(invoice.vat_agorot)],
        ],
        totals=[_("To be paid") if invoice.gross_agorot >= 0 else _("Taken back"),
                exact(invoice.gross_agorot)],
    )  # fmt: skip


def _foot(invoice: Invoice) -> list[Part]:
    parts: list[Part] = [Space(2)]
    if invoice.reason:
        parts.append(Text(_("Reason: %(reason)s") % {"reason": invoice.reason}))
    assumed = invoice.lines.filter(is_assumed_received=True)
    if assumed.exists():
        days = sorted(set(assumed.values_list("date", flat=True)))
        shown = listed(f"{day:%d.%m.}" for day in days)
        parts.append(
            Note(
                _("These days were not signed for in time and count as sent: %(days)s")
                % {"days": shown}
            )
        )
    if invoice.kind == InvoiceKind.INVOICE:
        parts.append(
            Text(_("Charged is what was received; missing meals are not charged."), "soft")
        )
    return parts

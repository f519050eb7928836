"""Credit notes: the negative twin of an invoice, or of those of its lines that were short.

A credit note names the one invoice it takes back from, at the prices charged there. The VAT of
several credit notes to one invoice adds up to what that invoice charged, to the agora.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Sum as SumOf
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.lib import money
from orders.choices import InvoiceKind
from orders.models import Invoice, InvoiceLine
from orders.selectors.invoices import lines_left
from orders.services.invoice_rows import Paper, Sum, store

MealKey = tuple[int, int, int]  # delivery, diner group, diet


@transaction.atomic
def issue_credit_note(
    *, invoice: Invoice, author: User | None, now: dt.datetime, reason: str
) -> Invoice:
    """Takes back all that is left of an invoice.

    Raises CannotBeDone where it is a credit note itself or was credited already.
    """
    locked = _locked(invoice)
    left = portions_left(locked)
    portions = {line.pk: left[line.pk] for line in locked.lines.all() if left[line.pk]}
    if not portions:
        raise CannotBeDone(
            _("Invoice %(number)s was credited already.") % {"number": locked.number}
        )
    return _credit(locked, portions, author, now, reason)


@transaction.atomic
def credit_lines(
    *,
    invoice: Invoice,
    portions: Mapping[int, int],
    author: User | None,
    now: dt.datetime,
    reason: str,
) -> Invoice:
    """Takes back portions by line id. Raises BadInput for more than is left, or no reason."""
    locked = _locked(invoice)
    wanted = {pk: count for pk, count in portions.items() if count}
    left = portions_left(locked)
    if not wanted:
        raise BadInput(_("Write for at least one line how many meals are taken back."))
    if not reason.strip():
        raise BadInput(_("Write why the meals are taken back."))
    for pk, count in wanted.items():
        if not 0 < count <= left.get(pk, 0):
            raise BadInput(
                _("Of this line between 0 and %(left)d meals can be taken back.")
                % {"left": left.get(pk, 0)}
            )
    return _credit(locked, wanted, author, now, reason)


def credit_shortages(
    missing: Sequence[tuple[MealKey, int]], *, author: User | None, now: dt.datetime
) -> list[Invoice]:
    """Takes back meals that were charged and turned out not to have been received.

    One credit note to each invoice concerned, the newest invoice of a meal first.
    """
    by_invoice: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for key, count in missing:
        for line, part in _charged(key, count):
            by_invoice[line.invoice_id][line.pk] = part
    return [
        _credit(invoice, by_invoice[invoice.pk], author, now, _("Fewer meals were received."))
        for invoice in Invoice.objects.select_for_update()
        .select_related("customer")
        .filter(pk__in=by_invoice)
        .order_by("year", "sequence")
    ]


def portions_left(invoice: Invoice) -> dict[int, int]:
    """Meals by line id that no credit note has taken back yet."""
    return {row.line.pk: row.left for row in lines_left(invoice)}


def _charged(key: MealKey, count: int) -> Iterable[tuple[InvoiceLine, int]]:
    delivery, group, diet = key
    lines = InvoiceLine.objects.filter(
        delivery_id=delivery,
        diner_group_id=group,
        diet_id=diet,
        invoice__kind=InvoiceKind.INVOICE,
    ).select_related("invoice")
    for line in lines.order_by("-invoice__year", "-invoice__sequence"):
        part = min(count, portions_left(line.invoice)[line.pk])
        if part:
            yield line, part
            count -= part


def _locked(invoice: Invoice) -> Invoice:
    locked = Invoice.objects.select_for_update().select_related("customer").get(pk=invoice.pk)
    if locked.kind != InvoiceKind.INVOICE:
        raise CannotBeDone(_("A credit note cannot be credited."))
    return locked


def _credit(
    invoice: Invoice,
    portions: Mapping[int, int],
    author: User | None,
    now: dt.datetime,
    reason: str,
) -> Invoice:
    lines = list(invoice.lines.filter(pk__in=portions).select_related("delivery__site"))
    for line in lines:
        line.portions, line.ordered = -portions[line.pk], None
        line.amount_agorot = line.portions * line.unit_agorot
    net = sum(line.amount_agorot for line in lines)
    paper = Paper(
        invoice.customer, invoice.period_from, invoice.period_to, credits=invoice, reason=reason
    )
    total = Sum(net, _vat_taken_back(invoice, net), invoice.vat_percent)
    return store(paper, total, lines, author=author, now=now)


def _vat_taken_back(invoice: Invoice, net: int) -> int:
    """The VAT left on the invoice less the VAT on what remains of it, so that nothing is lost."""
    before = invoice.credit_notes.aggregate(net=SumOf("net_agorot"), vat=SumOf("vat_agorot"))
    net_left = invoice.net_agorot + (before["net"] or 0) + net
    vat_left = invoice.vat_agorot + (before["vat"] or 0)
    return money.vat_of(net_left, invoice.vat_percent) - vat_left

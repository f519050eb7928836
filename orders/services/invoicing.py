"""Invoices from received meals, and credit notes as their negative twins. Both are immutable."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from kurkum.base.choices import Grade
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import DatedLimit, User
from kurkum.base.services.changes import record_change
from kurkum.base.services.numbers import next_number
from kurkum.lib import dates, money
from menus.models import Diet, DinerGroup
from orders.choices import InvoiceKind
from orders.models import Customer, Invoice, InvoiceLine
from orders.selectors.meals import Meals, billed_portions, received_meals
from orders.services import ledger


@dataclass(frozen=True, slots=True)
class _Draft:
    """A line before it has an invoice; ``portions`` is negative on a credit note."""

    meals: Meals
    portions: int
    unit_agorot: int

    @property
    def amount(self) -> int:
        return self.portions * self.unit_agorot


def month_end(month: dt.date) -> dt.date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


@transaction.atomic
def issue_invoice(
    *, customer: Customer, month: dt.date, author: User | None, now: dt.datetime
) -> Invoice:
    """Bills what a customer received in a month and was not billed yet.

    Raises CannotBeDone where nothing is to be billed or a price is missing.
    """
    Customer.objects.select_for_update().get(pk=customer.pk)
    drafts = [draft for draft in _unbilled(customer, month, now) if draft.portions > 0]
    if not drafts:
        raise CannotBeDone(
            _("%(customer)s has nothing to be billed for %(month)s.")
            % {"customer": customer, "month": f"{month:%m.%Y}"}
        )
    return _store(
        customer=customer, month=month, drafts=drafts, credits=None, author=author, now=now
    )


@transaction.atomic
def issue_month(*, month: dt.date, author: User | None, now: dt.datetime) -> list[Invoice]:
    """One invoice to every customer that has something to be billed for the month."""
    issued = []
    for customer in Customer.objects.order_by("key"):
        if any(draft.portions > 0 for draft in _unbilled(customer, month, now)):
            issued.append(issue_invoice(customer=customer, month=month, author=author, now=now))
    return issued


@transaction.atomic
def issue_credit_note(
    *, invoice: Invoice, author: User | None, now: dt.datetime, reason: str
) -> Invoice:
    """The negative twin of a whole invoice. Raises CannotBeDone where it was credited already."""
    locked = Invoice.objects.select_for_update().select_related("customer").get(pk=invoice.pk)
    if locked.kind != InvoiceKind.INVOICE:
        raise CannotBeDone(_("A credit note cannot be credited."))
    if locked.credit_notes.exists():
        raise CannotBeDone(
            _("Invoice %(number)s was credited already.") % {"number": locked.number}
        )
    issued_on = dates.day_of(now)
    twin = Invoice.objects.create(
        **_head(locked.customer, issued_on, locked.period_from, locked.period_to),
        kind=InvoiceKind.CREDIT,
        credits=locked,
        vat_percent=locked.vat_percent,
        net_agorot=-locked.net_agorot,
        vat_agorot=-locked.vat_agorot,
        gross_agorot=-locked.gross_agorot,
        issued_by=author,
        issued_at=now,
    )
    lines = list(locked.lines.select_related("delivery__site"))
    for line in lines:
        line.pk, line.invoice = None, twin
        line.portions, line.amount_agorot = -line.portions, -line.amount_agorot
    InvoiceLine.objects.bulk_create(lines)
    _book(twin, author, now)
    _note(twin, author, now, reason)
    return twin


def _unbilled(customer: Customer, month: dt.date, now: dt.datetime) -> list[_Draft]:
    last = month_end(month)
    billed = billed_portions(month, last)
    meals = received_meals(month, last, today=dates.day_of(now), customer_id=customer.pk)
    _check_prices(meals)
    return [
        _Draft(row, open_portions, row.unit_agorot)
        for row in meals
        if row.unit_agorot is not None and (open_portions := row.portions - billed.get(row.key, 0))
    ]


def _check_prices(meals: Sequence[Meals]) -> None:
    missing = sorted(
        {
            f"{row.delivery.site} {row.delivery.date:%d.%m.%Y}: {row.diner_group}, {row.diet}"
            for row in meals
            if row.unit_agorot is None and row.portions
        }
    )
    if missing:
        raise CannotBeDone(
            *(_("No price was frozen for %(meal)s.") % {"meal": meal} for meal in missing)
        )


def _store(
    *,
    customer: Customer,
    month: dt.date,
    drafts: Sequence[_Draft],
    credits: Invoice | None,
    author: User | None,
    now: dt.datetime,
) -> Invoice:
    last = month_end(month)
    vat_percent = DatedLimit.objects.value_on("vat_rate_pct", last)
    net = sum(draft.amount for draft in drafts)
    vat = money.vat_of(net, vat_percent)
    invoice = Invoice.objects.create(
        **_head(customer, dates.day_of(now), month, last),
        kind=InvoiceKind.INVOICE,
        credits=credits,
        vat_percent=vat_percent,
        net_agorot=net,
        vat_agorot=vat,
        gross_agorot=net + vat,
        issued_by=author,
        issued_at=now,
    )
    InvoiceLine.objects.bulk_create(_lines(invoice, drafts, customer.language))
    _book(invoice, author, now)
    _note(invoice, author, now, "")
    return invoice


def _head(
    customer: Customer, issued_on: dt.date, period_from: dt.date, period_to: dt.date
) -> dict[str, object]:
    """Number, and name and address as they are today: later edits never rewrite an invoice."""
    return {
        "year": issued_on.year,
        "sequence": next_number(f"invoice-{issued_on.year}"),
        "customer": customer,
        "customer_name": customer.name_in(customer.language),
        "customer_address": customer.address,
        "customer_number": customer.company_number,
        "issued_on": issued_on,
        "due_on": issued_on + dt.timedelta(days=customer.payment_days),
        "period_from": period_from,
        "period_to": period_to,
    }


def _lines(invoice: Invoice, drafts: Sequence[_Draft], language: str) -> list[InvoiceLine]:
    groups = DinerGroup.objects.in_bulk()
    diets = Diet.objects.in_bulk()
    with override(language):
        return [
            InvoiceLine(
                invoice=invoice,
                delivery=draft.meals.delivery,
                diner_group_id=draft.meals.diner_group_id,
                diet_id=draft.meals.diet_id,
                date=draft.meals.delivery.date,
                site_name=draft.meals.delivery.site.name_in(language),
                description=", ".join(
                    (
                        groups[draft.meals.diner_group_id].name_in(language),
                        diets[draft.meals.diet_id].name_in(language),
                    )
                ),
                portions=draft.portions,
                unit_agorot=draft.unit_agorot,
                amount_agorot=draft.amount,
                is_assumed_received=draft.meals.is_assumed_received,
            )
            for draft in drafts
        ]


def _book(invoice: Invoice, author: User | None, now: dt.datetime) -> None:
    """Income belongs to the month of service; once that is closed, to the month of issue."""
    by_site: dict[int, int] = {}
    sites = {}
    for line in invoice.lines.select_related("delivery__site"):
        site = line.delivery.site
        sites[site.pk] = site
        by_site[site.pk] = by_site.get(site.pk, 0) + line.amount_agorot
    income = [
        ledger.Entry("meals", -amount, Grade.COUNTED, invoice.customer, sites[pk])
        for pk, amount in sorted(by_site.items())
    ]
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


def _note(invoice: Invoice, author: User | None, now: dt.datetime, reason: str) -> None:
    record_change(
        subject="Invoice",
        subject_key=invoice.number,
        action="issued",
        author=author,
        now=now,
        after={"kind": invoice.kind, "gross_agorot": invoice.gross_agorot},
        reason=reason,
    )

"""Invoices from received meals, a month or a delivery at a time. Issued, they are immutable."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import DatedLimit, User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates, money
from menus.models import Diet, DinerGroup
from orders.choices import Billing
from orders.models import Customer, Invoice, InvoiceLine
from orders.selectors.meals import Meals, billed_portions, received_meals
from orders.services.crediting import credit_shortages
from orders.services.invoice_rows import Paper, Sum, meal_name, store

ALLOCATION_NUMBER = re.compile(r"[0-9]{9,20}")


@dataclass(frozen=True, slots=True)
class Draft:
    """Meals that no invoice has charged yet; below zero where more was charged than received."""

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
    """One invoice over all that a customer received in a month and was not charged yet.

    Raises CannotBeDone where nothing is to be billed or a price is missing.
    """
    # Whoever bills the same customer waits here, and then finds nothing left to charge.
    Customer.objects.select_for_update().get(pk=customer.pk)
    drafts = _to_charge(unbilled(month, now=now, customer=customer))
    if not drafts:
        raise CannotBeDone(
            _("%(customer)s has nothing to be billed for %(month)s.")
            % {"customer": customer, "month": f"{month:%m.%Y}"}
        )
    return _issue(customer, (month, month_end(month)), drafts, author, now)


@transaction.atomic
def issue_month(*, month: dt.date, author: User | None, now: dt.datetime) -> list[Invoice]:
    """Everything that is due for a month: invoices, and credit notes for meals found missing.

    A customer who is billed by the month gets one invoice once the month is over; one who is
    billed by the delivery gets one for each that counts as received.
    """
    is_over = dates.day_of(now) > month_end(month)
    customers = list(Customer.objects.select_for_update().order_by("key"))
    found: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in unbilled(month, now=now):
        found[draft.meals.delivery.site.customer_id].append(draft)
    issued: list[Invoice] = []
    for customer in customers:
        drafts = found[customer.pk]
        issued += credit_shortages(
            [(draft.meals.key, -draft.portions) for draft in drafts if draft.portions < 0],
            author=author,
            now=now,
        )
        for period, rows in _papers(customer, month, _to_charge(drafts), is_over=is_over):
            issued.append(_issue(customer, period, rows, author, now))
    return issued


def _papers(
    customer: Customer, month: dt.date, drafts: Sequence[Draft], *, is_over: bool
) -> Iterable[tuple[tuple[dt.date, dt.date], list[Draft]]]:
    """The periods and drafts of each invoice that is due."""
    if customer.billing == Billing.MONTH:
        if drafts and is_over:
            yield (month, month_end(month)), list(drafts)
        return
    by_delivery: defaultdict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_delivery[draft.meals.delivery.pk].append(draft)
    for rows in by_delivery.values():
        day = rows[0].meals.delivery.date
        yield (day, day), rows


def _to_charge(drafts: Iterable[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.portions > 0]


def unbilled(month: dt.date, *, now: dt.datetime, customer: Customer | None = None) -> list[Draft]:
    """Received less charged meals of a month. Raises CannotBeDone where a price is missing."""
    last = month_end(month)
    billed = billed_portions(month, last)
    meals = received_meals(
        month, last, today=dates.day_of(now), customer_id=customer.pk if customer else None
    )
    _check_prices(meals)
    return [
        Draft(row, open_portions, row.unit_agorot)
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


def _issue(
    customer: Customer,
    period: tuple[dt.date, dt.date],
    drafts: Sequence[Draft],
    author: User | None,
    now: dt.datetime,
) -> Invoice:
    Customer.objects.select_for_update().get(pk=customer.pk)
    rate = DatedLimit.objects.value_on("vat_rate_pct", period[1])
    net = sum(draft.amount for draft in drafts)
    return store(
        Paper(customer, *period),
        Sum(net, money.vat_of(net, rate), rate),
        _lines(drafts, customer.language),
        author=author,
        now=now,
    )


def _lines(drafts: Sequence[Draft], language: str) -> list[InvoiceLine]:
    groups = DinerGroup.objects.in_bulk()
    diets = Diet.objects.in_bulk()
    lines = [
        InvoiceLine(
            delivery=draft.meals.delivery,
            diner_group=groups[draft.meals.diner_group_id],
            diet=diets[draft.meals.diet_id],
            date=draft.meals.delivery.date,
            site_name=draft.meals.delivery.site.name_in(language),
            portions=draft.portions,
            ordered=draft.meals.ordered,
            unit_agorot=draft.unit_agorot,
            amount_agorot=draft.amount,
            is_assumed_received=draft.meals.is_assumed_received,
        )
        for draft in drafts
    ]
    for line in lines:
        line.description = meal_name(line, language)
    return lines


@transaction.atomic
def note_allocation_number(
    *, invoice: Invoice, number: str, author: User | None, now: dt.datetime
) -> Invoice:
    """The number that the tax authority gave to an issued paper; nothing else of it ever changes.

    Raises BadInput for anything but 9 to 20 digits, or a number that another paper bears.
    """
    wanted = number.strip()
    if not ALLOCATION_NUMBER.fullmatch(wanted):
        raise BadInput(_("The tax authority's number has 9 to 20 digits."))
    if Invoice.objects.filter(allocation_number=wanted).exclude(pk=invoice.pk).exists():
        raise BadInput(_("Another invoice bears this number."))
    locked = Invoice.objects.select_for_update().get(pk=invoice.pk)
    before, locked.allocation_number = locked.allocation_number, wanted
    locked.save(update_fields=["allocation_number"])
    record_change(
        subject="Invoice",
        subject_key=locked.number,
        action="allocation number",
        author=author,
        now=now,
        before={"allocation_number": before},
        after={"allocation_number": wanted},
    )
    return locked

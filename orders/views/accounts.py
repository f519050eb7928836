"""What customers owe: ageing, statements, reminders, the cash of the weeks to come."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Role
from kurkum.base.models import Kitchen, User
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib import dates
from kurkum.lib.figures import Line, Point
from kurkum.lib.svg import draw
from orders.forms_money import PeriodForm, TermsForm
from orders.models import Customer
from orders.reminder_words import overdue, reminder_text, share_links
from orders.report_words import exact
from orders.selectors import owed
from orders.selectors.cash import CashForecast, cash_forecast
from orders.selectors.payers import split_by_site
from orders.services.customer_terms import change_terms
from orders.services.reminding import last_reminder, note_reminder
from orders.views.form_pages import act
from orders.views.invoices import asked_language
from orders.views.money import KEEPERS

READERS = (*KEEPERS, Role.PAYER)
MONTHS_SHOWN = 3


@role_required(*KEEPERS)
@require_GET
def customers(request: HttpRequest) -> HttpResponse:
    """Who owes what, the most overdue first; it sums to the books."""
    today = dates.day_of(timezone.now())
    rows = owed.ageing(today)
    sums = [
        sum(row.not_due for row in rows),
        *(sum(row.late[place] for row in rows) for place in range(len(owed.AGES))),
        sum(row.to_her_credit for row in rows),
        sum(row.total for row in rows),
    ]
    context = {
        "rows": rows,
        "sums": sums,
        "others": Customer.objects.exclude(pk__in=[row.customer.pk for row in rows]),
        "tab": "customers",
    }
    return render(request, "orders/money/customers.html", context)


@role_required(*READERS)
@require_GET
def statement(request: HttpRequest, key: str) -> HttpResponse:
    """A customer's account over a period, and who bears the meals of each of her sites."""
    user = signed_in(request)
    customer = _customer(user, key)
    first, last, form = _period(request)
    parts = split_by_site(customer, first, last)
    context = {
        "customer": customer,
        "statement": owed.statement(customer, first, last),
        "splits": parts,
        "has_split": any(part.split for part in parts),
        "form": form,
        "first": first,
        "last": last,
        "is_keeper": has_role(user, *KEEPERS),
        "terms": TermsForm(instance=customer),
        "tab": "customers",
    }
    return render(request, "orders/money/statement.html", context)


@role_required(*KEEPERS)
@require_POST
def terms(request: HttpRequest, key: str) -> HttpResponse:
    """How the customer is billed from now on."""
    customer = get_object_or_404(Customer, key=key)
    form = TermsForm(request.POST, instance=Customer(pk=customer.pk, key=customer.key))
    if form.is_valid():
        change_terms(
            customer=customer,
            terms=form.cleaned_data,
            author=signed_in(request),
            now=timezone.now(),
        )
        messages.success(request, _("Saved."))
    for field, faults in form.errors.items():
        label = form.fields[field].label if field in form.fields else ""
        messages.error(request, f"{label}: {' '.join(str(fault) for fault in faults)}")
    return redirect("orders:statement", key=key)


@role_required(*READERS)
@require_GET
def statement_pdf(request: HttpRequest, key: str) -> HttpResponse:
    from orders.pdf.statement import statement_pdf as render_pdf

    customer = _customer(signed_in(request), key)
    first, last, _form = _period(request)
    content = render_pdf(
        owed.statement(customer, first, last),
        split_by_site(customer, first, last),
        language=asked_language(request),
    )
    name = f"statement-{customer.key}-{last}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@role_required(Role.PAYER)
@require_GET
def my_accounts(request: HttpRequest) -> HttpResponse:
    """A payer's own accounts: straight to the statement where there is only one."""
    mine = list(Customer.objects.filter(accesses__user=signed_in(request)).distinct())
    if len(mine) == 1:
        return redirect("orders:statement", key=mine[0].key)
    return render(request, "orders/money/my_accounts.html", {"customers": mine})


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def reminder(request: HttpRequest, key: str) -> HttpResponse:
    """The text to share, in the customer's language; a POST notes that it was sent."""
    customer = get_object_or_404(Customer, key=key)
    now = timezone.now()
    if request.method == "POST":
        work = partial(note_reminder, customer=customer, author=signed_in(request), now=now)
        act(request, work, _("It is noted that you reminded them."))
        return redirect("orders:reminder", key=key)
    today, rows = dates.day_of(now), owed.open_invoices(customer)
    text = reminder_text(customer, rows, Kitchen.objects.first(), today)
    context = {
        "customer": customer,
        "overdue": overdue(rows, today),
        "text": text,
        "links": share_links(customer, text),
        "last": last_reminder(customer),
        "tab": "customers",
    }
    return render(request, "orders/money/reminder.html", context)


@role_required(*KEEPERS)
@require_GET
def cash(request: HttpRequest) -> HttpResponse:
    """The weeks to come, and what they are made of."""
    found = cash_forecast(dates.day_of(timezone.now()))
    context = {
        "forecast": found,
        "chart": draw(_cash_line(found), rtl=get_language_bidi()),
        "tab": "cash",
    }
    return render(request, "orders/money/cash.html", context)


def _cash_line(found: CashForecast) -> Line:
    lowest = found.lowest
    title = (
        _("The bank holds least in the week of %(day)s: %(sum)s ILS.")
        % {"day": f"{lowest.begins:%d.%m}", "sum": f"\u2066{exact(lowest.balance)}\u2069"}
        if lowest
        else _("Cash")
    )
    points = [
        Point(
            f"{week.begins:%d.%m}",
            week.balance / 100,
            exact(week.balance) if week is lowest else "",
        )
        for week in found.weeks
    ]
    return Line(title, points)


def _customer(user: User, key: str) -> Customer:
    rows = Customer.objects.all()
    if not has_role(user, *KEEPERS):
        rows = rows.filter(accesses__user=user)
    return get_object_or_404(rows.distinct(), key=key)


def _period(request: HttpRequest) -> tuple[dt.date, dt.date, PeriodForm]:
    """The asked period, else the last three months up to today."""
    today = dates.day_of(timezone.now())
    first = dates.month_of(today).plus(-MONTHS_SHOWN).first_day
    if "first" in request.GET:
        form = PeriodForm(request.GET)
        if form.is_valid():
            return form.cleaned_data["first"], form.cleaned_data["last"], form
        return first, today, form
    return first, today, PeriodForm(initial={"first": first, "last": today})

"""What meals earned and cost, the month's bookings, their export, and dated corrections."""

from __future__ import annotations

import datetime as dt
from functools import partial

from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.choices import Role
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib import dates
from kurkum.lib.tables import XLSX, answer_list
from orders.choices import MonthState
from orders.models import Account, LedgerEntry, LedgerTransaction, MonthClose
from orders.selectors.bookkeeping import COLUMNS, MEANINGS, export_rows
from orders.selectors.cost_lines import month_days
from orders.selectors.dish_margins import dish_margins
from orders.selectors.margins import margins
from orders.selectors.months import months_at_a_glance
from orders.services import ledger
from orders.tables_money import BookingsTable, DishMarginsTable, MarginsTable, MonthsTable
from orders.views.form_pages import act
from orders.views.money import KEEPERS

READERS = (*KEEPERS, Role.BOARD)
FIRST_DAY = dt.date(2000, 1, 1)  # before any kitchen kept its books here


@role_required(*READERS)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The last closed month, else this one."""
    row = MonthClose.objects.filter(state=MonthState.CLOSED).order_by("-month").first()
    month = row.month if row else dates.day_of(timezone.now()).replace(day=1)
    return redirect("orders:margins", month=month, by="customer")


@role_required(*READERS)
@require_GET
def page(request: HttpRequest, month: dt.date, by: str) -> HttpResponse:
    """Margin by site, customer, day or dish; the sum agrees with the ledger."""
    if by not in ("site", "customer", "day", "dish"):
        raise Http404
    found = margins(month, "customer" if by == "dish" else by)
    table = DishMarginsTable(dish_margins(month)) if by == "dish" else MarginsTable(found.rows)
    names = {account.key: account.name for account in Account.objects.all()}
    total = found.total
    meal = [
        (names.get(key, key), total.per_meal(agorot))
        for key, agorot in sorted(total.costs.items(), key=lambda cost: -cost[1])
    ]
    context = {
        "month": month,
        "previous": dates.month_of(month).plus(-1).first_day,
        "next": dates.month_of(month).plus(1).first_day,
        "by": by,
        "found": found,
        "price": total.per_meal(total.income),
        "meal": meal,
        "is_closed": ledger.is_closed(month),
        "tab": "margins",
    }
    name = f"margins-{month:%Y-%m}-{by}"
    return answer_list(
        request, table, title=_("What meals earned and cost"), filename=name,
        template="orders/money/margins.html", context=context,
    )  # fmt: skip


@role_required(*READERS)
@require_GET
def months(request: HttpRequest) -> HttpResponse:
    """Every month so far, newest first: meals, income, costs and what was left."""
    today = dates.day_of(timezone.now())
    rows = months_at_a_glance(FIRST_DAY, today)
    return answer_list(
        request, MonthsTable(rows), title=_("All months"), filename="months",
        template="orders/money/list.html", context={"tab": "margins"},
    )  # fmt: skip


@role_required(*KEEPERS)
@require_GET
def bookings(request: HttpRequest, month: dt.date) -> HttpResponse:
    """The month's bookings with their entries; from here they are exported and corrected."""
    entries = LedgerEntry.objects.select_related("account")
    rows = (
        LedgerTransaction.objects.filter(date__range=month_days(month))
        .prefetch_related(Prefetch("entries", entries), "corrections")
        .select_related("corrects", "posted_by")
        .order_by("-number")
    )
    context = {
        "month": month,
        "previous": dates.month_of(month).plus(-1).first_day,
        "next": dates.month_of(month).plus(1).first_day,
        "columns": zip(COLUMNS, MEANINGS, strict=True),
        "is_closed": ledger.is_closed(month),
        "tab": "bookings",
    }
    return answer_list(
        request, BookingsTable(rows), title=_("Bookings"), filename=f"bookings-{month:%Y-%m}",
        template="orders/money/bookings.html", context=context,
    )  # fmt: skip


@role_required(*KEEPERS)
@require_GET
def export(request: HttpRequest, month: dt.date, kind: str) -> HttpResponse:
    """Every entry of the month for the bookkeeper's software, one row each."""
    from kurkum.lib.exports import csv_bytes, xlsx_bytes

    rows = export_rows(month)
    if kind == "xlsx":
        content = xlsx_bytes(COLUMNS, rows, title=f"{month:%Y-%m}", right_to_left=False)
    elif kind == "csv":
        content = csv_bytes(COLUMNS, rows)
    else:
        raise Http404
    return HttpResponse(
        content,
        content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="ledger-{month:%Y-%m}.{kind}"'},
    )


@role_required(*KEEPERS)
@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A booking's negative twin: in its own month, or today once that month is closed."""
    booking = get_object_or_404(LedgerTransaction, pk=pk)
    now = timezone.now()
    reason = request.POST.get("reason", "").strip()
    day = ledger.date_in_open_month(booking.date, dates.day_of(now))
    work = partial(
        ledger.correct_by_hand,
        booking=booking,
        date=day,
        reason=reason,
        author=signed_in(request),
        now=now,
    )
    act(request, work, _("The correction is booked on %(day)s.") % {"day": f"{day:%d.%m.%Y}"})
    return redirect("orders:bookings", month=booking.date.replace(day=1))


@role_required(*KEEPERS)
@require_GET
def bookings_now(request: HttpRequest) -> HttpResponse:
    return redirect("orders:bookings", month=dates.day_of(timezone.now()).replace(day=1))

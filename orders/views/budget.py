"""The budget of a month, account by account, beside what was booked the month before."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import has_role, role_required, signed_in
from kurkum.lib import dates
from orders.forms_board import BudgetForm
from orders.models import Account, BudgetLine
from orders.selectors.ledger import month_sums
from orders.services.budgeting import SIDES, set_budget
from orders.services.ledger import is_closed
from orders.views.board import READERS

KEEPERS = (Role.MANAGER, Role.BOOKKEEPER)


@role_required(*READERS)
@require_http_methods(["GET", "POST"])
def budget(request: HttpRequest, month: dt.date) -> HttpResponse:
    """Everybody of the board reads it; the manager and the bookkeeper set it while it is open."""
    may_set = has_role(request.user, *KEEPERS) and not is_closed(month)
    known = _lines(month)
    source = _lines(_before(month)) if request.GET.get("from") == "before" else known
    accounts = Account.objects.filter(kind__in=SIDES).order_by("position", "key")
    asked = request.POST if request.method == "POST" and may_set else None
    form = BudgetForm(asked, accounts=accounts, known=source)
    if form.is_valid():
        try:
            set_budget(
                month=month, amounts=form.amounts, author=signed_in(request), now=timezone.now()
            )
        except KurkumError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The budget is saved."))
            return redirect("orders:budget", month=month)
    actual = {row.account: 0 for row in month_sums(month)}
    for row in month_sums(month):
        actual[row.account] += row.agorot
    before = _sums(_before(month))
    context = {
        "month": month,
        "previous": _before(month),
        "following": dates.month_of(month).plus(1).first_day,
        "may_set": may_set,
        "closed": is_closed(month),
        "form": form,
        "rows": [
            (one, form[f"account_{one.key}"], known.get(one.key), actual.get(one.key),
             before.get(one.key))
            for one in form.accounts
        ],
    }  # fmt: skip
    return render(request, "orders/board/budget.html", context)


def _before(month: dt.date) -> dt.date:
    return dates.month_of(month).plus(-1).first_day


def _lines(month: dt.date) -> dict[str, int]:
    return dict(BudgetLine.objects.filter(month=month).values_list("account__key", "agorot"))


def _sums(month: dt.date) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in month_sums(month):
        found[row.account] = found.get(row.account, 0) + row.agorot
    return found

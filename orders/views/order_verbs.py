"""One tap on the order page: same as last week, copy to another day, undo, the standing order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib import dates
from orders.errors import SavedMeanwhile
from orders.forms import whole_number
from orders.models import Site
from orders.selectors.access import sites_to_order_for
from orders.services import order_verbs
from orders.views.ordering import ORDERERS, channel_of, reasons_of

Writer = Callable[[Site, User, dt.datetime], object]


@role_required(*ORDERERS)
@require_POST
def same_as_last_week(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    version = whole_number(request.POST.get("version", ""))

    def write(found: Site, user: User, now: dt.datetime) -> object:
        return order_verbs.same_as_last_week(
            site=found, date=date, version=version, author=user, now=now, channel=channel_of(user)
        )

    return _change(request, site, date, write, done=_("Saved as last week."))


@role_required(*ORDERERS)
@require_POST
def copy_to(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """Copies this day to the days that were chosen, each as an order of its own."""
    try:
        targets = [dates.parse_day(text) for text in request.POST.getlist("target")]
    except ValueError:
        targets = []
    if not targets:
        messages.error(request, _("Choose a day to copy to."))
        return redirect("orders:order", site=site, date=date)
    for target in targets:

        def write(found: Site, user: User, now: dt.datetime, to: dt.date = target) -> object:
            return order_verbs.copy_day(
                site=found, source=date, target=to, version=None, author=user, now=now,
                channel=channel_of(user),
            )  # fmt: skip

        done = _("Copied to %(date)s.") % {"date": f"{target:%d.%m.%Y}"}
        answer = _change(request, site, target if len(targets) == 1 else date, write, done=done)
    return answer


@role_required(*ORDERERS)
@require_POST
def undo(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """Goes back to what stood before the save that the person looked at."""
    version = whole_number(request.POST.get("version", ""))

    def write(found: Site, user: User, now: dt.datetime) -> object:
        return order_verbs.restore_order(
            site=found, date=date, version=version, author=user, now=now,
            channel=channel_of(user),
        )  # fmt: skip

    return _change(request, site, date, write, done=_("The earlier version counts again."))


@role_required(*ORDERERS)
@require_POST
def withdraw(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """Takes the saved order back: the standing order counts again."""

    def write(found: Site, user: User, now: dt.datetime) -> object:
        return order_verbs.withdraw_order(
            site=found, date=date, author=user, now=now, channel=channel_of(user)
        )

    return _change(request, site, date, write, done=_("The standing order counts again."))


def _change(
    request: HttpRequest, key: str, back_to: dt.date, write: Writer, *, done: str
) -> HttpResponse:
    user = signed_in(request)
    found = get_object_or_404(sites_to_order_for(user), key=key)
    try:
        write(found, user, timezone.now())
    except (BadInput, CannotBeDone, SavedMeanwhile) as error:
        for text in reasons_of(error):
            messages.error(request, text)
    else:
        messages.success(request, done)
    return redirect("orders:order", site=key, date=back_to)

"""A change asked for after the cutoff: the kitchen answers at once where it can."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kurkum.base.choices import Channel, Role
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.permissions import has_role, role_required, signed_in
from menus.models import Diet, DinerGroup
from orders.choices import AmendmentState
from orders.forms import signed_number, whole_number
from orders.models import Site
from orders.selectors.access import sites_to_order_for
from orders.services.amendments import Wish, request_amendment
from orders.views.ordering import ORDERERS, reasons_of


@role_required(*ORDERERS)
@require_POST
def ask(request: HttpRequest, site: str, date: dt.date) -> HttpResponse:
    """What fits whole is granted by rule; the rest waits for the manager, with its causes."""
    user = signed_in(request)
    found = get_object_or_404(sites_to_order_for(user), key=site)
    is_manager = has_role(user, Role.MANAGER)
    try:
        wish, seen = _wish(request, found, date)
        asked = request_amendment(
            wish=wish,
            author=user,
            now=timezone.now(),
            channel=Channel.PHONE if is_manager else Channel.WEB,
            as_manager=is_manager,
            only_whole=True,
            seen=seen,
        )
    except (BadInput, CannotBeDone) as error:
        for text in reasons_of(error):
            messages.error(request, text)
    else:
        good = asked.state == AmendmentState.ACCEPTED
        messages.add_message(
            request,
            messages.SUCCESS if good else messages.WARNING,
            _("Your change was answered: %(state)s.") % {"state": asked.get_state_display()},
        )
    return redirect("orders:order", site=site, date=date)


def _wish(request: HttpRequest, site: Site, date: dt.date) -> tuple[Wish, int | None]:
    """What is asked for, and the count that stood beside it on the page."""
    parts = [*request.POST.get("line", "").split(":"), "", ""]
    groups = DinerGroup.objects.filter(pk__in=site.groups.values("diner_group"))
    wish = Wish(
        site=site,
        date=date,
        diner_group=get_object_or_404(groups, key=parts[0]),
        diet=get_object_or_404(Diet, key=parts[1]),
        delta=signed_number(request.POST.get("delta", "")),
    )
    return wish, whole_number(parts[2])

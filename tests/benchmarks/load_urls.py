"""The site, and beside it a view that makes the inserts of saving an order and nothing else."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone

from kurkum.base.choices import Channel
from kurkum.base.models import Change
from kurkum.base.permissions import signed_in
from kurkum.urls import urlpatterns as of_the_site
from orders.models import Order, OrderLine, Site

PREFIX = "count:"


def bare(request: HttpRequest, site: str, date: str) -> HttpResponse:
    """Writes order, line and history in one transaction: no rule, no check, no page."""
    user, now = signed_in(request), timezone.now()
    found = get_object_or_404(Site, key=site)
    group = found.groups.get()
    counts = {k: int(str(v)) for k, v in request.POST.items() if k.startswith(PREFIX)}
    with transaction.atomic():
        order, _made = Order.objects.update_or_create(
            site=found, date=dt.date.fromisoformat(date), defaults={"saved_at": now}
        )
        OrderLine.objects.bulk_create(
            [
                OrderLine(order=order, diner_group=group.diner_group, diet_id=1, portions=portions)
                for portions in counts.values()
            ],
            update_conflicts=True,
            unique_fields=["order", "diner_group", "diet"],
            update_fields=["portions"],
        )
        Change.objects.create(
            at=now, author=user, author_name=user.get_username(), channel=Channel.WEB,
            action="saved", subject="Bare", subject_key=f"{site}/{date}", after=counts,
        )  # fmt: skip
    return HttpResponse("ok")


urlpatterns = [*of_the_site, path("bare/<str:site>/<str:date>/", bare)]

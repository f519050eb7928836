"""Traceability both ways, and the recall list as page, file and print."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kurkum.base.choices import Role
from kurkum.base.permissions import role_required
from kurkum.lib.dates import day_of, parse_day
from kurkum.lib.tables import answer_list
from menus.models import StockLot
from orders.models import Site
from staffing.models import Batch
from staffing.selectors.tracing import (
    lots_of_batch,
    made_for_site,
    recall_of_batch,
    recall_of_lot,
)
from staffing.services.recall import batch_recall, lot_recall
from staffing.tables import RecallTable

TEMPLATE = "staffing/tracing/recall.html"


@role_required(Role.MANAGER)
@require_GET
def trace(request: HttpRequest) -> HttpResponse:
    """What did this site eat on this date, from which batches, and from which lots?"""
    day = _date(request.GET.get("date", "")) or day_of(timezone.now())
    sites = Site.objects.filter(is_active=True)
    site = sites.filter(key=request.GET.get("site", "")).first()
    made = made_for_site(site, day) if site else ()
    context = {"date": day, "site": site, "sites": sites, "made": made}
    return render(request, "staffing/tracing/site.html", context)


def _date(text: str) -> dt.date | None:
    try:
        return parse_day(text)
    except ValueError:
        return None


@role_required(Role.MANAGER)
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Which sites ate from this batch, and which lots are in it."""
    row = get_object_or_404(Batch.objects.select_related("plan", "dish"), pk=pk)
    return answer_list(
        request,
        RecallTable(recall_of_batch(row)),
        title=_("Who got this batch: %(dish)s") % {"dish": row.dish.name},
        filename=f"recall-{row.plan.date}-{row.key}",
        template=TEMPLATE,
        context={"batch": row, "lots": lots_of_batch(row)},
    )


@role_required(Role.MANAGER)
@require_GET
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """Which sites ate from this lot, through which batches."""
    row = get_object_or_404(StockLot.objects.select_related("ingredient"), pk=pk)
    return answer_list(
        request,
        RecallTable(recall_of_lot(row)),
        title=_("Who got this lot: %(name)s") % {"name": row.ingredient.name},
        filename=f"recall-lot-{row.pk}",
        template=TEMPLATE,
        context={"lot": row},
    )


@role_required(Role.MANAGER)
@require_GET
def batch_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Batch.objects.select_related("plan", "dish"), pk=pk)
    content = batch_recall(batch=row, language=_language(), now=timezone.now())
    return _pdf(content, f"recall-{row.plan.date}-{row.key}")


@role_required(Role.MANAGER)
@require_GET
def lot_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(StockLot.objects.select_related("ingredient"), pk=pk)
    content = lot_recall(lot=row, language=_language(), now=timezone.now())
    return _pdf(content, f"recall-lot-{row.pk}")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _language() -> str:
    return (get_language() or "ar")[:2]


@role_required(Role.MANAGER)
@require_GET
def code(request: HttpRequest) -> HttpResponse:
    """Finds a batch by what its label's code says: ``date batch site``."""
    words = request.GET.get("code", "").split()
    day = _date(words[0]) if words else None
    found = None
    if day is not None and len(words) > 1:
        rows = Batch.objects.filter(plan__date=day, key=words[1]).order_by("-plan__version")
        found = rows.first()
    if found is None:
        return render(request, "staffing/tracing/not_found.html", {"code": " ".join(words)})
    return redirect("staffing:trace_batch", pk=found.pk)

"""Which sites ate from a batch, which batches and lots made a site's food; the recall list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from menus.models import StockLot
from orders.models import Site
from staffing.choices import PlanState
from staffing.models import Batch, BatchShare


@dataclass(frozen=True, slots=True)
class SiteShare:
    """Portions of one batch that one site got."""

    site: Site
    batch: Batch
    portions: int


def _joined(shares: Iterable[BatchShare]) -> tuple[SiteShare, ...]:
    found: dict[tuple[str, str], SiteShare] = {}
    for share in shares:
        site, batch = share.demand_line.site, share.batch
        key = (site.key, batch.key)
        before = found[key].portions if key in found else 0
        found[key] = SiteShare(site, batch, before + share.portions)
    return tuple(found[key] for key in sorted(found))


def sites_of_batch(batch: Batch) -> tuple[SiteShare, ...]:
    """Who eats from the batch."""
    shares = BatchShare.objects.filter(batch=batch)
    return _joined(shares.select_related("demand_line__site", "batch"))


def batches_of_site(site: Site, day: dt.date) -> tuple[SiteShare, ...]:
    """Which batches made what a site ate on a date, by the plan the kitchen worked by."""
    shares = BatchShare.objects.filter(
        demand_line__site=site, demand_line__date=day, batch__plan__state=PlanState.CURRENT
    )
    return _joined(shares.select_related("demand_line__site", "batch__dish", "batch__recipe"))


def lots_of_batch(batch: Batch) -> tuple[StockLot, ...]:
    """The ingredient lots that were booked to the batch."""
    return tuple(batch.lots.select_related("ingredient", "receipt__supplier"))


def recall(lot: StockLot) -> tuple[SiteShare, ...]:
    """Every site that ate from a batch with this lot, newest day first."""
    shares = BatchShare.objects.filter(batch__lots=lot, batch__plan__state=PlanState.CURRENT)
    rows = shares.select_related("demand_line__site", "batch__dish", "batch__plan")
    return _joined(rows.order_by("-batch__plan__date"))

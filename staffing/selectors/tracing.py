"""Which sites ate from a batch, which batches and lots made a site's food; the recall list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from menus.choices import MoveKind
from menus.models import Dish, StockLot, StockMove
from menus.selectors.recipes import recipes_on
from orders.models import DemandLine, Site
from staffing.choices import PlanState
from staffing.models import Batch, BatchShare


@dataclass(frozen=True, slots=True)
class SiteShare:
    """Portions of one batch that one site got."""

    site: Site
    batch: Batch
    portions: int


@dataclass(frozen=True, slots=True)
class Recalled:
    """A dish that one site got on a date.

    ``batch`` is its key; empty where the stores only know the day, so that every dish of that day
    with the ingredient is named.
    """

    date: dt.date
    site: Site
    dish: Dish
    batch: str
    portions: int


@dataclass(frozen=True, slots=True)
class Made:
    """A batch behind a site's food, with the lots that were booked to it."""

    batch: Batch
    portions: int
    lots: tuple[StockLot, ...]


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
    return _joined(shares.select_related("demand_line__site", "batch__dish", "batch__plan"))


def batches_of_site(site: Site, day: dt.date) -> tuple[SiteShare, ...]:
    """Which batches made what a site ate on a date, by the plan the kitchen worked by."""
    shares = BatchShare.objects.filter(
        demand_line__site=site, demand_line__date=day, batch__plan__state=PlanState.CURRENT
    )
    return _joined(shares.select_related("demand_line__site", "batch__dish", "batch__recipe"))


def made_for_site(site: Site, day: dt.date) -> tuple[Made, ...]:
    """The way back from a site's plate to the lots. Queries do not grow with the batches."""
    shares = batches_of_site(site, day)
    keys = [share.batch.pk for share in shares]
    rows = Batch.objects.filter(pk__in=keys).prefetch_related(
        "lots__ingredient", "lots__receipt__supplier"
    )
    lots = {row.pk: tuple(row.lots.all()) for row in rows}
    return tuple(Made(share.batch, share.portions, lots[share.batch.pk]) for share in shares)


def lots_of_batch(batch: Batch) -> tuple[StockLot, ...]:
    """The ingredient lots that were booked to the batch."""
    return tuple(batch.lots.select_related("ingredient", "receipt__supplier"))


# -- recall ---------------------------------------------------------------------------------------


def recall_of_batch(batch: Batch) -> tuple[Recalled, ...]:
    """Every site that got something of the batch."""
    return tuple(
        Recalled(batch.plan.date, one.site, batch.dish, batch.key, one.portions)
        for one in sites_of_batch(batch)
    )


def recall_of_lot(lot: StockLot) -> tuple[Recalled, ...]:
    """Every site that ate from a batch with this lot, newest day first.

    On days for which no batch names its lots, all dishes with the ingredient count that were
    cooked while the stores gave out this lot.
    """
    batches = list(_batches_with(lot))
    named = {batch.plan.date for batch in batches}
    rows = [row for batch in batches for row in recall_of_batch(batch)]
    for day in _days_given_out(lot):
        if day not in named:
            rows += _by_day(lot, day)
    return tuple(sorted(rows, key=lambda row: (-row.date.toordinal(), row.site.key, row.dish.key)))


def _batches_with(lot: StockLot) -> Iterable[Batch]:
    rows = Batch.objects.filter(lots=lot, plan__state=PlanState.CURRENT)
    return rows.select_related("plan", "dish")


def _days_given_out(lot: StockLot) -> Sequence[dt.date]:
    moves = StockMove.objects.filter(lot=lot, kind=MoveKind.USE)
    return sorted(set(moves.values_list("date", flat=True)))


def _by_day(lot: StockLot, day: dt.date) -> list[Recalled]:
    book = recipes_on(day)
    demand = DemandLine.objects.filter(date=day).select_related("site", "dish")
    with_it: dict[int, bool] = {}
    found: dict[tuple[int, int], Recalled] = {}
    for line in demand:
        dish = line.dish
        if dish.pk not in with_it:
            used = {flat.ingredient.pk for flat in book.flat_lines(dish)}
            with_it[dish.pk] = lot.ingredient_id in used
        if with_it[dish.pk]:
            key = (line.site_id, dish.pk)
            before = found[key].portions if key in found else 0
            found[key] = Recalled(day, line.site, dish, "", before + line.portions)
    return [row for row in found.values() if row.portions > 0]

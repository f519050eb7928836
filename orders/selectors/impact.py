"""What the deliveries of a month did: meals, places, punctuality, warmth, leftovers, local buying.

Each figure carries a grade, its definition and the rows it was counted from. What was not noted
is missing, never zero.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from kurkum.base.choices import Grade
from kurkum.base.models import Named
from kurkum.base.ports import FigureRow, GradedFigure
from menus.models import PurchaseInvoice, Supplier
from orders.choices import BILLABLE, ReadingPoint, SiteKind
from orders.models import Delivery, Reading, Site
from orders.selectors.impact_food import food_figures
from orders.selectors.meals import Meals, received_meals

EDUCATION = (SiteKind.SCHOOL, SiteKind.DAYCARE, SiteKind.KINDERGARTEN)


def figures(month: dt.date) -> Iterable[GradedFigure]:
    """The orders' figures of one month, for the board's report."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    yield from _meals(month, last)
    yield _punctuality(month, last)
    yield _warmth(month, last)
    yield _hot_and_on_time(month, last)
    yield from food_figures(month, last)
    yield _local_buying(month, last)


def share(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Percent with one decimal; None where there is nothing to share."""
    if not whole:
        return None
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"))


def texts(row: Named) -> dict[str, str]:
    return {"ar": row.name_ar, "he": row.name_he, "en": row.name_en}


# --- meals --------------------------------------------------------------------------------------


def _meals(first: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    meals = received_meals(first, last, today=dt.date.max - dt.timedelta(days=30))
    sites = Site.objects.select_related("locality").in_bulk({row.delivery.site_id for row in meals})
    per_site = Counter[int]()
    for row in meals:
        per_site[row.delivery.site_id] += row.portions
    unconfirmed = sum(row.portions for row in meals if row.is_assumed_received)
    yield _all_meals(meals, sites, per_site, unconfirmed)
    yield _school_meals(sites, per_site)
    yield GradedFigure(
        metric="sites_served",
        value=Decimal(len(sites)),
        unit="sites",
        grade=Grade.COUNTED,
        definition=gettext_noop("Schools, daycare programmes, kindergartens and firms served."),
        rows=tuple(
            FigureRow(texts(site), f"{per_site[key]}")
            for key, site in sorted(sites.items(), key=lambda pair: pair[1].key)
        ),
    )
    yield _localities(sites, per_site)


def _all_meals(
    meals: list[Meals], sites: dict[int, Site], per_site: Counter[int], unconfirmed: int
) -> GradedFigure:
    total = sum(row.portions for row in meals)
    return GradedFigure(
        metric="meals_delivered",
        value=Decimal(total),
        unit="meals",
        grade=Grade.COUNTED,
        definition=gettext_noop(
            "Meals handed over: every dish of the meal was received. Where a site did not "
            "confirm, the count that left the kitchen."
        ),
        part=Decimal(total - unconfirmed),
        whole=Decimal(total),
        rows=_site_rows(sites, per_site),
    )


def _site_rows(sites: dict[int, Site], per_site: Counter[int]) -> tuple[FigureRow, ...]:
    return tuple(FigureRow(texts(sites[key]), f"{n}") for key, n in per_site.most_common())


def _school_meals(sites: dict[int, Site], per_site: Counter[int]) -> GradedFigure:
    taught = Counter({key: n for key, n in per_site.items() if sites[key].kind in EDUCATION})
    return GradedFigure(
        metric="school_meals_delivered",
        code="PI6971",
        value=Decimal(taught.total()),
        unit="meals",
        grade=Grade.COUNTED,
        definition=gettext_noop(
            "Of the meals handed over, those in schools, daycare programmes and kindergartens."
        ),
        rows=_site_rows(sites, taught),
    )


def _localities(sites: dict[int, Site], per_site: Counter[int]) -> GradedFigure:
    places = {site.locality_id: site.locality for site in sites.values()}
    counts = Counter[int]()
    for key, site in sites.items():
        counts[site.locality_id] += per_site[key]
    return GradedFigure(
        metric="localities_served",
        value=Decimal(len(places)),
        unit="localities",
        grade=Grade.COUNTED,
        definition=gettext_noop("Towns and villages in which meals were handed over."),
        rows=tuple(FigureRow(texts(places[key]), f"{n}") for key, n in counts.most_common()),
    )


# --- on time and hot ----------------------------------------------------------------------------


def _known_arrivals(first: dt.date, last: dt.date) -> list[Delivery]:
    rows = Delivery.objects.filter(
        date__range=(first, last),
        state__in=BILLABLE,
        arrived_at__isnull=False,
        window_to__isnull=False,
    )
    return list(rows.select_related("site").order_by("date", "site__key"))


def _punctuality(first: dt.date, last: dt.date) -> GradedFigure:
    known = _known_arrivals(first, last)
    late = [row for row in known if not _in_time(row)]
    return GradedFigure(
        metric="on_time_percent",
        value=share(len(known) - len(late), len(known)),
        unit="%",
        grade=Grade.MEASURED,
        definition=gettext_noop("Deliveries that arrived before the end of the agreed window."),
        part=Decimal(len(known) - len(late)),
        whole=Decimal(len(known)),
        rows=tuple(_late_row(row) for row in late),
    )


def _in_time(row: Delivery) -> bool:
    return bool(row.arrived_at and row.window_to and row.arrived_at <= row.window_to)


def _late_row(row: Delivery) -> FigureRow:
    """A delivery that came late: how many minutes, and when."""
    late = row.arrived_at - row.window_to if row.arrived_at and row.window_to else dt.timedelta()
    return FigureRow(texts(row.site), f"+{-(-late.seconds // 60)}", f"{row.date:%d.%m.%Y}")


def _warmth(first: dt.date, last: dt.date) -> GradedFigure:
    readings = Reading.objects.filter(
        delivery__date__range=(first, last), point=ReadingPoint.RECEIPT
    )
    counts = readings.aggregate(all=Count("pk"), ok=Count("pk", filter=Q(is_ok=True)))
    outside = readings.filter(is_ok=False).select_related("delivery__site")
    return GradedFigure(
        metric="right_temperature_percent",
        value=share(counts["ok"], counts["all"]),
        unit="%",
        grade=Grade.MEASURED,
        definition=gettext_noop("Readings at the site that were within the limit of their dish."),
        part=Decimal(counts["ok"]),
        whole=Decimal(counts["all"]),
        rows=tuple(
            FigureRow(
                texts(row.delivery.site), f"{row.celsius} °C", f"{row.delivery.date:%d.%m.%Y}"
            )
            for row in outside.order_by("delivery__date", "pk")
        ),
    )


def _hot_and_on_time(first: dt.date, last: dt.date) -> GradedFigure:
    """Deliveries of which both are known, and both were well."""
    read = (
        Reading.objects.filter(delivery__date__range=(first, last), point=ReadingPoint.RECEIPT)
        .values("delivery")
        .annotate(bad=Count("pk", filter=Q(is_ok=False)))
    )
    bad = {row["delivery"]: row["bad"] for row in read}
    both = [row for row in _known_arrivals(first, last) if row.pk in bad]
    well = [row for row in both if _in_time(row) and not bad[row.pk]]
    return GradedFigure(
        metric="hot_and_on_time_percent",
        value=share(len(well), len(both)),
        unit="%",
        grade=Grade.MEASURED,
        definition=gettext_noop(
            "Deliveries inside the agreed window whose every reading at the site was within its "
            "limit, of those where both were noted."
        ),
        part=Decimal(len(well)),
        whole=Decimal(len(both)),
        rows=tuple(
            FigureRow(texts(row.site), f"{row.date:%d.%m.%Y}") for row in both if row not in well
        ),
    )  # fmt: skip


# --- buying -------------------------------------------------------------------------------------


def _local_buying(first: dt.date, last: dt.date) -> GradedFigure:
    invoices = PurchaseInvoice.objects.filter(issued_on__range=(first, last))
    bought = invoices.aggregate(
        all=Coalesce(Sum("net_agorot"), 0),
        local=Coalesce(Sum("net_agorot", filter=Q(supplier__is_local=True)), 0),
    )
    spent = dict(invoices.order_by().values_list("supplier").annotate(Sum("net_agorot")))
    suppliers = Supplier.objects.in_bulk(list(spent))
    by_size = sorted(spent, key=lambda key: (not suppliers[key].is_local, -spent[key]))
    return GradedFigure(
        metric="local_purchasing_percent",
        value=share(bought["local"], bought["all"]),
        unit="%",
        grade=Grade.MEASURED,
        definition=gettext_noop("Purchases before VAT from suppliers of the valley."),
        part=Decimal(bought["local"]) / 100,
        whole=Decimal(bought["all"]) / 100,
        rows=tuple(
            FigureRow(
                texts(suppliers[key]),
                f"{Decimal(spent[key]) / 100:,.2f} ₪",
                "local" if suppliers[key].is_local else "",
            )
            for key in by_size
        ),
    )

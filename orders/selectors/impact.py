"""What the deliveries of a month did: meals, places, punctuality, warmth, leftovers, local buying.

Each figure carries a grade and its definition. What was not noted is missing, never zero.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from kurkum.base.choices import Grade
from kurkum.base.ports import GradedFigure
from menus.models import PurchaseInvoice
from orders.choices import BILLABLE, ReadingPoint
from orders.models import Delivery, DeliveryLine, Reading
from orders.selectors.meals import received_meals


def figures(month: dt.date) -> Iterable[GradedFigure]:
    """The orders' figures of one month, for the board's report."""
    last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
    yield from _meals(month, last)
    yield from _punctuality(month, last)
    yield from _warmth(month, last)
    yield from _leftovers(month, last)
    yield from _local_buying(month, last)


def _share(part: int, whole: int) -> Decimal | None:
    """Percent with one decimal; None where there is nothing to share."""
    if not whole:
        return None
    return (Decimal(100) * part / whole).quantize(Decimal("0.1"))


def _meals(first: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    meals = received_meals(first, last, today=dt.date.max - dt.timedelta(days=30))
    yield GradedFigure(
        metric="meals_delivered",
        code="PI6971",
        value=Decimal(sum(row.portions for row in meals)),
        unit="meals",
        grade=Grade.COUNTED,
        definition=gettext_noop(
            "Meals handed over: every dish of the meal was received. Where a site did not "
            "confirm, the count that left the kitchen."
        ),
    )
    yield GradedFigure(
        metric="sites_served",
        value=Decimal(len({row.delivery.site_id for row in meals})),
        unit="sites",
        grade=Grade.COUNTED,
        definition=gettext_noop("Schools, daycare programmes, kindergartens and firms served."),
    )
    yield GradedFigure(
        metric="localities_served",
        value=Decimal(len({row.delivery.site.locality_id for row in meals})),
        unit="localities",
        grade=Grade.COUNTED,
        definition=gettext_noop("Towns and villages in which meals were handed over."),
    )


def _punctuality(first: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    known = Delivery.objects.filter(
        date__range=(first, last),
        state__in=BILLABLE,
        arrived_at__isnull=False,
        window_to__isnull=False,
    )
    counts = known.aggregate(
        all=Count("pk"), on_time=Count("pk", filter=Q(arrived_at__lte=F("window_to")))
    )
    yield GradedFigure(
        metric="on_time_percent",
        value=_share(counts["on_time"], counts["all"]),
        unit="%",
        grade=Grade.MEASURED,
        definition=gettext_noop("Deliveries that arrived before the end of the agreed window."),
    )


def _warmth(first: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    counts = Reading.objects.filter(
        delivery__date__range=(first, last), point=ReadingPoint.RECEIPT
    ).aggregate(all=Count("pk"), ok=Count("pk", filter=Q(is_ok=True)))
    yield GradedFigure(
        metric="right_temperature_percent",
        value=_share(counts["ok"], counts["all"]),
        unit="%",
        grade=Grade.MEASURED,
        definition=gettext_noop("Readings at the site that were within the limit of their dish."),
    )


def _leftovers(first: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    sums = DeliveryLine.objects.filter(
        delivery__date__range=(first, last), leftover__isnull=False
    ).aggregate(left=Sum("leftover"), eaten_of=Sum(Coalesce("received", "dispatched")))
    left, whole = sums["left"] or 0, sums["eaten_of"] or 0
    yield GradedFigure(
        metric="leftover_percent",
        value=_share(left, whole),
        unit="%",
        grade=Grade.COUNTED,
        definition=gettext_noop(
            "Portions left over at the sites, of the portions received where leftovers were noted."
        ),
    )
    yield GradedFigure(
        metric="acceptance_percent",
        value=_share(whole - left, whole),
        unit="%",
        grade=Grade.ESTIMATED,
        definition=gettext_noop("Portions eaten: received less left over, where noted."),
    )


def _local_buying(first: dt.date, last: dt.date) -> Iterator[GradedFigure]:
    bought = PurchaseInvoice.objects.filter(issued_on__range=(first, last)).aggregate(
        all=Sum("net_agorot"), local=Sum("net_agorot", filter=Q(supplier__is_local=True))
    )
    yield GradedFigure(
        metric="local_purchasing_percent",
        value=_share(bought["local"] or 0, bought["all"] or 0),
        unit="%",
        grade=Grade.MEASURED,
        definition=gettext_noop("Purchases before VAT from suppliers of the valley."),
    )

"""Invariants of routes, delivery notes and temperatures."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Count, F, Max, Q, Sum
from django.utils.translation import gettext as _

from kurkum.base.models import Counter, DatedLimit
from kurkum.base.ports import Breach
from orders.choices import DeliveryState
from orders.models import Delivery, DeliveryLine, DemandLine, Reading, Trip
from orders.services.delivery_notes import SERIES
from orders.services.dispatching import bound_of


def counts_only_shrink_on_the_way() -> Iterator[Breach]:
    """Nobody receives more than left, or leaves more than she received."""
    grown = Q(dispatched__gt=F("ordered"))
    grown |= Q(received__gt=F("dispatched")) | Q(received__isnull=False, dispatched__isnull=True)
    grown |= Q(leftover__gt=F("received"))
    rows = DeliveryLine.objects.filter(grown).select_related("delivery", "dish")
    for row in rows.order_by("pk"):
        yield Breach(
            "counts_only_shrink_on_the_way",
            f"{row.delivery.number} {row.dish.key}",
            _("ordered %(ordered)s, sent %(sent)s, received %(received)s, left over %(left)s")
            % {
                "ordered": row.ordered,
                "sent": row.dispatched,
                "received": row.received,
                "left": row.leftover,
            },
        )


def waiting_note_follows_the_demand() -> Iterator[Breach]:
    """What has not left is what is demanded now."""
    wanted: defaultdict[tuple[dt.date, int, int, int, int], int] = defaultdict(int)
    dates = Delivery.objects.filter(state=DeliveryState.PLANNED).values("date")
    for row in DemandLine.objects.filter(date__in=dates):
        key = (row.date, row.site_id, row.dish_id, row.diner_group_id, row.diet_id)
        wanted[key] += row.portions
    rows = DeliveryLine.objects.filter(delivery__state=DeliveryState.PLANNED)
    for line in rows.select_related("delivery", "dish").order_by("pk"):
        note = line.delivery
        key = (note.date, note.site_id, line.dish_id, line.diner_group_id, line.diet_id)
        if line.ordered != wanted.get(key, 0):
            yield Breach(
                "waiting_note_follows_the_demand",
                f"{note.number} {line.dish.key}",
                _("%(noted)s on the note, %(wanted)s demanded")
                % {"noted": line.ordered, "wanted": wanted.get(key, 0)},
            )


def delivery_notes_are_numbered_without_gaps() -> Iterator[Breach]:
    found = Delivery.objects.aggregate(count=Count("pk"), last=Max("number"))
    drawn = Counter.objects.filter(series=SERIES).values_list("last", flat=True).first() or 0
    if not (found["count"] == (found["last"] or 0) == drawn):
        yield Breach(
            "delivery_notes_are_numbered_without_gaps",
            SERIES,
            _("%(count)s notes, the highest is %(last)s, %(drawn)s were drawn")
            % {"count": found["count"], "last": found["last"], "drawn": drawn},
        )


def reading_is_judged_by_its_limit() -> Iterator[Breach]:
    limits: dict[dt.date, dict[str, DatedLimit]] = {}
    for reading in Reading.objects.select_related("delivery", "dish").order_by("pk"):
        date = reading.delivery.date
        if date not in limits:
            limits[date] = DatedLimit.objects.on(date)
        bound = bound_of(reading.dish, reading.point, limits[date])
        if bound is not None and reading.is_ok != bound.allows(reading.celsius):
            yield Breach(
                "reading_is_judged_by_its_limit",
                f"{reading.delivery.number} {reading.dish.key}",
                _("%(celsius)s °C is stored as %(verdict)s; the limit is %(limit)s °C")
                % {
                    "celsius": reading.celsius,
                    "verdict": _("within the limit") if reading.is_ok else _("beyond the limit"),
                    "limit": f"{bound.celsius.normalize():f}",
                },
            )


def reading_beyond_its_limit_names_what_was_done() -> Iterator[Breach]:
    rows = Reading.objects.filter(is_ok=False, corrective_action="")
    for reading in rows.select_related("delivery", "dish").order_by("pk"):
        yield Breach(
            "reading_beyond_its_limit_names_what_was_done",
            f"{reading.delivery.number} {reading.dish.key}",
            _("%(celsius)s °C and no corrective action") % {"celsius": reading.celsius},
        )


def trip_carries_what_its_van_holds() -> Iterator[Breach]:
    trips = Trip.objects.select_related("route__plan", "route__vehicle").annotate(
        loaded=Sum("stops__boxes")
    )
    for trip in trips.order_by("pk"):
        room = trip.route.vehicle.boxes
        if trip.boxes != (trip.loaded or 0) or trip.boxes > room:
            yield Breach(
                "trip_carries_what_its_van_holds",
                f"{trip.route.plan.date} {trip.key}",
                _("%(boxes)s boxes, its stops take %(loaded)s, the van holds %(room)s")
                % {"boxes": trip.boxes, "loaded": trip.loaded or 0, "room": room},
            )


CHECKS = (
    counts_only_shrink_on_the_way,
    waiting_note_follows_the_demand,
    delivery_notes_are_numbered_without_gaps,
    reading_is_judged_by_its_limit,
    reading_beyond_its_limit_names_what_was_done,
    trip_carries_what_its_van_holds,
)

"""Deliveries of a stretch of dates with everything a report or list shows of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import get_language

from kurkum.base.models import User
from orders.models import Delivery, DeliveryLine, Reading, RoutePlan, Trip


def deliveries_between(first: dt.date, last: dt.date) -> QuerySet[Delivery]:
    rows = Delivery.objects.filter(date__range=(first, last))
    return rows.select_related("site__locality", "stop__trip__route__vehicle").order_by(
        "date", "site__key"
    )


def lines_between(first: dt.date, last: dt.date) -> QuerySet[DeliveryLine]:
    rows = DeliveryLine.objects.filter(delivery__date__range=(first, last))
    return rows.select_related("delivery__site", "dish", "diner_group", "diet").order_by(
        "delivery__date", "delivery__site__key", "dish__key", "diner_group__key", "diet__key"
    )


def readings_between(first: dt.date, last: dt.date) -> QuerySet[Reading]:
    rows = Reading.objects.filter(delivery__date__range=(first, last))
    return rows.select_related("delivery__site", "dish").order_by(
        "taken_at", "delivery__site__key", "dish__key", "point"
    )


@dataclass(frozen=True, slots=True)
class TripCard:
    """A trip's deliveries in the order of its stops, and who drives; no trip: not planned yet."""

    trip: Trip | None
    driver: str
    is_mine: bool
    deliveries: tuple[Delivery, ...]


def trip_cards(
    deliveries: Sequence[Delivery], plan: RoutePlan | None, user: User
) -> list[TripCard]:
    """Deliveries that stand in the order of their trips, as cards; a driver's own come first."""
    known = {row["route"]: row for row in plan.document.get("trips", ())} if plan else {}
    cards = []
    for trip, rows in groupby(deliveries, key=lambda row: row.stop.trip if row.stop else None):
        told = known.get(trip.key, {}) if trip else {}
        names = told.get("driver_name") or {}
        name = names.get((get_language() or "en")[:2]) or next(filter(None, names.values()), "")
        is_mine = bool(told) and told.get("driver_sign_in") == user.username
        cards.append(TripCard(trip, name, is_mine, tuple(rows)))
    return sorted(cards, key=lambda card: not card.is_mine)

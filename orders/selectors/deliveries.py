"""Deliveries of a stretch of dates with everything a report or list shows of them."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from orders.models import Delivery, DeliveryLine, Reading


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

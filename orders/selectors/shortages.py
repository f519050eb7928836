"""Dishes that could be short on a date, and what was shared out already."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce

from menus.models import Dish
from orders.choices import DeliveryState
from orders.models import DeliveryLine, ShortageShare


def short_dishes(date: dt.date) -> list[tuple[Dish, int]]:
    """Each dish that waits to leave, with its portions. Two queries."""
    rows = DeliveryLine.objects.filter(
        delivery__date=date, delivery__state=DeliveryState.PLANNED
    ).values_list("dish_id")
    waiting = dict(rows.annotate(total=Sum(Coalesce(F("prepared"), F("ordered")))).order_by())
    dishes = Dish.objects.in_bulk(waiting)
    found = [(dishes[pk], total) for pk, total in waiting.items()]
    return sorted(found, key=lambda pair: pair[0].name)


def shared_on(date: dt.date) -> QuerySet[ShortageShare]:
    rows = ShortageShare.objects.filter(date=date).select_related(
        "site", "dish", "diner_group", "diet", "decided_by"
    )
    return rows.order_by("dish__key", "site__key", "diner_group__position")

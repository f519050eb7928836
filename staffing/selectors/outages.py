"""What is broken on a date."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from kurkum.lib.dates import local_midnight
from staffing.models import EquipmentOutage


def outages_on(day: dt.date, now: dt.datetime) -> tuple[EquipmentOutage, ...]:
    """Outages that touch the date and are not over yet, by equipment."""
    last = local_midnight(day + dt.timedelta(days=1))
    goes_on = Q(to_at__isnull=True) | Q(to_at__gt=max(now, local_midnight(day)))
    rows = EquipmentOutage.objects.filter(goes_on, from_at__lt=last)
    return tuple(rows.select_related("equipment").order_by("equipment__key", "from_at"))

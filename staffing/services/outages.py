"""Equipment that broke, and equipment that works again; the day is adapted after it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib.dates import at_clock, day_of, local_midnight
from staffing.models import Equipment, EquipmentOutage
from staffing.selectors.outages import outages_on

SHORTEST = dt.timedelta(minutes=1)


@transaction.atomic
def report_broken(
    *,
    equipment: Equipment,
    day: dt.date,
    until: dt.time | None,
    reason: str,
    author: User,
    now: dt.datetime,
) -> EquipmentOutage:
    """Out of use from now on, on a later day from its first minute; without ``until`` open-ended.

    Raises CannotBeDone where it is broken already, BadInput for an end that is no end.
    """
    Equipment.objects.select_for_update().get(pk=equipment.pk)
    if any(row.equipment_id == equipment.pk for row in outages_on(day, now)):
        raise CannotBeDone(_("%(name)s is out of use already.") % {"name": equipment.name})
    begins = now if day <= day_of(now) else local_midnight(day)
    ends = at_clock(day, until) if until is not None else None
    if ends is not None and ends <= begins:
        raise BadInput(_("The end must come after the beginning."))
    row = EquipmentOutage.objects.create(
        equipment=equipment, from_at=begins, to_at=ends, reason=reason.strip()
    )
    _record(row, "broke", author, now, reason.strip())
    return row


@transaction.atomic
def back_in_use(*, outage: EquipmentOutage, author: User, now: dt.datetime) -> EquipmentOutage:
    """Works again. Raises CannotBeDone where it does so already."""
    row = EquipmentOutage.objects.select_for_update(of=("self",)).get(pk=outage.pk)
    if row.to_at is not None and row.to_at <= now:
        raise CannotBeDone(_("%(name)s is in use again already.") % {"name": row.equipment.name})
    row.to_at = max(now, row.from_at + SHORTEST)
    row.save(update_fields=["to_at"])
    _record(row, "mended", author, now, "")
    return row


def _record(row: EquipmentOutage, action: str, author: User, now: dt.datetime, reason: str) -> None:
    record_change(
        subject="EquipmentOutage", subject_key=row.equipment.key, action=action, author=author,
        now=now, reason=reason,
    )  # fmt: skip

"""The manager takes over a standard time that the kitchen itself has measured."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Mark
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib.dates import day_of
from staffing.models import ProcessStep
from staffing.selectors.standard_times import proposal_for

FIELDS = ("fixed_minutes", "minutes_per_100", "attended_minutes", "attended_minutes_per_100")


class NothingMeasured(CannotBeDone):
    """Too few tasks of the step were measured, or they say nothing new."""


@transaction.atomic
def accept_time(*, step: ProcessStep, author: User, now: dt.datetime) -> ProcessStep:
    """Writes the proposed figures into the step, marked as derived.

    Raises NothingMeasured, also where the time fits already: a second press changes nothing.
    Plans made before keep the times they were made with.
    """
    found = ProcessStep.objects.select_for_update(of=("self",)).select_related("dish").get(
        pk=step.pk
    )  # fmt: skip
    proposed = proposal_for(found, day_of(now))
    if proposed is None:
        raise NothingMeasured(_("This step was not measured often enough yet."))
    if not proposed.is_worth_it:
        raise NothingMeasured(_("The standard time fits what was measured; nothing was changed."))
    before = {field: str(getattr(found, field)) for field in FIELDS}
    for field in FIELDS:
        setattr(found, field, getattr(proposed, field))
    found.mark = Mark.DERIVED
    found.save(update_fields=[*FIELDS, "mark"])
    record_change(
        subject="ProcessStep", subject_key=f"{found.dish.key}/{found.position}",
        action="changed", author=author, now=now, before=before,
        after={field: str(getattr(found, field)) for field in FIELDS},
        reason=_("measured %(count)s times") % {"count": proposed.count},
    )  # fmt: skip
    return found

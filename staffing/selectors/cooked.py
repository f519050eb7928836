"""How many portions are cooked, or are being cooked, at a minute."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from kurkum.lib.dates import days_from, elapsed_minutes
from staffing.choices import StepKind, TaskState
from staffing.models import BatchTask
from staffing.selectors.plans import current_plan

HOT = (StepKind.COOK, StepKind.BAKE)


def cooked_by(first: dt.date, last: dt.date, now: dt.datetime) -> dict[tuple[dt.date, str], int]:
    """Portions by (date, dish key) of each planned day; a dish nobody began counts 0.

    A batch counts from the moment it is on the fire: as the kitchen noted it, else as planned.
    """
    found: defaultdict[tuple[dt.date, str], int] = defaultdict(int)
    for day in days_from(first, last):
        plan = current_plan(day)
        if plan is None:
            continue
        minute, begun = elapsed_minutes(day, now), set()
        tasks = BatchTask.objects.filter(plan=plan, batch__isnull=False, kind__in=HOT)
        for task in tasks:
            if task.state != TaskState.WAITING or task.start_minute <= minute:
                begun.add(task.batch_id)
        for batch in plan.batches.select_related("dish"):
            made = batch.prepared_portions or batch.portions
            found[day, batch.dish.key] += made if batch.pk in begun else 0
    return dict(found)

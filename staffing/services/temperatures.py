"""Temperatures of a batch, judged by the day's limits; beyond one the food may not leave."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.models import DatedLimit, User
from kurkum.base.services.changes import record_change
from orders.services.holding import BatchFood, hold_back, let_go
from staffing.models import Batch, BatchReading
from staffing.reading_limits import limit_for, within
from staffing.selectors.recipes import dish_recipes
from staffing.selectors.tracing import sites_of_batch

COLDEST, HOTTEST = Decimal(-40), Decimal(150)


@transaction.atomic
def record_reading(
    *,
    batch: Batch,
    point: str,
    celsius: Decimal,
    author: User,
    now: dt.datetime,
    corrective_action: str = "",
) -> BatchReading:
    """A temperature, judged. Raises BadInput for one that no food has.

    Beyond its limit and without a corrective action it holds the batch back from dispatch.
    """
    if not COLDEST <= celsius <= HOTTEST:
        raise BadInput(
            _("%(celsius)s °C cannot be; read the thermometer again.") % {"celsius": celsius}
        )
    recipe = dish_recipes(batch.plan.date, [batch.dish])[batch.dish.key]
    limits = DatedLimit.objects.on(batch.plan.date)
    is_ok = within(limit_for(batch, point, limits, gently=recipe.cooks_gently), celsius)
    done = corrective_action.strip()
    reading = BatchReading.objects.create(
        batch=batch, point=point, celsius=celsius, taken_at=now, taken_by=author, is_ok=is_ok,
        corrective_action=done,
    )  # fmt: skip
    _record(batch, str(point), author, now, str(celsius))
    if not is_ok and not done:
        hold_batch(reading=reading, author=author, now=now)
    return reading


def hold_batch(*, reading: BatchReading, author: User | None, now: dt.datetime) -> None:
    """Keeps the batch from every site that it feeds by the plan it belongs to."""
    batch = reading.batch
    sites = [share.site for share in sites_of_batch(batch)]
    hold_back(food=_food(batch), sites=sites, celsius=reading.celsius, author=author, now=now)


@transaction.atomic
def name_action(
    *, reading: BatchReading, corrective_action: str, author: User, now: dt.datetime
) -> BatchReading:
    """What was done about a reading beyond its limit; the last such one lets the batch go.

    Raises BadInput without words, or for a reading that needs none.
    """
    done = corrective_action.strip()
    found = BatchReading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if not done:
        raise BadInput(_("Say what was done, then the food may leave."))
    if found.is_ok or found.corrective_action:
        raise BadInput(_("Nothing waits to be done about this temperature. Reload the page."))
    found.corrective_action = done
    found.save(update_fields=["corrective_action"])
    batch = Batch.objects.select_related("plan", "dish").get(pk=found.batch_id)
    _record(batch, "corrected", author, now, done)
    if not batch.readings.filter(is_ok=False, corrective_action="").exists():
        let_go(food=_food(batch), corrective_action=done, author=author, now=now)
    return found


def _food(batch: Batch) -> BatchFood:
    return BatchFood(batch.plan.date, batch.dish, batch.key)


def _record(batch: Batch, action: str, author: User, now: dt.datetime, after: str) -> None:
    record_change(
        subject="BatchReading", subject_key=f"{batch.plan.date}/{batch.key}", action=action,
        author=author, now=now, after=after,
    )  # fmt: skip

"""What needs the kitchen manager now: one short list, most urgent first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurkum.lib.dates import elapsed_minutes
from menus.selectors.stock import lots_in_stock
from orders.choices import AmendmentState
from orders.models import Amendment, ShortageShare
from staffing.choices import TaskState
from staffing.models import Batch, BatchReading, ProductionPlan, RetainedSample
from staffing.selectors.ahead import kitchen_days_after
from staffing.selectors.brand_alarms import brand_alarms
from staffing.selectors.day_states import eaters_so_far
from staffing.selectors.plans import is_superseded_on_paper, shown_plan
from staffing.selectors.roster_needs import roster_needs
from staffing.selectors.workload import demand_lines, orders_checksum, wanted

LATE_MINUTES = 10


@dataclass(frozen=True, slots=True)
class Need:
    """Something to decide or do: how urgent ("stop", "warn", "info"), what, and where."""

    level: str
    text: str
    url: str


def needs_now(now: dt.datetime, today: dt.date) -> list[Need]:
    """Everything that waits for the manager, most urgent first."""
    following = kitchen_days_after(today)[:1]
    found = [*_of_today(now, today), *_amendments(today), *_of_stores(now, today)]
    found += [Need(*one) for one in roster_needs(today)]
    for day in following:
        found += _of_next_day(day)
    order = {"stop": 0, "warn": 1, "info": 2}
    return sorted(found, key=lambda need: order[need.level])


def _of_today(now: dt.datetime, today: dt.date) -> Iterator[Need]:
    plan = shown_plan(today)
    if plan is None:
        if demand_lines(today):
            yield Need("stop", _("Today is ordered, but not planned."), _plan_url(today))
        return
    yield from _of_plan(plan)
    yield from _late_tasks(plan, elapsed_minutes(today, now))
    yield from _held_back(today)
    yield from _short_batches(plan)


def _held_back(today: dt.date) -> Iterator[Need]:
    """Batches with a temperature nobody answered, also one that a newer plan left out."""
    bad = BatchReading.objects.filter(is_ok=False, corrective_action="", batch__plan__date=today)
    for reading in bad.select_related("batch__dish").order_by("taken_at", "pk"):
        words = _("%(dish)s had %(celsius)s °C: it stays until you say what was done.") % {
            "dish": reading.batch.dish.name, "celsius": reading.celsius,
        }  # fmt: skip
        yield Need("stop", words, reverse("staffing:batch", args=[reading.batch_id]))


def _short_batches(plan: ProductionPlan) -> Iterator[Need]:
    """Batches that made less than was planned, and nobody shared the shortage out yet."""
    shared = ShortageShare.objects.filter(date=plan.date).values("dish")
    rows = Batch.objects.filter(plan=plan, prepared_portions__lt=F("portions"))
    for batch in rows.exclude(dish__in=shared).select_related("dish"):
        missing = batch.portions - (batch.prepared_portions or 0)
        text = ngettext(
            "%(dish)s: %(count)s portion is missing. Share it out.",
            "%(dish)s: %(count)s portions are missing. Share them out.",
            missing,
        )
        words = text % {"dish": batch.dish.name, "count": missing}
        yield Need("stop", words, reverse("staffing:batch", args=[batch.pk]))


def _of_plan(plan: ProductionPlan) -> Iterator[Need]:
    gaps = plan.gaps.count()
    if gaps:
        text = ngettext("The plan has %(count)s gap.", "The plan has %(count)s gaps.", gaps) % {
            "count": gaps
        }
        yield Need("stop", text, _plan_url(plan.date))
    checksum = orders_checksum(wanted(plan.date, demand_lines(plan.date)))
    if checksum != plan.orders_checksum:
        text = _("The orders changed after the plan was made: plan again.")
        yield Need("stop", text, _plan_url(plan.date))
    if is_superseded_on_paper(plan):
        text = _("A printed sheet of an older version is in the kitchen: print the new one.")
        yield Need("warn", text, _plan_url(plan.date))


def _late_tasks(plan: ProductionPlan, minute: int) -> Iterator[Need]:
    late = plan.tasks.filter(state=TaskState.WAITING, start_minute__lt=minute - LATE_MINUTES)
    count = late.count()
    if count:
        text = ngettext(
            "%(count)s task should have begun.", "%(count)s tasks should have begun.", count
        )
        yield Need("warn", text % {"count": count}, reverse("staffing:kitchen", args=[plan.date]))


def _amendments(today: dt.date) -> Iterator[Need]:
    waiting = Amendment.objects.filter(state=AmendmentState.PENDING).count()
    if waiting:
        text = ngettext(
            "%(count)s late change waits for a decision.",
            "%(count)s late changes wait for a decision.",
            waiting,
        )
        first = Amendment.objects.filter(state=AmendmentState.PENDING).order_by("order__date")
        date = first.values_list("order__date", flat=True)[0]
        yield Need("warn", text % {"count": waiting}, reverse("orders:order_board", args=[date]))


def _of_stores(now: dt.datetime, today: dt.date) -> Iterator[Need]:
    """Brands with another allergen, goods past their date, samples that may go."""
    stock = reverse("staffing:lots")
    for alarm in brand_alarms(today):
        facts = {
            "ingredient": alarm.change.lot.ingredient.name,
            "allergen": alarm.change.allergen.short_name, "count": len(alarm.dishes),
        }  # fmt: skip
        text = ngettext(
            "A brand of %(ingredient)s names %(allergen)s: %(count)s dish is touched.",
            "A brand of %(ingredient)s names %(allergen)s: %(count)s dishes are touched.",
            len(alarm.dishes),
        )
        yield Need("stop", text % facts, stock)
    old = lots_in_stock().filter(use_by__lt=today).count()
    if old:
        text = ngettext(
            "%(count)s lot in the stores is past its use-by date.",
            "%(count)s lots in the stores are past their use-by dates.",
            old,
        )
        yield Need("warn", text % {"count": old}, stock)
    due = RetainedSample.objects.filter(discarded_at__isnull=True, keep_until__lte=now).count()
    if due:
        text = ngettext(
            "%(count)s sample may be thrown away.", "%(count)s samples may be thrown away.", due
        )
        yield Need("info", text % {"count": due}, reverse("staffing:samples"))


def _of_next_day(day: dt.date) -> Iterator[Need]:
    if not demand_lines(day):
        yield from _not_ordered(day)
        return
    plan = shown_plan(day)
    if plan is None:
        yield Need("warn", _("The next day is locked, but not planned."), _plan_url(day))
    else:
        yield from _of_plan(plan)


def _not_ordered(day: dt.date) -> Iterator[Need]:
    missing = eaters_so_far(day).missing
    if missing:
        text = ngettext(
            "%(count)s site has not said how many eat on %(day)s.",
            "%(count)s sites have not said how many eat on %(day)s.",
            missing,
        )
        words = text % {"count": missing, "day": date_format(day, "D d.m")}
        yield Need("warn", words, reverse("orders:order_board", args=[day]))


def _plan_url(day: dt.date) -> str:
    return reverse("staffing:production", args=[day])

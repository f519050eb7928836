"""Everything that saving one order has to know, in few queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from menus.models import MenuDay
from orders import cutoff
from orders.choices import OrderState
from orders.models import (
    CutoffRule,
    OrderDay,
    OrderLine,
    ServiceDayOverride,
    Site,
    StandingPause,
)
from orders.selectors import calendar, cutoffs
from orders.selectors.calendar import ServiceDay
from orders.selectors.cutoffs import DayClock, KitchenDays


@dataclass(frozen=True, slots=True)
class OrderingFacts:
    """One site and date: its calendar, its clock, its lock, its menu, what is saved so far."""

    day: ServiceDay
    clock: DayClock
    is_locked: bool
    is_reopened: bool
    has_menu: bool
    lines: tuple[OrderLine, ...]

    def takes_orders(self, now: dt.datetime) -> bool:
        """A reopened day takes orders until its amendments end, any other until its cutoff."""
        until = self.clock.amendments_until if self.is_reopened else self.clock.cutoff
        return not self.is_locked and now < until


def ordering_facts(site: Site, date: dt.date) -> OrderingFacts:
    """Four queries; a fifth where the site itself rests on the days before.

    Raises CannotBeDone where no cutoff rule is valid.
    """
    facts = _with_facts(site, date).get()
    calendar.load_groups([facts])
    start = date - dt.timedelta(days=cutoffs.LOOK_BACK_DAYS)
    closures = calendar.closures_between(start, date)
    override: ServiceDayOverride | None = getattr(facts, "decided", None)
    pause = None
    if facts.pause_reason is not None:
        pause = StandingPause(date_from=date, date_to=date, reason=facts.pause_reason)
    return OrderingFacts(
        day=calendar.judge_day(facts, date, closures, override, pause=pause),
        clock=_clock(facts, date, KitchenDays(closures, [facts])),
        is_locked=facts.day_state == OrderState.LOCKED,
        is_reopened=bool(facts.reopened),
        has_menu=facts.has_menu,
        lines=_saved_lines(site, date),
    )


def _with_facts(site: Site, date: dt.date) -> QuerySet[Any]:
    """The site with the day's facts as annotations, which no type can name."""
    day = OrderDay.objects.filter(date=date)
    rule = CutoffRule.objects.filter(valid_from__lte=date).order_by("-valid_from")
    pause = StandingPause.objects.filter(
        site=OuterRef("pk"), date_from__lte=date, date_to__gte=date
    )
    menu = MenuDay.objects.filter(line=OuterRef("line"), date=date, published_at__isnull=False)
    return (
        Site.objects.filter(pk=site.pk)
        .annotate(
            decided=FilteredRelation("overrides", condition=Q(overrides__date=date)),
            pause_reason=Subquery(pause.values("reason")[:1]),
            day_state=Subquery(day.values("state")[:1]),
            reopened=Subquery(day.values("reopened_reason")[:1]),
            rule_days=Subquery(rule.values("working_days_before")[:1]),
            rule_at=Subquery(rule.values("at")[:1]),
            rule_amendments=Subquery(rule.values("amendments_until")[:1]),
            has_menu=Exists(menu),
        )
        .select_related("decided__profile")  # type: ignore[misc]  # the filtered relation above
    )


def _clock(facts: Any, date: dt.date, kitchen_days: KitchenDays) -> DayClock:
    if facts.rule_days is None:
        raise CannotBeDone(
            _("No cutoff rule is valid on %(date)s: add one with an earlier start.")
            % {"date": date}
        )
    rule = cutoff.CutoffRule(facts.rule_days, facts.rule_at, facts.rule_amendments)
    return cutoffs.clock(date, [cutoff.DatedCutoffRule(date, rule)], kitchen_days)


def _saved_lines(site: Site, date: dt.date) -> tuple[OrderLine, ...]:
    rows = (
        OrderLine.objects.filter(order__site=site, order__date=date)
        .select_related("order__saved_by", "diner_group", "diet")
        .order_by("diner_group__position", "diet__position")
    )
    return tuple(rows)

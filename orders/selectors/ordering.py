"""Everything that saving one order has to know, in few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    Field,
    FilteredRelation,
    IntegerField,
    Model,
    Q,
    QuerySet,
    TextField,
    TimeField,
    Value,
)
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import Change
from menus.models import MenuDay
from orders import cutoff
from orders.choices import OrderState
from orders.models import (
    CutoffRule,
    Order,
    OrderDay,
    OrderLine,
    ServiceDayOverride,
    Site,
    SiteGroup,
    StandingPause,
)
from orders.selectors import calendar, cutoffs
from orders.selectors.calendar import ServiceDay
from orders.selectors.cutoffs import DayClock, KitchenDays


@dataclass(frozen=True, slots=True)
class OrderingFacts:
    """One site and date: its calendar, its clock, its lock, its menu, what is saved so far.

    ``changes`` is how often its order was changed before.
    """

    day: ServiceDay
    clock: DayClock
    has_menu: bool
    changes: int
    groups: tuple[SiteGroup, ...]
    order: Order | None
    lines: tuple[OrderLine, ...]

    def is_locked(self, now: dt.datetime) -> bool:
        """Locked by its order; after the cutoff the day itself is asked (one query).

        Before the cutoff a day can be locked by hand: whoever writes a first order asks again.
        """
        if self.order is not None:
            return self.order.state == OrderState.LOCKED
        return now >= self.clock.cutoff and self._day_is(state=OrderState.LOCKED)

    def takes_orders(self, now: dt.datetime) -> bool:
        """A reopened day takes orders until its amendments end, any other until its cutoff."""
        if self.is_locked(now):
            return False
        if now < self.clock.cutoff:
            return True
        reopened = self._day_is(state=OrderState.OPEN, reopened_reason__gt="")
        return reopened and now < self.clock.amendments_until

    def _day_is(self, **facts: str) -> bool:
        return OrderDay.objects.filter(date=self.day.date, **facts).exists()


def ordering_facts(site: Site, date: dt.date) -> OrderingFacts:
    """Four queries; a fifth where the site itself rests on the days before; one less for a site
    that comes from ``with_day_facts``, or where nothing is saved yet.

    Raises CannotBeDone where no cutoff rule is valid.
    """
    facts: Any = site if _knows(site, date) else _facts_of(site, date)
    groups = _groups_of(facts)
    start = date - dt.timedelta(days=cutoffs.LOOK_BACK_DAYS)
    closures = calendar.closures_between(start, date)
    override: ServiceDayOverride | None = getattr(facts, "decided", None)
    pause = None
    if facts.pause_reason is not None:
        pause = StandingPause(date_from=date, date_to=date, reason=facts.pause_reason)
    saved: Order | None = getattr(facts, "saved", None)
    return OrderingFacts(
        day=calendar.judge_day(facts, date, closures, override, pause=pause, groups=groups),
        clock=_clock(facts, date, KitchenDays(closures, [facts])),
        has_menu=facts.has_menu,
        changes=facts.changes,
        groups=groups,
        order=saved,
        lines=_lines_of(saved) if saved else (),
    )


def _knows(site: Any, date: dt.date) -> bool:
    return getattr(site, "facts_of", None) == date


def _facts_of(site: Site, date: dt.date) -> Any:
    return with_day_facts(Site.objects.filter(pk=site.pk), date).get()


def with_day_facts(sites: QuerySet[Site], date: dt.date) -> QuerySet[Any]:
    """The sites with one day's facts as annotations, which no type can name.

    The small facts are written in SQL: built as subqueries they cost more time than all the
    queries of saving an order together, and fifty schools save in the same quarter of an hour.
    """
    day = date.isoformat()
    bare = sites.select_related(None)
    return bare.annotate(
        decided=FilteredRelation("overrides", condition=Q(overrides__date=date)),
        saved=FilteredRelation("orders", condition=Q(orders__date=date)),
        pause_reason=_sql(PAUSE, [day, day], TextField()),
        rule_days=_sql(RULE.replace("?", "working_days_before"), [day], IntegerField()),
        rule_at=_sql(RULE.replace("?", "at"), [day], TimeField()),
        rule_amendments=_sql(RULE.replace("?", "amendments_until"), [day], TimeField()),
        has_menu=_sql(MENU, [day], BooleanField()),
        changes=_sql(CHANGES, [f"/{day}"], IntegerField()),
        facts_of=Value(date, output_field=DateField()),
    ).select_related(  # type: ignore[misc]  # filtered relations are no fields
        "decided", "saved", "customer"
    )


def _table(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'


SITE = _table(Site)
PAUSE = (
    f"SELECT reason FROM {_table(StandingPause)} p WHERE p.site_id = {SITE}.id"  # noqa: S608
    " AND p.date_from <= %s AND p.date_to >= %s ORDER BY p.date_from LIMIT 1"
)
RULE = (
    f'SELECT "?" FROM {_table(CutoffRule)} WHERE valid_from <= %s'  # noqa: S608
    " ORDER BY valid_from DESC LIMIT 1"
)
MENU = (
    f"SELECT COUNT(*) > 0 FROM {_table(MenuDay)} m WHERE m.line_id = {SITE}.line_id"  # noqa: S608
    " AND m.date = %s AND m.published_at IS NOT NULL"
)
CHANGES = (
    f"SELECT COUNT(*) FROM {_table(Change)} c WHERE c.subject = 'Order'"  # noqa: S608
    f" AND c.subject_key = {SITE}.key || %s"
)


def _sql(text: str, values: Sequence[str], kind: Field[Any, Any]) -> RawSQL:
    """Our own words only; what comes from outside is a value."""
    return RawSQL(text, values, output_field=kind)  # noqa: S611


def _clock(facts: Any, date: dt.date, kitchen_days: KitchenDays) -> DayClock:
    if facts.rule_days is None:
        raise CannotBeDone(
            _("No cutoff rule is valid on %(date)s: add one with an earlier start.")
            % {"date": date}
        )
    rule = cutoff.CutoffRule(facts.rule_days, facts.rule_at, facts.rule_amendments)
    return cutoffs.clock(date, [cutoff.DatedCutoffRule(date, rule)], kitchen_days)


# Sorted here: to sort by another table's column costs the database library more than the rows.


def _groups_of(site: Site) -> tuple[SiteGroup, ...]:
    rows = SiteGroup.objects.filter(site=site).select_related("diner_group").order_by()
    return tuple(sorted(rows, key=lambda row: row.diner_group.position))


def _lines_of(order: Order) -> tuple[OrderLine, ...]:
    rows = OrderLine.objects.filter(order=order).select_related("diner_group", "diet").order_by()
    return tuple(sorted(rows, key=lambda row: (row.diner_group.position, row.diet.position)))

"""A sudden closure: a place's orders stop, and what is cooked already finds another table."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.base.models import Locality, User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from menus.models import Dish
from orders.choices import ClosureKind, DeliveryState, OrderState
from orders.models import Closure, Delivery, Order, OrderDay, Site
from orders.selectors.calendar import service_days
from orders.selectors.closures import Freed, SuddenClosure
from orders.selectors.demand import FirmLine, firm_demand
from orders.services.amendments import Wish, grant_at_once, portions_now

SUBJECT = "Closure"


def localities_of_council(council_he: str) -> list[Locality]:
    """Every place of a district, by its council."""
    return list(Locality.objects.filter(council_he=council_he))


@transaction.atomic
def close_suddenly(
    *,
    localities: Sequence[Locality],
    first: dt.date,
    last: dt.date,
    reason: str,
    author: User | None,
    now: dt.datetime,
    kind: str = ClosureKind.EMERGENCY,
    cooked: Mapping[tuple[dt.date, str], int] | None = None,
) -> SuddenClosure:
    """Stops the orders of places from this minute on, for the dates given.

    Open days close through the calendar; locked ones by amendments to 0; what has not left the
    kitchen is cancelled and offered elsewhere. ``cooked``: portions cooked so far by (date, dish
    key), told by the kitchen. Raises BadInput for no place, no reason or dates gone by.
    """
    _check(localities, first, last, reason, now)
    closures = tuple(
        _closure(place, first, last, reason, kind, author, now) for place in localities
    )
    sites = list(
        Site.objects.filter(locality__in=localities, is_active=True).select_related("line")
    )
    locked = OrderDay.objects.filter(date__range=(first, last), state=OrderState.LOCKED)
    freed: list[Freed] = []
    for date in locked.order_by("date").values_list("date", flat=True):
        freed += _stop_locked_day(date, sites, reason, author, now, cooked or {})
    on_the_way = Delivery.objects.filter(
        date__range=(first, last), site__in=sites, state=DeliveryState.DISPATCHED
    ).select_related("site")
    record_change(
        subject=SUBJECT,
        subject_key=",".join(place.key for place in localities)[:160],
        action="closed suddenly",
        author=author,
        now=now,
        after={"from": str(first), "until": str(last), "sites": len(sites)},
        reason=reason,
    )
    return SuddenClosure(closures, tuple(sites), tuple(freed), tuple(on_the_way))


@transaction.atomic
def end_closure(*, closure: Closure, author: User | None, now: dt.datetime) -> None:
    """The place eats again from tomorrow on; one that has not begun goes away altogether."""
    today = dates.day_of(now)
    before = {"from": str(closure.date_from), "until": str(closure.date_to)}
    if closure.date_from > today:
        closure.delete()
    elif closure.date_to > today:
        closure.date_to = today
        closure.save(update_fields=["date_to"])
    record_change(
        subject=SUBJECT,
        subject_key=closure.key,
        action="ended",
        author=author,
        now=now,
        before=before,
        after={"until": str(today)},
    )


def _check(
    localities: Sequence[Locality], first: dt.date, last: dt.date, reason: str, now: dt.datetime
) -> None:
    faults = []
    if not localities:
        faults.append(_("Name at least one place to close."))
    if not reason.strip():
        faults.append(_("Say why it closes; the schools will read it."))
    if last < first or first < dates.day_of(now):
        faults.append(_("The closure must begin today or later, and end after it begins."))
    if faults:
        raise BadInput(*faults)


def _closure(
    place: Locality,
    first: dt.date,
    last: dt.date,
    reason: str,
    kind: str,
    author: User | None,
    now: dt.datetime,
) -> Closure:
    # A second tap within the same second finds what the first one made.
    made, _new = Closure.objects.get_or_create(
        key=f"{kind}-{place.key}-{now:%Y%m%d%H%M%S}",
        defaults={
            "name_ar": reason,
            "name_he": reason,
            "name_en": reason,
            "kind": kind,
            "date_from": first,
            "date_to": last,
            "locality": place,
            "decided_by": author,
            "decided_at": now,
        },
    )
    return made


def _stop_locked_day(
    date: dt.date,
    sites: Sequence[Site],
    reason: str,
    author: User | None,
    now: dt.datetime,
    cooked: Mapping[tuple[dt.date, str], int],
) -> list[Freed]:
    """Takes back what has not left; returns what that sets free."""
    gone = set(
        Delivery.objects.filter(
            date=date, state__in=[DeliveryState.DISPATCHED, DeliveryState.RECEIVED]
        ).values_list("site_id", flat=True)
    )
    closing = [site for site in sites if site.pk not in gone]
    demand = firm_demand(date)
    ids = {site.pk for site in closing}
    stopped = [line for line in demand if line.site.pk in ids]
    for wish in _wishes(date, closing):
        grant_at_once(wish=wish, reason=reason, author=author, now=now)
    return _freed(date, stopped, demand, cooked)


def _wishes(date: dt.date, sites: Sequence[Site]) -> Iterable[Wish]:
    orders = Order.objects.filter(date=date, site__in=sites).select_related("site")
    for order in orders:
        lines = list(order.lines.select_related("diner_group", "diet"))
        groups = {line.diner_group_id: line.diner_group for line in lines}
        diets = {line.diet_id: line.diet for line in lines}
        for (group, diet), portions in portions_now(order).items():
            if portions:
                yield Wish(order.site, date, groups[group], diets[diet], -portions)


def _freed(
    date: dt.date,
    stopped: Sequence[FirmLine],
    demand: Sequence[FirmLine],
    cooked: Mapping[tuple[dt.date, str], int],
) -> list[Freed]:
    portions: defaultdict[int, int] = defaultdict(int)
    dishes: dict[int, Dish] = {}
    lines: defaultdict[int, set[int]] = defaultdict(set)
    for line in stopped:
        portions[line.dish.pk] += line.portions
        dishes[line.dish.pk] = line.dish
        lines[line.dish.pk].add(line.line.pk)
    wanted: defaultdict[str, int] = defaultdict(int)
    for line in demand:
        wanted[line.dish.key] += line.portions
    found = []
    for pk, dish in sorted(dishes.items(), key=lambda pair: pair[1].key):
        made = cooked.get((date, dish.key))
        still_eaten = wanted[dish.key] - portions[pk]
        found.append(
            Freed(
                date=date,
                dish=dish,
                portions=portions[pk],
                cooked=None if made is None else min(portions[pk], max(0, made - still_eaten)),
                partners=_partners(date, lines[pk], {line.site.pk for line in stopped}),
            )
        )
    return found


def _partners(date: dt.date, lines: set[int], closed: set[int]) -> tuple[Site, ...]:
    """Open sites on the same line, or on one that it may feed."""
    sites = list(
        Site.objects.filter(is_active=True)
        .exclude(pk__in=closed)
        .select_related("line")
        .prefetch_related("line__fed_by")
        .order_by("key")
    )
    days = service_days(sites, date, date)
    return tuple(
        site
        for site in sites
        if days[site.pk, date].is_open
        and all(
            line == site.line_id or line in {feeding.pk for feeding in site.line.fed_by.all()}
            for line in lines
        )
    )

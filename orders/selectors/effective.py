"""What each site eats on a date as things stand: the saved order, else the standing order."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Prefetch, Q, Sum

from kurkum.lib import dates
from menus.models import Diet, DinerGroup
from orders.choices import GRANTED, OrderSource, OrderState
from orders.models import (
    Amendment,
    Closure,
    Order,
    OrderLine,
    Site,
    SpecialMeal,
    StandingLine,
    StandingOrder,
)
from orders.selectors.calendar import ServiceDay, service_days

SiteDay = tuple[int, dt.date]
GroupDiet = tuple[int, int]


@dataclass(frozen=True, slots=True)
class EffectiveLine:
    """Portions of one diner group and diet; ``amended`` is what was granted after the lock."""

    diner_group: DinerGroup
    diet: Diet
    portions: int
    amended: int = 0

    @property
    def total(self) -> int:
        return self.portions + self.amended

    @property
    def key(self) -> tuple[str, str]:
        return (self.diner_group.key, self.diet.key)


@dataclass(frozen=True, slots=True)
class EffectiveOrder:
    """One site on one date. ``version`` 0 means that nobody saved an order for it."""

    site: Site
    date: dt.date
    day: ServiceDay
    source: OrderSource | None
    version: int
    is_locked: bool
    order: Order | None
    lines: tuple[EffectiveLine, ...]

    @property
    def portions(self) -> int:
        return sum(line.total for line in self.lines)


@dataclass(frozen=True)
class SpecialCodes:
    """The label codes of special meals by site, diner group and diet."""

    meals: Mapping[tuple[int, int, int], Sequence[SpecialMeal]] = field(default_factory=dict)

    def count(self, site_id: int, group_id: int, diet_id: int, day: dt.date) -> int | None:
        """Codes active on the day; None where the site registered none for this diet at all."""
        meals = self.meals.get((site_id, group_id, diet_id))
        return None if meals is None else sum(is_active(meal, day) for meal in meals)

    def of_site(self, site_id: int) -> list[Sequence[SpecialMeal]]:
        """The codes of one site, those of one diner group and diet together."""
        return [meals for (site, _group, _diet), meals in self.meals.items() if site == site_id]


def is_active(meal: SpecialMeal, day: dt.date) -> bool:
    return meal.active_from <= day and (meal.active_to is None or day <= meal.active_to)


def active_sites() -> list[Site]:
    return list(Site.objects.filter(is_active=True).select_related("line", "locality", "customer"))


def effective_orders(
    first: dt.date,
    last: dt.date,
    sites: Sequence[Site] | None = None,
    closures: Sequence[Closure] | None = None,
) -> dict[SiteDay, EffectiveOrder]:
    """By (site id, date), for active sites unless given. At most twelve queries."""
    if sites is None:
        sites = active_sites()
    days = service_days(sites, first, last, closures)
    saved = _saved_orders(sites, first, last)
    standing = _standing_orders(sites, first, last)
    codes = special_codes(sites)
    amended = _granted([order for order in saved.values() if order.state == OrderState.LOCKED])
    found = {}
    for (site_id, date), day in days.items():
        order = saved.get((site_id, date))
        if order is not None:
            found[site_id, date] = _from_saved(day, order, amended)
        else:
            found[site_id, date] = _from_standing(day, standing.get(site_id, ()), codes)
    return found


def effective_order(site: Site, date: dt.date) -> EffectiveOrder:
    return effective_orders(date, date, [site])[site.pk, date]


def special_codes(sites: Iterable[Site]) -> SpecialCodes:
    """One query."""
    found: defaultdict[tuple[int, int, int], list[SpecialMeal]] = defaultdict(list)
    rows = SpecialMeal.objects.filter(site__in=sites).select_related("diner_group", "diet")
    for meal in rows:
        found[meal.site_id, meal.diner_group_id, meal.diet_id].append(meal)
    return SpecialCodes(dict(found))


# --- saved --------------------------------------------------------------------------------------


def _saved_orders(sites: Sequence[Site], first: dt.date, last: dt.date) -> dict[SiteDay, Order]:
    lines = OrderLine.objects.select_related("diner_group", "diet").order_by(
        "diner_group__position", "diet__position"
    )
    orders = (
        Order.objects.filter(site__in=sites, date__gte=first, date__lte=last)
        .select_related("saved_by")
        .prefetch_related(Prefetch("lines", lines))
    )
    return {(order.site_id, order.date): order for order in orders}


def _granted(orders: Sequence[Order]) -> dict[tuple[int, int, int], int]:
    if not orders:
        return {}
    rows = (
        Amendment.objects.filter(order__in=orders, state__in=GRANTED)
        .values_list("order_id", "diner_group_id", "diet_id")
        .annotate(granted_portions=Sum("granted"))
    )
    return {(order, group, diet): granted for order, group, diet, granted in rows}


def _from_saved(
    day: ServiceDay, order: Order, amended: Mapping[tuple[int, int, int], int]
) -> EffectiveOrder:
    # A day that was closed after it was ordered is not eaten; a locked one is changed by amendment.
    is_locked = order.state == OrderState.LOCKED
    counts = is_locked or day.is_open
    lines = tuple(
        EffectiveLine(
            line.diner_group,
            line.diet,
            line.portions,
            amended.get((order.pk, line.diner_group_id, line.diet_id), 0),
        )
        for line in (order.lines.all() if counts else ())
    )
    source = OrderSource(order.source)
    return EffectiveOrder(day.site, day.date, day, source, order.version, is_locked, order, lines)


# --- standing -----------------------------------------------------------------------------------


def _standing_orders(
    sites: Sequence[Site], first: dt.date, last: dt.date
) -> dict[int, list[StandingOrder]]:
    lines = StandingLine.objects.select_related("diner_group", "diet").order_by(
        "diner_group__position", "diet__position"
    )
    in_time = Q(valid_from__lte=last) & (Q(valid_to__isnull=True) | Q(valid_to__gte=first))
    found: defaultdict[int, list[StandingOrder]] = defaultdict(list)
    for order in (
        StandingOrder.objects.filter(in_time, site__in=sites)
        .order_by("valid_from")
        .prefetch_related(Prefetch("lines", lines))
    ):
        found[order.site_id].append(order)
    return found


def _from_standing(
    day: ServiceDay, orders: Sequence[StandingOrder], codes: SpecialCodes
) -> EffectiveOrder:
    order = standing_on(orders, day.date) if day.is_open else None
    lines = tuple(_standing_lines(day, order, codes)) if order else ()
    source = OrderSource.STANDING if lines else None
    return EffectiveOrder(day.site, day.date, day, source, 0, False, None, lines)


def standing_counts(day: ServiceDay) -> dict[tuple[str, str], int]:
    """What the standing order says for one day, by (diner group, diet) key. Three queries."""
    orders = _standing_orders([day.site], day.date, day.date).get(day.site.pk, ())
    found = _from_standing(day, orders, special_codes([day.site]))
    return {line.key: line.total for line in found.lines}


def standing_on(orders: Sequence[StandingOrder], date: dt.date) -> StandingOrder | None:
    """The newest of a site's standing orders that is valid on the date."""
    valid = [
        order
        for order in orders
        if order.valid_from <= date and (order.valid_to is None or date <= order.valid_to)
    ]
    return max(valid, key=lambda order: order.valid_from, default=None)


def _standing_lines(
    day: ServiceDay, order: StandingOrder, codes: SpecialCodes
) -> Iterable[EffectiveLine]:
    weekday = dates.weekday_number(day.date)
    lines = [
        EffectiveLine(line.diner_group, line.diet, line.portions)
        for line in order.lines.all()
        if line.weekday == weekday
    ]
    for line in with_codes(lines, day.site, day.date, codes):
        counted = codes.count(day.site.pk, line.diner_group.pk, line.diet.pk, day.date)
        # A special meal is cooked for each code: a child's plate is not thinned out by a profile.
        yield replace(line, portions=_attending(line.portions, day)) if counted is None else line


def with_codes(
    lines: Sequence[EffectiveLine], site: Site, date: dt.date, codes: SpecialCodes
) -> Iterator[EffectiveLine]:
    """The lines of some day for the date: special meals by the codes that eat on it."""
    for line in lines:
        counted = codes.count(site.pk, line.diner_group.pk, line.diet.pk, date)
        yield line if counted is None else replace(line, portions=counted, amended=0)
    # A code registered since the lines were written is cooked for all the same.
    known = {(line.diner_group.pk, line.diet.pk) for line in lines}
    groups = {line.diner_group.pk for line in lines if line.total}
    for meals in codes.of_site(site.pk):
        key = (meals[0].diner_group_id, meals[0].diet_id)
        active = sum(is_active(meal, date) for meal in meals)
        if key not in known and key[0] in groups and active:
            yield EffectiveLine(meals[0].diner_group, meals[0].diet, active)


def _attending(portions: int, day: ServiceDay) -> int:
    return (2 * portions * day.attendance_percent + 100) // 200

"""The manager's orders of a date: every site and diner group, what is missing first."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.lib import dates
from menus.models import DinerGroup, Dish
from menus.selectors.menu import menus_between
from orders.choices import AmendmentState, OrderSource
from orders.models import DishLimit, LeftOutDay, OrderDay, Site
from orders.selectors.amendments import AskedChange, changes_to_look_at
from orders.selectors.calendar import closures_between
from orders.selectors.cutoffs import (
    LOOK_BACK_DAYS,
    DayClock,
    KitchenDays,
    clock,
    dated_rules,
)
from orders.selectors.effective import (
    EffectiveOrder,
    SiteDay,
    active_sites,
    effective_orders,
)
from orders.selectors.forecast import (
    HISTORY_DAYS,
    Expectation,
    expectations,
    left_out_days,
)
from orders.sharing_words import share_link

# The order in which the states stand on the board: what needs the manager comes first.
MISSING, STANDING, ORDERED, CLOSED = range(4)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One site; ``counts`` stand in the board's order of groups, None where a group is not here."""

    site: Site
    state: int
    word: str
    kind: str
    why: str
    counts: tuple[int | None, ...]
    total: int
    expected: Expectation | None
    whatsapp: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class DishLoad:
    """Portions of a dish on the date, beside its least and most, where the manager set them."""

    dish: Dish
    portions: int
    limit: DishLimit | None

    @property
    def is_under(self) -> bool:
        least = self.limit.least_portions if self.limit else None
        return least is not None and self.portions < least

    @property
    def is_over(self) -> bool:
        most = self.limit.most_portions if self.limit else None
        return most is not None and self.portions > most


@dataclass(frozen=True, slots=True)
class Board:
    date: dt.date
    clock: DayClock
    day: OrderDay | None
    groups: tuple[DinerGroup, ...]
    rows: tuple[BoardRow, ...]
    sums: tuple[int, ...]
    changes: tuple[AskedChange, ...]
    left_out: LeftOutDay | None

    @property
    def pending(self) -> tuple[AskedChange, ...]:
        return tuple(one for one in self.changes if one.row.state == AmendmentState.PENDING)

    @property
    def decided(self) -> tuple[AskedChange, ...]:
        return tuple(one for one in self.changes if one.row.state != AmendmentState.PENDING)

    @property
    def expected(self) -> int:
        """The forecast of all sites; where one has none, what stands there."""
        return sum(
            row.expected.forecast.portions if row.expected else row.total for row in self.rows
        )

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def missing(self) -> int:
        return sum(row.state == MISSING for row in self.rows)

    @property
    def eating(self) -> int:
        return sum(row.state != CLOSED for row in self.rows)

    @property
    def ordered(self) -> int:
        return sum(row.state == ORDERED for row in self.rows)

    @property
    def standing(self) -> int:
        return sum(row.state == STANDING for row in self.rows)

    @property
    def is_locked(self) -> bool:
        return self.day is not None and self.day.state == "locked"


def order_board(date: dt.date, today: dt.date | None = None) -> Board:
    """At most twenty queries, however many sites there are. Raises CannotBeDone without a rule."""
    sites = active_sites()
    closures = closures_between(date - dt.timedelta(days=LOOK_BACK_DAYS), date)
    orders = effective_orders(date, date, sites, closures)
    found = list(orders.values())
    when = clock(date, dated_rules(), KitchenDays(closures, sites))
    until = min(date, today or date)
    # One query for both: what the forecast must not learn from, and whether this day is left out.
    left_out = left_out_days(until - dt.timedelta(days=HISTORY_DAYS), date)
    told = expectations(orders, before=until, left_out=left_out)
    groups = _groups(found)
    rows = sorted((_row(one, groups, when, told) for one in found), key=_place)
    return Board(
        date=date,
        clock=when,
        day=OrderDay.objects.filter(date=date).first(),
        groups=groups,
        rows=tuple(rows),
        sums=tuple(sum(row.counts[i] or 0 for row in rows) for i in range(len(groups))),
        changes=tuple(changes_to_look_at(date)),
        left_out=next((one for one in left_out if one.date == date and not one.site_id), None),
    )


def dish_loads(date: dt.date) -> tuple[DishLoad, ...]:
    """What each dish of the published menus comes to, the ones out of their limits first.

    At most sixteen queries.
    """
    found = effective_orders(date, date).values()
    menus = menus_between(date, date, published_only=True)
    portions: defaultdict[int, int] = defaultdict(int)
    dishes: dict[int, Dish] = {}
    for order in found:
        menu = menus.get((order.site.line_id, date))
        for line in order.lines if menu else ():
            for served in menu.served(line.diet.pk) if menu else ():
                portions[served.dish.pk] += line.total
                dishes[served.dish.pk] = served.dish
    limits = {row.dish_id: row for row in DishLimit.objects.filter(dish__in=dishes)}
    loads = [DishLoad(dish, portions[pk], limits.get(pk)) for pk, dish in dishes.items()]
    return tuple(sorted(loads, key=lambda one: (not (one.is_over or one.is_under), -one.portions)))


def _place(row: BoardRow) -> tuple[int, str]:
    return (row.state, row.site.name)


def _groups(found: Iterable[EffectiveOrder]) -> tuple[DinerGroup, ...]:
    groups = {row.diner_group_id: row.diner_group for one in found for row in one.site.groups.all()}
    return tuple(sorted(groups.values(), key=lambda group: group.position))


def _row(
    found: EffectiveOrder,
    groups: Sequence[DinerGroup],
    clock: DayClock,
    told: Mapping[SiteDay, Expectation],
) -> BoardRow:
    here = {row.diner_group_id for row in found.site.groups.all()}
    counts = tuple(
        sum(line.total for line in found.lines if line.diner_group == group)
        if group.pk in here
        else None
        for group in groups
    )
    state, word, kind = _state(found)
    is_late = state in (MISSING, STANDING) and not found.is_locked
    text = reminder(found, clock) if is_late else ""
    subject = reminder_subject(found.site, found.date) if is_late else ""
    return BoardRow(
        site=found.site,
        state=state,
        word=word,
        kind=kind,
        why="" if found.day.is_open else found.day.words,
        counts=counts,
        total=found.portions,
        expected=told.get((found.site.pk, found.date)),
        whatsapp=share_link(found.site.phone, text) if text else "",
        mail=f"mailto:{found.site.email}?subject={quote(subject)}&body={quote(text)}"
        if text
        else "",
    )


def _state(found: EffectiveOrder) -> tuple[int, str, str]:
    if not found.day.is_open and not found.is_locked:
        return CLOSED, _("closed"), ""
    if found.source == OrderSource.SAVED:
        return ORDERED, _("ordered"), "ok"
    if found.source == OrderSource.STANDING:
        return STANDING, _("standing order"), "info"
    return MISSING, _("missing"), "bad"


def reminder_subject(site: Site, date: dt.date) -> str:
    with translation.override(site.language):
        return _("Kurkum: your order for %(date)s") % {"date": f"{date:%d.%m.%Y}"}


def reminder(found: EffectiveOrder, clock: DayClock) -> str:
    """A friendly text for the school, in the school's language, and what happens without it."""
    with translation.override(found.site.language):
        text = _(
            "Hello %(site)s! We have no order from you yet for %(date)s. "
            "You can order until %(cutoff)s. Thank you, Kurkum kitchen"
        )
        if found.source == OrderSource.STANDING:
            text = _(
                "Hello %(site)s! You have changed nothing for %(date)s: we cook your standing "
                "order, %(portions)s portions. You can change it until %(cutoff)s. "
                "Thank you, Kurkum kitchen"
            )
        return text % {
            "site": found.site.name,
            "date": f"{found.date:%d.%m.%Y}",
            "portions": found.portions,
            "cutoff": f"{clock.cutoff.astimezone(dates.ZONE):%d.%m %H:%M}",
        }

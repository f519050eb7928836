"""The manager's orders of a date: every site and diner group, what is missing first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.lib import dates
from menus.models import DinerGroup
from orders.choices import AmendmentState, OrderSource
from orders.models import Amendment, OrderDay, Site
from orders.selectors.cutoffs import DayClock, clock_of
from orders.selectors.effective import EffectiveOrder, effective_orders

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
    whatsapp: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    date: dt.date
    clock: DayClock
    day: OrderDay | None
    groups: tuple[DinerGroup, ...]
    rows: tuple[BoardRow, ...]
    sums: tuple[int, ...]
    pending: tuple[Amendment, ...]

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def missing(self) -> int:
        return sum(row.state == MISSING for row in self.rows)

    @property
    def is_locked(self) -> bool:
        return self.day is not None and self.day.state == "locked"


def order_board(date: dt.date) -> Board:
    """At most seventeen queries, however many sites there are."""
    found = [order for (_site, _date), order in effective_orders(date, date).items()]
    clock = clock_of(date)
    groups = _groups(found)
    rows = sorted((_row(order, groups, clock) for order in found), key=_place)
    pending = Amendment.objects.filter(order__date=date, state=AmendmentState.PENDING)
    return Board(
        date=date,
        clock=clock,
        day=OrderDay.objects.filter(date=date).first(),
        groups=groups,
        rows=tuple(rows),
        sums=tuple(sum(row.counts[i] or 0 for row in rows) for i in range(len(groups))),
        pending=tuple(pending.select_related("order__site", "diner_group", "diet", "requested_by")),
    )


def _place(row: BoardRow) -> tuple[int, str]:
    return (row.state, row.site.name)


def _groups(found: Iterable[EffectiveOrder]) -> tuple[DinerGroup, ...]:
    groups = {row.diner_group_id: row.diner_group for one in found for row in one.site.groups.all()}
    return tuple(sorted(groups.values(), key=lambda group: group.position))


def _row(found: EffectiveOrder, groups: Sequence[DinerGroup], clock: DayClock) -> BoardRow:
    here = {row.diner_group_id for row in found.site.groups.all()}
    counts = tuple(
        sum(line.total for line in found.lines if line.diner_group == group)
        if group.pk in here
        else None
        for group in groups
    )
    state, word, kind = _state(found)
    is_late = state in (MISSING, STANDING) and not found.is_locked
    text = reminder(found.site, found.date, clock) if is_late else ""
    return BoardRow(
        site=found.site,
        state=state,
        word=word,
        kind=kind,
        why="" if found.day.is_open else found.day.words,
        counts=counts,
        total=found.portions,
        whatsapp=f"https://wa.me/?text={quote(text)}" if text else "",
        mail=f"mailto:{found.site.email}?body={quote(text)}" if text else "",
    )


def _state(found: EffectiveOrder) -> tuple[int, str, str]:
    if not found.day.is_open and not found.is_locked:
        return CLOSED, _("closed"), ""
    if found.source == OrderSource.SAVED:
        return ORDERED, _("ordered"), "ok"
    if found.source == OrderSource.STANDING:
        return STANDING, _("standing order"), "info"
    return MISSING, _("missing"), "bad"


def reminder(site: Site, date: dt.date, clock: DayClock) -> str:
    """A friendly text for the school, in the school's language."""
    with translation.override(site.language):
        return _(
            "Hello %(site)s! We have no order from you yet for %(date)s. "
            "You can order until %(cutoff)s. Thank you, Kurkum kitchen"
        ) % {
            "site": site.name,
            "date": f"{date:%d.%m.%Y}",
            "cutoff": f"{clock.cutoff.astimezone(dates.ZONE):%d.%m. %H:%M}",
        }

"""What stands against an order: the clock, the calendar, unknown keys, limits, another save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurkum.base.errors import BadInput
from kurkum.lib import dates
from menus.models import Diet, DinerGroup
from orders.errors import CutoffPassed, OrderRefused, SavedMeanwhile
from orders.models import Order, OrderLine
from orders.models.orders import MAX_PORTIONS
from orders.selectors.effective import special_codes
from orders.selectors.ordering import OrderingFacts


@dataclass(frozen=True, slots=True)
class LineWanted:
    """Portions for a diner group and diet, both by key."""

    diner_group: str
    diet: str
    portions: int

    @property
    def key(self) -> tuple[str, str]:
        return (self.diner_group, self.diet)


def closed_day(facts: OrderingFacts) -> CutoffPassed:
    date = facts.day.date
    return CutoffPassed(
        _("%(date)s is closed for orders. Ask for an amendment instead.") % {"date": date},
        date=date,
        cutoff=facts.clock.cutoff,
    )


def check_time(facts: OrderingFacts, now: dt.datetime, *, as_manager: bool) -> None:
    date = facts.day.date
    if facts.is_locked(now):
        raise closed_day(facts)
    if not as_manager and not facts.takes_orders(now):
        raise CutoffPassed(
            _("Orders for %(date)s closed at %(cutoff)s. Ask for an amendment instead.")
            % {"date": date, "cutoff": dates.to_local_iso(facts.clock.cutoff).replace("T", " ")},
            date=date,
            cutoff=facts.clock.cutoff,
        )


def check_version(facts: OrderingFacts, order: Order | None, version: int | None) -> None:
    current = order.version if order else 0
    if version is None or version == current:
        return
    if order is None:
        raise OrderRefused(_("This order is no longer there. Reload the page and look again."))
    who = order.saved_by.called if order.saved_by else "–"
    raise SavedMeanwhile(
        _("%(who)s saved this day meanwhile. Look at both and choose.") % {"who": who},
        version=current,
        saved_by=who,
        saved_at=order.saved_at,
        lines=portions_of(facts.lines),
    )


def check_day(facts: OrderingFacts) -> None:
    day = facts.day
    if not day.is_open:
        raise OrderRefused(
            _("%(site)s has no meals on %(date)s: %(why)s.")
            % {"site": day.site.name, "date": day.date, "why": day.words}
        )
    if not facts.has_menu:
        raise OrderRefused(
            _("No menu is published for %(date)s yet. Orders open with the menu.")
            % {"date": day.date}
        )


@dataclass(frozen=True, slots=True)
class Resolved:
    diner_group: DinerGroup
    diet: Diet
    portions: int


Wanted = Mapping[tuple[str, str], Resolved]


def resolve(facts: OrderingFacts, lines: Sequence[LineWanted]) -> Wanted:
    groups = {row.diner_group.key: row.diner_group for row in facts.groups}
    diets = _diets(facts, {line.diet for line in lines})
    found: dict[tuple[str, str], Resolved] = {}
    faults = []
    for line in lines:
        fault = _fault(line, groups, diets, found)
        if fault:
            faults.append(fault)
        else:
            found[line.key] = Resolved(groups[line.diner_group], diets[line.diet], line.portions)
    if not faults and not found:
        faults.append(_("An order needs at least one count; write 0 where nobody eats."))
    if faults:
        raise BadInput(*faults)
    return found


def _diets(facts: OrderingFacts, keys: Iterable[str]) -> dict[str, Diet]:
    known = {line.diet.key: line.diet for line in facts.lines}
    if set(keys) <= set(known):
        return known
    return {diet.key: diet for diet in Diet.objects.all()}


def _fault(
    line: LineWanted,
    groups: Mapping[str, DinerGroup],
    diets: Mapping[str, Diet],
    found: Mapping[tuple[str, str], object],
) -> str:
    if line.diner_group not in groups:
        return _("The diner group %(key)s does not eat here. Known are: %(known)s.") % {
            "key": line.diner_group,
            "known": ", ".join(groups) or "–",
        }
    if line.diet not in diets:
        return _("There is no diet %(key)s.") % {"key": line.diet}
    if line.key in found:
        return _("%(group)s, %(diet)s stands twice.") % {
            "group": line.diner_group,
            "diet": line.diet,
        }
    if not 0 <= line.portions <= MAX_PORTIONS:
        return _("%(portions)s portions: write a whole number from 0 to %(most)s.") % {
            "portions": line.portions,
            "most": MAX_PORTIONS,
        }
    return ""


def check_limits(facts: OrderingFacts, wanted: Wanted) -> None:
    reasons = []
    for row in facts.groups:
        total = sum(w.portions for w in wanted.values() if w.diner_group == row.diner_group)
        if total > row.enrolled:
            reasons.append(
                _("%(group)s: %(total)s portions are more than the %(enrolled)s enrolled.")
                % {"group": row.diner_group.name, "total": total, "enrolled": row.enrolled}
            )
    reasons += _codes_missing(facts, wanted)
    if reasons:
        raise OrderRefused(*reasons)


def _codes_missing(facts: OrderingFacts, wanted: Wanted) -> list[str]:
    """A special line never exceeds its label codes, where the site keeps codes for it."""
    saved = portions_of(facts.lines)
    more = [
        row
        for key, row in wanted.items()
        if row.diet.needs_paper and row.portions > saved.get(key, 0)
    ]
    codes = special_codes([facts.day.site]) if more else None
    found: list[str] = []
    if codes is None:
        return found
    for row in more:
        active = codes.count(facts.day.site.pk, row.diner_group.pk, row.diet.pk, facts.day.date)
        if active is not None and row.portions > active:
            found.append(
                ngettext(
                    "%(diet)s: %(active)s label code is registered. Register the others first.",
                    "%(diet)s: %(active)s label codes are registered. Register the others first.",
                    active,
                )
                % {"diet": row.diet.name, "active": active}
            )
    return found


def portions_of(lines: Iterable[OrderLine]) -> dict[tuple[str, str], int]:
    return {(line.diner_group.key, line.diet.key): line.portions for line in lines}

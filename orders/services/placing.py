"""Saving orders: the last saved version is the order, and nothing slips in after the cutoff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurkum.base.choices import Channel
from kurkum.base.errors import BadInput
from kurkum.base.models import Change, User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from menus.models import Diet, DinerGroup
from orders.choices import OrderSource
from orders.errors import CutoffPassed, OrderRefused, SavedMeanwhile
from orders.models import Order, OrderLine, ServiceDayOverride, Site
from orders.models.orders import MAX_PORTIONS
from orders.selectors.effective import EffectiveOrder, effective_order, special_codes
from orders.selectors.ordering import OrderingFacts, ordering_facts

SUBJECT = "Order"


@dataclass(frozen=True, slots=True)
class LineWanted:
    """Portions for a diner group and diet, both by key."""

    diner_group: str
    diet: str
    portions: int

    @property
    def key(self) -> tuple[str, str]:
        return (self.diner_group, self.diet)


def subject_key(site: Site, date: dt.date) -> str:
    """How the history names one site's order of one date."""
    return f"{site.key}/{date}"


@transaction.atomic
def save_order(
    *,
    site: Site,
    date: dt.date,
    lines: Sequence[LineWanted],
    version: int | None,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
    as_manager: bool = False,
    action: str = "saved",
) -> Order:
    """Stores ``lines`` as the whole order of a site and date.

    ``version`` is the one the person saw (0: none was saved); None saves over whatever is there.
    ``as_manager`` lifts cutoff, calendar and limits, never the lock.
    Raises BadInput for unknown keys or impossible counts, CutoffPassed, OrderRefused with the
    reasons, SavedMeanwhile with what somebody else saved since.
    """
    facts = ordering_facts(site, date)
    _check_time(facts, now, as_manager=as_manager)
    order = facts.lines[0].order if facts.lines else None
    _check_version(facts, order, version)
    wanted = _resolve(facts, lines)
    if as_manager:
        _open_day(facts, author, now)
    else:
        _check_day(facts)
        _check_limits(facts, wanted)
    before = _portions(facts.lines)
    order = _write(facts, order, wanted, author=author, now=now, channel=channel)
    record_change(
        subject=SUBJECT,
        subject_key=subject_key(site, date),
        action=action,
        author=author,
        now=now,
        channel=channel,
        before=_as_json(before) if facts.lines else None,
        after=_as_json({key: line.portions for key, line in wanted.items()}),
    )
    return order


def copy_day(
    *,
    site: Site,
    source: dt.date,
    target: dt.date,
    version: int | None,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> Order:
    """Saves what the site eats on ``source`` as its order of ``target``."""
    found = effective_order(site, source)
    if not found.lines:
        raise OrderRefused(
            _("There is nothing to copy: nobody eats on %(date)s.") % {"date": source}
        )
    return save_order(
        site=site,
        date=target,
        lines=lines_of(found),
        version=version,
        author=author,
        now=now,
        channel=channel,
        action="copied",
    )


def same_as_last_week(
    *,
    site: Site,
    date: dt.date,
    version: int | None,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> Order:
    """Saves what the site ate on the same weekday of the week before."""
    source = date - dt.timedelta(days=dates.DAYS_IN_WEEK)
    return copy_day(
        site=site,
        source=source,
        target=date,
        version=version,
        author=author,
        now=now,
        channel=channel,
    )


def restore_order(
    *,
    site: Site,
    date: dt.date,
    change_id: int,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> Order:
    """Undo: saves what stood before one change of this day. Raises OrderRefused if nothing did."""
    change = Change.objects.filter(
        pk=change_id, subject=SUBJECT, subject_key=subject_key(site, date)
    ).first()
    if change is None or change.before is None:
        raise OrderRefused(_("There is no earlier version of this day to go back to."))
    lines = [LineWanted(row[0], row[1], row[2]) for row in change.before["lines"]]
    return save_order(
        site=site,
        date=date,
        lines=lines,
        version=None,
        author=author,
        now=now,
        channel=channel,
        action="restored",
    )


def lines_of(found: EffectiveOrder) -> list[LineWanted]:
    return [LineWanted(*line.key, line.total) for line in found.lines]


# --- checks -------------------------------------------------------------------------------------


def _check_time(facts: OrderingFacts, now: dt.datetime, *, as_manager: bool) -> None:
    date = facts.day.date
    if facts.is_locked:
        raise CutoffPassed(
            _("%(date)s is closed for orders. Ask for an amendment instead.") % {"date": date},
            date=date,
            cutoff=facts.clock.cutoff,
        )
    if not as_manager and not facts.takes_orders(now):
        raise CutoffPassed(
            _("Orders for %(date)s closed at %(cutoff)s. Ask for an amendment instead.")
            % {"date": date, "cutoff": dates.to_local_iso(facts.clock.cutoff).replace("T", " ")},
            date=date,
            cutoff=facts.clock.cutoff,
        )


def _check_version(facts: OrderingFacts, order: Order | None, version: int | None) -> None:
    current = order.version if order else 0
    if version is None or version == current:
        return
    if order is None:
        raise OrderRefused(_("This order is no longer there. Reload the page and look again."))
    raise SavedMeanwhile(
        _("%(who)s saved this day meanwhile. Look at both and choose.")
        % {"who": order.saved_by.get_username() if order.saved_by else "–"},
        version=current,
        saved_by=order.saved_by.get_username() if order.saved_by else "–",
        saved_at=order.saved_at,
        lines=_portions(facts.lines),
    )


def _check_day(facts: OrderingFacts) -> None:
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
class _Resolved:
    diner_group: DinerGroup
    diet: Diet
    portions: int


Wanted = Mapping[tuple[str, str], _Resolved]


def _resolve(facts: OrderingFacts, lines: Sequence[LineWanted]) -> Wanted:
    groups = {row.diner_group.key: row.diner_group for row in facts.day.site.groups.all()}
    diets = _diets(facts, {line.diet for line in lines})
    found: dict[tuple[str, str], _Resolved] = {}
    faults = []
    for line in lines:
        fault = _fault(line, groups, diets, found)
        if fault:
            faults.append(fault)
        else:
            found[line.key] = _Resolved(groups[line.diner_group], diets[line.diet], line.portions)
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


def _check_limits(facts: OrderingFacts, wanted: Wanted) -> None:
    reasons = []
    for row in facts.day.site.groups.all():
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
    saved = _portions(facts.lines)
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


# --- writing ------------------------------------------------------------------------------------


def _open_day(facts: OrderingFacts, author: User | None, now: dt.datetime) -> None:
    """An order by the manager on a closed day is also her decision that the site eats."""
    if not facts.day.is_open:
        ServiceDayOverride.objects.update_or_create(
            site=facts.day.site,
            date=facts.day.date,
            defaults={
                "is_open": True,
                "profile": None,
                "reason": _("ordered by the kitchen"),
                "decided_by": author,
                "decided_at": now,
            },
        )


def _write(
    facts: OrderingFacts,
    order: Order | None,
    wanted: Wanted,
    *,
    author: User | None,
    now: dt.datetime,
    channel: str,
) -> Order:
    order = _touch(facts, order, author=author, now=now, channel=channel)
    gone = [line.pk for line in facts.lines if (line.diner_group.key, line.diet.key) not in wanted]
    if gone:
        OrderLine.objects.filter(pk__in=gone).delete()
    OrderLine.objects.bulk_create(
        [
            OrderLine(order=order, diner_group=w.diner_group, diet=w.diet, portions=w.portions)
            for w in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["order", "diner_group", "diet"],
        update_fields=["portions"],
    )
    return order


def _touch(
    facts: OrderingFacts,
    order: Order | None,
    *,
    author: User | None,
    now: dt.datetime,
    channel: str,
) -> Order:
    """A new order, or the next version: the row's own version decides between two who save."""
    if order is None:
        try:
            with transaction.atomic(savepoint=False):
                return Order.objects.create(
                    site=facts.day.site,
                    date=facts.day.date,
                    channel=channel,
                    saved_at=now,
                    saved_by=author,
                )
        except IntegrityError as error:
            raise OrderRefused(
                _("Somebody saved this day at the same moment. Reload and look again.")
            ) from error
    taken = Order.objects.filter(pk=order.pk, version=order.version).update(
        version=order.version + 1,
        source=OrderSource.SAVED,
        channel=channel,
        saved_at=now,
        saved_by=author,
    )
    if not taken:
        raise OrderRefused(_("Somebody saved this day at the same moment. Reload and look again."))
    order.version += 1
    order.saved_at, order.saved_by, order.channel = now, author, channel
    return order


def _portions(lines: Iterable[OrderLine]) -> dict[tuple[str, str], int]:
    return {(line.diner_group.key, line.diet.key): line.portions for line in lines}


def _as_json(portions: Mapping[tuple[str, str], int]) -> dict[str, list[list[str | int]]]:
    return {"lines": [[group, diet, count] for (group, diet), count in sorted(portions.items())]}

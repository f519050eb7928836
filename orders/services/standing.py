"""Standing orders and their three verbs: change from a date, pause from–until, one date only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from kurkum.lib import dates
from menus.models import Diet
from orders.choices import OrderState
from orders.errors import OrderRefused
from orders.models import (
    AttendanceProfile,
    OrderDay,
    ServiceDayOverride,
    Site,
    SiteGroup,
    StandingLine,
    StandingOrder,
    StandingPause,
)
from orders.models.orders import MAX_PORTIONS
from orders.selectors.calendar import service_days
from orders.selectors.cutoffs import clock_of

SUBJECT = "StandingOrder"
LONGEST_RANGE_DAYS = 366


@dataclass(frozen=True, slots=True)
class WeekLine:
    """Portions on one weekday (Sunday 0) for a diner group and diet, both by key."""

    weekday: int
    diner_group: str
    diet: str
    portions: int


@transaction.atomic
def change_from(
    *,
    site: Site,
    first: dt.date,
    lines: Sequence[WeekLine],
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
    seen: int | None = None,
) -> StandingOrder:
    """The whole week anew from ``first`` on; what held before ends the day before.

    Later versions that were already entered are replaced. ``seen`` is the newest standing order
    the person looked at. Raises BadInput for unknown keys or impossible counts, OrderRefused for a
    day that is closed already, or where somebody else changed the week since.
    """
    resolved = _resolve(site, lines)
    _check_open(first, now)
    _check_seen(site, seen)
    before = _as_json(_in_force(site, first))
    StandingOrder.objects.filter(site=site, valid_from__gte=first).delete()
    day_before = first - dt.timedelta(days=1)
    for earlier in StandingOrder.objects.select_for_update().filter(site=site):
        if earlier.valid_to is None or earlier.valid_to >= first:
            earlier.valid_to = day_before
            earlier.save(update_fields=["valid_to"])
    made = StandingOrder.objects.create(site=site, valid_from=first)
    for line in resolved:
        line.standing_order = made
    StandingLine.objects.bulk_create(resolved)
    record_change(
        subject=SUBJECT,
        subject_key=site.key,
        action="changed from a date",
        author=author,
        now=now,
        channel=channel,
        before=before,
        after={"from": str(first), **_as_json(made)},
    )
    return made


@transaction.atomic
def pause(
    *,
    site: Site,
    first: dt.date,
    last: dt.date,
    reason: str,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> StandingPause:
    """No meals from ``first`` to ``last``, both included; then the standing order resumes."""
    if last < first:
        raise BadInput(_("The pause ends before it begins."))
    _check_open(first, now)
    made = StandingPause.objects.create(
        site=site, date_from=first, date_to=last, reason=reason, decided_by=author, decided_at=now
    )
    record_change(
        subject=SUBJECT,
        subject_key=site.key,
        action="paused",
        author=author,
        now=now,
        channel=channel,
        after={"from": str(first), "until": str(last)},
        reason=reason,
    )
    return made


@transaction.atomic
def resume(*, pause_id: int, first: dt.date, author: User | None, now: dt.datetime) -> None:
    """Meals again from ``first`` on; a pause that has not begun goes away altogether."""
    found = StandingPause.objects.select_for_update().select_related("site").get(pk=pause_id)
    _check_open(first, now)
    before = {"from": str(found.date_from), "until": str(found.date_to)}
    if first <= found.date_from:
        found.delete()
    elif first <= found.date_to:
        found.date_to = first - dt.timedelta(days=1)
        found.save(update_fields=["date_to"])
    record_change(
        subject=SUBJECT,
        subject_key=found.site.key,
        action="resumed",
        author=author,
        now=now,
        before=before,
        after={"resumed": str(first)},
    )


@transaction.atomic
def decide_day(
    *,
    site: Site,
    date: dt.date,
    is_open: bool,
    reason: str,
    author: User | None,
    now: dt.datetime,
    profile: AttendanceProfile | None = None,
    channel: str = Channel.WEB,
) -> ServiceDayOverride:
    """One date only: the site eats, or does not, or fewer come (``profile``), whatever else says.

    Raises OrderRefused for a day that is closed already: there an amendment is asked for.
    """
    _check_open(date, now)
    found, _made = ServiceDayOverride.objects.update_or_create(
        site=site,
        date=date,
        defaults={
            "is_open": is_open,
            "profile": profile,
            "reason": reason,
            "decided_by": author,
            "decided_at": now,
        },
    )
    record_change(
        subject="ServiceDay",
        subject_key=f"{site.key}/{date}",
        action="decided",
        author=author,
        now=now,
        channel=channel,
        after={"eats": is_open, "profile": profile.key if profile else None},
        reason=reason,
    )
    return found


@transaction.atomic
def undecide_day(*, site: Site, date: dt.date, author: User | None, now: dt.datetime) -> None:
    """Takes a decision about one date back: calendar and weekday count again."""
    _check_open(date, now)
    gone, _rows = ServiceDayOverride.objects.filter(site=site, date=date).delete()
    if gone:
        record_change(
            subject="ServiceDay",
            subject_key=f"{site.key}/{date}",
            action="decision taken back",
            author=author,
            now=now,
        )


@transaction.atomic
def decide_days(
    *,
    site: Site,
    first: dt.date,
    last: dt.date,
    is_open: bool,
    reason: str,
    author: User | None,
    now: dt.datetime,
    profile: AttendanceProfile | None = None,
    channel: str = Channel.WEB,
) -> list[ServiceDayOverride]:
    """The same decision for each day from ``first`` to ``last`` on which the site would eat.

    A single day is decided whatever the calendar says. Raises BadInput for a range that is empty
    or longer than a school year, and what ``decide_day`` raises.
    """
    if not 0 <= (last - first).days <= LONGEST_RANGE_DAYS:
        raise BadInput(_("Choose a last day after the first, within one year."))
    days = service_days([site], first, last)
    wanted = [day for (_site, day), found in days.items() if found.is_open or first == last]
    return [
        decide_day(
            site=site,
            date=day,
            is_open=is_open,
            profile=profile,
            reason=reason,
            author=author,
            now=now,
            channel=channel,
        )
        for day in wanted
    ]


# --- checks -------------------------------------------------------------------------------------


def _check_open(first: dt.date, now: dt.datetime) -> None:
    locked = OrderDay.objects.filter(date=first, state=OrderState.LOCKED).exists()
    if locked or now >= clock_of(first).cutoff:
        raise OrderRefused(
            _("%(date)s is closed already. Choose a later day, or ask for an amendment.")
            % {"date": first}
        )


def _check_seen(site: Site, seen: int | None) -> None:
    newest = StandingOrder.objects.filter(site=site).order_by("-valid_from").first()
    if seen is not None and newest is not None and newest.pk != seen:
        raise OrderRefused(
            _("Somebody changed the standing order since you opened the page. Look at both first.")
        )


def _resolve(site: Site, lines: Sequence[WeekLine]) -> list[StandingLine]:
    groups = {
        row.diner_group.key: row.diner_group
        for row in SiteGroup.objects.filter(site=site).select_related("diner_group")
    }
    diets = {diet.key: diet for diet in Diet.objects.all()}
    faults, seen, found = [], set(), []
    for line in lines:
        fault = _fault(line, groups, diets)
        key = (line.weekday, line.diner_group, line.diet)
        if not fault and key in seen:
            fault = _("%(group)s, %(diet)s stands twice on one weekday.") % {
                "group": line.diner_group,
                "diet": line.diet,
            }
        seen.add(key)
        if fault:
            faults.append(fault)
            continue
        found.append(
            StandingLine(
                weekday=line.weekday,
                diner_group=groups[line.diner_group],
                diet=diets[line.diet],
                portions=line.portions,
            )
        )
    if faults:
        raise BadInput(*faults)
    return found


def _fault(line: WeekLine, groups: Mapping[str, object], diets: Mapping[str, object]) -> str:
    if not 0 <= line.weekday < dates.DAYS_IN_WEEK:
        return _("%(number)s is not a weekday: 0 is Sunday, 6 is Saturday.") % {
            "number": line.weekday
        }
    if line.diner_group not in groups:
        return _("The diner group %(key)s does not eat here. Known are: %(known)s.") % {
            "key": line.diner_group,
            "known": ", ".join(groups) or "–",
        }
    if line.diet not in diets:
        return _("There is no diet %(key)s.") % {"key": line.diet}
    if not 0 <= line.portions <= MAX_PORTIONS:
        return _("%(portions)s portions: write a whole number from 0 to %(most)s.") % {
            "portions": line.portions,
            "most": MAX_PORTIONS,
        }
    return ""


def _in_force(site: Site, day: dt.date) -> StandingOrder | None:
    orders = StandingOrder.objects.filter(site=site, valid_from__lte=day).exclude(valid_to__lt=day)
    return orders.order_by("-valid_from").first()


def _as_json(order: StandingOrder | None) -> dict[str, list[list[str | int]]]:
    if order is None:
        return {"lines": []}
    rows = order.lines.values_list("weekday", "diner_group__key", "diet__key", "portions")
    return {"lines": [list(row) for row in rows.order_by("weekday", "diner_group", "diet")]}

"""Whether a site eats on a date, why, and when each diner group sits down."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, prefetch_related_objects

from kurkum.lib import dates
from orders.choices import ClosureKind, DayReason
from orders.models import Closure, ServiceDayOverride, Site, SiteGroup, StandingPause


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """One site on one date. ``eat_at`` maps a diner group's key to an instant (UTC).

    ``detail`` names the closure or quotes the reason given; ``attendance_percent`` is what the
    day's profile expects of a standing order.
    """

    site: Site
    date: dt.date
    is_open: bool
    reason: DayReason
    detail: str
    is_provisional: bool
    attendance_percent: int
    profile: str | None
    eat_at: Mapping[str, dt.datetime]

    @property
    def words(self) -> str:
        """The reason as a person reads it."""
        label = str(self.reason.label)
        return f"{label}: {self.detail}" if self.detail else label


@dataclass(frozen=True, slots=True)
class _Verdict:
    is_open: bool
    reason: DayReason
    detail: str = ""
    is_provisional: bool = False


def service_day(site: Site, date: dt.date) -> ServiceDay:
    """One site on one date. Four queries."""
    return service_days([site], date, date)[site.pk, date]


def service_days(
    sites: Sequence[Site],
    first: dt.date,
    last: dt.date,
    closures: Sequence[Closure] | None = None,
) -> dict[tuple[int, dt.date], ServiceDay]:
    """Every site on every date from ``first`` to ``last``. Four queries; three with closures."""
    load_groups(sites)
    if closures is None:
        closures = closures_between(first, last)
    overrides = overrides_between(sites, first, last)
    pauses = _pauses_between(sites, first, last)
    return {
        (site.pk, day): judge_day(
            site,
            day,
            closures,
            overrides.get((site.pk, day)),
            pause=_covering(pauses.get(site.pk, ()), day),
        )
        for site in sites
        for day in dates.days_from(first, last)
    }


def judge_day(
    site: Site,
    date: dt.date,
    closures: Iterable[Closure],
    override: ServiceDayOverride | None,
    *,
    pause: StandingPause | None,
    groups: Iterable[SiteGroup] | None = None,
) -> ServiceDay:
    """The site's own decision counts before the calendar, unless the calendar's came later."""
    closure = next((row for row in closures if applies(row, site, date)), None)
    verdict = _verdict(site, date, closure, override, pause)
    profile = override.profile if override is not None and override.is_open else None
    if verdict.is_open and profile is not None and not profile.gives_entitlement:
        verdict = _Verdict(False, DayReason.NOT_DUE, profile.name)
    return ServiceDay(
        site=site,
        date=date,
        is_open=verdict.is_open,
        reason=verdict.reason,
        detail=verdict.detail,
        is_provisional=verdict.is_provisional,
        attendance_percent=100 if profile is None else profile.attendance_percent,
        profile=None if profile is None else profile.key,
        eat_at={
            group.diner_group.key: dates.at_clock(date, group.eat_at)
            for group in (site.groups.all() if groups is None else groups)
        },
    )


def _verdict(
    site: Site,
    date: dt.date,
    closure: Closure | None,
    override: ServiceDayOverride | None,
    pause: StandingPause | None,
) -> _Verdict:
    if not site.is_active:
        return _Verdict(False, DayReason.INACTIVE)
    if override is not None and not _decided_later(closure, override):
        return _Verdict(override.is_open, DayReason.DECIDED, override.reason)
    if closure is not None:
        return _Verdict(False, DayReason.CLOSURE, closure.name, closure.is_provisional)
    if not dates.in_mask(date, site.weekday_mask):
        return _Verdict(False, DayReason.WEEKDAY)
    if pause is not None:
        return _Verdict(False, DayReason.PAUSED, pause.reason)
    return _Verdict(True, DayReason.EATS)


def _decided_later(closure: Closure | None, override: ServiceDayOverride) -> bool:
    """A sudden closure stands over what the site had decided before it."""
    return (
        closure is not None
        and closure.decided_at is not None
        and closure.decided_at > override.decided_at
    )


def applies(closure: Closure, site: Site, date: dt.date) -> bool:
    """Whether a closure covers the date and names this site, its place or its calendar."""
    if not closure.date_from <= date <= closure.date_to:
        return False
    if closure.kind == ClosureKind.SUMMER and site.in_summer:
        return False
    return (
        closure.community in ("", site.community)
        and closure.locality_id in (None, site.locality_id)
        and closure.site_id in (None, site.pk)
    )


# --- what the judgement rests on ----------------------------------------------------------------


def load_groups(sites: Sequence[Site]) -> None:
    """Loads the diner groups of sites that have not got them. One query."""
    groups = Prefetch("groups", SiteGroup.objects.select_related("diner_group"))
    prefetch_related_objects(list(sites), groups)


def closures_between(first: dt.date, last: dt.date) -> list[Closure]:
    return list(Closure.objects.filter(date_from__lte=last, date_to__gte=first))


def overrides_between(
    sites: Sequence[Site], first: dt.date, last: dt.date
) -> dict[tuple[int, dt.date], ServiceDayOverride]:
    rows = ServiceDayOverride.objects.filter(
        site__in=sites, date__gte=first, date__lte=last
    ).select_related("profile")
    return {(row.site_id, row.date): row for row in rows}


def _pauses_between(
    sites: Sequence[Site], first: dt.date, last: dt.date
) -> dict[int, list[StandingPause]]:
    found: defaultdict[int, list[StandingPause]] = defaultdict(list)
    overlapping = Q(date_from__lte=last, date_to__gte=first)
    for pause in StandingPause.objects.filter(overlapping, site__in=sites):
        found[pause.site_id].append(pause)
    return found


def _covering(pauses: Iterable[StandingPause], day: dt.date) -> StandingPause | None:
    return next((row for row in pauses if row.date_from <= day <= row.date_to), None)

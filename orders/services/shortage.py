"""Too little of a dish: shared fairly, written on the notes, said in each school's language."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurkum.base.models import User
from kurkum.base.services.changes import record_change
from menus.models import Dish
from orders.choices import DeliveryState
from orders.errors import DispatchRefused
from orders.models import DeliveryLine, ShortageShare, Site
from orders.sharing import Claim, share_shortage
from orders.sharing_words import share_link

SUBJECT = "Shortage"


@dataclass(frozen=True, slots=True)
class ShortSite:
    """What one site goes without, and the words to tell it in its own language.

    ``again`` is True where it went short the last time too, because nobody else could bear it.
    """

    site: Site
    portions: int
    message: str
    again: bool

    @property
    def whatsapp(self) -> str:
        return share_link(self.site.phone, self.message)


@transaction.atomic
def share_out(
    *, date: dt.date, dish: Dish, missing: int, reason: str, author: User | None, now: dt.datetime
) -> list[ShortSite]:
    """Takes the missing portions of a dish from the deliveries that have not left.

    What is not delivered is not billed. Raises DispatchRefused where nothing waits, more is
    missing than waits, or the dish's shortage of that day was shared already.
    """
    lines = list(
        DeliveryLine.objects.select_for_update(of=("self",))
        .filter(delivery__date=date, delivery__state=DeliveryState.PLANNED, dish=dish)
        .select_related("delivery__site", "diner_group", "diet")
    )
    _check(date, dish, missing, reason, lines)
    spared = short_last_time(date)
    taken = share_shortage(missing, [_claim(line) for line in lines], spared)
    cut = [(line, taken[line.pk]) for line in lines if line.pk in taken]
    for line, portions in cut:
        line.prepared = _waiting(line) - portions
    DeliveryLine.objects.bulk_update([line for line, _portions in cut], ["prepared"])
    ShortageShare.objects.bulk_create(
        ShortageShare(
            date=date,
            site=line.delivery.site,
            dish=dish,
            diner_group=line.diner_group,
            diet=line.diet,
            portions=portions,
            reason=reason,
            decided_at=now,
            decided_by=author,
        )
        for line, portions in cut
    )
    record_change(
        subject=SUBJECT,
        subject_key=f"{date}/{dish.key}",
        action="shared",
        author=author,
        now=now,
        after={"missing": missing, "sites": sorted({line.delivery.site.key for line, _p in cut})},
        reason=reason,
    )
    return _short_sites(cut, dish, reason, spared)


def short_last_time(date: dt.date) -> frozenset[str]:
    """The sites that went short on the last day before ``date`` (or earlier that day)."""
    last = ShortageShare.objects.filter(date__lte=date).aggregate(last=Max("date"))["last"]
    if last is None:
        return frozenset()
    return frozenset(ShortageShare.objects.filter(date=last).values_list("site__key", flat=True))


def _check(
    date: dt.date, dish: Dish, missing: int, reason: str, lines: Sequence[DeliveryLine]
) -> None:
    facts = {"dish": dish.name, "date": date, "missing": missing}
    waiting = sum(_waiting(line) for line in lines)
    if not reason.strip():
        raise DispatchRefused(_("Say why it is short; the schools will read it."))
    if ShortageShare.objects.filter(date=date, dish=dish).exists():
        raise DispatchRefused(_("The shortage of %(dish)s on %(date)s was shared already.") % facts)
    if not 0 < missing <= waiting:
        raise DispatchRefused(
            _("%(missing)s portions of %(dish)s are missing, %(waiting)s wait to leave.")
            % {**facts, "waiting": waiting}
        )


def _waiting(line: DeliveryLine) -> int:
    return line.ordered if line.prepared is None else line.prepared


def _claim(line: DeliveryLine) -> Claim:
    return Claim(
        key=line.pk,
        site=line.delivery.site.key,
        age=line.diner_group.position,
        is_special=not line.diet.is_regular,
        portions=_waiting(line),
    )


def _short_sites(
    cut: Sequence[tuple[DeliveryLine, int]], dish: Dish, reason: str, spared: frozenset[str]
) -> list[ShortSite]:
    totals: defaultdict[int, int] = defaultdict(int)
    sites: dict[int, Site] = {}
    for line, portions in cut:
        sites[line.delivery.site_id] = line.delivery.site
        totals[line.delivery.site_id] += portions
    return [
        ShortSite(
            site=site,
            portions=totals[pk],
            message=_message(site, dish, totals[pk], reason),
            again=site.key in spared,
        )
        for pk, site in sorted(sites.items(), key=lambda pair: pair[1].key)
    ]


def _message(site: Site, dish: Dish, portions: int, reason: str) -> str:
    with translation.override(site.language):
        return ngettext(
            "Today %(portions)s portion of %(dish)s is missing for %(site)s: %(reason)s. "
            "It will not be charged. We are sorry.",
            "Today %(portions)s portions of %(dish)s are missing for %(site)s: %(reason)s. "
            "They will not be charged. We are sorry.",
            portions,
        ) % {"portions": portions, "dish": dish.name, "site": site.name, "reason": reason}

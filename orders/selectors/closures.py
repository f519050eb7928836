"""A sudden closure in words: for the schools that close, and for those that could take the food."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from menus.models import Dish
from orders.models import Closure, Delivery, Site
from orders.sharing_words import share_link


@dataclass(frozen=True, slots=True)
class Freed:
    """Portions of a dish that nobody at the closed sites eats any more.

    ``cooked`` is how many of them are cooked already; None where the kitchen has not said.
    ``partners`` are sites that eat on that day and whose line may take the dish.
    """

    date: dt.date
    dish: Dish
    portions: int
    cooked: int | None
    partners: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class SuddenClosure:
    """What one action did. ``on_the_way`` left before it: the law keeps that food at the school."""

    closures: tuple[Closure, ...]
    sites: tuple[Site, ...]
    freed: tuple[Freed, ...]
    on_the_way: tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A text in a site's own language, and the link that opens WhatsApp with it."""

    site: Site
    text: str
    whatsapp: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What is free of one dish, how much of it is cooked, and whom it could be offered to."""

    freed: Freed
    partners: tuple[Letter, ...]

    @property
    def portions(self) -> int:
        """On offer: what is cooked; all that is free where the kitchen said nothing."""
        return self.freed.portions if self.freed.cooked is None else self.freed.cooked

    @property
    def can_be_stopped(self) -> int:
        return self.freed.portions - self.portions


@dataclass(frozen=True, slots=True)
class ClosureWords:
    letters: tuple[Letter, ...]
    offers: tuple[Offer, ...]


def closed_places(today: dt.date) -> QuerySet[Closure]:
    """Closures that somebody decided and that are not over."""
    rows = Closure.objects.filter(decided_at__isnull=False, date_to__gte=today)
    return rows.select_related("locality", "decided_by").order_by("date_from", "key")


def closure_in_words(done: SuddenClosure, reason: str) -> ClosureWords:
    first, last = done.closures[0].date_from, done.closures[0].date_to
    return ClosureWords(
        letters=tuple(_letter(site, first, last, reason) for site in done.sites),
        offers=tuple(_offer(freed) for freed in done.freed),
    )


def _letter(site: Site, first: dt.date, last: dt.date, reason: str) -> Letter:
    with translation.override(site.language):
        text = _(
            "%(site)s: no meals from %(first)s to %(last)s (%(reason)s). You need not do anything."
        ) % {
            "site": site.name,
            "first": f"{first:%d.%m.%Y}",
            "last": f"{last:%d.%m.%Y}",
            "reason": reason,
        }
    return Letter(site, text, share_link(site.phone, text))


def _offer(freed: Freed) -> Offer:
    portions = freed.portions if freed.cooked is None else freed.cooked
    wanted = freed.partners if portions else ()
    return Offer(freed, tuple(_invitation(site, freed, portions) for site in wanted))


def _invitation(site: Site, freed: Freed, portions: int) -> Letter:
    with translation.override(site.language):
        text = ngettext(
            "%(site)s: today we have %(portions)s portion of %(dish)s more. Would you take it?",
            "%(site)s: today we have %(portions)s portions of %(dish)s more. Would you take some?",
            portions,
        ) % {"site": site.name, "portions": portions, "dish": freed.dish.name}
    return Letter(site, text, share_link(site.phone, text))

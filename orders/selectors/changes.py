"""The history of one site's day, as its page and the manager read it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from kurkum.base.models import Change
from orders.models import Site


def changes_of_day(site: Site, date: dt.date) -> QuerySet[Change]:
    """Everything that was saved, decided or amended for the day, newest first. One query."""
    key = f"{site.key}/{date}"
    of_the_day = Q(subject__in=["Order", "Amendment", "ServiceDay"], subject_key=key)
    of_the_kitchen = Q(subject="OrderDay", subject_key=str(date))
    found = Change.objects.filter(of_the_day | of_the_kitchen).order_by("-at", "-pk")
    return found.select_related("author")


def changes_of_site(site: Site) -> QuerySet[Change]:
    """What was changed about the site's standing order and its days, newest first."""
    standing = Q(subject="StandingOrder", subject_key=site.key)
    days = Q(subject__in=["ServiceDay", "SpecialMeal"], subject_key__startswith=f"{site.key}/")
    found = Change.objects.filter(standing | days).order_by("-at", "-pk")
    return found.select_related("author")


def last_save(site: Site, date: dt.date) -> Change | None:
    """The newest change of the order itself: what "undo" would take back. One query."""
    return Change.objects.filter(subject="Order", subject_key=f"{site.key}/{date}").first()

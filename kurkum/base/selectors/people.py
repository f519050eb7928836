"""People who sign in, with their roles read once."""

from __future__ import annotations

from django.db.models import QuerySet

from kurkum.base.models import Change, User


def people() -> QuerySet[User]:
    return User.objects.prefetch_related("role_grants").order_by("username")


def changes() -> QuerySet[Change]:
    """The history, newest first."""
    return Change.objects.select_related("author")


def told_of() -> list[str]:
    """The kinds of object that the history tells of."""
    return list(Change.objects.order_by("subject").values_list("subject", flat=True).distinct())

"""People who sign in, with their roles read once."""

from __future__ import annotations

from django.db.models import QuerySet

from kurkum.base.models import Change, User


def people() -> QuerySet[User]:
    return User.objects.prefetch_related("role_grants").order_by("username")


def changes(*, subject: str = "", subject_key: str = "") -> QuerySet[Change]:
    """The history, newest first; narrowed to one kind of object, or to one object."""
    rows = Change.objects.all()
    if subject:
        rows = rows.filter(subject=subject)
    if subject_key:
        rows = rows.filter(subject_key=subject_key)
    return rows

"""People who sign in: their roles, and the way back in when a password is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from kurkum.base.choices import Role
from kurkum.base.errors import CannotBeDone
from kurkum.base.models import RoleGrant, User
from kurkum.base.services.changes import record_change

FIELDS = ("username", "first_name", "last_name", "email", "phone", "language", "is_active")


def facts_of(person: User) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(person, name) for name in FIELDS}
    facts["roles"] = sorted(person.role_grants.values_list("role", flat=True))
    return facts


@transaction.atomic
def save_person(*, person: User, roles: Iterable[str], author: User, now: dt.datetime) -> User:
    """Saves a person and her roles. Raises CannotBeDone when nobody could administer any more."""
    is_new = person.pk is None
    before = None if is_new else facts_of(User.objects.get(pk=person.pk))
    if is_new:
        person.set_unusable_password()
    person.save()
    wanted = set(roles)
    person.role_grants.exclude(role__in=wanted).delete()
    held = set(person.role_grants.values_list("role", flat=True))
    RoleGrant.objects.bulk_create(RoleGrant(user=person, role=role) for role in wanted - held)
    _somebody_administers()
    record_change(
        subject="User",
        subject_key=person.username,
        action="created" if is_new else "changed",
        author=author,
        now=now,
        before=before,
        after=facts_of(person),
    )
    return person


@transaction.atomic
def save_profile(*, person: User, now: dt.datetime) -> User:
    """Saves what a person changed about herself: name, ways to reach her, language."""
    before = facts_of(User.objects.get(pk=person.pk))
    person.save(update_fields=["first_name", "last_name", "email", "phone", "language"])
    record_change(
        subject="User",
        subject_key=person.username,
        action="changed",
        author=person,
        now=now,
        before=before,
        after=facts_of(person),
    )
    return person


def _somebody_administers() -> None:
    left = User.objects.filter(is_active=True, role_grants__role=Role.ADMINISTRATOR)
    if not left.exists() and not User.objects.filter(is_active=True, is_superuser=True).exists():
        raise CannotBeDone(_("At least one active person must stay an administrator."))


def recovery_path(*, person: User, author: User, now: dt.datetime) -> str:
    """A one-time path to a new password, for a person without e-mail; the handing-out is noted."""
    uid = urlsafe_base64_encode(force_bytes(person.pk))
    token = default_token_generator.make_token(person)
    record_change(
        subject="User",
        subject_key=person.username,
        action="recovery link made",
        author=author,
        now=now,
    )
    return reverse("password_reset_confirm", args=[uid, token])

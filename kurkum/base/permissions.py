"""Who may open which page. Nobody may, unless a page says so."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from kurkum.base.choices import Role
from kurkum.base.models import User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(request: HttpRequest) -> User:
    """The person behind a request. Raises PermissionDenied where nobody is signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def roles_of(user: Any) -> frozenset[str]:
    """The roles of a person; read once a request and kept on the user object."""
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    known: frozenset[str] | None = getattr(user, "_known_roles", None)
    if known is None:
        known = frozenset(user.role_grants.values_list("role", flat=True))
        if user.is_superuser:
            known |= {Role.ADMINISTRATOR, Role.MANAGER}
        user._known_roles = known
    return known


def has_role(user: Any, *roles: str) -> bool:
    return bool(roles_of(user) & set(roles))


def role_required(*roles: str) -> Callable[[View[P]], View[P]]:
    """Lets in only people with one of the roles; everybody else gets 403."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not has_role(request.user, *roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]  # for the access test
        return cast("View[P]", guarded)

    return decorate

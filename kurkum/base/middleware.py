"""A signed-in person reads the site in her own language, on any device."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from kurkum.base.selectors.languages import languages_in_use


class PersonsLanguage:
    """Must stand behind AuthenticationMiddleware; the cookie decides before signing in.

    A language that the kitchen does not use gives way to its first one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        chosen = user.language if user.is_authenticated else translation.get_language()
        used = languages_in_use()
        translation.activate(chosen if chosen in used else used[0])
        request.LANGUAGE_CODE = translation.get_language()
        request.languages_in_use = used  # type: ignore[attr-defined]  # for the bar of languages
        return self.get_response(request)

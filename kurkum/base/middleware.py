"""Who is asked to sign in and how one comes back from it; in which language the site speaks."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

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


class SignInFirst(LoginRequiredMiddleware):
    """Whoever sent a form after her session ended comes back to the page on which it stands.

    The address to which a form is sent has no page of its own.
    """

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        if not request.headers.get("HX-Request"):
            messages.warning(
                request,
                _("You were signed out, so this was not saved. Sign in and send it once more."),
            )
        field = self.get_redirect_field_name(view_func)
        return redirect_to_login(
            page_before(request), resolve_url(self.get_login_url(view_func)), field
        )


def page_before(request: HttpRequest) -> str:
    """The page of this site from which the request came; else the first page."""
    address = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    if not url_has_allowed_host_and_scheme(address, hosts, require_https=request.is_secure()):
        return resolve_url("home")
    return urlsplit(address).path


class NoSuchPage:
    """The address of a form that is typed or loaded again is answered with a page, not a blank."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET":
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers.get("Allow", "POST")
        return page

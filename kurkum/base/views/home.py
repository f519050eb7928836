"""The front door: everybody is led to the page where her day begins."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from kurkum.base.models import User
from kurkum.base.navigation import start_page
from kurkum.base.selectors.languages import languages_in_use


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    page = start_page(request.user)
    if page is None:
        return render(request, "home/no_role.html")
    return redirect(page)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Changes the language, remembers it for the person, and returns to the page she was on."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    answer = HttpResponseRedirect(target)
    language = request.POST.get("language", "")
    if language in languages_in_use():
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=60 * 60 * 24 * 365,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        translation.activate(language)
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
    return answer


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches: 200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")

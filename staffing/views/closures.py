"""A sudden closure: one action stops a place's orders, and shows what food is free for whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.permissions import role_required, signed_in
from kurkum.lib import dates
from orders.models import Closure
from orders.selectors.closures import closed_places, closure_in_words
from orders.services.closures import close_suddenly, end_closure
from staffing.forms.closures import ClosureForm
from staffing.selectors.cooked import cooked_by

UNREADABLE = 422


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """The form; a POST closes and answers with what it set free."""
    now = timezone.now()
    today = dates.day_of(now)
    form = ClosureForm(request.POST or None, initial={"first": today, "last": today})
    if request.method == "POST" and form.is_valid():
        answer = _close(request, form)
        if answer is not None:
            return answer
    context = {"form": form, "closures": closed_places(today), "today": today}
    status = UNREADABLE if form.errors else 200
    return render(request, "staffing/closures/page.html", context, status=status)


def _close(request: HttpRequest, form: ClosureForm) -> HttpResponse | None:
    now, typed = timezone.now(), form.cleaned_data
    try:
        done = close_suddenly(
            localities=form.places(),
            first=typed["first"],
            last=typed["last"],
            reason=typed["reason"],
            kind=typed["kind"],
            author=signed_in(request),
            now=now,
            cooked=cooked_by(typed["first"], typed["last"], now),
        )
    except KurkumError as error:
        form.add_error(None, str(error))
        return None
    words = closure_in_words(done, typed["reason"])
    return render(request, "staffing/closures/done.html", {"done": done, "words": words})


@role_required(Role.MANAGER)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The place eats again from tomorrow on."""
    found = get_object_or_404(Closure, pk=pk, decided_at__isnull=False)
    end_closure(closure=found, author=signed_in(request), now=timezone.now())
    messages.success(request, _("Ended. Days that are still open take orders again."))
    return redirect("staffing:closures")

"""For the administrator: who may sign in, as what; and the history of all changes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import KurkumError
from kurkum.base.filters import ChangesFilter
from kurkum.base.forms import PersonForm, ProfileForm
from kurkum.base.models import User
from kurkum.base.permissions import role_required, signed_in
from kurkum.base.selectors.people import changes, people
from kurkum.base.services.people import recovery_path, save_person, save_profile
from kurkum.base.tables import ChangesTable, PeopleTable
from kurkum.lib.tables import answer_list


@role_required(Role.ADMINISTRATOR)
@require_GET
def people_list(request: HttpRequest) -> HttpResponse:
    return answer_list(
        request,
        PeopleTable(people()),
        title=_("People"),
        filename="people",
        template="people/list.html",
    )


@role_required(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One person; without ``pk`` a new one."""
    shown = get_object_or_404(User, pk=pk) if pk else User()
    form = PersonForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_person(
                person=form.save(commit=False),
                roles=form.cleaned_data["roles"],
                author=signed_in(request),
                now=timezone.now(),
            )
        except KurkumError as error:
            form.add_error("roles", str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("person", pk=saved.pk)
    return render(request, "people/person.html", {"form": form, "person": shown})


@role_required(Role.ADMINISTRATOR)
@require_POST
def recovery_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A link that lets the person choose a new password once, to be handed over by phone."""
    shown = get_object_or_404(User, pk=pk, is_active=True)
    path = recovery_path(person=shown, author=signed_in(request), now=timezone.now())
    link = request.build_absolute_uri(path)
    return render(request, "people/recovery_link.html", {"person": shown, "link": link})


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=signed_in(request))
    if request.method == "POST" and form.is_valid():
        save_profile(person=form.save(commit=False), now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(request, "people/profile.html", {"form": form})


@role_required(Role.ADMINISTRATOR, Role.MANAGER)
@require_GET
def history(request: HttpRequest) -> HttpResponse:
    chosen = ChangesFilter(request.GET, queryset=changes())
    return answer_list(
        request,
        ChangesTable(chosen.qs),
        title=_("History"),
        filename="history",
        template="people/history.html",
        context={"filter": chosen},
    )

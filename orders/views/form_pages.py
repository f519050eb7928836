"""Pages with several small forms: one is posted at a time, and faults stand beside its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, CannotBeDone

Work = Callable[[dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One form of a page: its class, the service behind it, which tells what was done."""

    form: type[forms.Form]
    work: Work
    initial: Mapping[str, Any] | None = None


def handle(request: HttpRequest, parts: Mapping[str, Part]) -> dict[str, forms.Form] | None:
    """The forms to show; None once the posted one was done, and the page is to be opened anew."""
    which = request.POST.get("form", "") if request.method == "POST" else ""
    shown = {
        name: part.form(prefix=name, initial=dict(part.initial or {}))
        for name, part in parts.items()
        if name != which
    }
    if which not in parts:
        return shown
    form = parts[which].form(request.POST, request.FILES, prefix=which)
    if form.is_valid():
        try:
            messages.success(request, parts[which].work(form.cleaned_data))
        except (BadInput, CannotBeDone) as error:
            for text in error.faults if isinstance(error, BadInput) else error.reasons:
                form.add_error(None, str(text))
        else:
            return None
    return {**shown, which: form}


def act(request: HttpRequest, work: Callable[[], object], done: str) -> bool:
    """Runs a service and tells how it went; True where it was done."""
    try:
        work()
    except (BadInput, CannotBeDone) as error:
        for text in error.faults if isinstance(error, BadInput) else error.reasons:
            messages.error(request, str(text))
        return False
    messages.success(request, done or _("Saved."))
    return True

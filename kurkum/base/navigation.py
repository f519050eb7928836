"""Which pages a person finds in the top bar, and where she starts.

Each app lists its own pages in ``AppConfig.pages``; the ground floor only collects them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse

from kurkum.base.choices import Role
from kurkum.base.pages import Page
from kurkum.base.permissions import roles_of

FIRST = 6  # as many as fit beside the name at 1,200 pixels in each language

# Who holds several roles starts with the one that needs her first.
START_ORDER = (
    Role.MANAGER,
    Role.SCHOOL,
    Role.COOK,
    Role.DRIVER,
    Role.BOOKKEEPER,
    Role.BOARD,
    Role.PAYER,
    Role.ADMINISTRATOR,
)


def all_pages() -> Iterator[Page]:
    for config in apps.get_app_configs():
        yield from getattr(config, "pages", ())


def pages_for(user: Any) -> list[Page]:
    roles = roles_of(user)
    seen = [page for page in all_pages() if page.roles & roles]
    return sorted(seen, key=lambda page: page.position)


def start_page(user: Any) -> str | None:
    """Name of the page where this person's day begins; None while she has no role."""
    pages = pages_for(user)
    for role in START_ORDER:
        if role in roles_of(user):
            for page in pages:
                if role in page.start_of:
                    return page.url_name
    return pages[0].url_name if pages else None


def navigation(request: HttpRequest) -> dict[str, object]:
    """Context processor: the entries of the top bar, the current one marked.

    The first ``FIRST`` stand in the bar itself, the others behind its last button.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"navigation": {}}
    match = getattr(request, "resolver_match", None)
    current = match.view_name if match else ""
    entries = [
        {
            "url": reverse(page.url_name),
            "label": page.label,
            "current": page.url_name == current,
        }
        for page in pages_for(user)
    ]
    more = entries[FIRST:]
    return {
        "navigation": {
            "first": entries[:FIRST],
            "more": more,
            "is_in_more": any(entry["current"] for entry in more),
        }
    }

"""Prints the published menu of a week."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from menus.models import KitchenLine
from menus.selectors.menu_week import menu_week


def week_menu_pdf(*, line: KitchenLine, day: dt.date, language: str) -> bytes:
    """The week around ``day`` as PDF in one of the three languages; published days only."""
    from menus.pdf.week import week_menu

    with translation.override(language):
        return week_menu(menu_week(line, day, published_only=True), language)

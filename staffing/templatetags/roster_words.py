"""How times, hours and the cover bar are written on the roster's pages."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from kurkum.base.lists import listed
from staffing.roster_words import clock as clock_words
from staffing.roster_words import hours as hours_words
from staffing.services.cover_bar import CoverBar

register = template.Library()

SLOT_WIDTH, HEIGHT, FOOT = 24, 96, 18


@register.filter
def clock(minute: int) -> SafeString:
    """Minutes of a day as a time that reads left to right in every language."""
    return format_html('<bdi dir="ltr">{}</bdi>', clock_words(minute))


@register.filter
def hours(minutes: int | None) -> SafeString:
    """Minutes as hours and minutes; what is not known is a dash, never a zero."""
    if minutes is None:
        return format_html("{}", "–")
    return format_html('<bdi dir="ltr">{}</bdi>', hours_words(minutes))


@register.filter
def agorot(amount: int) -> SafeString:
    """Agorot as shekels."""
    return format_html('<bdi dir="ltr">{} ₪</bdi>', f"{amount / 100:,.2f}")


@register.simple_tag
def cover_svg(bar: CoverBar) -> SafeString:
    """Work as outlined steps, cooks who are there as a filled area; time runs as people read."""
    width = SLOT_WIDTH * len(bar.slots)
    mirrored = get_language_bidi()
    columns = []
    for number, slot in enumerate(bar.slots):
        x = width - (number + 1) * SLOT_WIDTH if mirrored else number * SLOT_WIDTH
        there = round(HEIGHT * slot.there / bar.top)
        wanted = round(HEIGHT * slot.wanted / bar.top)
        kind = "hatched" if slot.is_short else "light"
        label = clock_words(slot.start) if slot.start % 120 == 0 else ""
        columns.append(
            (x + 1, HEIGHT - there, SLOT_WIDTH - 2, there, kind, x, HEIGHT - wanted,
             x + SLOT_WIDTH, HEIGHT - wanted, x + SLOT_WIDTH // 2, HEIGHT + FOOT - 3, label)
        )  # fmt: skip
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" class="block {}"/>'
        '<line x1="{}" y1="{}" x2="{}" y2="{}" class="wanted"/>'
        '<text x="{}" y="{}" class="small" text-anchor="middle">{}</text>',
        columns,
    )
    return format_html(
        '<svg viewBox="{} 0 {} {}" role="img" aria-label="{}">{}</svg>',
        -SLOT_WIDTH, width + 2 * SLOT_WIDTH, HEIGHT + FOOT, _alternative(bar), drawn,
    )  # fmt: skip


def _alternative(bar: CoverBar) -> str:
    short = [clock_words(slot.start) for slot in bar.slots if slot.is_short]
    if not short:
        return _("There are enough cooks at every half-hour.")
    return _("Short of cooks at %(times)s.") % {"times": listed(short)}

"""Edits as a page sends them back: one text each, ``cook|date|shift|skill``."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput
from kurkum.lib.dates import parse_day
from staffing.models import Cook, ShiftPattern, Skill
from staffing.services.roster_editing import Edit

MOST_EDITS = 60


def read_edits(texts: Sequence[str]) -> list[Edit]:
    """The edits in their order. Raises BadInput where one names nothing that exists."""
    edits = [_read(text) for text in texts[:MOST_EDITS]]
    found = [edit for edit in edits if edit is not None]
    if not found or len(found) < len(texts):
        raise BadInput(_("This change cannot be read: open the page again."))
    return found


def _read(text: str) -> Edit | None:
    parts = text.split("|")
    if len(parts) != 4:
        return None
    cook_key, day, shift_key, skill_key = parts
    cook = Cook.objects.filter(key=cook_key).first()
    try:
        date = parse_day(day)
    except ValueError:
        return None
    if cook is None:
        return None
    if not shift_key and not skill_key:
        return Edit(cook, date)
    shift = ShiftPattern.objects.filter(key=shift_key, is_active=True).first()
    skill = Skill.objects.filter(key=skill_key).first()
    return Edit(cook, date, shift, skill) if shift and skill else None

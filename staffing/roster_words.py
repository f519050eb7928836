"""The rules of the roster in a manager's words. A rule is named, its cause never."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

RULE_TEXTS = {
    "skill": _("she does not have the skill"),
    "day_off": _("it is her day off"),
    "unavailable": _("she cannot come at these hours"),
    "rest_day": _("it is her weekly rest day"),
    "max_day": _("the day would be too long"),
    "break": _("the shift has too short a break"),
    "no_night": _("she works no nights"),
    "night_length": _("the night shift is too long"),
    "night_weeks": _("too many weeks with nights"),
    "no_overtime_day": _("she works no overtime, and the day would have some"),
    "no_overtime_week": _("she works no overtime, and the week would have some"),
    "forbidden_next": _("this shift may not follow the one of the day before"),
    "min_rest": _("too little rest between two shifts"),
    "weekly_rest": _("no weekly rest of the full length would be left"),
    "shift_limit": _("she has enough shifts of this kind"),
    "max_minutes": _("more hours than her contract allows"),
    "min_minutes": _("fewer hours than her contract promises"),
    "max_week": _("more hours in the week than her contract allows"),
    "max_overtime": _("too much overtime in the week"),
    "max_weekends": _("too many weekends"),
    "max_run": _("too many days in a row"),
    "min_run": _("too few days in a row"),
    "max_days_off": _("too many days off in a row"),
    "min_days_off": _("too few days off in a row"),
    "learner": _("she is learning and needs a certified cook beside her"),
    "frozen": _("the day is over"),
    "fixed": _("a published shift would be dropped"),
    "not_offered": _("nobody is asked for on this shift"),
    "one_shift_a_day": _("she has a shift that day already"),
    "max_changes": _("too many days would change"),
    "wish": _("she would rather not"),
    "pinned": _("the shift is published"),
    "unknown_cook": _("she has no contract in this period"),
}


def rule_text(rule: str) -> str:
    """The rule as half a sentence in the language in use."""
    return str(RULE_TEXTS.get(rule, rule))


def clock(minute: int) -> str:
    """Minutes of a day as ``07:30``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def hours(minutes: int) -> str:
    """Minutes as hours and minutes: ``41:30``."""
    sign = "−" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"

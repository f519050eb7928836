"""What a broken rule of a model means, and the remedy, in a manager's words.

Rules are known by the name of their constraint; the endings that several share stand once.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ENDINGS: tuple[tuple[str, Any], ...] = (
    ("ends_after_start", gettext_lazy("the end lies before the start; correct one of them")),
    ("closes_after_it_opens", gettext_lazy("the end lies before the start; correct one of them")),
    ("leaves_after_start", gettext_lazy("the end lies before the start; correct one of them")),
    ("within_a_day", gettext_lazy("the times must lie within one day, the later one last")),
    ("window_in_a_day", gettext_lazy("the times must lie within one day, the later one last")),
    ("is_usable", gettext_lazy("room and hours are needed, the later time last")),
    ("is_positive", gettext_lazy("an amount must be above 0")),
    ("has_weeks", gettext_lazy("an amount must be above 0")),
    ("_pays", gettext_lazy("an amount must be above 0")),
    ("cycle_item_week", gettext_lazy("weeks are counted from 1")),
    ("is_sane", gettext_lazy("write a number above 0 and up to 1")),
    ("is_a_share", gettext_lazy("a share lies between 0 and 100")),
    ("starts_on_a_sunday", gettext_lazy("a menu cycle starts on a Sunday; choose one")),
    ("sum_to_the_whole", gettext_lazy("the shares must add up to 100")),
    ("eats_on_some_weekday", gettext_lazy("name at least one weekday")),
    ("closure_says_whom", gettext_lazy("say who is closed: a calendar, a town or a site")),
    ("availability_says_when", gettext_lazy("name a weekday or a date")),
    ("contract_hours_in_order", gettext_lazy("the least must not be more than the most")),
    ("lags_in_order", gettext_lazy("the least must not be more than the most")),
    ("step_takes_time", gettext_lazy("the step takes no time; write its minutes")),
    ("needs_a_skill", gettext_lazy("hands are at work here; name the skill")),
    ("not_after_the_day", gettext_lazy("write 0 for the same day, -1 for the day before")),
    ("paid_is_length_less_break", gettext_lazy("paid minutes are the length less the break")),
    ("is_one_thing", gettext_lazy("name an ingredient or a dish, one of the two")),
    ("names_its_source", gettext_lazy("a sourced figure needs its source; or another mark")),
    ("is_plausible", gettext_lazy("that is more than any site eats; correct the number")),
    ("spread_has_a_life", gettext_lazy("a cost that is spread needs the months it is spread over")),
)  # fmt: skip


def rule_words(name: str) -> str:
    """The sentence for a constraint; for one without words its own name, which says what it is."""
    for ending, words in ENDINGS:
        if name.endswith(ending):
            return str(words)
    return _("the values of this row contradict one another (%(rule)s)") % {
        "rule": name.replace("_", " ")
    }

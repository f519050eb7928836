"""Why a stop is left out, in a manager's words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WORDS = {
    "capacity": gettext_lazy(
        "The boxes do not fit into a van: send a larger one or a second trip."
    ),
    "window": gettext_lazy("No van can be there inside the time at which the site receives."),
    "wave": gettext_lazy("It would have to leave with the other wave."),
    "driver_window": gettext_lazy("No driver is at work long enough for this stop."),
    "hot_limit": gettext_lazy("The food would be kept hot too long before it is eaten."),
    "turnaround": gettext_lazy("The van cannot be back and loaded in time."),
    "vehicles": gettext_lazy("One van more would be needed."),
}


def reason_words(rule: str, facts: Mapping[str, int | str]) -> str:
    """One sentence; the figures stand behind it in brackets."""
    words = str(WORDS.get(rule, _("Another stop was served instead.")))
    figures = ", ".join(f"{name} {value}" for name, value in sorted(facts.items()))
    return f"{words} ({figures})" if figures else words

"""Reasons, remedies and assumptions of a production plan in a manager's words.

The planning core gives codes and facts; names come from the database, times are minutes of the
day. Each sentence stands in the language that is switched on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurkum.base.models.names import Named
from menus.models import Dish
from staffing.models import Cook, Equipment, EquipmentKind, Skill

DAY = 24 * 60
NAMED_FACTS: Mapping[str, type[Named]] = {
    "kind": EquipmentKind,
    "skill": Skill,
    "dish": Dish,
    "equipment": Equipment,
    "cook": Cook,
}
CLOCK_FACTS = ("start", "end", "earliest", "latest", "soonest", "ready_by", "eat_from")

SENTENCES = {
    "no_equipment": gettext_lazy("There is no %(kind)s in use on this day."),
    "no_vessel_fits": gettext_lazy(
        "No %(kind)s is large enough: %(load)s is needed, the largest holds %(largest)s."
    ),
    "no_cook": gettext_lazy("Nobody who can do “%(skill)s” is at work on this day."),
    "too_few_cooks": gettext_lazy(
        "“%(skill)s” needs %(needed)s cooks at once; there are never more than %(most)s."
    ),
    "chain_too_long": gettext_lazy(
        "Even without waiting it is packed at %(earliest)s; the van leaves at %(latest)s."
    ),
    "hold_too_long": gettext_lazy(
        "Cooking may not end before %(soonest)s, or the food is held too long; to leave in time "
        "it may not end after %(latest)s."
    ),
    "equipment_full": gettext_lazy(
        "%(kind)s: from %(start)s to %(end)s %(needed)s minutes are needed, "
        "%(available)s are there."
    ),
    "cooks_busy": gettext_lazy(
        "“%(skill)s”: from %(start)s to %(end)s %(needed)s minutes of work are needed, "
        "%(available)s are there."
    ),
    "hands_busy": gettext_lazy(
        "All cooks together: from %(start)s to %(end)s %(needed)s minutes of work are needed, "
        "%(available)s are there."
    ),
    "tight": gettext_lazy("There is too little of this: %(scarce)s."),
    "not_together": gettext_lazy(
        "From %(start)s to %(end)s the hours and the hands together do not suffice for it beside "
        "the rest."
    ),
    "not_found": gettext_lazy("In the time given no place was found for it beside the rest."),
    "for_later": gettext_lazy("The work on %(dish)s for a later day does not fit into this one."),
    "not_ordered_there": gettext_lazy("Nobody there has ordered this until now."),
    "more_cooks": gettext_lazy("One more cook for “%(skill)s” from %(start)s on."),
    "split_wave": gettext_lazy(
        "The sites of the van of %(ready_by)s that eat from %(eat_from)s on get a van of their own "
        "%(minutes)s minutes later; nobody eats later."
    ),
    "later_departure": gettext_lazy(
        "The van of %(ready_by)s leaves, and its sites eat, %(minutes)s minutes later."
    ),
    "start_earlier": gettext_lazy("Everybody begins %(minutes)s minutes earlier."),
    "more_equipment": gettext_lazy("One more %(kind)s."),
    "swap_dish": gettext_lazy("Another dish in place of %(dish)s."),
    "departures_estimated": gettext_lazy(
        "Some departures are estimated from the drive, because no round is planned for them yet."
    ),
    "crew_draft": gettext_lazy("The cooks are those of a draft roster; nothing is published yet."),
    "crew_contracts": gettext_lazy(
        "There is no roster for this day: the cooks' hours are taken from their contracts."
    ),
    "crew_nobody": gettext_lazy("There is no cook at work on this day."),
    "earlier_unknown": gettext_lazy(
        "%(dish)s: the work of the day before stands in no plan; check that it was done."
    ),
    "earlier_short": gettext_lazy(
        "%(dish)s: the day before, %(done)s portions were prepared; %(needed)s are needed."
    ),
}


@dataclass(frozen=True, slots=True)
class NameBook:
    """Names by kind of fact and key; three short tables, read once."""

    names: Mapping[str, Mapping[str, Named]]

    def name(self, fact: str, key: str) -> str:
        found = self.names.get(fact, {}).get(key)
        return found.name if found else key


def name_book() -> NameBook:
    return NameBook(
        {
            fact: {row.key: row for row in model._default_manager.all()}
            for fact, model in NAMED_FACTS.items()
        }
    )


def clock(minute: int) -> str:
    """Minutes from midnight as HH:MM."""
    hour, rest = divmod(minute % DAY, 60)
    return f"{hour:02d}:{rest:02d}"


def sentence(reason: Mapping[str, Any], names: NameBook) -> str:
    """One code with its facts as a sentence."""
    code, facts = str(reason["code"]), dict(reason["facts"])
    words: dict[str, str] = {}
    for fact, value in facts.items():
        if fact in NAMED_FACTS:
            words[fact] = names.name(fact, str(value))
        elif fact in CLOCK_FACTS:
            words[fact] = clock(int(value))
        else:
            words[fact] = str(value)
    if code == "tight":
        words["scarce"] = words.get("skill") or words.get("kind") or ""
    return str(SENTENCES[code]) % words


def gap_sentences(what: str, missing: int, because: list[Any], names: NameBook) -> list[str]:
    """A gap: first what is missing, then each reason once."""
    reasons = because or [{"code": "not_found", "facts": {}}]
    head = _("%(dish)s: %(count)s portions do not fit.") % {
        "dish": names.name("dish", what),
        "count": missing,
    }
    return [head, *dict.fromkeys(sentence(reason, names) for reason in reasons)]

"""The history in words: what happened, to what, and what it was before.

Services write actions and fields as stable texts; here they become words of the reader's language.
A text without a word is shown as it was written, never hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext as say
from django.utils.translation import pgettext_lazy

from kurkum.lib import money

ACTIONS: dict[str, Any] = {
    "accepted": pgettext_lazy("history", "accepted"),
    "added": pgettext_lazy("history", "added"),
    "adjusted": pgettext_lazy("history", "adjusted"),
    "agreed to come": pgettext_lazy("history", "agreed to come"),
    "allocation number": pgettext_lazy("history", "allocation number"),
    "approved": pgettext_lazy("history", "approved"),
    "asked": pgettext_lazy("history", "asked for"),
    "broke": pgettext_lazy("history", "broke"),
    "cannot come": pgettext_lazy("history", "cannot come"),
    "changed": pgettext_lazy("history", "changed"),
    "changed from a date": pgettext_lazy("history", "changed from a date"),
    "closed": pgettext_lazy("history", "closed"),
    "closed suddenly": pgettext_lazy("history", "closed suddenly"),
    "copied": pgettext_lazy("history", "copied"),
    "corrected": pgettext_lazy("history", "corrected"),
    "created": pgettext_lazy("history", "created"),
    "decided": pgettext_lazy("history", "decided"),
    "decision taken back": pgettext_lazy("history", "decision taken back"),
    "deleted": pgettext_lazy("history", "deleted"),
    "demo told": pgettext_lazy("history", "demonstration made"),
    "dish changed": pgettext_lazy("history", "dish changed"),
    "dish swapped": pgettext_lazy("history", "dish swapped on the day"),
    "drafted": pgettext_lazy("history", "drafted"),
    "drivers assigned": pgettext_lazy("history", "drivers assigned"),
    "edited": pgettext_lazy("history", "edited"),
    "ended": pgettext_lazy("history", "ended"),
    "generated": pgettext_lazy("history", "made from the cycle"),
    "held back": pgettext_lazy("history", "held back"),
    "imported": pgettext_lazy("history", "imported"),
    "indexed": pgettext_lazy("history", "indexed"),
    "issued": pgettext_lazy("history", "issued"),
    "let go": pgettext_lazy("history", "let go"),
    "loaded": pgettext_lazy("history", "loaded"),
    "locked": pgettext_lazy("history", "locked"),
    "mended": pgettext_lazy("history", "works again"),
    "outcome noted": pgettext_lazy("history", "outcome noted"),
    "paper renewed": pgettext_lazy("history", "paper renewed"),
    "partly": pgettext_lazy("history", "accepted in part"),
    "passed": pgettext_lazy("history", "passed"),
    "past day entered": pgettext_lazy("history", "past day entered"),
    "pasted": pgettext_lazy("history", "pasted"),
    "paused": pgettext_lazy("history", "paused"),
    "planned": pgettext_lazy("history", "planned"),
    "prepared": pgettext_lazy("history", "prepared"),
    "published": pgettext_lazy("history", "published"),
    "put away": pgettext_lazy("history", "put away"),
    "read in": pgettext_lazy("history", "read in"),
    "received": pgettext_lazy("history", "received"),
    "recovery link made": pgettext_lazy("history", "recovery link made"),
    "refused": pgettext_lazy("history", "refused"),
    "registered": pgettext_lazy("history", "registered"),
    "reopened": pgettext_lazy("history", "reopened"),
    "restored": pgettext_lazy("history", "restored"),
    "resumed": pgettext_lazy("history", "resumed"),
    "saved": pgettext_lazy("history", "saved"),
    "set": pgettext_lazy("history", "set"),
    "shared": pgettext_lazy("history", "shared out"),
    "taken back": pgettext_lazy("history", "taken back"),
    "terms changed": pgettext_lazy("history", "terms changed"),
    "thrown away": pgettext_lazy("history", "thrown away"),
    "undone": pgettext_lazy("history", "undone"),
    "voted": pgettext_lazy("history", "voted"),
    "withdrawn": pgettext_lazy("history", "taken back"),
}


# Recorded facts that are no field of any model.
FACTS: dict[str, Any] = {
    "lines": pgettext_lazy("history", "lines"),
    "rows": pgettext_lazy("history", "rows"),
    "roles": pgettext_lazy("history", "roles"),
    "sites": pgettext_lazy("history", "sites"),
    "deliveries": pgettext_lazy("history", "deliveries"),
    "gaps": pgettext_lazy("history", "gaps"),
    "days": pgettext_lazy("history", "days"),
    "until": pgettext_lazy("history", "until"),
    "allocations": pgettext_lazy("history", "allocations"),
    "amounts": pgettext_lazy("history", "amounts"),
    "asked": pgettext_lazy("history", "day asked for"),
    "today": pgettext_lazy("history", "taken as today"),
    "tomorrow": pgettext_lazy("history", "the day planned next"),
    "begins": pgettext_lazy("history", "history begins"),
    "notice_days": pgettext_lazy("history", "days of notice"),
    "member": pgettext_lazy("history", "member of the board"),
    "month": pgettext_lazy("history", "month"),
}
# Recorded values that are no choice of a field: how a search for a plan ended.
VALUES: dict[str, Any] = {
    "optimal": pgettext_lazy("history", "proven to be the best"),
    "feasible": pgettext_lazy("history", "a plan was found"),
    "infeasible": pgettext_lazy("history", "no plan is possible"),
    "unknown": pgettext_lazy("history", "no plan was found"),
}
# Things whose recorded facts are rows by their keys: accounts, ingredients, trips.
BY_KEY = frozenset({"Budget", "GoodsReceipt", "RoutePlan"})
# Recorded things that are no model.
SUBJECTS: dict[str, Any] = {
    "Budget": pgettext_lazy("history", "budget"),
    "Scenario": pgettext_lazy("history", "tables of the kitchen"),
    "ServiceDay": pgettext_lazy("history", "day of a site"),
}


def action_word(action: str) -> str:
    return str(ACTIONS.get(action, action))


def model_of(subject: str) -> type[models.Model] | None:
    """The model that a row of history names, or None for what is no model (a whole kitchen)."""
    named = (model for model in apps.get_models() if model.__name__ == subject)
    return next(named, None)


def subject_word(subject: str) -> str:
    model = model_of(subject)
    return str(model._meta.verbose_name if model else SUBJECTS.get(subject, subject))


def field_word(subject: str, name: str) -> str:
    """What a field is called: by its own model, else by the first that has one of this name."""
    if name in FACTS:
        return str(FACTS[name])
    plain = name.removesuffix("_agorot")
    own = model_of(subject)
    for model in (*([own] if own else []), *apps.get_models()):
        for known in (name, plain):
            try:
                field = model._meta.get_field(known)
            except FieldDoesNotExist:
                continue
            return str(getattr(field, "verbose_name", plain))
    return plain.replace("_", " ")


def value_text(name: str, value: Any, names: Callable[[str], str] = str) -> str:
    """One recorded value as text; money in shekels, a list as its parts, keys by ``names``."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if name.endswith("_agorot") and isinstance(value, int):
        return f"₪{number_format(money.to_decimal(value), 2)}"
    if isinstance(value, dict):
        return "; ".join(
            f"{names(str(key))}: {value_text(_inside(name), part, names)}"
            for key, part in value.items()
        )
    if isinstance(value, list):
        return "; ".join(_part(part, names) for part in value)
    return number_format(value) if isinstance(value, int) else names(str(value))


def _inside(name: str) -> str:
    """What the values of a recorded mapping are: gifts and budgets are recorded in agorot."""
    return "sum_agorot" if name in ("allocations", "amounts") else name


def _part(part: Any, names: Callable[[str], str]) -> str:
    pieces = part if isinstance(part, list) else [part]
    return " ".join(names(str(piece)) for piece in pieces)


def differences(
    subject: str, before: Any, after: Any, names: Callable[[str], str] = str
) -> Iterator[tuple[str, str, str]]:
    """Each field that differs: its word, what it was, what it is. Whole where nothing was before.

    Of a list only the parts that came and went are told: an order's other lines stay unsaid.
    """
    was, now = _mapping(before), _mapping(after)
    for name in dict.fromkeys([*was, *now]):
        old, new = was.get(name), now.get(name)
        if old == new:
            continue
        if isinstance(old, list) and isinstance(new, list):
            old, new = [p for p in old if p not in new], [p for p in new if p not in old]
        kind = f"{name}_agorot" if subject == "Budget" else name
        said = partial(_said, kind, _choices(subject, name), names)
        word = names(name) if subject in BY_KEY else name
        yield word if word != name else field_word(subject, name), said(old), said(new)


def _said(name: str, choices: dict[str, str], names: Callable[[str], str], value: Any) -> str:
    if isinstance(value, str) and value in choices:
        return choices[value]
    if name == "status" and value in VALUES:
        return str(VALUES[value])
    return value_text(name, value, names)


def _choices(subject: str, name: str) -> dict[str, str]:
    """The words of a field with choices: a state is recorded as its key. A fact that is no field
    of the thing itself, such as a vote on it, is looked for in the others."""
    own = model_of(subject)
    for model in (*([own] if own else []), *apps.get_models()):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        return {key: str(label) for key, label in getattr(field, "flatchoices", None) or ()}
    return {}


def _mapping(recorded: Any) -> dict[str, Any]:
    if recorded is None:
        return {}
    return recorded if isinstance(recorded, dict) else {"": recorded}

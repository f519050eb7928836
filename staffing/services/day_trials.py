"""What would make a day fit, tried before anybody decides; nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from staffing.production_words import name_book, sentence
from staffing.selectors.day_facts import day_facts
from staffing.services.problem_building import build_day

if TYPE_CHECKING:
    from staffing.planning.production.explain import Explanation, Remedy
    from staffing.planning.production.problem import Problem

SECONDS = 8.0
TRY_SECONDS = 5.0
Facts = Mapping[str, str | int]


class RemedyGone(CannotBeDone):
    """The day changed since it was proposed."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A small change that makes the day fit; ``key`` names it until the day changes."""

    key: str
    code: str
    facts: Facts
    text: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """``fits`` None: not decided in the time given."""

    fits: bool | None
    reasons: tuple[str, ...]
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """How the day looks with the change: portions still missing, and when work begins (minute)."""

    suggestion: Suggestion
    missing: int
    batches: int
    begins: int
    ends: int


def suggestions_for(*, day: dt.date, seconds: float = SECONDS) -> Suggestions:
    """Reasons and remedies of a locked day. Raises OrdersStillOpen, NothingOrdered."""
    found, names = _explained(day, seconds), name_book()
    reasons = [sentence({"code": one.code, "facts": dict(one.facts)}, names)
               for one in found.reasons]  # fmt: skip
    return Suggestions(
        found.fits, tuple(dict.fromkeys(reasons)),
        tuple(_suggestion(remedy) for remedy in found.remedies),
    )  # fmt: skip


def try_suggestion(*, day: dt.date, key: str, seconds: float = TRY_SECONDS) -> Trial:
    """Solves the day with the change. Raises RemedyGone where the key names none."""
    from kurkum.lib.solving import Limits
    from staffing.planning.production.solve import solve

    remedy = _named(day, key)
    limits = Limits(seconds=seconds, deterministic=True)
    solution = solve(remedy.problem, limits=limits, seed=1).solution
    if solution is None:
        raise RemedyGone(
            _("No plan was found in the time given; allow more seconds and try again.")
        )
    missing = sum(gap.missing for gap in solution.gaps)
    work = [span for task in solution.tasks for span in task.attended]
    return Trial(
        _suggestion(remedy), missing, len({task.batch for task in solution.tasks if task.batch}),
        min((span.start for span in work), default=0), max((span.end for span in work), default=0),
    )  # fmt: skip


def _explained(day: dt.date, seconds: float) -> Explanation:
    from staffing.planning.production.explain import explain

    return explain(_problem(day), seconds=seconds)


def _named(day: dt.date, key: str) -> Remedy:
    """The change that a key of ``_key`` names. Raises RemedyGone."""
    from staffing.planning.production.explain import remedy_of

    code, _colon, rest = key.partition(":")
    pairs = (part.partition("=") for part in rest.split(",") if part)
    facts = {name: int(text) if text.isdigit() else text for name, _sign, text in pairs}
    try:
        remedy = remedy_of(_problem(day), code, facts)
    except (KeyError, ValueError):
        remedy = None
    if remedy is None:
        raise RemedyGone(_("The day changed since: ask again what helps."))
    return remedy


def _problem(day: dt.date) -> Problem:
    return build_day(day_facts(day)).problem


def _suggestion(remedy: Remedy) -> Suggestion:
    text = sentence({"code": remedy.code, "facts": dict(remedy.facts)}, name_book())
    return Suggestion(_key(remedy), remedy.code, remedy.facts, text)


def _key(remedy: Remedy) -> str:
    facts = ",".join(f"{name}={value}" for name, value in sorted(remedy.facts.items()))
    return f"{remedy.code}:{facts}"

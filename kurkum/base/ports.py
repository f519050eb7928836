"""Where a lower floor needs an upper one's judgement: named here, filled in AppConfig.ready().

Three ports, and no more without a decision: ``integrity``, ``indicators``, ``judge_amendment``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken invariant: its name, the row, and what is wrong in words."""

    invariant: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row that a figure was counted from: a name in each language or one text, and numbers."""

    label: Mapping[str, str] | str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class GradedFigure:
    """One indicator of a month; ``value`` None means it is not known, never zero.

    Of a share, ``part`` was counted of ``whole``; ``rows`` are what stands behind the figure.
    """

    metric: str
    value: Decimal | None
    unit: str
    grade: str
    definition: str
    code: str = ""
    part: Decimal | None = None
    whole: Decimal | None = None
    rows: tuple[FigureRow, ...] = ()


@dataclass(frozen=True, slots=True)
class AmendmentQuestion:
    """May ``delta`` portions of a diner group and diet be added at a site on a date?"""

    date: dt.date
    site: str
    diner_group: str
    diet: str
    delta: int
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """How many of the portions fit, and the blocking causes as (code, facts).

    ``effect`` is what granting all of it does to the plan: ``batches`` and ``minutes``, signed.
    """

    fits: int
    causes: tuple[tuple[str, dict[str, object]], ...] = ()
    alternative: dict[str, object] | None = None
    effect: dict[str, int] | None = None


IntegrityCheck = Callable[[], Iterable[Breach]]
IndicatorSource = Callable[[dt.date], Iterable[GradedFigure]]
AmendmentJudge = Callable[[AmendmentQuestion], Judgement]

_integrity: list[IntegrityCheck] = []
_indicators: list[IndicatorSource] = []
_amendment_judges: list[AmendmentJudge] = []


def register_integrity(check: IntegrityCheck) -> None:
    _integrity.append(check)


def breaches() -> list[Breach]:
    """Every broken invariant that any app states."""
    return [breach for check in _integrity for breach in check()]


def register_indicators(source: IndicatorSource) -> None:
    _indicators.append(source)


def figures_of(month: dt.date) -> list[GradedFigure]:
    """The graded figures of every app for the month that is being closed."""
    return [figure for source in _indicators for figure in source(month)]


def register_amendment_judge(judge: AmendmentJudge) -> None:
    _amendment_judges.append(judge)


def judge_amendment(question: AmendmentQuestion) -> Judgement:
    """The kitchen's answer; without a kitchen that answers, nothing stands against it."""
    for judge in _amendment_judges:
        return judge(question)
    return Judgement(fits=question.delta)

"""Measured durations per process step, and the standard times they propose.

A task is measured from the press of "start" to the press of "done". Presses that cannot be true
(a fifth or five times the planned time) are left out, and fewer than five say nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

from staffing.choices import StepKind, TaskState
from staffing.models import BatchTask, ProcessStep

LEAST, BACK_DAYS = 5, 120
TOO_SHORT, TOO_LONG = Decimal("0.2"), Decimal(5)
WORTH_PERCENT = 10  # a smaller difference is noise
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Measured:
    """One task as it was done: minutes taken, and minutes that the standard says."""

    minutes: Decimal
    standard: Decimal

    @property
    def ratio(self) -> Decimal:
        return self.minutes / self.standard


@dataclass(frozen=True, slots=True)
class Proposal:
    """New figures for a step, from the median of measured against standard time.

    ``percent`` is how much longer (or, negative, shorter) it really takes; ``low`` and ``high``
    are the middle half of the measurements in per cent of the standard.
    """

    step: ProcessStep
    count: int
    percent: int
    low: int
    high: int
    fixed_minutes: int
    minutes_per_100: Decimal
    attended_minutes: int
    attended_minutes_per_100: Decimal

    @property
    def shorter(self) -> int:
        return -self.percent

    @property
    def is_worth_it(self) -> bool:
        return abs(self.percent) >= WORTH_PERCENT


def proposals(today: dt.date) -> list[Proposal]:
    """For every step that was measured often enough, the largest difference first."""
    found: dict[int, list[Measured]] = {}
    steps: dict[int, ProcessStep] = {}
    for task in _done(today):
        if task.step is None or task.batch is None:
            continue
        one = _measured(task, task.step)
        if TOO_SHORT <= one.ratio <= TOO_LONG:
            steps[task.step.pk] = task.step
            found.setdefault(task.step.pk, []).append(one)
    rows = [_proposal(steps[pk], rows) for pk, rows in found.items() if len(rows) >= LEAST]
    return sorted(rows, key=lambda one: (-abs(one.percent), one.step.dish.key, one.step.position))


def proposal_for(step: ProcessStep, today: dt.date) -> Proposal | None:
    return next((one for one in proposals(today) if one.step.pk == step.pk), None)


def _done(today: dt.date) -> Iterable[BatchTask]:
    rows = BatchTask.objects.filter(
        state=TaskState.DONE, started_at__isnull=False, step__isnull=False, batch__isnull=False,
        plan__date__gte=today - dt.timedelta(days=BACK_DAYS),
    )  # fmt: skip
    # A plan that was replaced carried its done tasks over: each counts once, in the newest.
    rows = rows.exclude(kind=StepKind.CLEAN).exclude(plan__state="superseded")
    return rows.select_related("step__dish", "step__skill", "batch")


def _measured(task: BatchTask, step: ProcessStep) -> Measured:
    if task.started_at is None or task.done_at is None or task.batch is None:
        raise ValueError(f"{task.key} was not measured")
    taken = Decimal((task.done_at - task.started_at).total_seconds()) / 60
    portions = Decimal(task.batch.reference_portions) / 100
    standard = step.fixed_minutes + step.minutes_per_100 * portions / 100
    return Measured(taken, standard)


def _proposal(step: ProcessStep, rows: list[Measured]) -> Proposal:
    ratios = sorted(one.ratio for one in rows)
    middle, quarter = median(ratios), len(ratios) // 4
    return Proposal(
        step, len(rows), _percent(middle) - 100, _percent(ratios[quarter]),
        _percent(ratios[-1 - quarter]), _minutes(step.fixed_minutes, middle),
        _per_100(step.minutes_per_100, middle), _minutes(step.attended_minutes, middle),
        _per_100(step.attended_minutes_per_100, middle),
    )  # fmt: skip


def _percent(ratio: Decimal) -> int:
    return int((ratio * 100).to_integral_value(ROUND_HALF_UP))


def _minutes(now: int, ratio: Decimal) -> int:
    """Whole minutes; what takes time at all keeps at least one."""
    if now == 0:
        return 0
    return max(1, int((now * ratio).to_integral_value(ROUND_HALF_UP)))


def _per_100(now: Decimal, ratio: Decimal) -> Decimal:
    return (now * ratio).quantize(HUNDREDTH, ROUND_HALF_UP)

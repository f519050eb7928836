"""Solver runs: asked for, claimed once, watched, cancelled, finished."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.errors import CannotBeDone
from kurkum.base.models import SolverRun, User


@transaction.atomic
def request_run(
    *,
    kind: str,
    subject: str,
    author: User | None,
    seconds: float,
    seed: int,
    now: dt.datetime,
    request: dict[str, Any] | None = None,
) -> SolverRun:
    """Queues one run. Raises CannotBeDone while another for the same subject is under way."""
    waiting = SolverRun.objects.filter(kind=kind, subject=subject, state__in=SolverRun.OPEN)
    if waiting.exists():
        raise CannotBeDone(_("This is being calculated already; wait for it or stop it first."))
    return SolverRun.objects.create(
        kind=kind,
        subject=subject,
        requested_by=author,
        requested_at=now,
        seconds=round(seconds, 2),
        seed=seed,
        request=request or {},
        versions={"ortools": version("ortools")},
    )


def claim_run(*, run_id: int, now: dt.datetime) -> SolverRun | None:
    """Takes a queued run exactly once: a conditional update; None if somebody else has it."""
    taken = SolverRun.objects.filter(pk=run_id, state=SolverRun.State.QUEUED).update(
        state=SolverRun.State.RUNNING, started_at=now
    )
    return SolverRun.objects.get(pk=run_id) if taken else None


def report_progress(*, run_id: int, step: str, value: int | None, bound: int | None) -> bool:
    """Publishes what is known so far; True when somebody asked to stop."""
    figures = {"value": value, "bound": bound}
    SolverRun.objects.filter(pk=run_id).update(
        step=step, **{name: figure for name, figure in figures.items() if figure is not None}
    )
    return SolverRun.objects.filter(pk=run_id, cancel_requested=True).exists()


def cancel_run(*, run_id: int, now: dt.datetime) -> None:
    """Asks a running one to stop and keep its best; a waiting one ends at once."""
    SolverRun.objects.filter(pk=run_id, state=SolverRun.State.QUEUED).update(
        state=SolverRun.State.CANCELLED, finished_at=now, cancel_requested=True
    )
    SolverRun.objects.filter(pk=run_id, state=SolverRun.State.RUNNING).update(cancel_requested=True)


def finish_run(
    *,
    run_id: int,
    state: str,
    status: str,
    layers: Sequence[dict[str, Any]],
    now: dt.datetime,
    log: str = "",
) -> None:
    SolverRun.objects.filter(pk=run_id, state=SolverRun.State.RUNNING).update(
        state=state, status=status, layers=list(layers), finished_at=now, log=log
    )

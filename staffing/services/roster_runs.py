"""Solves asked for from a page: queued, claimed once, watched, stopped with the best so far."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kurkum.base.errors import KurkumError
from kurkum.base.models import SolverRun, User
from kurkum.base.services.runs import claim_run, finish_run, request_run
from staffing.services.rostering import SolveOrder, plan_roster
from staffing.services.watching import Watch

DEFAULT_SECONDS = 30.0


@transaction.atomic
def request_roster(
    *, start: dt.date, weeks: int, author: User, seconds: float, seed: int, now: dt.datetime
) -> SolverRun:
    """Queues one solve. Raises CannotBeDone while one for the same start is under way."""
    return request_run(
        kind=SolverRun.Kind.ROSTER,
        subject=start.isoformat(),
        author=author,
        seconds=seconds,
        seed=seed,
        now=now,
        request={"weeks": weeks, "language": translation.get_language() or "ar"},
    )


def perform_run(run_id: int) -> None:
    """The background job: whatever happens, the run ends with a state and a reason in words."""
    run = claim_run(run_id=run_id, now=timezone.now())
    if run is None:
        return
    with translation.override(run.request.get("language", "ar")):
        try:
            _perform(run)
        except KurkumError as error:
            _finish(run, SolverRun.State.FAILED, "", [], str(error))
        except Exception:
            _finish(run, SolverRun.State.FAILED, "", [], _("The calculation broke off."))
            raise


def _perform(run: SolverRun) -> None:
    with Watch(run) as watch:
        roster = plan_roster(
            start=dt.date.fromisoformat(run.subject),
            weeks=int(run.request["weeks"]),
            order=SolveOrder(
                seconds=float(run.seconds),
                seed=run.seed,
                repeatable=False,
                on_progress=watch.report,
                should_stop=watch.is_stopped,
            ),
            author=run.requested_by,
            now=timezone.now(),
            run=run,
        )
    _finish(run, SolverRun.State.DONE, roster.status, roster.layers, "")


def _finish(
    run: SolverRun, state: str, status: str, layers: list[dict[str, Any]], log: str
) -> None:
    finish_run(
        run_id=run.pk, state=state, status=status, layers=layers, now=timezone.now(), log=log
    )

"""Production plans asked for from a page: queued, watched, stopped with the best so far."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kurkum.base.errors import KurkumError
from kurkum.base.models import SolverRun, User
from kurkum.base.services.runs import claim_run, finish_run, request_run
from staffing.selectors.day_facts import locked_demand
from staffing.services.production import SolveRequest, ensure_not_begun, plan_day
from staffing.services.replanning import SECONDS, plan_in_force, replan_day
from staffing.services.watching import Watch

if TYPE_CHECKING:
    from kurkum.lib.solving import Progress


@transaction.atomic
def request_production(
    *, day: dt.date, author: User, seconds: float, seed: int, now: dt.datetime
) -> SolverRun:
    """Queues one solve.

    Raises OrdersStillOpen, NothingOrdered, DayBegun, or CannotBeDone while one runs.
    """
    locked_demand(day)
    ensure_not_begun(day)
    return _queued(day, author, now, seconds=seconds, seed=seed, least_change=False)


@transaction.atomic
def request_replan(*, day: dt.date, author: User, now: dt.datetime) -> SolverRun:
    """Queues the least change of the plan in force.

    Raises NothingToRevise, or CannotBeDone while the day is being planned.
    """
    plan_in_force(day)
    return _queued(day, author, now, seconds=SECONDS, seed=1, least_change=True)


def _queued(
    day: dt.date, author: User, now: dt.datetime, *, seconds: float, seed: int, least_change: bool
) -> SolverRun:
    language = translation.get_language() or "ar"
    return request_run(
        kind=SolverRun.Kind.PRODUCTION,
        subject=day.isoformat(),
        author=author,
        seconds=seconds,
        seed=seed,
        now=now,
        request={"language": language, "least_change": least_change},
    )


def perform_production(run_id: int) -> None:
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

        def report(progress: Progress) -> None:
            watch.report(progress.layer, progress.value, progress.bound)

        make = replan_day if run.request.get("least_change") else plan_day
        plan = make(
            day=dt.date.fromisoformat(run.subject),
            now=timezone.now(),
            author=run.requested_by,
            request=SolveRequest(
                float(run.seconds), run.seed, repeatable=False,
                on_progress=report, should_stop=watch.is_stopped,
            ),
            run=run,
        )  # fmt: skip
    stayed = "" if plan.run_id == run.pk else _("Nothing had to change: the plan stays as it is.")
    _finish(run, SolverRun.State.DONE, plan.status, plan.layers, stayed)


def _finish(
    run: SolverRun, state: str, status: str, layers: list[dict[str, Any]], log: str
) -> None:
    finish_run(
        run_id=run.pk, state=state, status=status, layers=layers, now=timezone.now(), log=log
    )

"""What-if questions: asked, answered in the background, stopped, kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kurkum.base.errors import BadInput, KurkumError
from kurkum.base.models import SolverRun, User
from kurkum.base.services.changes import record_change
from kurkum.base.services.runs import claim_run, finish_run, request_run
from staffing.models import WhatIf
from staffing.services.watching import Watch
from staffing.services.what_if_answer import Effort, Listener, Stopped, answer, refuse_locked
from staffing.what_if import Supposition

EFFORTS = {
    "quick": Effort(roster_seconds=12, day_seconds=20),
    "thorough": Effort(roster_seconds=30, day_seconds=30, every_day=True),
}


@transaction.atomic
def ask_what_if(
    *,
    name: str,
    note: str,
    week: dt.date,
    what: Supposition,
    effort: str,
    author: User | None,
    now: dt.datetime,
) -> WhatIf:
    """Keeps the question and queues its answer. Raises BadInput, CannotBeDone for a locked week."""
    if week.weekday() != 6:
        raise BadInput(_("A reference week begins on a Sunday."))
    if effort not in EFFORTS:
        raise BadInput(_("How thoroughly? Quick or thorough."))
    refuse_locked(week)
    kept = WhatIf.objects.create(
        name=name[:80], note=note, week=week, changes=what.to_json(), created_at=now,
        created_by=author,
    )  # fmt: skip
    _queue(kept, effort, author, now)
    record_change(
        subject="WhatIf", subject_key=str(kept.pk), action="asked", author=author, now=now,
        after={"name": kept.name, **kept.changes},
    )  # fmt: skip
    return kept


def baseline_of(
    *, week: dt.date, effort: str, author: User | None, now: dt.datetime
) -> tuple[WhatIf, bool]:
    """The kitchen as it is in that week, to compare with; asked once. True: it is new."""
    known = WhatIf.objects.filter(week=week, changes={}, is_archived=False).order_by("pk").first()
    if known is not None and (known.is_answered or (known.run and known.run.is_open)):
        return known, False
    made = ask_what_if(
        name=_("As it is today"), note="", week=week, what=Supposition(), effort=effort,
        author=author, now=now,
    )  # fmt: skip
    return made, True


@transaction.atomic
def ask_again(*, kept: WhatIf, effort: str, author: User | None, now: dt.datetime) -> WhatIf:
    """Answers a kept question anew, with what the kitchen knows now."""
    locked = WhatIf.objects.select_for_update().get(pk=kept.pk)
    refuse_locked(locked.week)
    _queue(locked, effort, author, now)
    return locked


def put_away(*, kept: WhatIf, author: User | None, now: dt.datetime) -> None:
    WhatIf.objects.filter(pk=kept.pk).update(is_archived=True)
    record_change(
        subject="WhatIf", subject_key=str(kept.pk), action="put away", author=author, now=now
    )


def _queue(kept: WhatIf, effort: str, author: User | None, now: dt.datetime) -> None:
    seconds = EFFORTS[effort].roster_seconds + EFFORTS[effort].day_seconds
    kept.run = request_run(
        kind=SolverRun.Kind.SCENARIO,
        subject=f"{kept.pk}",
        author=author,
        seconds=seconds,
        seed=1,
        now=now,
        request={"effort": effort, "language": translation.get_language() or "ar"},
    )
    kept.save(update_fields=["run"])


def perform_what_if(run_id: int) -> None:
    """The background job: whatever happens, the run ends with a state and a reason in words."""
    run = claim_run(run_id=run_id, now=timezone.now())
    if run is None:
        return
    with translation.override(run.request.get("language", "ar")):
        try:
            _perform(run)
        except KurkumError as error:
            _give_up(run, error)
        except Exception:
            _finish(run, SolverRun.State.FAILED, _("The calculation broke off."))
            raise


def _give_up(run: SolverRun, error: KurkumError) -> None:
    """A search that was stopped finds nothing, whatever it says of itself."""
    stopped = SolverRun.objects.filter(pk=run.pk, cancel_requested=True).exists()
    if stopped or isinstance(error, Stopped):
        _finish(run, SolverRun.State.CANCELLED, _("Stopped before there was an answer."))
    else:
        _finish(run, SolverRun.State.FAILED, str(error))


def _perform(run: SolverRun) -> None:
    kept = WhatIf.objects.get(pk=int(run.subject))
    effort = EFFORTS[run.request.get("effort", "quick")]
    with Watch(run) as watch:
        listener = Listener(
            lambda step, percent: watch.report(step[:60], percent, 100), watch.is_stopped
        )
        found = answer(
            Supposition.from_json(kept.changes), kept.week, effort=effort, listener=listener,
            now=timezone.now(), today=_today(kept, run),
        )  # fmt: skip
    keep_answer(kept=kept, found=found, now=timezone.now())
    _finish(run, SolverRun.State.DONE, "")


def _today(kept: WhatIf, run: SolverRun) -> dict[str, Any] | None:
    """The answer for the kitchen as it is in that week, found as thoroughly as is asked now."""
    rows = WhatIf.objects.filter(week=kept.week, changes={}, result__isnull=False)
    for row in rows.exclude(pk=kept.pk).select_related("run").order_by("pk"):
        if row.run is not None and row.run.request.get("effort") == run.request.get("effort"):
            found: dict[str, Any] | None = row.result
            return found
    return None


@transaction.atomic
def keep_answer(*, kept: WhatIf, found: dict[str, object], now: dt.datetime) -> None:
    WhatIf.objects.filter(pk=kept.pk).update(result=found, answered_at=now)


def _finish(run: SolverRun, state: str, log: str) -> None:
    finish_run(run_id=run.pk, state=state, status="", layers=[], now=timezone.now(), log=log)

"""Background jobs of the roster, done by the worker beside the server."""

from __future__ import annotations

from django_tasks import task

from staffing.services.roster_runs import perform_run


@task()
def solve_roster(run_id: int) -> None:
    perform_run(run_id)

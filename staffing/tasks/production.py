"""Background jobs of the kitchen's day, done by the worker beside the server."""

from __future__ import annotations

from django_tasks import task

from staffing.services.production_runs import perform_production


@task()
def solve_production(run_id: int) -> None:
    perform_production(run_id)

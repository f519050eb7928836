"""Background jobs of what-if questions, done by the worker beside the server."""

from __future__ import annotations

from django_tasks import task

from staffing.services.what_if_runs import perform_what_if


@task()
def answer_what_if(run_id: int) -> None:
    perform_what_if(run_id)

"""The books at scale: two million lines, closing the demonstration's month, its three papers.

``report …``: ten kitchens of twenty sites for ten years (2,000,000 order and invoice lines) in a
temporary SQLite file; ``value`` is the median time in seconds of what the product reads,
``reference`` that of the plain SQL aggregate over the same lines, both alternating in one run.
``memory`` is the peak of the whole process in megabytes, ``bound`` what it may be at most.

With the SQLite file of a kitchen (the demonstration's): ``close`` takes the newest closed month
back in a copy, closes it anew, and ``paper …`` prints the board's report, an invoice and "Where
your lunch money went"; ``bound`` is the most seconds each may take.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import BadInput, Fault, Row, row

ROOT = Path(__file__).resolve().parents[2]
MOST_MEGABYTES, MOST_SECONDS, MOST_RATIO = 150.0, 3.0, 2.0


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """The report over two million lines; with a kitchen's file, closing and papers instead."""
    with tempfile.TemporaryDirectory() as folder:
        if not files:
            yield from _report(Path(folder) / "books.sqlite3")
        for file in files:
            if not Path(file).is_file():
                raise BadInput([Fault(file, 1, "there is no such file")])
            copy = Path(folder) / "kitchen.sqlite3"
            shutil.copy(file, copy)
            yield from _papers(copy)


def _report(database: Path) -> Iterator[Row]:
    _child(database, "seed")
    found = _child(database, "report")
    for case in ("all months", "one month"):
        mine, plain = found[f"{case}: product"], found[f"{case}: plain"]
        status = "measured" if mine <= MOST_RATIO * plain and found["agrees"] else "failed"
        yield row("books", f"report, {case}", seconds=found["seconds"], status=status,
                  value=mine, reference=plain)  # fmt: skip
    yield row("books", "report, memory", seconds=found["seconds"],
              status="measured" if found["megabytes"] < MOST_MEGABYTES else "failed",
              value=found["megabytes"], bound=MOST_MEGABYTES)  # fmt: skip


def _papers(database: Path) -> Iterator[Row]:
    for case, taken in _child(database, "papers").items():
        yield row("books", case, seconds=taken, value=taken, bound=MOST_SECONDS,
                  status="measured" if taken <= MOST_SECONDS else "failed")  # fmt: skip


def _child(database: Path, what: str) -> dict[str, float]:
    """A process of its own, so that its memory is only that of the work."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "kurkum.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.books_work", what],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{what} failed:\n{done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found

"""What it costs to start: ``manage.py check`` beside a bare interpreter and pure imports.

``value`` is the median wall time in seconds of five fresh processes, ``reference`` that of a bare
interpreter measured in the same run, one after the other, so that other load hits both.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.benchmarks.rows import Row, row

ROOT = Path(__file__).resolve().parents[2]
REPEATS = 5
CASES: dict[str, list[str]] = {
    "bare interpreter": ["-c", "pass"],
    "import django": ["-c", "import django"],
    "import the pure modules": [
        "-c",
        "import kurkum.lib.money, kurkum.lib.dates, orders.cutoff, orders.pricing, "
        "menus.units, menus.nutrition, menus.standards, menus.allergens",
    ],
    "import the solver": ["-c", "import kurkum.lib.solving"],
    "manage.py check": ["manage.py", "check"],
}
AIMS = {"manage.py check": 0.5}


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """A row per case; the bare interpreter is the floor of all."""
    taken: dict[str, list[float]] = {case: [] for case in CASES}
    failed: set[str] = set()
    for _ in range(REPEATS):
        for case, arguments in CASES.items():
            started = time.perf_counter()
            done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True)
            taken[case].append(time.perf_counter() - started)
            if done.returncode:
                failed.add(case)
    floor = median(taken["bare interpreter"])
    for case, times in taken.items():
        yield row(
            "startup",
            case,
            value=median(times),
            bound=AIMS.get(case),
            reference=floor,
            seconds=sum(times),
            status="failed" if case in failed else "measured",
        )

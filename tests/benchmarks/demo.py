"""What it costs to get the demonstration: from an empty folder, and a second time.

``value`` is wall seconds (peak memory: MiB), ``bound`` the aim. ``reference`` is the floor measured
beside it: a bare interpreter for a command that finds all done; bare inserts of as many rows into
an empty SQLite file for the story; a bare solve of the same length for its solver's share.
``FILE`` may name one date (default: the current day).
"""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import BadInput, Fault, Row, row

ROOT = Path(__file__).resolve().parents[2]
AIM_FIRST, AIM_AGAIN, AIM_MIB = 90.0, 10.0, 1024.0
PURE = (
    "tests/menus/test_units.py",
    "tests/menus/test_nutrition.py",
    "tests/menus/test_allergens.py",
    "tests/menus/test_standards.py",
    "tests/orders/test_cutoff.py",
    "tests/orders/test_pricing.py",
    "tests/orders/test_surplus.py",
    "tests/orders/test_sharing.py",
    "tests/orders/test_calendars.py",
    "tests/kurkum/test_money.py",
    "tests/kurkum/test_dates.py",
)
AIM_PURE = 5.0


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """Rows in the order in which they are measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, failed = _demo(folder, files)
        if failed:
            raise BadInput([Fault("FILE", 1, failed)])
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        again, _ = _demo(folder, files)
        rows, inserts = _bare_inserts(folder)
    bare = _timed(["-c", "pass"])
    yield _row("first run", first, AIM_FIRST, inserts)
    yield _row("second run", again, AIM_AGAIN, bare)
    yield _row("peak memory, MiB", peak, AIM_MIB, None)
    yield _row(f"bare inserts, {rows} rows", inserts, None, bare)
    model = _timed(["-c", "from ortools.sat.python.cp_model import *; CpSolver().solve(CpModel())"])
    yield _row("bare model, empty", model, None, bare)
    pytest = ["-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    collected = _timed([*pytest, "--collect-only", *PURE])
    yield _row("pure tests", _timed([*pytest, *PURE]), AIM_PURE, collected)


def _row(case: str, value: float, aim: float | None, floor: float | None) -> Row:
    return row(
        "demo", case, value=value, bound=aim, reference=floor, seconds=value, status="measured"
    )


def _demo(folder: Path, dates: list[str]) -> tuple[float, str]:
    """Wall seconds of the command, and what it complained of."""
    words = ["demo", "--no-server", "--out", str(folder / "out")]
    words += ["--today", dates[0]] if dates else []
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'kitchen.sqlite3'}"}
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    return time.perf_counter() - started, done.stderr.strip() if done.returncode else ""


def _timed(arguments: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True)
    return time.perf_counter() - started


def _bare_inserts(folder: Path) -> tuple[int, float]:
    """Copies every row of the story into an empty file, in one transaction; rows and seconds."""
    told = sqlite3.connect(folder / "kitchen.sqlite3")
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = told.execute(query).fetchall()
    rows = {name: told.execute(f'SELECT * FROM "{name}"').fetchall() for name, _ in tables}  # noqa: S608
    told.close()
    bare = sqlite3.connect(folder / "bare.sqlite3")
    started = time.perf_counter()
    with bare:
        for name, sql in tables:
            bare.execute(sql)
            if rows[name]:
                places = ",".join("?" * len(rows[name][0]))
                bare.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows[name])  # noqa: S608
    bare.close()
    return sum(map(len, rows.values())), time.perf_counter() - started

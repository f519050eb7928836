"""A large kitchen as a workbook: 400 dishes, 300 sites, 60 cooks; checked and imported.

Each command runs in a process of its own, as a manager's computer would run it. ``value`` is its
wall time in seconds, or the most memory it held in megabytes; ``reference`` what is promised.
``import_kitchen FILE.xlsx …`` of other files is measured where files are named.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.rows import Row, row

ROOT = Path(__file__).resolve().parents[2]
DISHES, SITES, COOKS, TOWNS, INGREDIENTS = 400, 300, 60, 40, 250
CHECK_SECONDS, IMPORT_SECONDS, MEGABYTES = 10.0, 30.0, 500.0
DAYS = range(5)
START = "2026-09-01"


@dataclass(frozen=True, slots=True)
class Measured:
    seconds: float
    megabytes: float
    is_done: bool


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """Two rows for checking, two for importing, of each file named or else of the large one."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = [Path(file) for file in files] or [_write_large(Path(folder))]
        for number, path in enumerate(wanted):
            yield from _measure(path, Path(folder) / f"{number}.sqlite3")


def _measure(path: Path, database: Path) -> Iterator[Row]:
    _timed(["migrate", "-v", "0"], database)
    cases: tuple[tuple[str, list[str], float], ...]
    cases = (("check", ["--dry-run"], CHECK_SECONDS), ("import", [], IMPORT_SECONDS))
    for case, options, promised in cases:
        done = _timed(["import_kitchen", str(path), *options], database)
        status = "measured" if done.is_done else "failed"
        name = f"{case} {path.stem}"
        yield row("workbook", f"{name}, seconds", value=done.seconds, reference=promised,
                  seconds=done.seconds, status=status)  # fmt: skip
        yield row("workbook", f"{name}, megabytes", value=done.megabytes, reference=MEGABYTES,
                  seconds=done.seconds, status=status)  # fmt: skip


def _timed(command: Sequence[str], database: Path) -> Measured:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _pid, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    taken = time.perf_counter() - started
    return Measured(taken, usage.ru_maxrss / 1024, child.returncode == 0)


# --- the large kitchen --------------------------------------------------------------------------


def _write_large(folder: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, headings, rows in (*_places(), *_food(), *_customers(), *_people()):
        sheet = book.create_sheet(name)
        sheet.append(headings.split())
        for cells in rows:
            sheet.append(list(cells))
    path = folder / "large.xlsx"
    book.save(path)
    return path


Sheets = Iterator[tuple[str, str, Iterator[Sequence[object]]]]


def _named(word: str, number: int) -> tuple[str, str, str, str]:
    return (f"{word}_{number}", f"{word} {number} ع", f"{word} {number} ע", f"{word} {number}")


def _places() -> Sheets:
    names = "key name_ar name_he name_en "
    towns = ((*_named("town", n), 32 + n / 100, 35 + n / 200) for n in range(TOWNS))
    yield "localities", names + "latitude longitude", towns
    yield "distances", "origin destination metres minutes", (
        (f"town_{a}", f"town_{b}", 1000 * abs(a - b), 2 * abs(a - b))
        for a in range(TOWNS) for b in range(TOWNS) if a != b
    )  # fmt: skip
    yield "kitchen", names + "locality", iter([(*_named("kitchen", 1), "town_0")])
    yield "kitchen_lines", names + "allows_dairy", iter([(*_named("line", 1), "yes")])
    groups = ((*_named("group", n), 70 + 30 * n, n) for n in range(3))
    yield "diner_groups", names + "portion_factor_percent position", groups
    diets = ((*_named("diet", n), "yes" if n == 0 else "no", n) for n in range(6))
    yield "diets", names + "is_regular position", diets


def _food() -> Sheets:
    names = "key name_ar name_he name_en "
    yield (
        "ingredients",
        names + "category diet_class kcal protein_g",
        (
            (*_named("ingredient", n), "grains", "parve", 100 + n, n / 10)
            for n in range(INGREDIENTS)
        ),
    )
    yield (
        "dishes",
        names + "course hold_class litres_per_100",
        ((*_named("dish", n), "main", "A", 30) for n in range(DISHES)),
    )
    yield (
        "recipes",
        "dish version valid_from yield_grams",
        ((f"dish_{n}", 1, START, 22000) for n in range(DISHES)),
    )
    yield "recipe_lines", "dish version position ingredient gross_grams", (
        (f"dish_{n}", 1, at, f"ingredient_{(n * 7 + at) % INGREDIENTS}", 1000 + at)
        for n in range(DISHES) for at in range(1, 9)
    )  # fmt: skip
    yield (
        "menu_cycles",
        names + "line weeks starts_on",
        iter([(*_named("cycle", 1), "line_1", 8, "2026-08-30")]),
    )
    yield "menu_cycle_items", "cycle week weekday position dish", (
        ("cycle_1", week, day, at, f"dish_{(week * 20 + day * 4 + at) % DISHES}")
        for week in range(1, 9) for day in DAYS for at in range(1, 5)
    )  # fmt: skip


def _customers() -> Sheets:
    names = "key name_ar name_he name_en "
    yield "customers", names + "kind", ((*_named("customer", n), "authority") for n in range(20))
    columns = "customer kind locality community weekday_mask line window_from window_to"
    yield "sites", names + columns, (
        (*_named("site", n), f"customer_{n % 20}", "school", f"town_{n % TOWNS}", "arab_muslim",
         "Sunday; Monday; Tuesday; Wednesday; Thursday", "line_1", "10:30", "12:15")
        for n in range(SITES)
    )  # fmt: skip
    yield (
        "site_groups",
        "site diner_group eat_at enrolled",
        ((f"site_{n}", f"group_{g}", "12:30", 200) for n in range(SITES) for g in range(2)),
    )
    yield "standing_orders", "site valid_from", ((f"site_{n}", START) for n in range(SITES))
    yield "standing_lines", "site valid_from weekday diner_group diet portions", (
        (f"site_{n}", START, day, f"group_{g}", f"diet_{d}", 80 if d == 0 else 3)
        for n in range(SITES) for day in DAYS for g in range(2) for d in range(3)
    )  # fmt: skip
    yield (
        "prices",
        "customer diner_group packaging valid_from agorot",
        (
            (f"customer_{c}", f"group_{g}", "bulk", START, "17.50")
            for c in range(20)
            for g in range(3)
        ),
    )


def _people() -> Sheets:
    names = "key name_ar name_he name_en "
    yield "skills", names, (_named("skill", n) for n in range(8))
    yield "equipment_kinds", names + "unit", iter([(*_named("kettle", 1), "litres")])
    yield "process_steps", (
        "dish position kind skill equipment_kind fixed_minutes minutes_per_100 ends_cooking"
    ), (
        (f"dish_{n}", at, "cook", f"skill_{at}", "kettle_1" if at == 3 else None, 5, 4,
         "yes" if at == 3 else "no")
        for n in range(DISHES) for at in range(1, 6)
    )  # fmt: skip
    yield (
        "shift_patterns",
        names + "start_minute end_minute break_minutes paid_minutes",
        ((*_named("shift", n), "06:00", "14:00", 30, 450) for n in range(8)),
    )
    yield (
        "cooks",
        names + "locality rest_day hired_on",
        ((*_named("cook", n), f"town_{n % TOWNS}", "Friday", START) for n in range(COOKS)),
    )
    yield (
        "cook_skills",
        "cook skill",
        ((f"cook_{n}", f"skill_{s}") for n in range(COOKS) for s in range(5)),
    )
    yield (
        "contracts",
        "cook valid_from min_week_minutes max_week_minutes hourly_agorot",
        ((f"cook_{n}", START, 1200, 2520, "47.50") for n in range(COOKS)),
    )
    yield (
        "availability",
        "cook level weekday from_minute to_minute",
        (
            (f"cook_{n}", "unavailable", day, "00:00", "24:00")
            for n in range(COOKS)
            for day in (5, 6)
        ),
    )

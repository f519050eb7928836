"""Forecast error against the plain rule "same weekday last week".

Without files: three stated generators, each over twenty seeded sites of twenty weeks, Sunday to
Thursday; every one of the last ten weeks is forecast from the weeks before it. With files: a
history as CSV, columns ``site,date,portions`` and optionally ``flags`` (joined by ``;``) and
``left_out`` (1), or the SQLite file of a kitchen (the demonstration's, say) with its locked days.
A history of fewer than twenty weeks is forecast from its second half on.

``value`` is the mean absolute error in portions, ``reference`` that of the plain rule on the same
days, so a ratio below 1 is better than the plain rule. ``bound`` is, for the generators, the
error of somebody who knows the generator, which no forecast can beat.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from kurkum.lib.dates import parse_day, week_start, weekday_number
from orders.planning.forecast import DayAhead, DayCount, forecast, plain_rule
from tests.benchmarks.rows import BadInput, Fault, Row, read_text, row

WEEKS = 20
WARM_UP_WEEKS = 10
SITES = 20
FIRST_SUNDAY = dt.date(2026, 1, 4)

Mean = Callable[[int, int], float]
Errors = list[tuple[float, float]]

WEEKDAY_MEANS = (150.0, 130.0, 90.0, 125.0, 110.0)


def _noise(_index: int, _weekday: int) -> float:
    return 120.0


def _trend(index: int, _weekday: int) -> float:
    return 100.0 + 0.4 * index


def _weekday_pattern(_index: int, weekday: int) -> float:
    return WEEKDAY_MEANS[weekday]


# Mean portions by (day index, weekday); the noise around it is normal with these deviations.
GENERATORS: Mapping[str, tuple[Mean, float]] = {
    "noise": (_noise, 10.0),
    "trend": (_trend, 6.0),
    "weekday pattern": (_weekday_pattern, 6.0),
}


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """A row per generator, or per file."""
    histories = {Path(file).stem: _read(file) for file in files}
    if not files:
        for name, (mean, deviation) in GENERATORS.items():
            yield _generated(name, mean, deviation)
    for name, sites in histories.items():
        yield _measured(name, list(sites.values()), bound=None)


def _generated(name: str, mean: Mean, deviation: float) -> Row:
    sites, ideal = [], []
    for seed in range(SITES):
        history = _history(mean, deviation, random.Random(seed))
        sites.append(history)
        start = FIRST_SUNDAY + dt.timedelta(weeks=WARM_UP_WEEKS)
        ideal += [
            abs(count.portions - mean((count.day - FIRST_SUNDAY).days, weekday_number(count.day)))
            for count in history
            if count.day >= start
        ]
    return _measured(name, sites, bound=sum(ideal) / len(ideal))


def _history(mean: Mean, deviation: float, source: random.Random) -> list[DayCount]:
    return [
        DayCount(day, max(0, round(source.gauss(mean(index, weekday_number(day)), deviation))))
        for index in range(7 * WEEKS)
        if weekday_number(day := FIRST_SUNDAY + dt.timedelta(days=index)) < 5
    ]


def _measured(name: str, sites: Sequence[Sequence[DayCount]], bound: float | None) -> Row:
    started = time.perf_counter()
    errors: Errors = [pair for history in sites for pair in _errors(history)]
    taken = time.perf_counter() - started
    if not errors:
        return row("forecast", name, seconds=taken, status="unknown", bound=bound)
    ours, plain = (sum(column) / len(errors) for column in zip(*errors, strict=True))
    return row(
        "forecast",
        name,
        value=ours,
        bound=bound,
        reference=plain,
        seconds=taken,
        status="better" if ours <= plain else "worse",
    )


def _errors(history: Sequence[DayCount]) -> Errors:
    """Absolute errors (ours, plain) on the days of each week, told from the weeks before it."""
    weeks: defaultdict[dt.date, list[DayCount]] = defaultdict(list)
    for count in history:
        weeks[week_start(count.day)].append(count)
    errors: Errors = []
    for sunday in sorted(weeks)[min(WARM_UP_WEEKS, len(weeks) // 2) :]:
        before = [count for count in history if count.day < sunday]
        asked = [count for count in weeks[sunday] if not count.left_out]
        ahead = [DayAhead(count.day, count.flags) for count in asked]
        for count, told in zip(asked, forecast(before, ahead), strict=True):
            usual = [past for past in before if not past.left_out]
            plain = plain_rule(usual, DayAhead(count.day))
            if plain is not None:
                errors.append((abs(told.portions - count.portions), abs(plain - count.portions)))
    return errors


def _read(file: str) -> dict[str, list[DayCount]]:
    if file.endswith(".sqlite3"):
        return _read_database(file)
    reader = csv.DictReader(read_text(file).splitlines())
    lacking = {"site", "date", "portions"} - set(reader.fieldnames or ())
    if lacking:
        raise BadInput([Fault(file, 1, f"columns missing: {', '.join(sorted(lacking))}")])
    sites: defaultdict[str, list[DayCount]] = defaultdict(list)
    faults = []
    for line in reader:
        try:
            sites[line["site"]].append(_count(line))
        except ValueError as error:
            faults.append(Fault(file, reader.line_num, str(error)))
    if faults:
        raise BadInput(faults)
    return dict(sites)


LOCKED_DAYS = """
SELECT o.site_id, o.date,
  (SELECT coalesce(sum(portions), 0) FROM orders_orderline WHERE order_id = o.id)
  + (SELECT coalesce(sum(granted), 0) FROM orders_amendment
     WHERE order_id = o.id AND state IN ('accepted', 'partly')),
  (SELECT p.key FROM orders_servicedayoverride d JOIN orders_attendanceprofile p
     ON p.id = d.profile_id WHERE d.site_id = o.site_id AND d.date = o.date),
  EXISTS (SELECT 1 FROM orders_leftoutday l
     WHERE l.date = o.date AND (l.site_id IS NULL OR l.site_id = o.site_id))
FROM orders_order o WHERE o.state = 'locked' ORDER BY o.site_id, o.date
"""


def _read_database(file: str) -> dict[str, list[DayCount]]:
    """The locked days of a kitchen, read only."""
    try:
        with closing(sqlite3.connect(f"file:{Path(file).absolute()}?mode=ro", uri=True)) as kitchen:
            rows = kitchen.execute(LOCKED_DAYS).fetchall()
    except sqlite3.Error as error:
        raise BadInput([Fault(file, 1, f"is no kitchen's database: {error}")]) from error
    sites: defaultdict[str, list[DayCount]] = defaultdict(list)
    for site, date, portions, profile, left_out in rows:
        flags = frozenset({profile} if profile else ())
        sites[str(site)].append(DayCount(parse_day(date), portions, flags, bool(left_out)))
    return dict(sites)


def _count(line: Mapping[str, str | None]) -> DayCount:
    portions = line["portions"] or ""
    if not portions.isdecimal():
        raise ValueError(f"portions is {portions!r}, not a whole number")
    return DayCount(
        day=parse_day(line["date"] or ""),
        portions=int(portions),
        flags=frozenset(filter(None, (line.get("flags") or "").split(";"))),
        left_out=line.get("left_out") == "1",
    )

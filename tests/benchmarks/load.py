"""Fifty secretaries save at once: one gunicorn with three workers on SQLite, over the loopback.

``value`` is orders saved a second, ``reference`` what a bare view reaches that makes the same
inserts without any rule, in rounds that alternate with ours, so that other load hits both. The
first case has a site for each client, the second one site for all: one order must win there and
everybody else must be shown it. ``status`` is "failed" where an answer was no answer, or where an
order was lost or doubled.
"""

from __future__ import annotations

import datetime as dt
import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.benchmarks.rows import Row, row

ROOT = Path(__file__).resolve().parents[2]
HOST, PORT, WORKERS, ROUNDS = "127.0.0.1", 8793, 3, 4
TOKEN = "a" * 32
FIELD = "count:grades_1_6:regular"
START_SECONDS, ANSWER_SECONDS = 40, 60


@dataclass(frozen=True, slots=True)
class Site:
    """The seeded site: the service date, the shared site, and (own site, session) a client."""

    date: str
    shared: str
    people: tuple[tuple[str, str], ...]


def run(files: list[str], seconds: float | None, solutions: str | None) -> Iterator[Row]:
    """Two rows: every client her own site, and all clients one site."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "load.sqlite3"
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{database}",
            "DJANGO_SETTINGS_MODULE": "tests.benchmarks.load_settings",
            "SECRET_KEY": "load-" * 10,
        }
        site = _seed(environment)
        with _served(environment):
            yield _own_sites(site, database)
            yield _one_site(site, database)


def _seed(environment: Mapping[str, str]) -> Site:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load_seed"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout)
    people = tuple((one["site"], one["session"]) for one in told["people"])
    return Site(told["date"], told["shared"], people)


@contextmanager
def _served(environment: Mapping[str, str]) -> Iterator[None]:
    command = [
        sys.executable, "-m", "gunicorn", "kurkum.wsgi", "--workers", str(WORKERS),
        "--bind", f"{HOST}:{PORT}", "--timeout", str(ANSWER_SECONDS), "--log-level", "error",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_until_up()
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=15)


def _wait_until_up() -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection(HOST, PORT, timeout=5)
            connection.request("GET", "/health/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


# --- the clients --------------------------------------------------------------------------------


def _post(path: str, session: str, version: int, portions: int) -> int:
    """Saves once; the status of the answer, 0 where there was none."""
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "version": version, FIELD: portions})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
        "HX-Request": "true",
    }
    connection = http.client.HTTPConnection(HOST, PORT, timeout=ANSWER_SECONDS)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
    except OSError:
        return 0
    finally:
        connection.close()
    return answer.status


def _all_at_once(paths: Sequence[str], site: Site, version: int) -> tuple[Counter[int], float]:
    """Each client posts once; how many answers of each status, and the seconds for all."""
    with ThreadPoolExecutor(len(site.people)) as clients:
        started = time.perf_counter()
        waiting = [
            clients.submit(_post, path, session, version, 60 + number + version)
            for number, (path, (_own, session)) in enumerate(zip(paths, site.people, strict=True))
        ]
        statuses = Counter(one.result() for one in waiting)
    return statuses, time.perf_counter() - started


def _own_sites(site: Site, database: Path) -> Row:
    ours, bare, statuses = 0.0, 0.0, Counter[int]()
    real = [f"/orders/sites/{own}/{site.date}/" for own, _session in site.people]
    other = _day_after(site.date)
    plain = [f"/bare/{own}/{other}/" for own, _session in site.people]
    for path in (real[0], plain[0]):
        _post(path, "nobody", 0, 0)  # each worker loads its templates outside the measurement
    for version in range(ROUNDS):
        found, taken = _all_at_once(real, site, version)
        ours, statuses = ours + taken, statuses + found
        found, taken = _all_at_once(plain, site, version)
        bare, statuses = bare + taken, statuses + found
    count = len(site.people) * ROUNDS
    whole = statuses == Counter({200: 2 * count}) and _nothing_lost(database, site)
    return row(
        "load",
        f"{len(site.people)} clients, own sites",
        value=count / ours,
        reference=count / bare,
        seconds=ours + bare,
        status="measured" if whole else "failed",
    )


def _one_site(site: Site, database: Path) -> Row:
    paths = [f"/orders/sites/{site.shared}/{site.date}/"] * len(site.people)
    statuses, taken = _all_at_once(paths, site, 0)
    with sqlite3.connect(database) as connection:
        saved = connection.execute(
            "SELECT count(*), max(version) FROM orders_order JOIN orders_site s ON s.id = site_id"
            " WHERE s.key = ?",
            (site.shared,),
        ).fetchone()
    shown = statuses[422]
    won = statuses[200] == 1 and shown == len(site.people) - 1 and saved == (1, 1)
    return row(
        "load",
        f"{len(site.people)} clients, one site",
        value=len(site.people) / taken,
        seconds=taken,
        status="measured" if won else "failed",
    )


def _nothing_lost(database: Path, site: Site) -> bool:
    """One order a site, as many versions and lines of history as saves, the last count in it."""
    with sqlite3.connect(database) as connection:
        orders = connection.execute(
            "SELECT s.key, o.version, l.portions FROM orders_order o"
            " JOIN orders_site s ON s.id = o.site_id JOIN orders_orderline l ON l.order_id = o.id"
            " WHERE o.date = ? ORDER BY s.key",
            (site.date,),
        ).fetchall()
        changes = connection.execute(
            "SELECT count(*) FROM base_change WHERE subject = 'Order'"
        ).fetchone()[0]
    wanted = [
        (own, ROUNDS, 60 + number + ROUNDS - 1) for number, (own, _s) in enumerate(site.people)
    ]
    return orders == wanted and changes == ROUNDS * len(site.people)


def _day_after(date: str) -> str:
    return (dt.date.fromisoformat(date) + dt.timedelta(days=1)).isoformat()

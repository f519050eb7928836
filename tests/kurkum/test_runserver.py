"""The site and its worker live and end together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

import kurkum

ROOT = Path(kurkum.__file__).parents[1]
PATIENCE_SECONDS = 60.0  # a busy machine takes long to start Python twice


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def becomes_true(what: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.1)
    return False


def workers_of(parent: int) -> list[int]:
    """Processes whose parent is the site; read from the kernel's own table."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it ended while it was looked at
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs the kernel's /proc")
def test_a_stop_from_outside_ends_the_worker_too(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'k.sqlite3'}"}
    command = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*command, "migrate", "-v0"], env=environment, check=True, timeout=240)
    port = free_port()
    site = subprocess.Popen(
        [*command, "runserver", f"127.0.0.1:{port}", "--noreload"],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        assert becomes_true(lambda: answers(port))
        workers = workers_of(site.pid)
        assert len(workers) == 1
        site.send_signal(signal.SIGTERM)
        site.wait(timeout=PATIENCE_SECONDS)
        assert becomes_true(lambda: not Path(f"/proc/{workers[0]}").exists())
    finally:
        site.kill()
        site.wait()

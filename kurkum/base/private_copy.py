"""A private copy of the database, for work that only supposes things: nobody waits for it.

SQLite lets one writer in at a time, and whoever writes what is rolled back later keeps the others
out just the same. A copy of its own keeps nobody out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# SQLite's own name for a nameless file that it keeps in memory while it fits, and deletes itself.
NAMELESS = ""
# It is thrown away, so it need not survive anything.
FAST = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000"


@contextmanager
def private_copy() -> Iterator[None]:
    """Inside, this thread's connection reads and writes a copy as the database was just now.

    Another database has locks of rows instead, and inside a transaction a copy would miss what it
    wrote: there the work goes on where it is, and the caller must roll it back.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    real = connection.connection
    copy = connection.get_new_connection(
        {**connection.get_connection_params(), "database": NAMELESS}
    )
    copy.isolation_level = None  # as Django's own: transactions begin where it says so
    copy.executescript(FAST)
    try:
        real.backup(copy)
        connection.connection = copy
        yield
    finally:
        connection.connection = real
        copy.close()

"""What the environment may set, read strictly: a wrong value stops the start and is named."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def flag(name: str, *, default: bool) -> bool:
    """A yes/no setting. Raises ImproperlyConfigured for anything but the known words."""
    text = os.environ.get(name)
    if text is None:
        return default
    word = text.strip().lower()
    if word not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name}={text!r}: write one of 1, 0, true, false, yes, no")
    return word in TRUE


def words(name: str, *, default: list[str]) -> list[str]:
    """A list separated by commas; empty items are refused."""
    text = os.environ.get(name)
    if text is None:
        return default
    items = [item.strip() for item in text.split(",")]
    if not all(items):
        raise ImproperlyConfigured(f"{name}={text!r}: write items separated by single commas")
    return items


def secret_key(folder: Path) -> str:
    """SECRET_KEY, or a key made once and kept beside the database, readable by its owner only."""
    given = os.environ.get("SECRET_KEY")
    if given is not None:
        if len(given) < 32:
            raise ImproperlyConfigured("SECRET_KEY: at least 32 characters")
        return given
    path = folder / ".secret_key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


# WAL and IMMEDIATE together end "database is locked": readers never wait, writers queue.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
        "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY"
    ),
}


def database(base: Path) -> dict[str, Any]:
    """DATABASE_URL (sqlite:///path or postgres://…), else an SQLite file beside the project."""
    url = os.environ.get("DATABASE_URL", f"sqlite:///{base / 'kurkum.sqlite3'}")
    scheme = urlsplit(url).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise ImproperlyConfigured(
            f"DATABASE_URL: {scheme!r} is not known; write sqlite:///FILE or postgres://USER@HOST/NAME"
        )
    settings: dict[str, Any] = dict(environ.Env.db_url_config(url))
    settings["CONN_MAX_AGE"] = 60
    if scheme == "sqlite":
        settings["OPTIONS"] = dict(SQLITE_OPTIONS)
    else:
        settings["CONN_HEALTH_CHECKS"] = True
    return settings

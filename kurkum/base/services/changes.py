"""Writes the history. Services call this in the same transaction as the change itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kurkum.base.choices import Channel
from kurkum.base.models import Change, User


def record_change(
    *,
    subject: str,
    subject_key: str,
    action: str,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> Change:
    """One row of history: ``subject`` is the model's name, before and after are plain JSON."""
    return Change.objects.create(
        at=now,
        author=author,
        author_name=author.get_username() if author else "–",
        channel=channel,
        action=action,
        subject=subject,
        subject_key=subject_key,
        before=before,
        after=after,
        reason=reason,
    )

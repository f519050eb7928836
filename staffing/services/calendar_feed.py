"""A cook's published shifts as a calendar feed (RFC 5545), behind a signed address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core import signing

from kurkum.lib.dates import at_minute, day_of
from staffing.models import Assignment, Cook
from staffing.selectors.rosters import shifts_of

SALT = "staffing.calendar"
DAYS_BACK, DAYS_AHEAD = 30, 120
LINE_OCTETS = 75


def feed_token(cook: Cook) -> str:
    """Names the cook and cannot be guessed; a changed secret key ends all feeds."""
    return signing.dumps(cook.key, salt=SALT)


def cook_of(token: str) -> Cook | None:
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Cook.objects.filter(key=key).first()


def feed(cook: Cook, *, now: dt.datetime) -> bytes:
    """Published shifts of the last month and the next four; a draft is never among them."""
    today = day_of(now)
    first, last = today - dt.timedelta(days=DAYS_BACK), today + dt.timedelta(days=DAYS_AHEAD)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kurkum//Roster//EN", "CALSCALE:GREGORIAN"]
    for row in shifts_of(cook, first, last):
        lines += _event(row, cook)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for folded in _folded(lines)).encode()


def _event(row: Assignment, cook: Cook) -> list[str]:
    language = cook.language
    summary = f"{row.shift.name_in(language)} · {row.skill.name_in(language)}"
    stamp = row.roster.published_at or row.roster.created_at
    return [
        "BEGIN:VEVENT",
        f"UID:{row.date.isoformat()}-{cook.key}@kurkum",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(at_minute(row.date, row.start_minute))}",
        f"DTEND:{_utc(at_minute(row.date, row.end_minute))}",
        f"SUMMARY:{_escaped(summary)}",
        "END:VEVENT",
    ]


def _utc(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for char in ("\\", ";", ","):
        text = text.replace(char, "\\" + char)
    return text.replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> Iterable[str]:
    """No line longer than 75 octets, none broken inside a letter (section 3.1)."""
    for line in lines:
        part, room = "", LINE_OCTETS
        for char in line:
            if len((part + char).encode()) > room:
                yield part
                part, room = " ", LINE_OCTETS
            part += char
        yield part

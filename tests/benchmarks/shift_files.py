"""Reads the text instances of the public shift-scheduling benchmark into roster problems.

Translation only: one cook per person, one shift type per shift, one goal for the published cost.
"""

from __future__ import annotations

from pathlib import Path

from staffing.planning.roster import Cook, Cover, Goal, Problem, ShiftType, Wish

MONDAY = 0
SATURDAY_SUNDAY = frozenset({5, 6})
COST = Goal("cost", ("under_cover", "over_cover", "wishes"))
Sections = dict[str, list[list[str]]]


def read_problem(path: Path) -> Problem:
    """The roster problem of ``path``. Raises ValueError naming the line that cannot be read."""
    sections = _sections(path)
    off = {row[0]: frozenset(map(int, row[1:])) for row in sections["SECTION_DAYS_OFF"]}
    return Problem(
        days=int(sections["SECTION_HORIZON"][0][0]),
        first_weekday=MONDAY,
        week_starts_on=MONDAY,
        weekend=SATURDAY_SUNDAY,
        shifts=tuple(_shift(row) for row in sections["SECTION_SHIFTS"]),
        cooks=tuple(_cook(row, off) for row in sections["SECTION_STAFF"]),
        cover=tuple(_cover(row) for row in sections["SECTION_COVER"]),
        wishes=(
            *(_wish(row, wanted=True) for row in sections["SECTION_SHIFT_ON_REQUESTS"]),
            *(_wish(row, wanted=False) for row in sections["SECTION_SHIFT_OFF_REQUESTS"]),
        ),
        goals=(COST,),
    )


def _sections(path: Path) -> Sections:
    sections: Sections = {}
    rows: list[list[str]] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("SECTION_"):
            rows = sections.setdefault(text, [])
        elif rows is None:
            raise ValueError(f"{path}:{number}: a row before the first section")
        else:
            rows.append([cell.strip() for cell in text.split(",")])
    return sections


def _shift(row: list[str]) -> ShiftType:
    minutes = int(row[1])
    following = frozenset(row[2].split("|")) if len(row) > 2 and row[2] else frozenset()
    return ShiftType(row[0], 0, minutes, minutes, forbidden_next=following)


def _cook(row: list[str], off: dict[str, frozenset[int]]) -> Cook:
    key, limits, most, least, max_run, min_run, min_days_off, weekends = row
    return Cook(
        key,
        max_shifts={name: int(most) for name, most in (x.split("=") for x in limits.split("|"))},
        max_minutes=int(most),
        min_minutes=int(least),
        max_run=int(max_run),
        min_run=int(min_run),
        min_days_off=int(min_days_off),
        max_weekends=int(weekends),
        days_off=off.get(key, frozenset()),
    )


def _cover(row: list[str]) -> Cover:
    day, shift, wanted, under, over = row
    return Cover(int(day), shift, int(wanted), under_weight=int(under), over_weight=int(over))


def _wish(row: list[str], *, wanted: bool) -> Wish:
    key, day, shift, weight = row
    return Wish(key, int(weight), wanted, day=int(day), shift=shift)

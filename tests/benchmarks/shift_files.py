"""Reads the text instances of the public shift-scheduling benchmark into roster problems.

Translation only: one cook per person, one shift type per shift, one goal for the published cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from staffing.planning.roster import BadProblem, Cook, Cover, Goal, Problem, ShiftType, Wish
from tests.benchmarks.rows import BadInput, Fault, read_text

MONDAY = 0
SATURDAY_SUNDAY = frozenset({5, 6})
COST = Goal("cost", ("under_cover", "over_cover", "wishes"))
SECTIONS = (
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
)
Cells = list[str]
Read = TypeVar("Read")


class Instance:
    """The rows of a file by section; every fault names its line."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: dict[str, list[tuple[int, Cells]]] = {}
        section = None
        for number, line in enumerate(read_text(file).splitlines(), start=1):
            text = line.strip()
            if text in SECTIONS:
                section = self.rows.setdefault(text, [])
            elif text and not text.startswith("#"):
                if section is None or text.startswith("SECTION"):
                    raise BadInput([Fault(file, number, f"unknown section {text[:40]!r}")])
                section.append((number, [cell.strip() for cell in text.split(",")]))
        missing = [name for name in SECTIONS[:3] if not self.rows.get(name)]
        if missing:
            raise BadInput([Fault(file, 1, f"nothing stands in {', '.join(missing)}")])

    def read(self, section: str, parse: Callable[[Cells], Read]) -> Iterator[Read]:
        """Each row of the section as ``parse`` makes it."""
        for number, cells in self.rows.get(section, []):
            try:
                yield parse(cells)
            except (ValueError, IndexError) as error:
                what = f"cannot be read as a row of {section}: {error}"
                raise BadInput([Fault(self.file, number, what)]) from error


def read_problem(file: str) -> Problem:
    """The roster problem of ``file``. Raises BadInput naming the line that cannot be read."""
    instance = Instance(file)
    off = dict(instance.read("SECTION_DAYS_OFF", _days_off))
    days = next(instance.read("SECTION_HORIZON", lambda cells: int(cells[0])))
    wished = instance.read("SECTION_SHIFT_ON_REQUESTS", lambda cells: _wish(cells, wanted=True))
    shunned = instance.read("SECTION_SHIFT_OFF_REQUESTS", lambda cells: _wish(cells, wanted=False))
    shifts = tuple(instance.read("SECTION_SHIFTS", _shift))
    cooks = tuple(instance.read("SECTION_STAFF", lambda cells: _cook(cells, off)))
    cover = tuple(instance.read("SECTION_COVER", _cover))
    wishes = (*wished, *shunned)
    try:
        return Problem(
            days=days,
            first_weekday=MONDAY,
            week_starts_on=MONDAY,
            weekend=SATURDAY_SUNDAY,
            goals=(COST,),
            shifts=shifts,
            cooks=cooks,
            cover=cover,
            wishes=wishes,
        )
    except BadProblem as error:
        raise BadInput([Fault(file, 1, str(error))]) from error


def _days_off(cells: Cells) -> tuple[str, frozenset[int]]:
    return cells[0], frozenset(map(int, cells[1:]))


def _shift(cells: Cells) -> ShiftType:
    minutes = int(cells[1])
    following = frozenset(cells[2].split("|")) if len(cells) > 2 and cells[2] else frozenset()
    return ShiftType(cells[0], 0, minutes, minutes, forbidden_next=following)


def _cook(cells: Cells, off: dict[str, frozenset[int]]) -> Cook:
    key, limits, most, least, max_run, min_run, min_days_off, weekends = cells
    return Cook(
        key,
        max_shifts={name: int(count) for name, count in (x.split("=") for x in limits.split("|"))},
        max_minutes=int(most),
        min_minutes=int(least),
        max_run=int(max_run),
        min_run=int(min_run),
        min_days_off=int(min_days_off),
        max_weekends=int(weekends),
        days_off=off.get(key, frozenset()),
    )


def _cover(cells: Cells) -> Cover:
    day, shift, wanted, under, over = cells
    return Cover(int(day), shift, int(wanted), under_weight=int(under), over_weight=int(over))


def _wish(cells: Cells, *, wanted: bool) -> Wish:
    key, day, shift, weight = cells
    return Wish(key, int(weight), wanted, day=int(day), shift=shift)

"""Rows of a table that a person filled in: read as text, asked for as values, faults by place.

Pure: the standard library only. A cell that does not hold what is asked for raises ``RowFault``;
``Faults`` gathers them, so that one reading names everything that is wrong, each as
``FILE:LINE: what is wrong``.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

YES = {"1", "yes", "true"}
NO = {"0", "no", "false"}
HUNDRED = Decimal(100)


class RowFault(ValueError):
    """What is wrong with one row, and the remedy; the place is added by ``Faults``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; every cell is text without surrounding blanks."""

    file: str
    line: int
    cells: Mapping[str, str]

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"

    def text(self, column: str) -> str:
        """The cell; an empty one is allowed. Raises RowFault if there is no such column."""
        if column not in self.cells:
            raise RowFault(f"the column {column} is missing; add it to the header")
        return self.cells[column]

    def needed(self, column: str) -> str:
        value = self.text(column)
        if not value:
            raise RowFault(f"{column} is empty; fill it in")
        return value

    def integer(self, column: str) -> int:
        return self._read(column, int, "a whole number")

    def decimal(self, column: str) -> Decimal:
        return self._read(column, _decimal, "a number with a decimal point")

    def agorot(self, column: str) -> int:
        """An amount in ILS as whole agorot; more than two decimals are refused."""
        amount = self.decimal(column) * HUNDRED
        if amount != amount.to_integral_value():
            raise RowFault(f"{column} is {self.text(column)}; money has at most two decimals")
        return int(amount)

    def date(self, column: str) -> dt.date:
        return self._read(column, dt.date.fromisoformat, "a date like 2026-11-25")

    def time(self, column: str) -> dt.time:
        return self._read(column, dt.time.fromisoformat, "a time like 12:30")

    def flag(self, column: str) -> bool:
        return self._read(column, _flag, "1 for yes or 0 for no")

    def listed(self, column: str) -> list[str]:
        """The parts of a cell that are joined by semicolons."""
        return [part.strip() for part in self.text(column).split(";") if part.strip()]

    def optional(self, read: Callable[[str], T], column: str) -> T | None:
        """``row.optional(row.integer, "x")``: None where the cell is empty."""
        return read(column) if self.text(column) else None

    def one_of(self, column: str, known: Mapping[str, T]) -> T:
        """What the cell's key stands for."""
        return look_up(column, self.needed(column), known)

    def many_of(self, column: str, known: Mapping[str, T]) -> list[T]:
        return [look_up(column, key, known) for key in self.listed(column)]

    def _read(self, column: str, parse: Callable[[str], T], expected: str) -> T:
        value = self.needed(column)
        try:
            return parse(value)
        except ValueError as error:
            raise RowFault(f"{column} is {value!r}; {expected} is expected") from error


@dataclass(slots=True)
class Faults:
    """The faults found so far, each with its place."""

    messages: list[str] = field(default_factory=list)

    def add(self, place: str, message: object) -> None:
        self.messages.append(f"{place}: {message}")

    def each(self, rows: Iterable[Row], build: Callable[[Row], T]) -> list[tuple[Row, T]]:
        """What ``build`` makes of every sound row; of the others the fault is kept."""
        built = []
        for row in rows:
            try:
                built.append((row, build(row)))
            except RowFault as fault:
                self.add(row.place, fault)
        return built

    def each_of(
        self, rows: Iterable[Row], build: Callable[[Row], Iterable[T]]
    ) -> list[tuple[Row, T]]:
        """The same where one row makes several things."""
        return [(row, one) for row, several in self.each(rows, build) for one in several]


def look_up(column: str, key: str, known: Mapping[str, T]) -> T:
    """What a key stands for. Raises RowFault naming the column and the key."""
    if key not in known:
        raise RowFault(f"{column} {key!r} is not known; use a key that stands in its own table")
    return known[key]


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file, line numbers as an editor shows them.

    Raises RowFault for a file that is missing, not UTF-8 text, empty, or whose rows have more or
    fewer cells than its header.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise RowFault(f"{path.name}: there is no such file in {path.parent.name}") from error
    except UnicodeDecodeError as error:
        raise RowFault(f"{path.name}: not a UTF-8 text file; save it as CSV (UTF-8)") from error
    reader = csv.reader(text.splitlines(keepends=True))
    header = [name.strip() for name in next(reader, [])]
    if not header:
        raise RowFault(f"{path.name}:1: the file is empty; the first line names the columns")
    return [_row(path.name, reader.line_num, header, cells) for cells in reader if any(cells)]


def _row(file: str, line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        raise RowFault(f"{file}:{line}: {len(cells)} cells, but the header names {len(header)}")
    return Row(file, line, dict(zip(header, (cell.strip() for cell in cells), strict=True)))


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not number.is_finite():
        raise ValueError(text)
    return number


def _flag(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise ValueError(text)
    return text.lower() in YES

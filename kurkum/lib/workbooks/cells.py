"""What a sheet holds once it is read: rows of cells, still in the words of whoever typed them.

Pure: the standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


class BookFault(ValueError):
    """A file that is refused as a whole: ``code`` says why, ``facts`` what was found."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell. ``number`` is None for texts; a date or a time is a number with a format.

    Dates count days from 1899-12-30, times are the fraction of a day.
    """

    text: str
    number: Decimal | None = None
    is_moment: bool = False
    is_formula: bool = False
    is_error: bool = False


@dataclass(slots=True)
class RowCells:
    """One row of a sheet: filled cells by column, counted from 1."""

    number: int
    cells: dict[int, Cell] = field(default_factory=dict)
    is_hidden: bool = False

    def text(self, column: int) -> str:
        cell = self.cells.get(column)
        return cell.text if cell else ""


@dataclass(slots=True)
class SheetCells:
    """One sheet: its name and its rows that hold anything."""

    name: str
    rows: list[RowCells] = field(default_factory=list)
    is_hidden: bool = False


def column_letters(number: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(reference: str) -> int:
    """The column of ``B7`` is 2; 0 where the text names none."""
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number

"""Reads the cells of a workbook (XLSX) in one pass, with a cap on how many there may be.

Pure: the standard library only. Formulas are not computed: such a cell is marked. A value merged
over several rows of one column counts for each of them; over several columns only for the first.
Declarations of document types are refused, so nothing can expand.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from xml.parsers import expat  # document types are refused below

from kurkum.lib.workbooks.cells import (
    BookFault,
    Cell,
    RowCells,
    SheetCells,
    column_number,
)
from kurkum.lib.workbooks.formats import moment_styles
from kurkum.lib.workbooks.safety import open_package, read_part

MAX_CELLS = 1_000_000
DAYS_FROM_1900_TO_1904 = 1462

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def read_book(content: bytes) -> list[SheetCells]:
    """Every sheet of a workbook with what stands in it. Raises BookFault with its code."""
    with open_package(content) as package:
        index = _Index(package)
        strings = _strings(package)
        moments = _moments(package)
        left = MAX_CELLS
        sheets = []
        for name, part, hidden in index.sheets:
            reader = _SheetReader(strings, moments, left, is_1904=index.is_1904)
            parse(read_part(package, part), reader.start, reader.end, reader.letters)
            left = reader.left
            sheets.append(SheetCells(name, reader.finished(), hidden))
        return sheets


def parse(
    content: bytes, start: Start, end: End, letters: Callable[[str], None] | None = None
) -> None:
    """Walks through a part; names come without their namespace."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise BookFault("damaged", part="document type")

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, attributes: start(_local(name), attributes)
    parser.EndElementHandler = lambda name: end(_local(name))
    if letters:
        parser.CharacterDataHandler = letters
    try:
        parser.Parse(content, True)
    except BookFault:
        raise
    except (expat.ExpatError, ValueError) as error:  # a number of a row or style that is none
        raise BookFault("damaged", part=str(error)) from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _nothing(_name: str) -> None:
    """Ends of elements that nobody waits for."""


class _Index:
    """Which sheets there are, and in which part each of them stands."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.is_1904 = False
        self._found: list[tuple[str, str, bool]] = []
        self._targets: dict[str, str] = {}
        parse(read_part(package, "xl/workbook.xml"), self._workbook, _nothing)
        parse(read_part(package, "xl/_rels/workbook.xml.rels"), self._relation, _nothing)

    @property
    def sheets(self) -> list[tuple[str, str, bool]]:
        return [
            (name, self._targets[relation], hidden)
            for name, relation, hidden in self._found
            if "worksheets/" in self._targets.get(relation, "")
        ]

    def _workbook(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true")
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if _local(k) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self._found.append((attributes.get("name", ""), relation, hidden))

    def _relation(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self._targets[attributes.get("Id", "")] = path


def _strings(package: zipfile.ZipFile) -> list[str]:
    """The shared texts; of a text in several fonts all parts, of a reading aid none."""
    if "xl/sharedStrings.xml" not in package.namelist():
        return []
    found: list[str] = []
    parts: list[str] = []
    inside = {"t": False, "rPh": False}

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            parts.clear()
        elif name in inside:
            inside[name] = True

    def end(name: str) -> None:
        if name == "si":
            found.append("".join(parts))
        elif name in inside:
            inside[name] = False

    def letters(text: str) -> None:
        if inside["t"] and not inside["rPh"]:
            parts.append(text)

    parse(read_part(package, "xl/sharedStrings.xml"), start, end, letters)
    return found


def _moments(package: zipfile.ZipFile) -> frozenset[int]:
    if "xl/styles.xml" not in package.namelist():
        return frozenset()
    elements: list[tuple[str, dict[str, str]]] = []
    open_elements: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        within = open_elements[-1] if open_elements else ""
        elements.append((f"{within}/{name}", attributes))
        open_elements.append(name)

    parse(read_part(package, "xl/styles.xml"), start, lambda _name: _drop_last(open_elements))
    try:
        return moment_styles(elements)
    except ValueError as error:
        raise BookFault("damaged", part="styles") from error


def _drop_last(names: list[str]) -> None:
    names.pop()


class _SheetReader:
    """Gathers the rows of one sheet while it is being parsed."""

    def __init__(
        self, strings: list[str], moments: frozenset[int], left: int, *, is_1904: bool
    ) -> None:
        self.left = left
        self._strings, self._moments = strings, moments
        self._shift = DAYS_FROM_1900_TO_1904 if is_1904 else 0
        self._rows: list[RowCells] = []
        self._merged: list[str] = []
        self._row = RowCells(0)
        self._column = 0
        self._kind, self._style = "", 0
        self._is_formula = False
        self._wanted = False
        self._parts: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            reference = attributes.get("r", "")
            self._column = column_number(reference) or self._column + 1
            self._kind = attributes.get("t", "n")
            self._style = int(attributes.get("s", "0"))
            self._is_formula = False
            self._parts.clear()
        elif name in ("v", "t"):
            self._wanted = True
        elif name == "f":
            self._is_formula = True
        elif name == "row":
            number = int(attributes.get("r", self._row.number + 1))
            hidden = attributes.get("hidden") in ("1", "true")
            self._row, self._column = RowCells(number, is_hidden=hidden), 0
        elif name == "mergeCell":
            self._merged.append(attributes.get("ref", ""))

    def letters(self, text: str) -> None:
        if self._wanted:
            self._parts.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._wanted = False
        elif name == "c":
            cell = self._cell("".join(self._parts))
            if cell is not None:
                self._count()
                self._row.cells[self._column] = cell
        elif name == "row" and self._row.cells:
            self._rows.append(self._row)

    def finished(self) -> list[RowCells]:
        """The rows, values merged downwards repeated."""
        by_number = {row.number: row for row in self._rows}
        for reference in self._merged:
            self._spread(reference, by_number)
        return self._rows

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise BookFault("too_many_cells", most=MAX_CELLS)

    def _cell(self, raw: str) -> Cell | None:
        if self._is_formula:
            return Cell(raw, is_formula=True)
        if not raw.strip():
            return None
        if self._kind == "s":
            return self._shared(raw)
        if self._kind == "e":
            return Cell(raw, is_error=True)
        if self._kind == "b":
            return Cell(raw, number=Decimal(raw))
        if self._kind == "n":
            return self._number(raw)
        return Cell(raw)

    def _shared(self, raw: str) -> Cell | None:
        try:
            text = self._strings[int(raw)]
        except (ValueError, IndexError) as error:
            raise BookFault("damaged", part="sharedStrings") from error
        return Cell(text) if text.strip() else None

    def _number(self, raw: str) -> Cell:
        try:
            # Long numbers are binary fractions; 5.2 is meant where 5.2 was typed.
            number = Decimal(repr(float(raw))) if len(raw) > 15 else Decimal(raw)
        except (InvalidOperation, ValueError):
            return Cell(raw)
        is_moment = self._style in self._moments
        if is_moment:
            number += self._shift
        text = format(number.normalize(), "f") if number.is_finite() else raw
        return Cell(text, number=number, is_moment=is_moment)

    def _spread(self, reference: str, rows: dict[int, RowCells]) -> None:
        first, _colon, last = reference.partition(":")
        column = column_number(first)
        top, bottom = (
            first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            last.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        )
        if not (top.isdigit() and bottom.isdigit() and int(top) in rows):
            return
        cell = rows[int(top)].cells.get(column)
        for number in range(int(top) + 1, int(bottom) + 1) if cell else ():
            if number not in rows:
                break
            self._count()
            rows[number].cells.setdefault(column, cell)  # type: ignore[arg-type]  # checked above

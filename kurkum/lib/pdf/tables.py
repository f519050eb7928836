"""Tables in reading direction: columns mirrored for Arabic and Hebrew, heads repeated."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import Color
from reportlab.platypus.tables import Table as PlatypusTable

from kurkum.lib.pdf.lines import Lines, Piece
from kurkum.lib.pdf.parts import Band, Cell, Column, Mark, Strong, Table
from kurkum.lib.pdf.pen import HAIR, RULE, THICK, THIN, Pen, Type, width_of

PAD, MARK_PAD = 4, 3
LONG = 700  # letters of a cell from which its row may be cut between pages
MOST = 8  # lines of a cell that cannot be split over pages: heads, bands, marks, totals


class Framed(Piece):
    """Bold words in a heavy frame, as wide as the words: seen before it is read."""

    def __init__(self, text: str, kind: Type, *, rtl: bool) -> None:
        super().__init__()
        self.kind, self.rtl = kind, rtl
        self.words = Lines(text, kind, rtl=rtl, most=MOST)
        self.natural = width_of(text, kind)

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        _, inner = self.words.wrap(available - 2 * MARK_PAD, height)
        self.width, self.height = available, inner + 3
        return self.width, self.height

    def draw(self) -> None:
        room = self.width - 2 * MARK_PAD
        one_line = len(self.words.lines) == 1
        width = min(self.natural, room) if one_line else room
        pen = Pen(self.canv, self.width, self.rtl)
        pen.box(0, 0, width + 2 * MARK_PAD, self.height, line=THICK * 0.8, radius=2)
        self.words.drawOn(self.canv, MARK_PAD, 2)


def build(table: Table, *, rtl: bool, room: float) -> PlatypusTable:
    """The table as a flowable as wide as the room; long cells wrap, long tables split.

    Without any column title it has no head.
    """
    size = 8.5 if table.dense else 10
    titles = [Strong(column.title) for column in table.columns]
    head = int(any(column.title for column in table.columns))
    rows = [_row(titles, table, size * 0.9, rtl=rtl)] * head
    rows += [_row(row, table, size, rtl=rtl) for row in table.rows or [Band(table.empty)]]
    if table.totals:
        rows.append(_row([_bold(cell) for cell in table.totals], table, size, rtl=rtl))
    shares = [column.width for column in table.columns]
    widths = [room * share / sum(shares) for share in shares]
    if rtl:
        widths.reverse()
    return PlatypusTable(
        rows, colWidths=widths, repeatRows=head, splitInRow=int(_has_long_cell(table)),
        spaceAfter=10, style=_style(table, head, len(rows)),
    )  # fmt: skip


def _has_long_cell(table: Table) -> bool:
    """Only a cell that may fill a page is cut inside; other rows, bands above all, stay whole."""
    rows = [row for row in table.rows if not isinstance(row, Band)]
    return any(len(cell) > LONG for row in rows for cell in row if isinstance(cell, str))


def _bold(cell: Cell) -> Cell:
    return Strong(cell) if isinstance(cell, str) else cell


def _row(row: Sequence[Cell] | Band, table: Table, size: float, *, rtl: bool) -> list[Any]:
    """The flowables of a row from left to right on paper."""
    if isinstance(row, Band):
        name = Lines(row.text, Type.of(size, bold=True), rtl=rtl, most=MOST)
        return [[name], *[""] * (len(table.columns) - 1)]
    pairs = zip(row, table.columns, strict=True)
    cells = [_cell(cell, column, size, rtl=rtl) for cell, column in pairs]
    return cells[::-1] if rtl else cells


def _cell(cell: Cell, column: Column, size: float, *, rtl: bool) -> Any:
    if isinstance(cell, Mark):
        return [Framed(cell.text, Type.of(size, bold=True), rtl=rtl)] if cell.text else ""
    strong = isinstance(cell, Strong)
    text = cell.text if isinstance(cell, Strong) else cell
    kind, most = Type.of(size, bold=column.bold or strong), MOST if strong else 0
    return [Lines(text, kind, rtl=rtl, align=column.align, most=most)] if text else ""


def _style(table: Table, head: int, rows: int) -> list[tuple[Any, ...]]:
    """Hairlines between rows, a strong line under the head; a band spans all columns."""
    tight = 2 if table.dense or table.close else 3.5
    style: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), PAD),
        ("RIGHTPADDING", (0, 0), (-1, -1), PAD),
        ("TOPPADDING", (0, 0), (-1, -1), tight),
        ("BOTTOMPADDING", (0, 0), (-1, -1), tight + 1),
        ("LINEBELOW", (0, 0), (-1, -1), HAIR, _grey(RULE)),
    ]
    if head:
        style.append(("LINEBELOW", (0, 0), (-1, 0), THIN, _grey(0)))
    if table.ruled:
        style.append(("GRID", (0, 0), (-1, -1), HAIR, _grey(0.2)))
    bands = [n for n, row in enumerate(table.rows, head) if isinstance(row, Band)]
    for number in bands if table.rows else [head]:
        style.append(("SPAN", (0, number), (-1, number)))
        if number + 1 < rows:
            style.append(("NOSPLIT", (0, number), (-1, number + 1)))
    if table.totals:
        style.append(("LINEABOVE", (0, -1), (-1, -1), THIN, _grey(0)))
        style.append(("NOSPLIT", (0, max(rows - 2, head)), (-1, rows - 1)))
    return style


def _grey(level: float) -> Color:
    return Color(level, level, level)

"""Stickers for boxes in a grid: code and mark large enough to read from above a shelf."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from reportlab.platypus.flowables import Flowable

from kurkum.lib.pdf import fonts
from kurkum.lib.pdf.boxes import draw_code
from kurkum.lib.pdf.lines import Lines, Piece
from kurkum.lib.pdf.parts import Label, Labels, Strong
from kurkum.lib.pdf.pen import HAIR, THICK, Pen, Type

PAD, SQUARE, FRAME = 8.0, 62.0, 5.0
MARK, TITLE, CODE, BODY = 12.0, 13.0, 18.0, 9.5
# Tried from the largest down until everything on the sticker stands in full.
SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)


def one_width(ready: str, kind: Type) -> float:
    """Width of a line that is shaped already."""
    return fonts.width(ready, kind.font, kind.size)


class Sticker:
    """One label: what is large stands beside the square code, the lines below it run wide."""

    def __init__(self, label: Label, room: float, height: float, *, rtl: bool) -> None:
        self.label, self.room, self.height, self.rtl = label, room, height, rtl
        self.square = min(SQUARE, height) if label.qr else 0.0
        for size in SIZES:
            self.lines = self._placed(size)
            if not self.lines or self.lines[-1][1] >= 0:
                break

    def beside(self, top: float) -> float:
        """The room of a line that begins at this height."""
        return self.room - self.square - 6 if top > self.height - self.square else self.room

    def _placed(self, size: float) -> list[tuple[Lines, float, bool]]:
        """Every text with the height of its foot, and whether it stands in a frame."""
        top, placed = self.height, []
        for text, kind, framed in self._texts(size):
            pad = FRAME if framed else 0.0
            lines = Lines(text, kind, rtl=self.rtl)
            _, needed = lines.wrap(self.beside(top) - 2 * pad, self.height)
            top -= needed + (pad if framed else 0)
            placed.append((lines, top, framed))
            top -= pad
        return placed

    def _texts(self, size: float) -> list[tuple[str, Type, bool]]:
        label, share = self.label, min(1.0, size / BODY)
        mark, title, code = (Type.of(one * share, bold=True) for one in (MARK, TITLE, CODE))
        body = [
            (one.text, Type.of(size, bold=True), False)
            if isinstance(one, Strong)
            else (one, Type.of(size), False)
            for one in label.lines
        ]
        head = [(label.code, code, False), (label.mark, mark, True), (label.title, title, False)]
        return [one for one in [*head, *body] if one[0]]

    def draw(self, pen: Pen, x: float, foot: float) -> None:
        if self.square:
            left = pen.side(x + self.room - self.square, self.square)
            bottom = foot + self.height - self.square + 4
            draw_code(pen.canvas, self.label.qr, left, bottom, self.square)
        for lines, low, framed in self.lines:
            if low < -PAD / 2:
                break
            inset = FRAME if framed else 0.0
            if framed:
                wide = max((one_width(one, lines.kind) for one in lines.lines), default=0.0)
                pen.box(
                    x, foot + low - 2, wide + 2 * inset, lines.height + 3, line=THICK, radius=3
                )  # fmt: skip
            lines.drawOn(pen.canvas, pen.side(x + inset, lines.width), foot + low)


class LabelRow(Piece):
    """One row of stickers; as a row it moves to the next page whole."""

    def __init__(self, labels: list[Label], grid: Labels, height: float, *, rtl: bool) -> None:
        super().__init__()
        self.labels, self.columns, self.rtl = labels, grid.columns, rtl
        self.row_height = height

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width, self.height = available, self.row_height
        return self.width, self.height

    def draw(self) -> None:
        pen, width = Pen(self.canv, self.width, self.rtl), self.width / self.columns
        for number, label in enumerate(self.labels):
            x = number * width
            for height in (0.0, self.height):
                pen.line(x, height, x + width, height, width=HAIR, grey=0.5, dashed=True)
            for edge in (x, x + width):
                pen.line(edge, 0, edge, self.height, width=HAIR, grey=0.5, dashed=True)
            inner = Sticker(label, width - 2 * PAD, self.height - 2 * PAD, rtl=self.rtl)
            inner.draw(pen, x + PAD, PAD)


def build(part: Labels, *, rtl: bool, height: float) -> list[Flowable]:
    """All rows of the grid; `height` is that of the page's usable area in points."""
    rows = [
        list(part.labels[start : start + part.columns])
        for start in range(0, len(part.labels), part.columns)
    ]
    return [LabelRow(row, part, height / part.rows - 0.1, rtl=rtl) for row in rows]

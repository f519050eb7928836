"""Stickers for boxes in a grid: code and mark large enough to read from above a shelf."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from reportlab.platypus.flowables import Flowable

from kurkum.lib.pdf.boxes import draw_code
from kurkum.lib.pdf.lines import Lines, Piece
from kurkum.lib.pdf.parts import Label, Labels
from kurkum.lib.pdf.pen import HAIR, THICK, Pen, Type, width_of

PAD = 8.0
TITLE, CODE, BODY, MARK = (
    Type.of(13, bold=True),
    Type.of(18, bold=True),
    Type.of(9.5),
    Type.of(12, bold=True),
)


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
            self._sticker(pen, label, x + PAD, width - 2 * PAD)

    def _sticker(self, pen: Pen, label: Label, x: float, room: float) -> None:
        top = self.height - PAD
        if label.qr:
            size = min(62.0, self.height - 2 * PAD)
            left = pen.side(x + room - size, size)
            draw_code(pen.canvas, label.qr, left, top - size + 4, size)
            room -= size + 6
        if label.code:
            pen.text(x, top - 16, label.code, CODE, room=room)
            top -= 24
        top = self._mark(pen, label, x, top, room)
        title = Lines(label.title, TITLE, rtl=self.rtl)
        lines = [title, *[Lines(line, BODY, rtl=self.rtl) for line in label.lines]]
        for text in lines:
            _, needed = text.wrap(room, self.height)
            if top - needed < PAD / 2:
                break
            top -= needed
            text.drawOn(pen.canvas, pen.side(x, room), top)

    def _mark(self, pen: Pen, label: Label, x: float, top: float, room: float) -> float:
        if not label.mark:
            return top
        width = min(width_of(label.mark, MARK) + 10, room)
        pen.box(x, top - 19, width, 18, line=THICK, radius=3)
        pen.text(x + 5, top - 14, label.mark, MARK, room=width - 8)
        return top - 24


def build(part: Labels, *, rtl: bool, height: float) -> list[Flowable]:
    """All rows of the grid; `height` is that of the page's usable area in points."""
    rows = [
        list(part.labels[start : start + part.columns])
        for start in range(0, len(part.labels), part.columns)
    ]
    return [LabelRow(row, part, height / part.rows - 0.1, rtl=rtl) for row in rows]

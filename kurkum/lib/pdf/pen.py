"""Draw on a canvas in reading direction: x is measured from the start edge, whichever side it is.

So charts, boxes and labels are written once and mirror by themselves. All lengths are points.
"""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from kurkum.lib.figures import Shade
from kurkum.lib.pdf import fonts
from kurkum.lib.pdf.parts import Align
from kurkum.lib.pdf.text import reads_right_to_left, visual

MM = 72 / 25.4
HAIR, THIN, THICK = 0.5, 0.9, 1.8
GREYS = {"plain": 1.0, "light": 0.88, "mid": 0.72, "dark": 0.25, "hatched": 1.0}
RULE = 0.55


@dataclass(frozen=True)
class Type:
    """A face, a size and the distance between lines, in points."""

    font: str = fonts.REGULAR
    size: float = 10
    leading: float = 14

    @classmethod
    def of(cls, size: float, *, bold: bool = False) -> "Type":
        return cls(fonts.BOLD if bold else fonts.REGULAR, size, round(size * 1.36, 1))


STYLES = {
    "body": Type.of(10),
    "soft": Type.of(8.5),
    "bold": Type.of(10, bold=True),
    "big": Type.of(18, bold=True),
    "huge": Type.of(26, bold=True),
}


def fitted(text: str, kind: Type, room: float) -> str:
    """The text made ready for one line, cut with an ellipsis when it is wider than the room."""
    ready = fonts.ready(text.replace("\n", " "), kind.font)
    if fonts.width(ready, kind.font, kind.size) <= room:
        return ready
    cut = text.replace("\n", " ")
    while cut and fonts.width(fonts.ready(cut + "…", kind.font), kind.font, kind.size) > room:
        cut = cut[:-1].rstrip()
    return fonts.ready(cut + "…", kind.font) if cut else ""


def width_of(text: str, kind: Type) -> float:
    """Width of a logical text on one line."""
    return fonts.width(fonts.ready(text, kind.font), kind.font, kind.size)


@dataclass(frozen=True)
class Pen:
    """A canvas, the width of the area drawn on, and the direction of reading."""

    canvas: Canvas
    room: float
    rtl: bool

    def side(self, x: float, width: float = 0) -> float:
        """The left edge, on paper, of something `width` wide that starts at x."""
        return self.room - x - width if self.rtl else x

    def box(
        self, x: float, y: float, width: float, height: float, *, shade: Shade = "plain",
        line: float = THIN, radius: float = 0,
    ) -> None:  # fmt: skip
        """A filled frame; y is its lower edge. A line of 0 draws no frame."""
        canvas = self.canvas
        canvas.saveState()
        canvas.setLineWidth(line)
        canvas.setFillGray(GREYS[shade])
        left, stroke = self.side(x, width), int(line > 0)
        if shade == "hatched":
            self._hatch(left, y, width, height)
        fill = int(shade != "hatched")
        if radius:
            canvas.roundRect(left, y, width, height, radius, stroke=stroke, fill=fill)
        else:
            canvas.rect(left, y, width, height, stroke=stroke, fill=fill)
        canvas.restoreState()

    def _hatch(self, left: float, y: float, width: float, height: float) -> None:
        canvas = self.canvas
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(left, y, width, height)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.setLineWidth(HAIR)
        canvas.setStrokeGray(0.4)
        for step in range(int((width + height) / 4) + 1):
            canvas.line(left + step * 4 - height, y, left + step * 4, y + height)
        canvas.restoreState()

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, width: float = THIN,
        grey: float = 0.0, dashed: bool = False,
    ) -> None:  # fmt: skip
        """A straight line between two points."""
        canvas = self.canvas
        canvas.saveState()
        canvas.setLineWidth(width)
        canvas.setStrokeGray(grey)
        if dashed:
            canvas.setDash(2, 2)
        canvas.line(self.side(x1), y1, self.side(x2), y2)
        canvas.restoreState()

    def text(
        self, x: float, y: float, text: str, kind: Type, *, align: Align = "start",
        room: float = 1e6, grey: float = 0.0,
    ) -> None:  # fmt: skip
        """One line at baseline y: x is its start, its middle or its end. Cut to the room."""
        ready = fitted(text, kind, room)
        self.ready(x, y, ready, kind, align=align, grey=grey)

    def ready(
        self, x: float, y: float, ready: str, kind: Type, *, align: Align = "start",
        grey: float = 0.0,
    ) -> None:  # fmt: skip
        """Like `text`, for a line that is already shaped and measured."""
        if not ready:
            return
        drawn = visual(ready, rtl=reads_right_to_left(ready, default=self.rtl))
        place = self.side(x)
        self.canvas.setFillGray(grey)
        self.canvas.setFont(kind.font, kind.size)
        if align == "centre":
            self.canvas.drawCentredString(place, y, drawn)
        elif align == "number" or (align == "start") == self.rtl:
            self.canvas.drawRightString(place, y, drawn)
        else:
            self.canvas.drawString(place, y, drawn)
        self.canvas.setFillGray(0)

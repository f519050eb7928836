"""A map on paper: circles, rings and labels in black and white. East is right in every language."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from __future__ import annotations

from kurkum.lib.figures import PlaceMap
from kurkum.lib.maps import LINE, Frame, LaidOut, Spot, lay_out, round_scale
from kurkum.lib.pdf.lines import Piece
from kurkum.lib.pdf.pen import HAIR, STYLES, THIN, Pen, Type, width_of

NAME, VALUE = Type.of(8, bold=True), Type.of(8)
LARGEST, TITLE, FOOT = 11.0, 18.0, 12.0


class MapChart(Piece):
    """A map under its title, with a scale and what the circles mean."""

    def __init__(self, part: PlaceMap, *, rtl: bool, height: float = 138) -> None:
        super().__init__()
        self.part, self.rtl, self.plot_height = part, rtl, height
        self.spaceAfter = 6

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width, self.height = available, self.plot_height + TITLE + FOOT
        return self.width, self.height

    def draw(self) -> None:
        words = Pen(self.canv, self.width, self.rtl)
        words.text(0, self.height - 11, self.part.title, STYLES["bold"], room=self.width)
        words.text(0, 2, self.part.legend, VALUE, room=self.width)
        pen = Pen(self.canv, self.width, rtl=False)
        frame = Frame(
            self.width, self.plot_height, NAME.size, LARGEST, lambda text: width_of(text, NAME)
        )
        found = lay_out(self.part, frame)
        for spot in found.spots:
            self._circle(pen, spot)
        for spot in found.spots:
            self._label(pen, spot)
        self._scale(pen, found)

    def _y(self, y: float) -> float:
        """From the top of the map to points from the bottom of the piece."""
        return FOOT + self.plot_height - y

    def _circle(self, pen: Pen, spot: Spot) -> None:
        canvas = pen.canvas
        canvas.saveState()
        canvas.setLineWidth(THIN)
        canvas.setFillGray(0.25 if spot.place.ringed else 0.8)
        canvas.circle(spot.x, self._y(spot.y), spot.radius, stroke=1, fill=1)
        if spot.place.ringed:
            canvas.circle(spot.x, self._y(spot.y), spot.radius + 2.5, stroke=1, fill=0)
        if spot.place.home:
            canvas.setFillGray(1)
            canvas.rect(spot.x - 3, self._y(spot.y) - 3, 6, 6, stroke=1, fill=1)
        canvas.restoreState()

    def _label(self, pen: Pen, spot: Spot) -> None:
        if spot.leader:
            x, y = spot.leader
            pen.line(spot.x, self._y(spot.y), x, self._y(y), width=HAIR)
        middle = spot.label.x + spot.label.width / 2
        for number, line in enumerate(spot.lines):
            y = self._y(spot.label.y + (number + 0.8) * NAME.size * LINE)
            pen.text(middle, y, line, VALUE if number else NAME, align="centre")

    def _scale(self, pen: Pen, found: LaidOut) -> None:
        if not found.spots:
            return
        whole = round_scale(found.kilometre, self.width / 4)
        end = whole * found.kilometre
        for x1, y1, x2, y2 in ((0, 18, end, 18), (0, 18, 0, 21), (end, 18, end, 21)):
            pen.line(x1, y1, x2, y2, width=HAIR)
        pen.text(end + 4, 17, f"{whole} {self.part.kilometres}", VALUE)
        pen.text(self.width - 4, self._y(8), "↑ N", VALUE, align="end")

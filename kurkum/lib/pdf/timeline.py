"""A day as lanes over the hours, by vessel or by cook; the axis follows the reading direction."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from kurkum.lib.figures import Block, Lane, Timeline, clock, shelves
from kurkum.lib.pdf.lines import Piece
from kurkum.lib.pdf.parts import Align
from kurkum.lib.pdf.pen import HAIR, STYLES, THICK, Pen, Type, width_of

TITLE, AXIS, MOMENTS, ROW, GAP = 20.0, 16.0, 14.0, 17.0, 4.0
SMALL = Type.of(8.5)
SIZES = (8.5, 7.5, 6.5)


class TimelineChart(Piece):
    """Splits between lanes; each page repeats the title and the hours."""

    def __init__(self, part: Timeline, *, rtl: bool) -> None:
        super().__init__()
        self.part, self.rtl, self.spaceAfter = part, rtl, 10
        self.lanes = [(lane.label, shelves(lane.blocks) or [[]]) for lane in part.lanes]

    @staticmethod
    def _lane_height(rows: list[list[Block]]) -> float:
        return len(rows) * ROW + GAP

    def _frame_height(self) -> float:
        return TITLE + AXIS + (MOMENTS if self.part.moments else 0)

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width = available
        lanes = sum(self._lane_height(rows) for _, rows in self.lanes)
        self.height = lanes + self._frame_height()
        names = max([width_of(label, SMALL) for label, _ in self.lanes], default=0)
        self.before = min(names + 8, available * 0.25)
        return self.width, self.height

    def split(self, _available: float, height: float) -> list[Flowable]:
        used, fits = self._frame_height(), 0
        for _, rows in self.lanes:
            used += self._lane_height(rows)
            if used > height:
                break
            fits += 1
        if fits < 1 or fits == len(self.lanes):
            return []
        return [self._with(self.part.lanes[:fits]), self._with(self.part.lanes[fits:])]

    def _with(self, lanes: Sequence[Lane]) -> "TimelineChart":
        part = Timeline(
            self.part.title, lanes, self.part.start, self.part.end, self.part.moments
        )  # fmt: skip
        return TimelineChart(part, rtl=self.rtl)

    def _x(self, minute: int) -> float:
        start, end = self.part.start, self.part.end
        room: float = self.width - self.before
        return self.before + (min(max(minute, start), end) - start) * room / (end - start)

    def draw(self) -> None:
        pen = Pen(self.canv, self.width, self.rtl)
        pen.text(0, self.height - 11, self.part.title, STYLES["bold"], room=self.width)
        top = self.height - self._frame_height() + AXIS
        self._hours(pen, top)
        for label, rows in self.lanes:
            bottom = top - self._lane_height(rows)
            pen.line(0, bottom, self.width, bottom, width=HAIR, grey=0.6)
            pen.text(0, top - ROW + 3, label, SMALL, room=self.before - 6)
            for number, row in enumerate(rows):
                for block in row:
                    self._block(pen, block, top - GAP / 2 - (number + 1) * ROW + 1)
            top = bottom
        self._moments(pen)

    def _hours(self, pen: Pen, top: float) -> None:
        first = -(-self.part.start // 60)
        hours = range(first, self.part.end // 60 + 1)
        every = max(1, -(-len(hours) * 30 // int(self.width - self.before)))
        for hour in hours:
            x = self._x(hour * 60)
            pen.line(x, AXIS - 4, x, top, width=HAIR, grey=0.7)
            if (hour - first) % every == 0:
                align: Align = "centre" if x < self.width - 10 else "end"
                pen.text(x, 3, clock(hour * 60), SMALL, align=align)

    def _block(self, pen: Pen, block: Block, y: float) -> None:
        """The box with its name inside: smaller type first, then cut with an ellipsis."""
        if block.end <= self.part.start or block.start >= self.part.end:
            return
        x, width = self._x(block.start), self._x(block.end) - self._x(block.start)
        pen.box(x, y, width, ROW - 3, shade=block.shade)
        kinds = [Type.of(size) for size in SIZES]
        kind = next((k for k in kinds if width_of(block.text, k) <= width - 4), kinds[-1])
        if block.shade == "hatched":
            self._ground(pen, block, x + width / 2, y, kind)
        grey = 1.0 if block.shade == "dark" else 0.0
        pen.text(
            x + width / 2, y + 4, block.text, kind, align="centre", room=width - 3, grey=grey
        )  # fmt: skip

    def _ground(self, pen: Pen, block: Block, x: float, y: float, kind: Type) -> None:
        """White behind the words, or the hatching would cut them."""
        room = self._x(block.end) - self._x(block.start) - 3
        wide = min(width_of(block.text, kind) + 3, room)
        pen.box(x - wide / 2, y + 2, wide, ROW - 7, line=0)

    def _moments(self, pen: Pen) -> None:
        for moment in self.part.moments:
            if not self.part.start <= moment.minute <= self.part.end:
                continue
            x, top = self._x(moment.minute), self.height - TITLE - 3
            pen.line(x, AXIS - 4, x, top - 10, width=THICK, dashed=True)
            half = width_of(moment.text, SMALL) / 2
            place = min(max(x, self.before + half), self.width - half)
            pen.text(place, top - 8, moment.text, SMALL, align="centre")

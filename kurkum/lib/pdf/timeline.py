"""A day as lanes over the hours, by vessel or by cook; the axis follows the reading direction."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from collections.abc import Sequence
from dataclasses import replace

from reportlab.platypus.flowables import Flowable

from kurkum.lib.figures import Block, Lane, Timeline, clock, shelves
from kurkum.lib.pdf import fonts
from kurkum.lib.pdf.lines import Piece, broken
from kurkum.lib.pdf.parts import Align
from kurkum.lib.pdf.pen import HAIR, STYLES, THICK, Pen, Type, fitted, width_of

TITLE, AXIS, MOMENTS, ROW, GAP = 20.0, 16.0, 14.0, 25.0, 4.0
SMALL = Type.of(8.5)
LEAST = 5  # letters of a name that is cut, its ellipsis among them
SIZES = (8.5, 7.5, 6.8, 6.2)


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
        return TimelineChart(replace(self.part, lanes=lanes), rtl=self.rtl)

    def _x(self, minute: int) -> float:
        start, end = self.part.start, self.part.end
        room: float = self.width - self.before
        return self.before + (min(max(minute, start), end) - start) * room / (end - start)

    def draw(self) -> None:
        pen = Pen(self.canv, self.width, self.rtl)
        pen.text(0, self.height - 11, self.part.title, STYLES["bold"], room=self.width)
        top = self.height - self._frame_height() + AXIS
        self._hours(pen, top)
        self._moments(pen)
        for label, rows in self.lanes:
            bottom = top - self._lane_height(rows)
            pen.line(0, bottom, self.width, bottom, width=HAIR, grey=0.6)
            pen.text(0, top - ROW / 2 - 5, label, SMALL, room=self.before - 6)
            for number, row in enumerate(rows):
                for block in row:
                    self._block(pen, block, top - GAP / 2 - (number + 1) * ROW + 1)
            top = bottom

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
        """The box with its name inside, on as many lines as it takes."""
        if block.end <= self.part.start or block.start >= self.part.end:
            return
        x, width = self._x(block.start), self._x(block.end) - self._x(block.start)
        pen.box(x, y, width, ROW - 3, shade=block.shade)
        kind, lines = _inside(block, width - 3)
        middle, top = x + width / 2, y + (ROW - 3 + len(lines) * kind.leading) / 2
        if block.shade == "hatched":
            self._ground(pen, lines, middle, top, kind)
        grey = 1.0 if block.shade == "dark" else 0.0
        for number, line in enumerate(lines):
            foot = top - number * kind.leading - kind.size
            pen.ready(middle, foot, line, kind, align="centre", grey=grey)

    def _ground(self, pen: Pen, lines: Sequence[str], x: float, top: float, kind: Type) -> None:
        """White behind the words, or the hatching would cut them."""
        wide = max((fonts.width(line, kind.font, kind.size) for line in lines), default=0.0)
        high = len(lines) * kind.leading
        pen.box(x - wide / 2 - 1, top - high, wide + 2, high, line=0)

    def _moments(self, pen: Pen) -> None:
        for moment in self.part.moments:
            if not self.part.start <= moment.minute <= self.part.end:
                continue
            x, top = self._x(moment.minute), self.height - TITLE - 3
            pen.line(x, AXIS - 4, x, top - 10, width=THICK, dashed=True)
            half = width_of(moment.text, SMALL) / 2
            place = min(max(x, self.before + half), self.width - half)
            pen.text(place, top - 8, moment.text, SMALL, align="centre")


def _inside(block: Block, room: float) -> tuple[Type, list[str]]:
    """The largest type in which the words stand whole in a box; else the longest key that fits.

    Where there is no key, one line is cut; a letter or two would say nothing: then the box stays
    empty.
    """
    kinds = [Type(fonts.REGULAR, size, size * 1.1) for size in SIZES]
    for kind in kinds:
        lines = broken(block.text, kind, room)
        fits = len(lines) * kind.leading <= ROW - 3 and len(" ".join(lines)) == len(
            fonts.ready(block.text, kind.font)
        )
        if fits and all(fonts.width(line, kind.font, kind.size) <= room for line in lines):
            return kind, lines
    for key in block.shorter:
        if width_of(key, kinds[0]) <= room:
            return kinds[0], [fonts.ready(key, fonts.REGULAR)]
    if block.shorter:
        return kinds[-1], []
    cut = fitted(block.text, kinds[-1], room)
    return kinds[-1], [cut] if len(cut) >= LEAST else []

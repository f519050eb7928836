"""Charts drawn as lines and boxes for black-and-white print, labelled directly.

Values run from the start edge in reading direction; the title says the finding.
"""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from typing import Any

from kurkum.lib.figures import Bars, Line, Point, Shade, StackedBars, Waterfall, levels
from kurkum.lib.pdf.lines import Piece
from kurkum.lib.pdf.pen import HAIR, STYLES, THICK, THIN, Pen, Type, width_of

SMALL = Type.of(8.5)
SMALL_BOLD = Type.of(8.5, bold=True)
SERIES_SHADES: tuple[Shade, ...] = ("dark", "light", "hatched", "mid", "plain")
BAR, BAR_STEP, TITLE = 12.0, 18.0, 20.0


class Chart(Piece):
    """A chart of a fixed height under its title; subclasses draw into `self.pen()`."""

    def __init__(self, part: Any, height: float, *, rtl: bool) -> None:
        super().__init__()
        self.part, self.rtl, self.plot_height = part, rtl, height
        self.spaceAfter = 10

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width, self.height = available, self.plot_height + TITLE
        return self.width, self.height

    def draw(self) -> None:
        pen = Pen(self.canv, self.width, self.rtl)
        pen.text(0, self.height - 11, self.part.title, STYLES["bold"], room=self.width)
        self.plot(pen)

    def plot(self, pen: Pen) -> None:
        """Draw the figures below the title."""
        raise NotImplementedError


def _columns(labels: list[str], texts: list[str], room: float) -> tuple[float, float]:
    """Room for the labels before, and for the texts behind, the longest bar."""
    before = max([width_of(label, SMALL) for label in labels], default=0) + 6
    behind = max([width_of(text, SMALL_BOLD) for text in texts], default=0) + 8
    return min(before, room * 0.42), min(behind, room * 0.3)


class BarChart(Chart):
    """Horizontal bars; a negative value is drawn hatched, towards the start of a common zero."""

    def __init__(self, part: Bars, *, rtl: bool) -> None:
        super().__init__(part, len(part.bars) * BAR_STEP, rtl=rtl)

    def plot(self, pen: Pen) -> None:
        bars = self.part.bars
        before, behind = _columns([b.label for b in bars], [b.text for b in bars], pen.room)
        lowest = min([0.0, *[bar.value for bar in bars]])
        span = max([0.0, *[bar.value for bar in bars]]) - lowest or 1
        scale = (pen.room - before - behind) / span
        zero = before - lowest * scale
        for number, bar in enumerate(bars):
            y = self.plot_height - (number + 1) * BAR_STEP + 3
            pen.text(0, y + 3.5, bar.label, SMALL, room=before - 4)
            start, length = min(zero, zero + bar.value * scale), abs(bar.value) * scale
            pen.box(start, y, length, BAR, shade="hatched" if bar.value < 0 else bar.shade)
            pen.text(start + length + 5, y + 3.5, bar.text, SMALL_BOLD)
        pen.line(zero, 0, zero, self.plot_height)


class StackChart(Chart):
    """Stacked horizontal bars with a key of shades above them."""

    def __init__(self, part: StackedBars, *, rtl: bool) -> None:
        super().__init__(part, len(part.stacks) * BAR_STEP + 18, rtl=rtl)

    def plot(self, pen: Pen) -> None:
        self._key(pen)
        stacks = self.part.stacks
        before, behind = _columns([s.label for s in stacks], [s.text for s in stacks], pen.room)
        most = max([sum(stack.values) for stack in stacks], default=0) or 1
        scale = (pen.room - before - behind) / most
        for number, stack in enumerate(stacks):
            x, y = before, self.plot_height - 18 - (number + 1) * BAR_STEP + 3
            pen.text(0, y + 3.5, stack.label, SMALL, room=before - 4)
            for series, value in enumerate(stack.values):
                pen.box(x, y, value * scale, BAR, shade=_shade(series))
                x += value * scale
            pen.text(x + 5, y + 3.5, stack.text, SMALL_BOLD)
        pen.line(before, 0, before, self.plot_height - 18)

    def _key(self, pen: Pen) -> None:
        x, y = 0.0, self.plot_height - 10
        for number, name in enumerate(self.part.series):
            pen.box(x, y, 10, 8, shade=_shade(number))
            pen.text(x + 14, y + 1, name, SMALL)
            x += 14 + width_of(name, SMALL) + 14


def _shade(series: int) -> Shade:
    return SERIES_SHADES[series % len(SERIES_SHADES)]


class WaterfallChart(Chart):
    """Totals stand on the ground, changes hang between them; losses are hatched."""

    def __init__(self, part: Waterfall, *, rtl: bool) -> None:
        super().__init__(part, 150, rtl=rtl)

    def plot(self, pen: Pen) -> None:
        spans = levels(self.part.steps)
        lowest = min([0.0, *[min(span) for span in spans]])
        highest = max([0.0, *[max(span) for span in spans]])
        floor, ceiling = 30.0, self.plot_height - 16
        scale = (ceiling - floor) / ((highest - lowest) or 1)
        ground = floor - lowest * scale
        share = pen.room / max(1, len(spans))
        for number, ((low, high), step) in enumerate(zip(spans, self.part.steps, strict=True)):
            x, top = number * share, ground + max(low, high) * scale
            shade: Shade = "dark" if step.total else "hatched" if step.value < 0 else "light"
            height = abs(high - low) * scale
            pen.box(x + share * 0.15, top - height, share * 0.7, height, shade=shade)
            pen.text(x + share / 2, top + 4, step.text, SMALL_BOLD, align="centre", room=share)
            self._label(pen, step.label, x, share)
            if number + 1 < len(spans):
                level = ground + high * scale
                pen.line(x + share * 0.85, level, x + share * 1.15, level, width=HAIR, grey=0.4)
        pen.line(0, ground, pen.room, ground)

    @staticmethod
    def _label(pen: Pen, label: str, x: float, share: float) -> None:
        """The step's name below the ground, on two lines where one is too short."""
        first, second = _two_lines(label, share - 4)
        pen.text(x + share / 2, 14, first, SMALL, align="centre", room=share - 2)
        pen.text(x + share / 2, 3, second, SMALL, align="centre", room=share - 2)


def _two_lines(label: str, room: float) -> tuple[str, str]:
    words, first = label.split(" "), ""
    while words and width_of(f"{first} {words[0]}".strip(), SMALL) <= room:
        first = f"{first} {words.pop(0)}".strip()
    return (first, " ".join(words)) if first else (label, "")


class LineChart(Chart):
    """A line over time; a missing value breaks it."""

    def __init__(self, part: Line, *, rtl: bool) -> None:
        super().__init__(part, 120, rtl=rtl)

    def plot(self, pen: Pen) -> None:
        points = self.part.points
        known = [point.value for point in points if point.value is not None]
        lowest, highest = min([0.0, *known]), max([0.0, *known])
        scale = (self.plot_height - 34) / ((highest - lowest) or 1)
        share = pen.room / max(1, len(points))
        every = max(1, -(-len(points) // max(1, int(pen.room / 34))))
        previous: tuple[float, float] | None = None
        pen.line(0, 16 - lowest * scale, pen.room, 16 - lowest * scale, width=THIN)
        for number, point in enumerate(points):
            x = (number + 0.5) * share
            if number % every == 0:
                pen.text(x, 3, point.label, SMALL, align="centre", room=share * every)
            previous = self._point(pen, point, x, 16 - lowest * scale, scale, previous)

    @staticmethod
    def _point(
        pen: Pen, point: Point, x: float, ground: float, scale: float,
        previous: tuple[float, float] | None,
    ) -> tuple[float, float] | None:  # fmt: skip
        if point.value is None:
            return None
        y = ground + point.value * scale
        if previous:
            pen.line(*previous, x, y, width=THICK)
        pen.box(x - 2, y - 2, 4, 4, shade="dark", line=HAIR)
        pen.text(x, y + 6, point.text, SMALL_BOLD, align="centre")
        return x, y

"""Draw a figure for a page: plain coordinates that the template `parts/chart.html` turns to SVG.

Everything is measured from the start edge and mirrored once, so charts run right to left in
Arabic and Hebrew. Colours are class names of the style sheet. Lengths are SVG units; the drawing
is `WIDTH` wide and scales with the page.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any, Literal

from kurkum.lib.figures import (
    Bars,
    Block,
    Line,
    StackedBars,
    Timeline,
    Waterfall,
    clock,
    levels,
    shelves,
)

WIDTH, NARROW = 640.0, 420.0  # bars fit a phone; the rest scrolls inside its frame there
WIDE = 980.0  # a day of half-hours, which must hold names
LEAST_SHARE = 78.0  # of a waterfall's bar, so that its sum and its name can be read
LABEL_SHARE = 0.42  # at most of a chart's width for the names before its bars
HALF_HOUR_NAME = 20  # room for half of "16:00" beyond the last hour's line
LETTER = 7.6  # width of an average letter at 14 units; only decides what fits
SERIES = ("dark", "light", "hatched", "mid", "plain")
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Rect:
    """A filled box; `kind` is a shade, `title` what it says when it is pointed at."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str = ""


@dataclass(frozen=True)
class Words:
    """A text at its baseline; `anchor` follows the reading direction."""

    x: float
    y: float
    text: str
    anchor: Anchor = "start"
    kind: str = ""


@dataclass(frozen=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    kind: str

    @property
    def path(self) -> str:
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True)
class Drawing:
    """A chart ready for the template. `rows` are (label, text) of the table behind it, `legend`
    what the keys in it stand for.
    """

    title: str
    height: float
    rects: Sequence[Rect] = ()
    words: Sequence[Words] = ()
    strokes: Sequence[Stroke] = ()
    rows: Sequence[tuple[str, str]] = ()
    width: float = WIDTH
    legend: Sequence[tuple[str, str]] = ()


def draw(figure: Any, *, rtl: bool) -> Drawing:
    """The drawing of any figure of `kurkum.lib.figures`; TypeError for anything else."""
    made = _drawn(figure)
    made = replace(made, words=[replace(word, text=_steady(word.text)) for word in made.words])
    if not rtl:
        return made
    return replace(
        made,
        rects=[replace(rect, x=_r(made.width - rect.x - rect.width)) for rect in made.rects],
        words=[replace(word, x=_r(made.width - word.x)) for word in made.words],
        strokes=[
            replace(s, points=tuple((_r(made.width - x), y) for x, y in s.points))
            for s in made.strokes
        ],
    )


def sparkline(values: Sequence[float | None], *, rtl: bool, title: str = "") -> Drawing:
    """A word-sized line without labels; None leaves a gap."""
    width, height = 120.0, 28.0
    known = [value for value in values if value is not None]
    low, span = min(known, default=0), (max(known, default=0) - min(known, default=0)) or 1
    step = (width - 8) / max(1, len(values) - 1)
    points = [
        None if v is None else (_r(4 + n * step), _r(height - 4 - (v - low) / span * (height - 8)))
        for n, v in enumerate(values)
    ]
    if rtl:
        points = [None if p is None else (_r(width - p[0]), p[1]) for p in points]
    return Drawing(title, height, strokes=_runs(points), width=width)


def _r(number: float) -> float:
    return round(number, 1)


def _steady(text: str) -> str:
    """Fence a text without letters of its own direction, or its sign would change sides."""
    if any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text):
        return text
    return f"\u2066{text}\u2069"


def _letters(text: str) -> int:
    """How many letters wide a text is: marks above and below take no room."""
    return sum(1 for char in text if not unicodedata.combining(char))


def _fits(text: str, width: float) -> str:
    """The text, cut with an ellipsis where it is wider than the room; nothing if hopeless."""
    room = int(width / LETTER)
    if _letters(text) <= room:
        return text
    return text[: room - 1].rstrip() + "…" if room >= 3 else ""


def _before(labels: Sequence[str], width: float = WIDTH) -> float:
    """Room for the labels before the bars or lanes."""
    longest = max([_letters(label) for label in labels], default=0)
    return min(longest * LETTER + 14, width * LABEL_SHARE)


def _pitch(labels: Sequence[str], room: float) -> int:
    """From one bar to the next: more where a name needs two lines."""
    return 38 if any(_letters(label) * LETTER > room for label in labels) else 30


def _bar_name(label: str, y: float, room: float) -> list[Words]:
    """A bar's name before it, on two lines where one is too short."""
    if _letters(label) * LETTER <= room:
        return [Words(0, y + 15, label)]
    lines = _two_lines(label, room)
    return [Words(0, y + 7 + 16 * line, text, kind="small") for line, text in enumerate(lines)]


@singledispatch
def _drawn(figure: Any) -> Drawing:
    raise TypeError(f"{type(figure).__name__} is not a figure.")


@_drawn.register
def _(figure: Bars) -> Drawing:
    bars, rects, words = figure.bars, [], []
    before = _before([bar.label for bar in bars], NARROW)
    behind = max([_letters(bar.text) for bar in bars], default=0) * LETTER + 14
    low = min([0.0, *[bar.value for bar in bars]])
    scale = (NARROW - before - behind) / ((max([0.0, *[b.value for b in bars]]) - low) or 1)
    zero = before - low * scale
    pitch = _pitch([bar.label for bar in bars], before - 6)
    for number, bar in enumerate(bars):
        y, length = number * pitch + 4, abs(bar.value) * scale
        x = min(zero, zero + bar.value * scale)
        shade = "hatched" if bar.value < 0 else bar.shade
        rects.append(Rect(_r(x), y, _r(length), 20, shade))
        words += _bar_name(bar.label, y, before - 6)
        words.append(Words(_r(x + length + 7), y + 15, bar.text, kind="value"))
    height = len(bars) * pitch + 4.0
    axis = Stroke(((_r(zero), 0), (_r(zero), height)), "axis")
    rows = [(bar.label, bar.text) for bar in bars]
    return Drawing(figure.title, height, rects, words, [axis], rows, NARROW)


@_drawn.register
def _(figure: StackedBars) -> Drawing:
    rects, words, top = _key(figure.series)
    before = _before([stack.label for stack in figure.stacks], NARROW)
    behind = max([len(stack.text) for stack in figure.stacks], default=0) * LETTER + 14
    most = max([sum(stack.values) for stack in figure.stacks], default=0) or 1
    scale = (NARROW - before - behind) / most
    pitch = _pitch([stack.label for stack in figure.stacks], before - 6)
    for number, stack in enumerate(figure.stacks):
        x, y = before, number * pitch + top + 4
        words += _bar_name(stack.label, y, before - 6)
        for series, value in enumerate(stack.values):
            rects.append(Rect(_r(x), y, _r(value * scale), 20, SERIES[series % 5]))
            x += value * scale
        words.append(Words(_r(x + 7), y + 15, stack.text, kind="value"))
    height = len(figure.stacks) * pitch + top + 6
    axis = Stroke(((_r(before), top), (_r(before), height)), "axis")
    rows = [(stack.label, stack.text) for stack in figure.stacks]
    return Drawing(figure.title, height, rects, words, [axis], rows, NARROW)


def _key(series: Sequence[str]) -> tuple[list[Rect], list[Words], float]:
    """Which shade is which, on as many lines as it takes; and where it ends."""
    rects, words, x, y = [], [], 0.0, 0.0
    for number, name in enumerate(series):
        needed = len(name) * LETTER + 44
        if x and x + needed > NARROW:
            x, y = 0.0, y + 22
        rects.append(Rect(_r(x), y + 2, 14, 12, SERIES[number % 5]))
        words.append(Words(_r(x + 20), y + 13, name))
        x += needed
    return rects, words, y + 24


@_drawn.register
def _(figure: Waterfall) -> Drawing:
    spans, height, floor, ceiling = levels(figure.steps), 236.0, 188.0, 22.0
    width = max(WIDTH, len(figure.steps) * LEAST_SHARE)
    low = min([0.0, *[min(span) for span in spans]])
    high = max([0.0, *[max(span) for span in spans]])
    scale, share = (floor - ceiling) / ((high - low) or 1), width / max(1, len(spans))
    ground = floor + low * scale
    rects, words, strokes = [], [], [Stroke(((0, _r(ground)), (width, _r(ground))), "axis")]
    for number, ((start, end), step) in enumerate(zip(spans, figure.steps, strict=True)):
        x, top = number * share, ground - max(start, end) * scale
        shade = "dark" if step.total else "hatched" if step.value < 0 else "light"
        size = _r(abs(end - start) * scale)
        rects.append(Rect(_r(x + share * 0.15), _r(top), _r(share * 0.7), size, shade))
        middle = _r(x + share / 2)
        words.append(Words(middle, _r(top - 6), step.text, "middle", "value"))
        for line, text in enumerate(_two_lines(step.label, share)):
            words.append(Words(middle, height - 26 + 17 * line, text, "middle", "small"))
        if number + 1 < len(spans):
            y = _r(ground - end * scale)
            ends = ((_r(x + share * 0.85), y), (_r(x + share * 1.15), y))
            strokes.append(Stroke(ends, "link"))
    rows = [(step.label, step.text) for step in figure.steps]
    return Drawing(figure.title, height, rects, words, strokes, rows, width)


def _two_lines(label: str, room: float) -> list[str]:
    """As many words as fit on the first line, the rest on a second one."""
    first, *rest = label.split(" ")
    while rest and _letters(f"{first} {rest[0]}") * LETTER <= room:
        first = f"{first} {rest.pop(0)}"
    return [_fits(first, room), *([_fits(" ".join(rest), room)] if rest else [])]


@_drawn.register
def _(figure: Line) -> Drawing:
    height, ground = 190.0, 160.0
    known = [point.value for point in figure.points if point.value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    scale, share = (ground - 26) / ((high - low) or 1), WIDTH / max(1, len(figure.points))
    every = max(1, -(-len(figure.points) // 18))
    points, words = [], []
    for number, point in enumerate(figure.points):
        x = _r((number + 0.5) * share)
        if number % every == 0:
            words.append(Words(x, height - 8, _fits(point.label, share * every), "middle", "small"))
        y = None if point.value is None else _r(ground - (point.value - low) * scale)
        points.append(None if y is None else (x, y))
        if y is not None and point.text:
            half = _letters(point.text) * LETTER * 0.6  # bold figures are wider than letters
            inside = min(max(x, half), WIDTH - half)  # the ends' texts would be cut
            words.append(Words(_r(inside), y - 9, point.text, "middle", "value"))
    zero = _r(ground + low * scale)
    axis = Stroke(((0, zero), (WIDTH, zero)), "axis")
    rows = [(point.label, point.text) for point in figure.points]
    return Drawing(figure.title, height, (), words, [axis, *_runs(points)], rows)


def _runs(points: Sequence[tuple[float, float] | None]) -> list[Stroke]:
    """Lines through neighbouring points; a gap starts a new one, a lone point becomes a tick."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    lone = [[*run, (run[0][0] + 3, run[0][1])] if len(run) == 1 else run for run in runs if run]
    return [Stroke(tuple(run), "curve") for run in lone]


@_drawn.register
def _(figure: Timeline) -> Drawing:
    before = _before([lane.label for lane in figure.lanes], WIDE)
    top = 20.0 if figure.moments else 4.0
    scale = (WIDE - before - HALF_HOUR_NAME) / (figure.end - figure.start)
    rects, words, strokes, rows, y = [], [], [], [], top
    for lane in figure.lanes:
        words.append(Words(0, y + 18, _fits(lane.label, before - 6)))
        for shelf in shelves(lane.blocks) or [[]]:
            for block in shelf:
                rows.append((lane.label, _said(block)))
                rects += _box(block, figure, before, scale, y)
                words += _name(block, figure, before, scale, y)
            y += 26
        y += 6
        strokes.append(Stroke(((0, y - 3), (WIDE, y - 3)), "grid"))
    hours = range(-(-figure.start // 60), figure.end // 60 + 1)
    every = max(1, -(-len(hours) // 14))
    for hour in hours[::every]:
        x = _r(before + (hour * 60 - figure.start) * scale)
        strokes.insert(0, Stroke(((x, top), (x, y)), "grid"))
        words.append(Words(x, y + 14, clock(hour * 60), "middle", "small"))
    for moment in figure.moments:
        if figure.start <= moment.minute <= figure.end:
            x = _r(before + (moment.minute - figure.start) * scale)
            strokes.append(Stroke(((x, 14), (x, y)), "moment"))
            words.append(Words(x, 10, moment.text, "middle", "small"))
    return Drawing(figure.title, y + 20, rects, words, strokes, rows, WIDE, figure.legend)


def _said(block: Block) -> str:
    return f"{clock(block.start)}–{clock(block.end)} {block.text}"


def _box(
    block: Block, figure: Timeline, before: float, scale: float, y: float
) -> list[Rect]:  # fmt: skip
    start, end = max(block.start, figure.start), min(block.end, figure.end)
    if end <= start:
        return []
    x = before + (start - figure.start) * scale
    width = _r((end - start) * scale)
    return [Rect(_r(x), y + 2, width, 22, f"block {block.shade}", _said(block))]


def _name(
    block: Block, figure: Timeline, before: float, scale: float, y: float
) -> list[Words]:  # fmt: skip
    start, end = max(block.start, figure.start), min(block.end, figure.end)
    text = _inside(block, (end - start) * scale)
    if end <= start or not text:
        return []
    kind = {"dark": "inside on-dark", "mid": "inside on-dark", "light": "inside on-light"}
    middle = before + ((start + end) / 2 - figure.start) * scale
    return [Words(_r(middle), y + 17, text, "middle", kind.get(block.shade, "inside"))]


def _inside(block: Block, width: float) -> str:
    """The whole name, else the longest key that fits; only where there is no key, the name cut."""
    for text in (block.text, *block.shorter):
        if _letters(text) * LETTER <= width - 4:
            return text
    return "" if block.shorter else _fits(block.text, width - 4)

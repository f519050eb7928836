"""Charts as data: what is shown, never how. Values are in any one unit; texts are formatted.

The same figure is drawn on a page by `kurkum.lib.svg` and in print by `kurkum.lib.pdf`. A title
says the finding ("wages are the largest cost"), not the subject.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Shade = Literal["plain", "light", "mid", "dark", "hatched"]


@dataclass(frozen=True)
class Bar:
    """One bar: its length in any unit, and the text printed at its end (the value, formatted)."""

    label: str
    value: float
    text: str
    shade: Shade = "mid"


@dataclass(frozen=True)
class Bars:
    """Horizontal bars from the start edge; the title says the finding."""

    title: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Stack:
    """One stacked bar: a value per series of `StackedBars`, not negative, and the total's text."""

    label: str
    values: Sequence[float]
    text: str


@dataclass(frozen=True)
class StackedBars:
    """Horizontal bars made of series; a key of shades stands above, in the order of the series."""

    title: str
    series: Sequence[str]
    stacks: Sequence[Stack]


@dataclass(frozen=True)
class Step:
    """A step of a waterfall: a change, or with `total` a bar that stands on the ground."""

    label: str
    value: float
    text: str
    total: bool = False


@dataclass(frozen=True)
class Waterfall:
    """From what came in to what is left; steps run in reading direction."""

    title: str
    steps: Sequence[Step]


@dataclass(frozen=True)
class Point:
    """One point of a line; no value (None) leaves a gap, never a zero."""

    label: str
    value: float | None
    text: str = ""


@dataclass(frozen=True)
class Line:
    """A line over time in reading direction; points with a text are labelled."""

    title: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Block:
    """Something that lasts, in minutes from local midnight (may exceed 1,440 or be negative).

    `shorter` stands in the box, the first that fits, where the text does not: keys of the legend.
    """

    start: int
    end: int
    text: str
    shade: Shade = "plain"
    shorter: Sequence[str] = ()


@dataclass(frozen=True)
class Lane:
    """A vessel or a cook with her blocks; blocks at the same time are set below one another."""

    label: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Moment:
    """A vertical mark across all lanes: a departure, a cutoff. Minutes from local midnight."""

    minute: int
    text: str


@dataclass(frozen=True)
class Timeline:
    """Lanes over the hours. The time axis runs right to left in Arabic and Hebrew.

    `legend` says what the short keys in narrow boxes stand for.
    """

    title: str
    lanes: Sequence[Lane]
    start: int
    end: int
    moments: Sequence[Moment] = ()
    legend: Sequence[tuple[str, str]] = ()

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"A timeline must end ({self.end}) after it starts ({self.start}).")


@dataclass(frozen=True)
class Place:
    """A place on a map: degrees, a size (the area of its circle), and the text under its name.

    A `ringed` place has a second circle around it; `home` is where everything starts.
    """

    label: str
    latitude: float
    longitude: float
    size: float = 0
    text: str = ""
    ringed: bool = False
    home: bool = False


@dataclass(frozen=True)
class PlaceMap:
    """Places where they lie; north is up, east is right in every language."""

    title: str
    places: Sequence[Place]
    legend: str = ""
    kilometres: str = "km"


DAY_MINUTES = 24 * 60


def shelves(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks on as few rows as needed so that none overlaps (first row that is free)."""
    rows: list[list[Block]] = []
    for block in sorted(blocks, key=lambda b: (b.start, b.end, b.text)):
        free = next((row for row in rows if row[-1].end <= block.start), None)
        if free is None:
            rows.append([block])
        else:
            free.append(block)
    return rows


def clock(minute: int) -> str:
    """Minutes from midnight as HH:MM; past midnight it starts again at 00:00."""
    hour, rest = divmod(minute % DAY_MINUTES, 60)
    return f"{hour:02d}:{rest:02d}"


def levels(steps: Sequence[Step]) -> list[tuple[float, float]]:
    """From where to where each bar of a waterfall reaches, in the steps' own unit."""
    level, spans = 0.0, []
    for step in steps:
        start = 0.0 if step.total else level
        level = start + step.value
        spans.append((start, level))
    return spans

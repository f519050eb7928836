"""Charts as data: what is shown, never how. Values are in any one unit; texts are formatted.

A title says the finding ("wages are the largest cost"), not the subject.
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
    """Something that lasts, in minutes from local midnight (may exceed 1,440 or be negative)."""

    start: int
    end: int
    text: str
    shade: Shade = "plain"


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
    """Lanes over the hours. The time axis runs right to left in Arabic and Hebrew."""

    title: str
    lanes: Sequence[Lane]
    start: int
    end: int
    moments: Sequence[Moment] = ()

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"A timeline must end ({self.end}) after it starts ({self.start}).")

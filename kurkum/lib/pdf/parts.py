"""What a printed document is made of: plain, frozen data, written in logical order.

Texts come already translated and formatted; a part knows neither fonts nor points. Every text
may mix Arabic, Hebrew, Latin, numbers and sums; "start" is where reading begins (the right in
Arabic and Hebrew). ``☐``, ``✓``, ``→`` and ``←`` may stand in any text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["ar", "he", "en"]
Align = Literal["start", "centre", "end", "number"]
Style = Literal["body", "soft", "bold", "big", "huge"]


@dataclass(frozen=True)
class Heading:
    """A title that stays with what follows. Level 1 opens a section, 2 a part of it."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True)
class Text:
    """A paragraph in one style; `soft` is small, `big` and `huge` are for figures."""

    text: str
    style: Style = "body"
    align: Align = "start"


@dataclass(frozen=True)
class Note:
    """A framed remark; a warning gets a heavy frame and a bold title."""

    text: str
    title: str = ""
    warning: bool = False


@dataclass(frozen=True)
class KeyFigure:
    """One answer: the value large, its label above, a remark (for example the grade) below."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """A row of answers side by side, at most six."""

    figures: Sequence[KeyFigure]


@dataclass(frozen=True)
class Field:
    """A box to write in by hand. `unit` follows the box; `value` is printed into it."""

    label: str
    unit: str = ""
    value: str = ""


@dataclass(frozen=True)
class Fields:
    """Boxes to write in, `columns` to a row; `tall` boxes leave room for a signature."""

    fields: Sequence[Field]
    columns: int = 2
    tall: bool = False


@dataclass(frozen=True)
class Strong:
    """A table cell in bold."""

    text: str


@dataclass(frozen=True)
class Mark:
    """A table cell in a heavy frame: an allergen, a diet, a kitchen line."""

    text: str


@dataclass(frozen=True)
class Band:
    """A row across all columns that names the group of rows below it."""

    text: str


Cell = str | Strong | Mark


@dataclass(frozen=True)
class Column:
    """`width` is a share relative to the other columns, `number` aligns right in every language."""

    title: str
    width: float = 1.0
    align: Align = "start"
    bold: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under columns, in reading order; the head is repeated on each page.

    Each row has one cell per column (else ValueError); `totals` is set in bold and kept with the
    last row; `empty` is printed in place of rows. `ruled` draws a full grid to write in,
    `dense` sets smaller type.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell] | Band]
    totals: Sequence[Cell] = ()
    empty: str = "—"
    ruled: bool = False
    dense: bool = False

    def __post_init__(self) -> None:
        for number, row in enumerate([*self.rows, *([self.totals] if self.totals else [])], 1):
            if not isinstance(row, Band) and len(row) != len(self.columns):
                raise ValueError(
                    f"Row {number} has {len(row)} cells, the table has {len(self.columns)} columns."
                )


@dataclass(frozen=True)
class Columns:
    """Parts side by side, first column at the start; `widths` are shares."""

    columns: Sequence[Sequence["Part"]]
    widths: Sequence[float] = ()


@dataclass(frozen=True)
class Card:
    """A framed block with a title and, at its end, one large figure with a caption.

    A card stays on one page when it fits on one.
    """

    title: str
    parts: Sequence["Part"] = ()
    subtitle: str = ""
    figure: str = ""
    caption: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True)
class Space:
    """Empty room, in millimetres."""

    millimetres: float = 4


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


@dataclass(frozen=True)
class QrCode:
    """A square code beside its caption; `size` in millimetres."""

    content: str
    caption: str = ""
    size: float = 24


@dataclass(frozen=True)
class Label:
    """A sticker for a box: code and mark large, then lines; `qr` is coded in the corner."""

    title: str
    lines: Sequence[str] = ()
    code: str = ""
    mark: str = ""
    qr: str = ""


@dataclass(frozen=True)
class Labels:
    """Stickers in a grid that fills the page, first at the start; cut lines are dotted."""

    labels: Sequence[Label]
    columns: int = 2
    rows: int = 5


Part = (
    Heading
    | Text
    | Note
    | KeyFigures
    | Fields
    | Table
    | Columns
    | Card
    | PageBreak
    | Space
    | Bars
    | StackedBars
    | Waterfall
    | Line
    | Timeline
    | QrCode
    | Labels
)


@dataclass(frozen=True)
class Document:
    """A document to print. `corner` lines (version, seal, printed time) stand at the end of the
    head on each page; `foot` stands at the start of the foot, "page x of y" at its end.

    `plain` leaves out the head (labels). Texts are final; the library adds only the page count.
    """

    title: str
    language: Language
    parts: Sequence[Part]
    subtitle: str = ""
    corner: Sequence[str] = ()
    foot: str = ""
    author: str = "Kurkum"
    size: Literal["A4", "A3"] = "A4"
    landscape: bool = False
    plain: bool = False

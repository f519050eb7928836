"""What a printed document is made of: plain, frozen data, written in logical order.

Texts come already translated and formatted; a part knows neither fonts nor points. Every text
may mix Arabic, Hebrew, Latin, numbers and sums; "start" is where reading begins (the right in
Arabic and Hebrew). ``☐``, ``✓``, ``→`` and ``←`` may stand in any text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kurkum.lib.figures import Bars, Line, PlaceMap, StackedBars, Timeline, Waterfall

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
    `dense` sets smaller type, `close` sets the rows closer in the same type.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell] | Band]
    totals: Sequence[Cell] = ()
    empty: str = "—"
    ruled: bool = False
    dense: bool = False
    close: bool = False

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


@dataclass(frozen=True)
class QrCode:
    """A square code beside its caption; `size` in millimetres."""

    content: str
    caption: str = ""
    size: float = 24


@dataclass(frozen=True)
class Label:
    """A sticker for a box: code and mark large, then lines; `qr` is coded in the corner.

    Nothing is cut: where there is much to say, everything is set smaller.
    """

    title: str
    lines: Sequence[str | Strong] = ()
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
    | PlaceMap
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

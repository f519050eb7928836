"""A paragraph as ReportLab wants it: breaks in logical order, draws each line in visual order."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from typing import Any

from reportlab.platypus.flowables import Flowable

from kurkum.lib.pdf import fonts
from kurkum.lib.pdf.parts import Align
from kurkum.lib.pdf.pen import Pen, Type


def broken(text: str, kind: Type, room: float) -> list[str]:
    """The shaped lines of a text: greedy at spaces, inside a word only when the word is too long.

    Breaking after reordering would put the last line first, so this comes before `visual`.
    """
    lines: list[str] = []
    for paragraph in fonts.ready(text, kind.font).split("\n"):
        lines.extend(_filled(paragraph.split(" "), kind, room))
    return lines


def _filled(words: list[str], kind: Type, room: float) -> list[str]:
    lines, line, used = [], "", 0.0
    space = fonts.width(" ", kind.font, kind.size)
    for word in words:
        for piece in _pieces(word, kind, room):
            needed = fonts.width(piece, kind.font, kind.size)
            if line and used + space + needed > room:
                lines.append(line)
                line, used = piece, needed
            else:
                used = used + space + needed if line else needed
                line = f"{line} {piece}" if line else piece
    return [*lines, line]


def _pieces(word: str, kind: Type, room: float) -> list[str]:
    """The word, or the word cut into pieces that each fit."""
    if fonts.width(word, kind.font, kind.size) <= room:
        return [word]
    pieces, piece, used = [], "", 0.0
    for char in word:
        needed = fonts.width(char, kind.font, kind.size)
        if piece and used + needed > room:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + char, used + needed
    return [*pieces, piece]


class Piece(Flowable):
    """A flowable of ours: sizes in points, and the page frame it is being fitted into."""

    width: Any
    height: Any
    spaceBefore: Any = 0
    spaceAfter: Any = 0
    _frame: Any = None


class Lines(Piece):
    """Text in one style, wrapped to the width it is given and split between lines.

    `before` and `after` are the spaces around it in points; beyond `most` lines it is cut with
    an ellipsis.
    """

    def __init__(
        self, text: str, kind: Type, *, rtl: bool, align: Align = "start",
        before: float = 0, after: float = 0, most: int = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.text, self.kind, self.rtl, self.align, self.most = text, kind, rtl, align, most
        self.spaceBefore, self.spaceAfter = before, after
        self.lines: list[str] = []
        self._broken_for: float | None = None

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        if self.text and self._broken_for != available:
            self.lines = broken(self.text, self.kind, available)
            if self.most and len(self.lines) > self.most:
                self.lines = [*self.lines[: self.most - 1], self.lines[self.most - 1] + "…"]
            self._broken_for = available
        self.width, self.height = available, len(self.lines) * self.kind.leading
        return self.width, self.height

    def split(self, available: float, height: float) -> list[Any]:
        self.wrap(available, height)
        fits = int(height / self.kind.leading)
        if fits < 1 or fits >= len(self.lines):
            return [] if fits < 1 else [self]
        return [self._part(self.lines[:fits]), self._part(self.lines[fits:])]

    def _part(self, lines: list[str]) -> "Lines":
        """A part keeps its lines as they are: without its text it is never broken anew."""
        part = Lines("", self.kind, rtl=self.rtl, align=self.align, after=self.spaceAfter)
        part.lines = lines
        return part

    def draw(self) -> None:
        pen = Pen(self.canv, self.width, self.rtl)
        place = {"start": 0.0, "centre": self.width / 2, "end": self.width}.get(self.align, 0.0)
        if self.align == "number" and not self.rtl:
            place = self.width
        for number, line in enumerate(self.lines):
            y = self.height - number * self.kind.leading - self.kind.size
            pen.ready(place, y, line, self.kind, align=self.align)

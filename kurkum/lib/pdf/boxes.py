"""Framed and side-by-side blocks: cards, notes, key figures, boxes to write in, QR codes."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import segno
from reportlab.platypus.flowables import Flowable, Spacer
from reportlab.platypus.tables import Table

from kurkum.lib.pdf.lines import Lines, Piece
from kurkum.lib.pdf.parts import Fields, KeyFigures, QrCode
from kurkum.lib.pdf.pen import MM, STYLES, THICK, THIN, Pen, Type, width_of

CARD_PAD, GUTTER = 8.0, 12.0


def _gap(above: Flowable, below: Flowable) -> float:
    return float(max(above.getSpaceAfter(), below.getSpaceBefore()))


def stacked_height(content: Sequence[Flowable], room: float) -> float:
    """Height of flowables one below the other, with the spaces between them."""
    gaps = sum(_gap(above, below) for above, below in pairwise(content))
    return float(sum(flowable.wrap(room, 1e6)[1] for flowable in content) + gaps)


def draw_stacked(content: Sequence[Flowable], canvas: Any, x: float, top: float) -> None:
    """Draw wrapped flowables downwards from `top`."""
    for number, flowable in enumerate(content):
        top -= _gap(content[number - 1], flowable) if number else 0
        top -= flowable._height if isinstance(flowable, Table) else flowable.height
        flowable.drawOn(canvas, x, top)


def fits_next_page(flowable: Piece) -> bool:
    """Whether a block that does not fit here would fit whole at the top of the next page."""
    frame = flowable._frame
    return frame is not None and not frame._atTop and flowable.height <= frame._height


class Frame(Piece):
    """Flowables in a rounded frame; taller than the page, it splits between them."""

    def __init__(self, content: list[Flowable], *, heavy: bool = False) -> None:
        super().__init__()
        self.content, self.heavy = content, heavy
        self.spaceAfter = 8

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width = available
        self.height = stacked_height(self.content, available - 2 * CARD_PAD) + 2 * CARD_PAD
        return self.width, self.height

    def split(self, available: float, height: float) -> list[Flowable]:
        if fits_next_page(self):
            return []
        room, used = available - 2 * CARD_PAD, 2 * CARD_PAD
        for number, flowable in enumerate(self.content):
            used += _gap(self.content[number - 1], flowable) if number else 0
            needed = flowable.wrap(room, 1e6)[1]
            if used + needed > height:
                return self._cut(number, available, height, used)
            used += needed
        return [self]

    def _cut(self, number: int, available: float, height: float, used: float) -> list[Flowable]:
        """Two frames, cut inside or before one flowable; none when nothing would stay here."""
        before, flowable, after = (
            self.content[:number], self.content[number], self.content[number + 1 :]
        )  # fmt: skip
        if isinstance(flowable, Piece):
            flowable._frame = self._frame
        pieces = flowable.split(available - 2 * CARD_PAD, height - used)
        if pieces and isinstance(flowable, Beside):
            spread = Frame([*before, *pieces[1:], *after], heavy=self.heavy)
            spread._frame = self._frame
            spread.wrap(available, height)
            return spread.split(available, height)
        first = [*before, *pieces[:1]] if len(pieces) > 1 else before
        rest = [*(pieces[1:] if len(pieces) > 1 else [flowable]), *after]
        return [Frame(part, heavy=self.heavy) for part in (first, rest)] if first else []

    def draw(self) -> None:
        line = THICK if self.heavy else THIN
        Pen(self.canv, self.width, False).box(
            0, 0, self.width, self.height, line=line, radius=5
        )  # fmt: skip
        draw_stacked(self.content, self.canv, CARD_PAD, self.height - CARD_PAD)


class Beside(Piece):
    """Columns of flowables side by side; too tall for a page, they follow one another instead.

    The first piece of a split must fit, so it is an empty spacer.
    """

    def __init__(
        self, columns: list[list[Flowable]], shares: Sequence[float], *, rtl: bool
    ) -> None:
        super().__init__()
        self.columns, self.shares, self.rtl = columns, shares, rtl
        self.spaceAfter = 6

    def _widths(self, available: float) -> list[float]:
        usable = available - GUTTER * (len(self.columns) - 1)
        return [usable * share / sum(self.shares) for share in self.shares]

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width, self.widths = available, self._widths(available)
        pairs = zip(self.columns, self.widths, strict=True)
        self.height = max(stacked_height(column, room) for column, room in pairs)
        return self.width, self.height

    def split(self, _available: float, _height: float) -> list[Flowable]:
        if fits_next_page(self):
            return []
        return [Spacer(0, 0), *[flowable for column in self.columns for flowable in column]]

    def draw(self) -> None:
        pen, x = Pen(self.canv, self.width, self.rtl), 0.0
        for column, width in zip(self.columns, self.widths, strict=True):
            draw_stacked(column, self.canv, pen.side(x, width), self.height)
            x += width + GUTTER


class Figures(Piece):
    """Key figures side by side between two hairlines."""

    def __init__(self, part: KeyFigures, *, rtl: bool) -> None:
        super().__init__()
        self.part, self.rtl, self.spaceAfter = part, rtl, 10

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width = available
        self.room = available / max(1, len(self.part.figures)) - 10
        small = STYLES["soft"]
        self.labels = [Lines(f.label, small, rtl=self.rtl, most=3) for f in self.part.figures]
        self.notes = [Lines(f.note, small, rtl=self.rtl, most=4) for f in self.part.figures]
        self.over = max([stacked_height([label], self.room) for label in self.labels], default=0)
        self.below = max([stacked_height([note], self.room) for note in self.notes], default=0)
        self.height = self.over + 28 + self.below + 12
        return self.width, self.height

    def draw(self) -> None:
        pen = Pen(self.canv, self.width, self.rtl)
        pen.line(0, self.height, self.width, self.height)
        pen.line(0, 0, self.width, 0)
        for number, figure in enumerate(self.part.figures):
            x = number * (self.room + 10)
            left, top = pen.side(x, self.room), self.height - 5
            draw_stacked([self.labels[number]], self.canv, left, top)
            pen.text(x, top - self.over - 20, figure.value, self._big(), room=self.room)
            draw_stacked([self.notes[number]], self.canv, left, top - self.over - 28)

    def _big(self) -> Type:
        """One size for all values, as large as the widest allows."""
        widest = max(width_of(f.value, Type.of(22, bold=True)) for f in self.part.figures)
        return Type.of(min(22, 21.8 * self.room / max(1.0, widest)), bold=True)


class WritingBoxes(Piece):
    """Labelled boxes to fill in by hand, in rows."""

    def __init__(self, part: Fields, *, rtl: bool) -> None:
        super().__init__()
        self.part, self.rtl, self.spaceAfter = part, rtl, 6
        self.step = 46 if part.tall else 27

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.width = available
        rows = -(-len(self.part.fields) // self.part.columns)
        self.height = rows * self.step
        return self.width, self.height

    def draw(self) -> None:
        pen, body = Pen(self.canv, self.width, self.rtl), STYLES["body"]
        share = self.width / self.part.columns
        label_room = max(width_of(f.label, body) for f in self.part.fields)
        label_room = min(label_room, share * 0.55) + 6
        for number, field in enumerate(self.part.fields):
            x = number % self.part.columns * share
            bottom = self.height - (number // self.part.columns + 1) * self.step + 4
            unit = width_of(field.unit, body) + 5 if field.unit else 0
            box = share - label_room - unit - GUTTER
            middle = bottom + (self.step - 7) / 2 - 3.5
            pen.text(x, middle, field.label, body, room=label_room - 4)
            pen.box(x + label_room, bottom, box, self.step - 7, radius=3)
            pen.text(x + label_room + 4, middle, field.value, STYLES["bold"], room=box - 6)
            pen.text(x + label_room + box + 5, middle, field.unit, body)


def draw_code(canvas: Any, content: str, x: float, y: float, size: float) -> None:
    """A QR code of level M with its quiet zone, drawn as squares; x, y is its lower left."""
    matrix = segno.make(content, error="m", micro=False).matrix
    cell = size / (len(matrix) + 8)
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                left, bottom = x + (column + 4) * cell, y + size - (row + 5) * cell
                canvas.rect(left, bottom, cell * 1.01, cell * 1.01, stroke=0, fill=1)


class CodeSquare(Piece):
    """A QR code at the start, its caption beside it."""

    def __init__(self, part: QrCode, *, rtl: bool) -> None:
        super().__init__()
        self.part, self.rtl, self.spaceAfter = part, rtl, 6
        self.caption = Lines(part.caption, STYLES["soft"], rtl=rtl, most=8)

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        self.size = self.part.size * MM
        caption = stacked_height([self.caption], available - self.size - 6)
        self.width, self.height = available, max(self.size, caption)
        return self.width, self.height

    def draw(self) -> None:
        pen = Pen(self.canv, self.width, self.rtl)
        left = pen.side(0, self.size)
        draw_code(self.canv, self.part.content, left, self.height - self.size, self.size)
        beside = pen.side(self.size + 6, self.caption.width)
        middle = (self.height + self.caption.height) / 2
        draw_stacked([self.caption], self.canv, beside, middle)

"""From parts to pages: flow, head and foot, "page x of y", and bytes that never differ."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, PageTemplate, Spacer
from reportlab.platypus import Frame as PageFrame
from reportlab.platypus import PageBreak as NewPage

from kurkum.lib.pdf import boxes, charts, labels, parts, tables, timeline
from kurkum.lib.pdf.lines import Lines
from kurkum.lib.pdf.pen import HAIR, MM, STYLES, THIN, Pen, Type
from kurkum.lib.pdf.text import tidy

MARGIN, FOOT = 12 * MM, 9 * MM
TITLE = Type.of(17, bold=True)
PAGE_OF = {"ar": "صفحة {} من {}", "he": "עמוד {} מתוך {}", "en": "Page {} of {}"}
HEADINGS = {1: Type.of(14, bold=True), 2: Type.of(11.5, bold=True)}
# Fonts collect their glyphs per document in shared state, so one document is drawn at a time.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True)
class Area:
    """Where parts are laid out: direction, and room in points."""

    rtl: bool
    room: float
    height: float


def render(document: parts.Document) -> bytes:
    """The document as PDF. The same document gives the same bytes, on any day.

    Bad data does not stop it: overlong words are broken, missing letters show as crossed boxes,
    empty lists say so.
    """
    paper = {"A4": A4, "A3": A3}[document.size]
    width, height = landscape(paper) if document.landscape else paper
    head = 0.0 if document.plain else _head_height(document, width - 2 * MARGIN)
    foot = 0.0 if document.plain else FOOT
    area = Area(
        document.language != "en", width - 2 * MARGIN, height - 2 * MARGIN - head - foot
    )  # fmt: skip
    buffer = BytesIO()
    template = BaseDocTemplate(
        buffer, pagesize=(width, height), invariant=1, title=tidy(document.title),
        author=document.author, lang=document.language, creator="Kurkum", pageCompression=1,
    )  # fmt: skip
    frame = PageFrame(
        MARGIN, MARGIN + foot, area.room, area.height, leftPadding=0, rightPadding=0,
        topPadding=0, bottomPadding=0,
    )  # fmt: skip
    template.addPageTemplates([PageTemplate(frames=[frame])])
    with _ONE_AT_A_TIME:
        template.build(story(document.parts, area) or [Spacer(1, 1)], canvasmaker=_pages(document))
    return buffer.getvalue()


def story(content: Sequence[parts.Part], area: Area) -> list[Flowable]:
    """The flowables of all parts; a heading moves on when nothing after it fits below it."""
    flow: list[Flowable] = []
    waiting: list[Flowable] = []
    for part in content:
        built = flowables(part, area)
        if isinstance(part, parts.Heading):
            waiting += built
            continue
        if waiting and built:
            needed = boxes.stacked_height(waiting, area.room) + _least(built[0], area) + 12
            flow.append(CondPageBreak(min(needed, area.height)))
        flow += [*waiting, *built]
        waiting = []
    return [*flow, *waiting]


def _least(flowable: Flowable, area: Area) -> float:
    """The least height of a flowable that makes sense under a heading."""
    _, height = flowable.wrap(area.room, area.height)
    if isinstance(flowable, tables.PlatypusTable):
        return float(sum(flowable._rowHeights[:3]))
    if isinstance(flowable, Lines):
        return min(height, 2 * flowable.kind.leading)
    return float(height)


@singledispatch
def flowables(part: Any, area: Area) -> list[Flowable]:
    """What a part becomes. Raises TypeError for anything that is no part."""
    raise TypeError(f"{type(part).__name__} is not a part of a document.")


@flowables.register
def _(part: parts.Heading, area: Area) -> list[Flowable]:
    kind = HEADINGS[part.level]
    return [Spacer(1, kind.size / 2), Lines(part.text, kind, rtl=area.rtl, after=4)]


@flowables.register
def _(part: parts.Text, area: Area) -> list[Flowable]:
    return [Lines(part.text, STYLES[part.style], rtl=area.rtl, align=part.align, after=4)]


@flowables.register
def _(part: parts.Note, area: Area) -> list[Flowable]:
    title = [Lines(part.title, STYLES["bold"], rtl=area.rtl, after=2)] if part.title else []
    text = Lines(part.text, STYLES["bold" if part.warning else "body"], rtl=area.rtl)
    return [boxes.Frame([*title, text], heavy=part.warning)]


@flowables.register
def _(part: parts.KeyFigures, area: Area) -> list[Flowable]:
    return [boxes.Figures(part, rtl=area.rtl)]


@flowables.register
def _(part: parts.Fields, area: Area) -> list[Flowable]:
    return [boxes.WritingBoxes(part, rtl=area.rtl)] if part.fields else []


@flowables.register
def _(part: parts.Table, area: Area) -> list[Flowable]:
    return [tables.build(part, rtl=area.rtl, room=area.room), Spacer(1, 8)]


@flowables.register
def _(part: parts.Columns, area: Area) -> list[Flowable]:
    shares = part.widths or [1.0] * len(part.columns)
    usable = area.room - boxes.GUTTER * (len(shares) - 1)
    rooms = [usable * share / sum(shares) for share in shares]
    columns = [
        story(column, Area(area.rtl, room, area.height))
        for column, room in zip(part.columns, rooms, strict=True)
    ]
    return [boxes.Beside([_still(column) for column in columns], shares, rtl=area.rtl)]


@flowables.register
def _(part: parts.Card, area: Area) -> list[Flowable]:
    inner = Area(area.rtl, area.room - 2 * boxes.CARD_PAD, area.height - 2 * boxes.CARD_PAD)
    title: list[Flowable] = [Lines(part.title, HEADINGS[1], rtl=area.rtl, after=2)]
    if part.subtitle:
        title.append(Lines(part.subtitle, STYLES["body"], rtl=area.rtl, after=4))
    if part.figure:
        figure = [
            Lines(part.figure, Type(TITLE.font, 24, 26), rtl=area.rtl, align="end"),
            Lines(part.caption, STYLES["body"], rtl=area.rtl, align="end"),
        ]
        title = [boxes.Beside([title, figure], [4, 1.3], rtl=area.rtl)]
    return [boxes.Frame([*title, *_still(story(part.parts, inner))])]


def _still(flow: list[Flowable]) -> list[Flowable]:
    """Inside a card nothing breaks the page; the card itself decides where to split."""
    return [flowable for flowable in flow if not isinstance(flowable, CondPageBreak)]


@flowables.register
def _(part: parts.PageBreak, area: Area) -> list[Flowable]:
    return [NewPage()]


@flowables.register
def _(part: parts.Space, area: Area) -> list[Flowable]:
    return [Spacer(1, part.millimetres * MM)]


@flowables.register
def _(part: parts.Bars, area: Area) -> list[Flowable]:
    return [charts.BarChart(part, rtl=area.rtl)]


@flowables.register
def _(part: parts.StackedBars, area: Area) -> list[Flowable]:
    return [charts.StackChart(part, rtl=area.rtl)]


@flowables.register
def _(part: parts.Waterfall, area: Area) -> list[Flowable]:
    return [charts.WaterfallChart(part, rtl=area.rtl)]


@flowables.register
def _(part: parts.Line, area: Area) -> list[Flowable]:
    return [charts.LineChart(part, rtl=area.rtl)]


@flowables.register
def _(part: parts.Timeline, area: Area) -> list[Flowable]:
    return [timeline.TimelineChart(part, rtl=area.rtl)]


@flowables.register
def _(part: parts.QrCode, area: Area) -> list[Flowable]:
    return [boxes.CodeSquare(part, rtl=area.rtl)]


@flowables.register
def _(part: parts.Labels, area: Area) -> list[Flowable]:
    return labels.build(part, rtl=area.rtl, height=area.height)


def _corner_room(room: float) -> float:
    return room * 0.3


def _head_lines(document: parts.Document, room: float) -> list[Lines]:
    rtl = document.language != "en"
    lines = [Lines(document.title, TITLE, rtl=rtl)]
    if document.subtitle:
        lines.append(Lines(document.subtitle, STYLES["body"], rtl=rtl))
    return lines


def _head_height(document: parts.Document, room: float) -> float:
    beside = room - (_corner_room(room) if document.corner else 0)
    title = boxes.stacked_height(_head_lines(document, room), beside)
    corner = len(document.corner) * STYLES["soft"].leading
    return max(title, corner) + 10


class _NumberedCanvas(Canvas):  # type: ignore[misc]
    """Keeps every page back until the number of pages is known."""

    document: parts.Document

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        pages = self._pages
        for number, page in enumerate(pages, 1):
            self.__dict__.update(page)
            if not self.document.plain:
                self._head_and_foot(number, len(pages))
            super().showPage()
        super().save()

    def _head_and_foot(self, number: int, total: int) -> None:
        document, (width, height) = self.document, self._pagesize
        rtl, room = document.language != "en", width - 2 * MARGIN
        self.saveState()
        self.translate(MARGIN, 0)
        pen, top = Pen(self, room, rtl), height - MARGIN
        beside = room - (_corner_room(room) if document.corner else 0)
        lines = _head_lines(document, room)
        boxes.stacked_height(lines, beside)
        boxes.draw_stacked(lines, self, pen.side(0, beside), top)
        for place, line in enumerate(document.corner, 1):
            y, corner = top - place * STYLES["soft"].leading + 3, _corner_room(room)
            pen.text(room, y, line, STYLES["soft"], align="end", room=corner)
        rule = top - _head_height(document, room) + 6
        pen.line(0, rule, room, rule, width=THIN)
        pen.line(0, MARGIN + FOOT - 8, room, MARGIN + FOOT - 8, width=HAIR)
        pen.text(0, MARGIN + 3, document.foot, STYLES["soft"], room=room * 0.75)
        page = PAGE_OF[document.language].format(number, total)
        pen.text(room, MARGIN + 3, page, STYLES["soft"], align="end")
        self.restoreState()


def _pages(document: parts.Document) -> type[_NumberedCanvas]:
    """A canvas class for this document, as ReportLab builds the canvas itself."""
    return type("DocumentCanvas", (_NumberedCanvas,), {"document": document})

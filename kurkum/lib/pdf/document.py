"""From parts to pages: head and foot, "page x of y", and bytes that never differ."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

import threading
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import Spacer
from reportlab.platypus.frames import Frame as PageFrame

from kurkum.lib.pdf import boxes, parts
from kurkum.lib.pdf.flow import Area, story
from kurkum.lib.pdf.lines import Lines
from kurkum.lib.pdf.pen import HAIR, MM, STYLES, THIN, Pen, Type
from kurkum.lib.pdf.text import tidy

MARGIN, FOOT = 12 * MM, 9 * MM
TITLE = Type.of(17, bold=True)
PAGE_OF = {"ar": "صفحة {} من {}", "he": "עמוד {} מתוך {}", "en": "Page {} of {}"}
# Fonts collect their glyphs per document in shared state, so one document is drawn at a time.
_ONE_AT_A_TIME = threading.Lock()


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


def _corner_room(room: float) -> float:
    return room * 0.3


def _head_lines(document: parts.Document, room: float) -> list[Lines]:
    rtl = document.language != "en"
    lines = [Lines(document.title, TITLE, rtl=rtl, most=2)]
    if document.subtitle:
        lines.append(Lines(document.subtitle, STYLES["body"], rtl=rtl, most=3))
    return lines


def _head_height(document: parts.Document, room: float) -> float:
    beside = room - (_corner_room(room) if document.corner else 0)
    title = boxes.stacked_height(_head_lines(document, room), beside)
    corner = len(document.corner) * STYLES["soft"].leading
    return max(title, corner) + 10


class _NumberedCanvas(Canvas):
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

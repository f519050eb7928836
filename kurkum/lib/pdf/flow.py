"""What each part of a document becomes on the page, and what must stay together."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from reportlab.platypus.flowables import CondPageBreak, Flowable, Spacer
from reportlab.platypus.flowables import PageBreak as NewPage
from reportlab.platypus.tables import Table as PlatypusTable

from kurkum.lib import figures
from kurkum.lib.pdf import boxes, charts, fonts, labels, maps, parts, tables, timeline
from kurkum.lib.pdf.lines import Lines
from kurkum.lib.pdf.pen import MM, STYLES, Type

FIGURE = Type(fonts.BOLD, 24, 26)
HEADINGS = {1: Type.of(14, bold=True), 2: Type.of(11.5, bold=True)}


@dataclass(frozen=True)
class Area:
    """Where parts are laid out: direction, and room in points."""

    rtl: bool
    room: float
    height: float


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
    height: float = flowable.wrap(area.room, area.height)[1]
    if isinstance(flowable, PlatypusTable):
        return float(sum(flowable._rowHeights[:3]))
    if isinstance(flowable, Lines):
        return min(height, 2 * flowable.kind.leading)
    return height


@singledispatch
def flowables(part: Any, area: Area) -> list[Flowable]:
    """What a part becomes. Raises TypeError for anything that is no part."""
    raise TypeError(f"{type(part).__name__} is not a part of a document.")


@flowables.register
def _(part: parts.Heading, area: Area) -> list[Flowable]:
    kind = HEADINGS[part.level]
    return [Lines(part.text, kind, rtl=area.rtl, before=kind.size * 0.8, after=4)]


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
    return [tables.build(part, rtl=area.rtl, room=area.room)]


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
        figure: list[Flowable] = [
            Lines(part.figure, FIGURE, rtl=area.rtl, align="end", most=2),
            Lines(part.caption, STYLES["body"], rtl=area.rtl, align="end", most=2),
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
def _(part: figures.Bars, area: Area) -> list[Flowable]:
    return [charts.BarChart(part, rtl=area.rtl)]


@flowables.register
def _(part: figures.StackedBars, area: Area) -> list[Flowable]:
    return [charts.StackChart(part, rtl=area.rtl)]


@flowables.register
def _(part: figures.Waterfall, area: Area) -> list[Flowable]:
    return [charts.WaterfallChart(part, rtl=area.rtl)]


@flowables.register
def _(part: figures.Line, area: Area) -> list[Flowable]:
    return [charts.LineChart(part, rtl=area.rtl)]


@flowables.register
def _(part: figures.Timeline, area: Area) -> list[Flowable]:
    return [timeline.TimelineChart(part, rtl=area.rtl)]


@flowables.register
def _(part: figures.PlaceMap, area: Area) -> list[Flowable]:
    return [maps.MapChart(part, rtl=area.rtl)]


@flowables.register
def _(part: parts.QrCode, area: Area) -> list[Flowable]:
    return [boxes.CodeSquare(part, rtl=area.rtl)]


@flowables.register
def _(part: parts.Labels, area: Area) -> list[Flowable]:
    return labels.build(part, rtl=area.rtl, height=area.height)

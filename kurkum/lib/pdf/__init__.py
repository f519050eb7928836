"""Printed documents in Arabic, Hebrew and English: authors give data, this package draws.

    from kurkum.lib.pdf import Column, Document, Heading, Table, render

    render(Document(
        title="ورقة الإنتاج", language="ar", corner=["نسخة 3", "ختم 7K4-M2"],
        parts=[
            Heading("مجدّرة رز"),
            Table([Column("المكوّن", 3), Column("صافٍ", align="number")], [["أرز", "15.4 كغم"]]),
        ],
    ))

Everything is in logical order and reading direction; the package mirrors. It knows no app, no
database and no translations: texts arrive final. All parts are in `parts` and
`figures`; ReportLab is only
imported below this package.
"""

from kurkum.lib.figures import (
    Bar,
    Bars,
    Block,
    Lane,
    Line,
    Moment,
    Place,
    PlaceMap,
    Point,
    Stack,
    StackedBars,
    Step,
    Timeline,
    Waterfall,
)
from kurkum.lib.pdf.document import render
from kurkum.lib.pdf.parts import (
    Band,
    Card,
    Column,
    Columns,
    Document,
    Field,
    Fields,
    Heading,
    KeyFigure,
    KeyFigures,
    Label,
    Labels,
    Language,
    Mark,
    Note,
    PageBreak,
    Part,
    QrCode,
    Space,
    Strong,
    Table,
    Text,
)

__all__ = [
    "Band", "Bar", "Bars", "Block", "Card", "Column", "Columns", "Document", "Field", "Fields",
    "Heading", "KeyFigure", "KeyFigures", "Label", "Labels", "Lane", "Language", "Line", "Mark",
    "Moment", "Note", "PageBreak", "Part", "Place", "PlaceMap", "Point", "QrCode", "Space",
    "Stack", "StackedBars", "Step", "Strong", "Table", "Text", "Timeline", "Waterfall", "render",
]  # fmt: skip

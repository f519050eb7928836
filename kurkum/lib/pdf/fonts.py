"""The two print fonts: registered once, measured, and embedded so that text can be copied out."""

# mypy: allow-untyped-calls
# ReportLab declares no types.

import functools
import unicodedata
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from kurkum.lib.pdf.text import MISSING, bare, shape

REGULAR, BOLD = "RubikPF-Regular", "RubikPF-Bold"
_FOLDER = Path(__file__).resolve().parent.parent / "fonts"
_LAM_ALEF = range(0xFEF5, 0xFEFD)


def _letter_behind(code: int) -> int:
    """The base letter of a joined form, so that copied and searched text is ordinary Arabic.

    Lam-alef stands for two letters; readers would turn the pair round, so it keeps its own code.
    """
    if 0xFE80 <= code <= 0xFEF4:
        return ord(unicodedata.normalize("NFKC", chr(code)))
    return code


def _code_map(name: str, subset: list[int]) -> str:
    """A ToUnicode map (PDF 32000-1, 9.10.3) for one subset of at most 256 glyphs."""
    pairs = [f"<{place:02X}> <{_letter_behind(code):04X}>" for place, code in enumerate(subset)]
    chunks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    blocks = [f"{len(c)} beginbfchar\n" + "\n".join(c) + "\nendbfchar" for c in chunks]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def\n/CMapType 2 def",
            "1 begincodespacerange\n<00> <FF>\nendcodespacerange",
            *blocks,
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend",
        ]
    )


class PrintFont(TTFont):
    """A TrueType font whose embedded code map names base letters instead of joined forms."""

    def addObjects(self, doc: PDFDocument) -> None:
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            parts = (SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)
            name = b"".join(parts).decode("pdfdoc")
            doc.idToObject["toUnicodeCMap:" + name].content = _code_map(name, subset)


@functools.cache
def _glyphs(font: str) -> frozenset[int]:
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)


def register() -> None:
    """Make both fonts known to ReportLab; harmless when repeated."""
    for name in (REGULAR, BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(PrintFont(name, str(_FOLDER / f"{name}.ttf")))


@functools.lru_cache(maxsize=4096)
def ready(text: str, font: str) -> str:
    """The text shaped for lines; every letter the font lacks becomes a visible crossed box."""
    known = _glyphs(font)
    shaped = shape(text)
    if all(ord(char) in known for char in bare(shaped) if char != "\n"):
        return shaped
    invisible = {char for char in shaped if not bare(char)}
    return "".join(
        char if char == "\n" or char in invisible or ord(char) in known else MISSING
        for char in shaped
    )


def width(text: str, font: str, size: float) -> float:
    """Width of a shaped line in points."""
    return float(pdfmetrics.stringWidth(bare(text), font, size))


register()

"""Make the print fonts: give Rubik a code point for every joined Arabic letter form.

PDF text is drawn glyph by glyph through the font's character map, and Rubik reaches its joined
Arabic forms only through shaping rules. This script shapes each presentation form once and adds
it to the character map; the outlines stay as they are. It also adds the few signs of
`symbols.py`. It is run by hand when the font changes:

    pip install "fonttools>=4.68" "uharfbuzz>=0.57"
    python kurkum/lib/fonts/prepare.py Rubik_400Regular.ttf kurkum/lib/fonts/RubikPF-Regular.ttf
"""

import argparse
import unicodedata
from pathlib import Path

import uharfbuzz  # type: ignore[import-not-found]
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-not-found]
from fontTools.ttLib import TTFont  # type: ignore[import-not-found]
from symbols import SYMBOLS, WIDTH, Polygon  # type: ignore[import-not-found]

PRESENTATION_FORMS = range(0xFE80, 0xFEFD)
JOINER = "\u200d"
NEIGHBOURS = {
    "<isolated>": ("", ""),
    "<initial>": ("", JOINER),
    "<medial>": (JOINER, JOINER),
    "<final>": (JOINER, ""),
}
NOT_INK = {".notdef", "space", "uni200D", "zwj"}


def letters_of(form: int) -> str:
    """The base letters of a presentation form, beside joiners that ask for this very form."""
    tag, *codes = unicodedata.decomposition(chr(form)).split()
    before, after = NEIGHBOURS[tag]
    return before + "".join(chr(int(code, 16)) for code in codes) + after


def glyph_for(shaper: uharfbuzz.Font, names: list[str], form: int) -> str:
    """The one glyph that draws the form. Raises ValueError when the font needs none or several."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(letters_of(form))
    buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "ar"
    uharfbuzz.shape(shaper, buffer, {"kern": False, "calt": False, "dlig": False})
    ink = [names[info.codepoint] for info in buffer.glyph_infos]
    ink = [name for name in ink if name not in NOT_INK]
    if len(ink) != 1:
        raise ValueError(f"U+{form:04X} is drawn by {len(ink)} glyphs: {ink}")
    return str(ink[0])


def draw(font: TTFont, code: int, polygons: list[Polygon]) -> str:
    """Add one sign to the font and return its glyph name."""
    pen = TTGlyphPen(None)
    for polygon in polygons:
        pen.moveTo(polygon[0])
        for point in polygon[1:]:
            pen.lineTo(point)
        pen.closePath()
    name = f"uni{code:04X}"
    font["glyf"][name] = pen.glyph()
    font["hmtx"][name] = (WIDTH, min(x for polygon in polygons for x, _ in polygon))
    return name


def prepare(source: Path, target: Path) -> int:
    """Write `target`; return how many code points were added to the character map."""
    font = TTFont(source, recalcTimestamp=False)
    names = font.getGlyphOrder()
    shaper = uharfbuzz.Font(uharfbuzz.Face(source.read_bytes()))
    added = {form: glyph_for(shaper, names, form) for form in PRESENTATION_FORMS}
    added |= {code: draw(font, code, polygons) for code, polygons in SYMBOLS.items()}
    for table in font["cmap"].tables:
        if table.isUnicode():
            for form, glyph in added.items():
                table.cmap.setdefault(form, glyph)
    font.save(target)
    return len(added)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("source", type=Path)
    arguments.add_argument("target", type=Path)
    given = arguments.parse_args()
    prepare(given.source, given.target)

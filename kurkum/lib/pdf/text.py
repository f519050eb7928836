"""Put a logical line of Arabic, Hebrew or Latin into the order in which its glyphs are drawn.

A PDF draws glyphs from left to right and knows no direction. So every text goes three steps:
`shape` (tidy, keep numbers together, join Arabic letters) before lines are broken, then
`visual` for each finished line. Both follow the Unicode bidirectional algorithm (UAX 9), with the
additions that people expect of numbers: phones, money, temperatures, times and dates never flip.
"""

# mypy: allow-untyped-calls

import re
import unicodedata

from arabic_reshaper.arabic_reshaper import ArabicReshaper
from bidi import get_display
from bidi.mirror import MIRRORED

LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE = "\u2066", "\u2069"
GRAPHEME_JOINER = "\u034f"
MISSING = "\ufffd"
_KEPT_FORMAT = {"\u200c", "\u200d"}  # they decide how Arabic letters join
_INVISIBLE = dict.fromkeys(
    [0x034F, 0x061C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
)
_JOIN = ArabicReshaper(
    {"delete_harakat": True, "RIAL SIGN": False, "ARABIC LIGATURE ALLAH": False}
).reshape
_NUMBER_OR_CODE = re.compile(
    r"""
    (?<!\w)(?:\+\d{1,3}[ -]?\d{1,2}|0\d{1,2})(?:[ -]\d{3,4}){1,2}(?!\w)  # phone, also with spaces
    |
    (?:\d+[ ]?×[ ]?)?\bGN[ ]?\d/\d(?!\d)  # how many trays of which size an oven takes
    |
    (?:(?<!\w)[≥≤<>~≈×][ ]?)?(?:(?<!\w)[+\-−±])?(?:[₪€$][-−]?)?
    (?<![A-Za-z0-9])[A-Za-z0-9](?:[A-Za-z0-9.,:/\-–−+_@\#×°%]*[A-Za-z0-9°%₪€$])?
    (?:[ \u00a0]?(?:°C|°|%|₪|kg|g|L|l|ml|km|kcal|kJ|cm|mm|min|h)(?![A-Za-z]))?
    """,
    re.VERBOSE,
)


def tidy(text: str) -> str:
    """Drop what no printer can draw: control codes, direction overrides, vowel marks, halves."""
    plain = unicodedata.normalize("NFC", text).replace("\t", " ")
    return "".join(MISSING if _is_half(char) else char for char in plain if _is_kept(char))


def _is_half(char: str) -> bool:
    return unicodedata.category(char) == "Cs"


def _is_kept(char: str) -> bool:
    kind = unicodedata.category(char)
    if char == "\n" or char in _KEPT_FORMAT:
        return True
    return kind not in {"Cc", "Cf", "Cn"} and not _is_vowel_mark(char, kind)


def _is_vowel_mark(char: str, kind: str) -> bool:
    """Marks above and below letters: without the font's positioning they would land askew."""
    return kind == "Mn" and (
        "\u0591" <= char <= "\u06ed" or "\u0300" <= char <= "\u036f" or "\ufe00" <= char <= "\ufe0f"
    )


def isolate(text: str) -> str:
    """Fence every number, code, phone, date, temperature and sum so that it reads left to right.

    The plain algorithm turns ``04-123-4567`` into ``4567-123-04`` inside Arabic, and moves signs
    to the far end. Spaces inside a fence become no-break spaces, so that no line ends there.
    """
    return _NUMBER_OR_CODE.sub(_fence, text)


def _fence(match: re.Match[str]) -> str:
    token = match.group()
    if not any(char.isdigit() for char in token) and "@" not in token and "/" not in token:
        return token
    return LEFT_TO_RIGHT_ISOLATE + token.replace(" ", "\u00a0") + POP_ISOLATE


def shape(text: str) -> str:
    """Tidy, fence the numbers and join Arabic letters; still in logical order."""
    joined: str = _JOIN(isolate(tidy(text)))
    return joined


def bare(line: str) -> str:
    """The line without invisible marks: what is measured and drawn."""
    return line.translate(_INVISIBLE)


def visual(line: str, *, rtl: bool = True) -> str:
    """One shaped line in drawing order, brackets mirrored where their level is odd.

    `get_display` never mirrors. A grapheme joiner after each bracket takes the bracket's level:
    where it comes out before the bracket, the level is odd and the bracket must be swapped.
    """
    marked = "".join(
        char + GRAPHEME_JOINER if char in MIRRORED else char
        for char in line.replace(GRAPHEME_JOINER, "")
    )
    ordered = str(get_display(marked, base_dir="R" if rtl else "L"))
    drawn: list[str] = []
    place = 0
    while place < len(ordered):
        char, after = ordered[place], ordered[place + 1 : place + 2]
        if char == GRAPHEME_JOINER and after in MIRRORED:
            drawn.append(str(MIRRORED[after]))
            place += 1
        else:
            drawn.append(char)
        place += 1
    return bare("".join(drawn))


def reads_right_to_left(text: str, *, default: bool) -> bool:
    """The direction of a text: the document's, unless all its letters belong to the other one."""
    kinds = {unicodedata.bidirectional(char) for char in text}
    if default:
        return not ("L" in kinds and not kinds & {"R", "AL"})
    return bool(kinds & {"R", "AL"}) and "L" not in kinds

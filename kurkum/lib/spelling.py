"""Texts as people compare them: nobody minds case, diacritics or doubled blanks. Pure."""

from __future__ import annotations

import re
import unicodedata

ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ـ": "", "׳": "'", "״": '"', "’": "'"}
)
BLANKS = re.compile(r"[\s\u00a0\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
EDGE = " \t\r\n\u00a0\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\ufeff"
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫−", "01234567890123456789.-")


def plain(text: str) -> str:
    """The text as it is compared with another."""
    bare = "".join(c for c in unicodedata.normalize("NFKC", text) if not unicodedata.combining(c))
    return BLANKS.sub(" ", bare.translate(ALIKE)).strip().casefold()

"""Which cell formats of a workbook show a number as a date or a time. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Built-in formats that show a moment (ECMA-376, part 1, 18.8.30).
BUILT_IN = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
MOMENT = re.compile(r"[ymdhs]", re.IGNORECASE)


def moment_styles(elements: Iterable[tuple[str, dict[str, str]]]) -> frozenset[int]:
    """Indexes of the styles that show dates or times; elements as (parent/name, attributes)."""
    custom: dict[int, str] = {}
    styles: list[int] = []
    for name, attributes in elements:
        if name == "numFmts/numFmt":
            custom[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "cellXfs/xf":
            styles.append(int(attributes.get("numFmtId", "0")))
    moments = BUILT_IN | {key for key, code in custom.items() if shows_moment(code)}
    return frozenset(index for index, style in enumerate(styles) if style in moments)


def shows_moment(code: str) -> bool:
    """Whether a format such as ``dd/mm/yyyy`` or ``[h]:mm`` shows a date or a time."""
    bare = QUOTED.sub("", code)
    return "general" not in bare.lower() and MOMENT.search(bare) is not None

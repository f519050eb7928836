"""A message as a school sends it, taken apart: «صف أول 25، صف ثاني 27، نباتي 3». Pure.

Pieces are divided by commas, semicolons, bullets or new lines; where nothing divides them, by the
numbers. A piece is a text with one number, before or after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kurkum.lib.spelling import DIGITS, EDGE

DIVIDERS = re.compile(r"[,،;؛\n•|]+")
NUMBER = re.compile(r"\d+")
AROUND = EDGE + ":=-–—.*()[]{}+×"
# What a messenger puts before a copied message: "[30/11, 09:12] Nisreen: ".
STAMP = re.compile(
    r"^[\s\u200e\u200f\u202a-\u202e]*\[?\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?,?\s+"
    r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[APap]\.?[Mm]\.?|\s?[صم])?\]?\s*[-–]?\s*[^:\n]{1,60}:\s",
    re.MULTILINE,
)
LONGEST, MOST_PIECES = 4000, 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words and the count beside them; None where no number, or more than one, was read."""

    text: str
    count: int | None


def take_apart(message: str) -> list[Piece]:
    """The pieces of a message in their order; what is longer than any order is cut off."""
    pieces: list[Piece] = []
    text = STAMP.sub("", message[:LONGEST].translate(DIGITS))
    for part in DIVIDERS.split(text):
        if part.strip(AROUND):
            pieces += _pieces(part)
    return pieces[:MOST_PIECES]


def _pieces(part: str) -> list[Piece]:
    numbers = list(NUMBER.finditer(part))
    if not numbers:
        return [Piece(part.strip(AROUND), None)]
    if len(numbers) == 1:
        text = f"{part[: numbers[0].start()]} {part[numbers[0].end() :]}"
        return [Piece(_bare(text), _count(numbers[0].group()))]
    return _by_numbers(part, numbers)


def _by_numbers(part: str, numbers: list[re.Match[str]]) -> list[Piece]:
    """``regular 25 vegetarian 3`` is two pieces; ``class 1 25`` is one, its last number counts."""
    pieces = []
    words, end = "", 0
    for place, number in enumerate(numbers):
        words += part[end : number.start()]
        end = number.end()
        follows = numbers[place + 1].start() if place + 1 < len(numbers) else len(part)
        next_words = part[end:follows].strip(AROUND)
        if place + 1 < len(numbers) and not next_words:
            words += number.group()  # the number of a class, not a count
            continue
        pieces.append(Piece(_bare(words), _count(number.group())))
        words = ""
    rest = part[end:].strip(AROUND)
    if rest:
        pieces.append(Piece(rest, None))
    return pieces


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip(AROUND))


def _count(digits: str) -> int | None:
    return int(digits) if len(digits) < 6 else None

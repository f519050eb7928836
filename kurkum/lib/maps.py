"""Lays out a map of places: where each circle and its label stand. Pure; north is always up.

East is right in every language: a map is not mirrored. Coordinates are degrees; the drawing is in
any unit, y downwards. Labels go where they cover no circle and no other label, nearest first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kurkum.lib.figures import Place, PlaceMap

KM_PER_DEGREE = 111.32
LINE = 1.25  # height of a line of text, in letters' size
GAP = 3.0
FAR = 8.0  # a label further from its circle is tied to it by a line


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a map and the size of its letters; ``width_of`` measures a text."""

    width: float
    height: float
    letters: float
    largest: float
    width_of: Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: Box) -> float:
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        high = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0.0, wide) * max(0.0, high)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the drawing: its circle, and the box of its label (lines from the top)."""

    place: Place
    x: float
    y: float
    radius: float
    label: Box
    lines: tuple[str, ...]

    @property
    def leader(self) -> tuple[float, float] | None:
        """Where a thin line from the place meets its label; None where they are neighbours."""
        x = min(max(self.x, self.label.x), self.label.x + self.label.width)
        y = min(max(self.y, self.label.y), self.label.y + self.label.height)
        return (x, y) if math.dist((x, y), (self.x, self.y)) > self.radius + FAR else None


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Every spot, largest circle first, and how long one kilometre is."""

    spots: tuple[Spot, ...]
    kilometre: float


def lay_out(figure: PlaceMap, frame: Frame) -> LaidOut:
    """Places and labels inside the frame; an empty map has no spots."""
    places = sorted(figure.places, key=lambda place: (-place.size, place.label))
    if not places:
        return LaidOut((), 0)
    points, kilometre = _projected(places, frame)
    most = max(place.size for place in places) or 1
    radii = [_radius(place, most, frame) for place in places]
    taken = [Box(x - r, y - r, 2 * r, 2 * r) for (x, y), r in zip(points, radii, strict=True)]
    spots = []
    for place, (x, y), radius in zip(places, points, radii, strict=True):
        lines = tuple(line for line in (place.label, place.text) if line)
        label = _free_box(lines, x, y, radius, taken, frame)
        taken.append(label)
        spots.append(Spot(place, x, y, radius, label, lines))
    return LaidOut(tuple(spots), kilometre)


def _radius(place: Place, most: float, frame: Frame) -> float:
    """The area of a circle says how much; a place without a size is a small dot."""
    return max(2.5, frame.largest * math.sqrt(max(0.0, place.size) / most))


def _projected(places: Sequence[Place], frame: Frame) -> tuple[list[tuple[float, float]], float]:
    """Kilometres east and north, scaled to fit with room for circles and labels at the rim."""
    middle = math.radians(sum(place.latitude for place in places) / len(places))
    east = [place.longitude * KM_PER_DEGREE * math.cos(middle) for place in places]
    north = [place.latitude * KM_PER_DEGREE for place in places]
    side, rim = frame.width * 0.13, frame.largest + 1.2 * frame.letters
    wide, high = max(east) - min(east) or 1, max(north) - min(north) or 1
    scale = min((frame.width - 2 * side) / wide, (frame.height - 2 * rim) / high)
    left = (frame.width - wide * scale) / 2
    top = (frame.height - high * scale) / 2
    return [
        (left + (x - min(east)) * scale, top + (max(north) - y) * scale)
        for x, y in zip(east, north, strict=True)
    ], scale


def _free_box(
    lines: Sequence[str], x: float, y: float, radius: float, taken: Sequence[Box], frame: Frame
) -> Box:  # fmt: skip
    """The first position round the circle that covers nothing, else the one that covers least."""
    width = max((frame.width_of(line) for line in lines), default=0)
    height = len(lines) * frame.letters * LINE
    best, least = None, math.inf
    for step in (0.0, 6.0, 14.0, 24.0):
        off = radius + GAP + step
        for left, top in (
            (x + off, y - height / 2),
            (x - off - width, y - height / 2),
            (x - width / 2, y - off - height),
            (x - width / 2, y + off),
            (x + off * 0.7, y - off * 0.7 - height),
            (x - off * 0.7 - width, y - off * 0.7 - height),
            (x + off * 0.7, y + off * 0.7),
            (x - off * 0.7 - width, y + off * 0.7),
        ):
            box = Box(left, top, width, height)
            covered = 5 * sum(box.overlap(other) for other in taken) + _outside(box, frame) + step
            if covered < least:
                best, least = box, covered
        if least <= step:
            break
    assert best is not None  # noqa: S101  # the loops above always offer a box
    return best


def _outside(box: Box, frame: Frame) -> float:
    """How much of the box would be cut off; cutting is worse than covering."""
    over = max(0.0, -box.x) + max(0.0, box.x + box.width - frame.width)
    beyond = max(0.0, -box.y) + max(0.0, box.y + box.height - frame.height)
    return 20 * (over + beyond)


def round_scale(kilometre: float, room: float) -> int:
    """Whole kilometres of a scale bar that fits the room: 1, 2, 5 or 10."""
    return next((km for km in (10, 5, 2) if km * kilometre <= room), 1)
